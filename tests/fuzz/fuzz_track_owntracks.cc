#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engines/track/owntracks_read.h"

// Whatever bytes come: at most one fix, whose numbers are finite and whose time is one, or exactly one reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = track::read_owntracks({reinterpret_cast<const char*>(data), size});
  if (read.fixes.size() + read.unread.size() != 1) std::abort();
  for (const auto& one : read.fixes) {
    if (!std::isfinite(one.lat) || !std::isfinite(one.lon) || one.at.us < 0) std::abort();
    if (one.speed_mps && !(*one.speed_mps >= 0 && std::isfinite(*one.speed_mps))) std::abort();
    if (one.battery_share && !(*one.battery_share >= 0 && *one.battery_share <= 1)) std::abort();
  }
  return 0;
}
