#include "foundation/geo/datum.h"

#include <cmath>
#include <numbers>
#include <string>

#include "foundation/base/text.h"

namespace geo {
namespace {

using base::position;
constexpr double pi = std::numbers::pi;

// The published approximation of the GCJ-02 offset on the Krasovsky ellipsoid: sums of sines around 105 E, 35 N.
double waves(double v, double a, double b, double c) { return (20 * std::sin(6 * v * pi) + 20 * std::sin(2 * v * pi)) * 2 / 3 + a + b + c; }

double lat_offset(double x, double y) {
  const double level = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x));
  const double slow = (20 * std::sin(y * pi) + 40 * std::sin(y / 3 * pi)) * 2 / 3;
  const double slowest = (160 * std::sin(y / 12 * pi) + 320 * std::sin(y * pi / 30)) * 2 / 3;
  return waves(x, level, slow, slowest);
}

double lon_offset(double x, double y) {
  const double level = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x));
  const double slow = (20 * std::sin(x * pi) + 40 * std::sin(x / 3 * pi)) * 2 / 3;
  const double slowest = (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
  return waves(x, level, slow, slowest);
}

position gcj_from_wgs(const position& p) {
  constexpr double a = 6'378'245.0;  // Krasovsky 1940, metres
  constexpr double ee = 0.00669342162296594323;
  const double lat = p.lat * pi / 180;
  const double magic = 1 - ee * std::sin(lat) * std::sin(lat);
  const double north = lat_offset(p.lon - 105, p.lat - 35) * 180 / (a * (1 - ee) / (magic * std::sqrt(magic)) * pi);
  const double east = lon_offset(p.lon - 105, p.lat - 35) * 180 / (a / std::sqrt(magic) * std::cos(lat) * pi);
  return {p.lon + east, p.lat + north};
}

position bd_from_gcj(const position& p) {
  constexpr double step = pi * 3000 / 180;
  const double radius = std::hypot(p.lon, p.lat) + 0.00002 * std::sin(p.lat * step);
  const double angle = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * step);
  return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

// The p with forward(p) = target. The offset changes by less than 1 % of a step, so each round gains two digits.
template <class Forward>
position invert(const position& target, Forward forward) {
  position p = target;
  for (int round = 0; round < 12; ++round) {
    const position image = forward(p);
    const double lon = target.lon - image.lon;
    const double lat = target.lat - image.lat;
    p.lon += lon;
    p.lat += lat;
    if (std::abs(lon) < 1e-10 && std::abs(lat) < 1e-10) break;
  }
  return p;
}

}  // namespace

std::optional<datum> datum_from_name(std::string_view name) {
  std::string plain;
  for (const char c : base::lower_ascii(name)) {
    if (c != '-' && c != '_' && c != ' ') plain += c;
  }
  if (plain == "wgs84" || plain == "cgcs2000") return datum::wgs84;
  if (plain == "gcj02") return datum::gcj02;
  if (plain == "bd09") return datum::bd09;
  return std::nullopt;
}

std::string_view name_of(datum d) { return d == datum::wgs84 ? "wgs84" : d == datum::gcj02 ? "gcj02" : "bd09"; }

bool shift_applies(const base::position& p) { return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271; }

base::position convert(const base::position& p, datum from, datum to) {
  if (from == to || !shift_applies(p)) return p;
  position gcj = p;
  if (from == datum::wgs84) gcj = gcj_from_wgs(p);
  if (from == datum::bd09) gcj = invert(p, bd_from_gcj);
  if (to == datum::wgs84) return invert(gcj, gcj_from_wgs);
  return to == datum::bd09 ? bd_from_gcj(gcj) : gcj;
}

}  // namespace geo
