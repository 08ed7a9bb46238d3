#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/unit_track.h"

namespace track {

struct logged_unit {
  std::string unit_id;
  fixes all;
};

// The same, looked at where it lies.
struct group_part {
  std::string_view unit_id;
  std::span<const fix> all;
};

// A group of fixes as one row of the log: quick to write, not small; trails are small.
std::string encode_group(std::span<const group_part> group);
// Throws base::problem 500 log_unreadable for bytes that are no group.
std::vector<logged_unit> decode_group(std::string_view bytes);

}  // namespace track
