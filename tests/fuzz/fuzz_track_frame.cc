#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engines/track/frame_read.h"
#include "engines/track/log_codec.h"
#include "foundation/base/problem.h"

// Any bytes are a frame, and then written and read again the same, or refused; likewise a row of the log.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const auto read = track::read_frame(bytes);
    const auto again = track::read_frame(track::write_frame(read));
    if (again.units != read.units || again.fixes.size() != read.fixes.size()) std::abort();
    for (std::size_t i = 0; i < read.fixes.size(); ++i) {
      const auto& one = read.fixes[i];
      if (again.fixes[i].unit != one.unit || !(track::kept(again.fixes[i].sent, {}) == track::kept(one.sent, {}))) std::abort();
    }
  } catch (const base::problem&) {
  }
  try {
    const auto group = track::decode_group(bytes);
    std::vector<track::group_part> parts;
    for (const auto& one : group) parts.push_back({.unit_id = one.unit_id, .all = one.all});
    if (track::decode_group(track::encode_group(parts)).size() != group.size()) std::abort();
  } catch (const base::problem&) {
  }
  return 0;
}
