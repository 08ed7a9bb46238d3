#include "engines/track/judge.h"

#include <algorithm>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/geo/distance.h"

namespace track {
namespace {

using step_result = std::optional<judgement>;  // nothing: the next step

constexpr double null_island_deg = 0.001;  // about 100 m around 0,0: what devices without a fix send

judgement refused(std::string_view code, std::string detail) { return {.what = verdict::refused, .code = code, .detail = std::move(detail)}; }

bool inside(double lon, double lat, const judge_limits& l) {
  return lon >= l.west - l.margin_deg && lon <= l.east + l.margin_deg && lat >= l.south - l.margin_deg && lat <= l.north + l.margin_deg;
}

step_result need_unit(const question& q) {
  if (q.unit.known() && q.unit.allowed()) return {};
  return refused("unknown_unit", "There is no such unit, or this sender may not report it.");
}

step_result need_numbers(const question& q) {
  if (std::isfinite(q.sent.lon) && std::isfinite(q.sent.lat)) return {};
  return refused("out_of_range", "The position is not a pair of numbers.");
}

step_result refuse_null_island(const question& q) {
  if (std::abs(q.sent.lon) >= null_island_deg || std::abs(q.sent.lat) >= null_island_deg) return {};
  return refused("null_island", "The position is 0,0: the device has no fix.");
}

step_result refuse_elsewhere(const question& q) {
  const auto [lon, lat] = base::position{q.sent.lon, q.sent.lat};
  if (inside(lon, lat, q.limits)) return {};
  if (inside(lat, lon, q.limits)) return refused("swapped_axes", "Longitude and latitude are swapped.");
  if (std::abs(lon) > 180 || std::abs(lat) > 90) return refused("out_of_range", "Longitude is -180 to 180 and latitude -90 to 90 degrees.");
  return refused("outside_place", "The position is outside the place and its surroundings.");
}

step_result refuse_future(const question& q) {
  if (q.sent.at <= q.now + q.limits.most_ahead) return {};
  return refused("from_future", "It is from " + base::to_rfc3339(q.sent.at) + ", which is later than now: set the device's clock.");
}

step_result refuse_ancient(const question& q) {
  if (q.sent.at >= q.now - q.limits.oldest) return {};
  return refused("too_old", "It is from " + base::to_rfc3339(q.sent.at) + "; positions as old as that are deleted.");
}

step_result drop_off_shift(const question& q) {
  if (q.unit.on_shift()) return {};
  return judgement{.what = verdict::off_shift};
}

step_result drop_duplicate(const question& q) {
  if (!q.unit.kept_before()) return {};
  return judgement{.what = verdict::duplicate};
}

// A lone jump is a glitch. Two in a row that agree with each other are the truth, and what was kept before the glitch.
step_result refuse_impossible(const question& q) {
  const fix here = kept(q.sent, q.now);
  double needed = 0;
  for (const auto& neighbour : {q.unit.before(), q.unit.after()}) {
    if (neighbour) needed = std::max(needed, speed_between_mps(*neighbour, here, q.limits.free_m));
  }
  if (needed <= q.limits.fastest_mps) return {};
  const auto suspect = q.unit.suspect();
  if (suspect && suspect->at_us < here.at_us && speed_between_mps(*suspect, here, q.limits.free_m) <= q.limits.fastest_mps) return {};
  return refused("impossible_speed", "It would have moved at " + std::to_string(std::llround(std::min(needed, 1e6))) + " m/s.");
}

// Cheap ones first; what is dropped for the shift is dropped before anything is kept of it.
constexpr step_result (*steps[])(const question&) = {
    need_unit, need_numbers, refuse_null_island, refuse_elsewhere, refuse_future, refuse_ancient, drop_off_shift, drop_duplicate, refuse_impossible,
};

}  // namespace

judgement judge(const question& asked) {
  for (const auto step : steps) {
    if (auto found = step(asked)) return *std::move(found);
  }
  return {};
}

double speed_between_mps(const fix& a, const fix& b, double free_m) {
  const double metres = geo::distance_m(position_of(a), position_of(b));
  if (metres <= free_m) return 0;
  const double seconds = std::max(1.0, std::abs(static_cast<double>(b.at_us - a.at_us)) / 1e6);
  return (metres - free_m) / seconds;
}

}  // namespace track
