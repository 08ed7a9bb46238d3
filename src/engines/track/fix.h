#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/base/time.h"

namespace track {

// A position as a protocol's reader gives it: in our units, not judged yet. Any two numbers may stand for the place.
struct sent_fix {
  double lon = 0;  // degrees, WGS-84
  double lat = 0;
  base::instant at;                          // by the device's clock
  std::optional<double> speed_mps = {};      // metres a second
  std::optional<double> heading_deg = {};    // clockwise from north
  std::optional<double> accuracy_m = {};     // radius the device claims
  std::optional<double> battery_share = {};  // 0 to 1; shown live, not kept
};

constexpr std::uint16_t unknown_u16 = std::numeric_limits<std::uint16_t>::max();

// A position as it is kept: 32 bytes, whole numbers.
struct fix {
  std::int64_t at_us = 0;        // by the device's clock
  std::int64_t received_us = 0;  // when we heard of it
  std::int32_t lon_e7 = 0;       // degrees × 10⁷
  std::int32_t lat_e7 = 0;
  std::uint16_t speed_cmps = unknown_u16;    // centimetres a second, at most 655.34 m/s
  std::uint16_t heading_cdeg = unknown_u16;  // hundredths of a degree, 0 to 35999
  std::uint16_t accuracy_dm = unknown_u16;   // decimetres
  bool operator==(const fix&) const = default;
};

// The kept form of a plausible fix: rounded, unknown where it said nothing or nonsense (a negative speed, no number).
fix kept(const sent_fix& one, base::instant received);

[[nodiscard]] inline base::position position_of(const fix& one) { return {one.lon_e7 / 1e7, one.lat_e7 / 1e7}; }
[[nodiscard]] inline std::optional<double> speed_mps_of(const fix& one) {
  return one.speed_cmps == unknown_u16 ? std::nullopt : std::optional(one.speed_cmps / 100.0);
}
[[nodiscard]] inline std::optional<double> heading_deg_of(const fix& one) {
  return one.heading_cdeg == unknown_u16 ? std::nullopt : std::optional(one.heading_cdeg / 100.0);
}

}  // namespace track
