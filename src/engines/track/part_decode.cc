#include <array>

#include "engines/track/part_codec.h"
#include "engines/track/part_layout.h"
#include "foundation/base/problem.h"

namespace track {
namespace {

using namespace part_layout;
using column = std::array<std::uint64_t, block_fixes>;

[[noreturn]] void unreadable(const char* why) {
  throw base::problem(500, "part_unreadable", "A stored part of a trail cannot be read.", why,
                      "Restore the trail's part from a backup; other parts are not concerned.");
}

class part_reader {
 public:
  explicit part_reader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  [[nodiscard]] bool at_end() const { return at_ == end_; }

  std::uint8_t byte() {
    if (at_ == end_) unreadable("it ends too early");
    return static_cast<std::uint8_t>(*at_++);
  }

  std::uint64_t varint() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t next = byte();
      if (shift == 63 && next > 1) break;
      v |= (next & 0x7FU) << shift;
      if (next < 0x80U) return v;
    }
    unreadable("a number is longer than 64 bits");
  }

  std::uint64_t signed_varint() { return unzigzag(varint()); }

  // `count` words of `width` bits into out.
  void packed(std::uint64_t* out, std::size_t count, unsigned width) {
    const std::size_t bytes = (count * width + 7) / 8;
    if (static_cast<std::size_t>(end_ - at_) < bytes) unreadable("it ends too early");
    std::array<char, block_fixes * max_width / 8 + sizeof(std::uint64_t)> tail;
    const char* from = at_;
    if (static_cast<std::size_t>(end_ - at_) < bytes + sizeof(std::uint64_t)) {  // whole words are read: not beyond the part
      std::memcpy(tail.data(), at_, bytes);
      std::memset(tail.data() + bytes, 0, sizeof(std::uint64_t));
      from = tail.data();
    }
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::size_t bit = 0;
    for (std::size_t i = 0; i < count; ++i, bit += width) {
      std::uint64_t word = 0;
      std::memcpy(&word, from + bit / 8, sizeof word);
      out[i] = (word >> (bit % 8)) & mask;
    }
    at_ += bytes;
  }

 private:
  const char* at_;
  const char* end_;
};

struct exception {
  std::uint8_t place;
  std::uint64_t high;
};

void read_column(part_reader& in, std::size_t count, column& out) {
  const std::uint8_t head = in.byte();
  const std::size_t order = head & 3U;
  const unsigned width = head >> 2U;
  if (order > 2 || width > max_width || (order > 0 && order >= count)) unreadable("a column's head is wrong");
  for (std::size_t i = 0; i < order; ++i) out[i] = in.signed_varint();
  const std::uint64_t median = in.signed_varint();
  const std::uint64_t divisor = in.varint();
  const std::uint64_t exceptions = in.varint();
  const std::size_t residuals = count - order;
  if (exceptions > residuals) unreadable("a column has too many exceptions");
  std::array<exception, block_fixes> odd;
  for (std::size_t i = 0; i < exceptions; ++i) {
    odd[i] = {in.byte(), in.varint()};
    if (odd[i].place >= residuals) unreadable("an exception stands outside its column");
  }
  std::uint64_t* values = out.data() + order;
  if (width == 0) {
    for (std::size_t i = 0; i < residuals; ++i) values[i] = 0;
  } else {
    in.packed(values, residuals, width);
  }
  for (std::size_t i = 0; i < exceptions; ++i) values[odd[i].place] |= odd[i].high << width;
  for (std::size_t i = 0; i < residuals; ++i) values[i] = median + unzigzag(values[i]) * divisor;
  for (std::size_t step = order; step > 0; --step) {
    for (std::size_t i = step; i < count; ++i) out[i] += out[i - 1];
  }
}

template <typename To>
bool fits(std::uint64_t v) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<To>(v))) == v;
}

void read_block(part_reader& in, std::array<column, columns>& field, std::vector<fix>& out) {
  const std::size_t count = std::size_t{in.byte()} + 1;
  const std::uint8_t as = in.byte();
  if (as > received_as_delay) unreadable("a block's head is wrong");
  for (column& one : field) read_column(in, count, one);
  const std::size_t first = out.size();
  out.resize(first + count);
  bool all_fit = true;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t at = field[0][i];
    for (std::size_t place : {2U, 3U}) all_fit &= fits<std::int32_t>(field[place][i]);
    for (std::size_t small : {4U, 5U, 6U}) all_fit &= fits<std::uint16_t>(field[small][i]);
    out[first + i] = {.at_us = static_cast<std::int64_t>(at),
                      .received_us = static_cast<std::int64_t>(as == received_as_delay ? at + field[1][i] : field[1][i]),
                      .lon_e7 = static_cast<std::int32_t>(field[2][i]),
                      .lat_e7 = static_cast<std::int32_t>(field[3][i]),
                      .speed_cmps = static_cast<std::uint16_t>(field[4][i]),
                      .heading_cdeg = static_cast<std::uint16_t>(field[5][i]),
                      .accuracy_dm = static_cast<std::uint16_t>(field[6][i])};
  }
  if (!all_fit) unreadable("a value is out of its range");
}

}  // namespace

std::size_t decode_part(std::string_view bytes, std::vector<fix>& out) {
  if (bytes.size() < 1 + checksum_bytes) unreadable("it ends too early");
  const std::string_view body = bytes.substr(0, bytes.size() - checksum_bytes);
  std::uint32_t sum = 0;
  std::memcpy(&sum, bytes.data() + body.size(), checksum_bytes);
  if (sum != checksum(body)) unreadable("its checksum is wrong");
  part_reader in(body);
  if (in.byte() != version) unreadable("its version is not known");
  const std::size_t before = out.size();
  std::array<column, columns> field;
  try {
    while (!in.at_end()) {
      read_block(in, field, out);
      if (out.size() - before > max_part_fixes) unreadable("it has too many fixes");
    }
  } catch (...) {
    out.resize(before);
    throw;
  }
  return out.size() - before;
}

std::vector<fix> decode_part(std::string_view bytes) {
  std::vector<fix> out;
  decode_part(bytes, out);
  return out;
}

}  // namespace track
