#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/intake.h"

namespace track {

// A compact batch for gateways that speak for many units. Little-endian:
//   "SWF1", u16 units (at most 20,000), then each unit: u8 length of its id, the id (1 to 64 bytes);
//   u32 fixes, then each fix, 24 bytes: u16 unit (its place in the list), i64 time in microseconds UTC, i32 longitude × 10⁷,
//   i32 latitude × 10⁷, u16 speed in cm/s, u16 heading in 1/100 degree, u16 accuracy in dm (65535: unknown).
constexpr std::size_t most_frame_fixes = 20'000;

// Throws base::problem 400 bad_frame, naming the byte, for anything else.
batch read_frame(std::string_view bytes);

// The same form, for gateways' tests and the feed tool. std::invalid_argument for more than it can hold.
std::string write_frame(const batch& what);

}  // namespace track
