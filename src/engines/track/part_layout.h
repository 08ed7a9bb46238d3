#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

// The layout of a part (part_codec.h), shared by its writer and its reader:
//   version byte · blocks · checksum (4 bytes, of all before it)
//   block: number of fixes − 1 (1 byte) · received_as (1 byte) · 7 columns: at, received, lon, lat, speed, heading, accuracy
//   column: order | width << 2 (1 byte) · `order` starting values · median, divisor, number of exceptions ·
//           exceptions (place 1 byte, the bits above `width`) · the residuals, `width` bits each, lowest bit first
// Numbers are varints of 7 bits a byte, signed ones zigzag. All sums wrap in 64 bits, so every int64 has its column.
namespace track::part_layout {

static_assert(std::endian::native == std::endian::little, "packed bits are read and written as little-endian words");

constexpr std::uint8_t version = 1;
constexpr std::size_t block_fixes = 256;
constexpr unsigned max_width = 56;  // with a shift of up to 7 bits a residual lies in one 64-bit word
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t columns = 7;
enum received_as : std::uint8_t { received_itself = 0, received_as_delay = 1 };

constexpr std::uint64_t zigzag(std::int64_t v) { return (static_cast<std::uint64_t>(v) << 1U) ^ static_cast<std::uint64_t>(v >> 63U); }
constexpr std::uint64_t unzigzag(std::uint64_t v) { return (v >> 1U) ^ (0 - (v & 1U)); }

// Every word is mixed by one-to-one steps, so a change within one word always shows in the 64 bits, and in the 32 kept of
// them but for one in 2³².
inline std::uint32_t checksum(std::string_view bytes) {
  std::uint64_t mixed = 0x9E3779B97F4A7C15U ^ bytes.size();
  const auto add = [&mixed](std::uint64_t word) {
    mixed = (mixed ^ word) * 0xD6E8FEB86659FD93U;
    mixed ^= mixed >> 32U;
  };
  std::uint64_t word = 0;
  std::size_t at = 0;
  for (; at + sizeof word <= bytes.size(); at += sizeof word) {
    std::memcpy(&word, bytes.data() + at, sizeof word);
    add(word);
  }
  word = 0;
  if (at < bytes.size()) std::memcpy(&word, bytes.data() + at, bytes.size() - at);
  add(word);
  add(0);
  return static_cast<std::uint32_t>(mixed >> 32U);
}

}  // namespace track::part_layout
