#include <bit>
#include <cstring>
#include <fstream>
#include <vector>

#include "foundation/base/problem.h"
#include "town/road/graph_layout.h"

namespace road {
namespace {

constexpr std::uint64_t odd_a = 0x9E37'79B9'7F4A'7C15ULL;  // 2^64 / golden ratio
constexpr std::uint64_t odd_b = 0xD6E8'FEB8'6659'FD93ULL;

std::uint64_t stir(std::uint64_t lane, std::uint64_t word) { return std::rotl((lane ^ word) * odd_a, 29) + odd_b; }

}  // namespace

std::uint64_t digest(std::string_view bytes) {
  std::array<std::uint64_t, 4> lanes = {odd_a, odd_b, ~odd_a, ~odd_b};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    std::array<std::uint64_t, 4> words{};
    std::memcpy(words.data(), bytes.data() + at, 32);
    for (std::size_t i = 0; i < 4; ++i) lanes[i] = stir(lanes[i], words[i]);
  }
  std::array<std::uint64_t, 4> rest{};
  std::memcpy(rest.data(), bytes.data() + at, bytes.size() - at);
  std::uint64_t sum = bytes.size();
  for (std::size_t i = 0; i < 4; ++i) sum = stir(sum, stir(lanes[i], rest[i]));
  sum ^= sum >> 31;
  sum *= odd_b;
  return sum ^ sum >> 29;
}

std::uint64_t digest_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    throw base::problem(404, "map_file_missing", "The map file cannot be opened", path, "Name an existing .osm.pbf file that this account may read.");
  std::vector<char> block(1 << 20);
  std::uint64_t sum = 0;
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    sum = stir(sum, digest({block.data(), static_cast<std::size_t>(in.gcount())}));
  }
  return sum;
}

}  // namespace road
