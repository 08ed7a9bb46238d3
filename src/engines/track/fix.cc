#include "engines/track/fix.h"

#include <cmath>

namespace track {
namespace {

// Rounds to a whole number in [0, 65534]; unknown for what is no such number.
std::uint16_t rounded(const std::optional<double>& given, double scale) {
  if (!given || !std::isfinite(*given) || *given < 0) return unknown_u16;
  const double whole = std::round(*given * scale);
  return whole >= unknown_u16 ? static_cast<std::uint16_t>(unknown_u16 - 1) : static_cast<std::uint16_t>(whole);
}

}  // namespace

fix kept(const sent_fix& one, base::instant received) {
  fix out{.at_us = one.at.us, .received_us = received.us};
  out.lon_e7 = static_cast<std::int32_t>(std::lround(one.lon * 1e7));
  out.lat_e7 = static_cast<std::int32_t>(std::lround(one.lat * 1e7));
  out.speed_cmps = rounded(one.speed_mps, 100);
  out.accuracy_dm = rounded(one.accuracy_m, 10);
  if (one.heading_deg && std::isfinite(*one.heading_deg)) {
    double turned = std::fmod(*one.heading_deg, 360.0);
    if (turned < 0) turned += 360.0;
    out.heading_cdeg = static_cast<std::uint16_t>(std::lround(turned * 100) % 36'000);
  }
  return out;
}

}  // namespace track
