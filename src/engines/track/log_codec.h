#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/unit_track.h"

namespace track {

struct logged_unit {
  std::string unit_id;
  fixes all;
};

// A group of fixes as one row of the log: quick to write, not small; trails are small.
std::string encode_group(const std::vector<logged_unit>& group);
// Throws base::problem 500 log_unreadable for bytes that are no group.
std::vector<logged_unit> decode_group(std::string_view bytes);

}  // namespace track
