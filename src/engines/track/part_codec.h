#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/fix.h"

// A part: a unit's ordered fixes as compact bytes, every field exact. Blocks of 256 fixes; in a block each field is a column
// of its own: its values, their differences or second differences (the shortest of them), less their median, divided by
// their greatest common divisor, in as many bits as pay; what does not fit is an exception. So whole seconds,
// constant fields and a parked unit cost next to nothing, and one odd value costs only itself. A checksum ends the part.
namespace track {

constexpr std::size_t max_part_fixes = 1'000'000;

// Any fixes in any order; ordered ones are short. Throws 500 part_too_long above max_part_fixes.
std::string encode_part(std::span<const fix> fixes);

// Throws 500 part_unreadable for bytes that encode_part did not write (and for nearly all that were altered since).
std::vector<fix> decode_part(std::string_view bytes);
// The same, after what stands in `out`; on an error `out` is as before. Returns how many were appended.
std::size_t decode_part(std::string_view bytes, std::vector<fix>& out);

// The bytes with the checksum of a part behind them, whatever they are: for tests of what a checksum would hide.
std::string with_part_checksum(std::string body);

}  // namespace track
