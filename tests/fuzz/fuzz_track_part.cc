#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "engines/track/part_codec.h"
#include "foundation/base/problem.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// The bytes as fixes, whatever they say.
std::vector<track::fix> fixes_of(const std::uint8_t* data, std::size_t size) {
  std::vector<track::fix> out;
  for (std::size_t at = 0; at + 30 <= size; at += 30) {
    track::fix f;
    std::memcpy(&f.at_us, data + at, 8);
    std::memcpy(&f.received_us, data + at + 8, 8);
    std::memcpy(&f.lon_e7, data + at + 16, 4);
    std::memcpy(&f.lat_e7, data + at + 20, 4);
    std::memcpy(&f.speed_cmps, data + at + 24, 2);
    std::memcpy(&f.heading_cdeg, data + at + 26, 2);
    std::memcpy(&f.accuracy_dm, data + at + 28, 2);
    out.push_back(f);
  }
  return out;
}

}  // namespace

// Any bytes behind a right checksum are read or refused, and what was read is written and read again as the same; any
// fixes come back as they were.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto given = fixes_of(data, size);
  require(track::decode_part(track::encode_part(given)) == given);
  try {
    const auto read = track::decode_part(track::with_part_checksum(std::string(reinterpret_cast<const char*>(data), size)));
    require(track::decode_part(track::encode_part(read)) == read);
  } catch (const base::problem& p) {
    require(p.code == "part_unreadable" && !p.detail.empty());
  }
  return 0;
}
