#include "engines/track/log_codec.h"

#include <bit>
#include <cstring>
#include <stdexcept>
#include <type_traits>

#include "foundation/base/problem.h"

// Layout, little-endian: "SWL1", u32 units; per unit u16 length of its id, the id, u32 fixes, then 30 bytes a fix.
namespace track {
namespace {

static_assert(std::endian::native == std::endian::little, "the log is written as the machine holds it");
constexpr std::string_view magic = "SWL1";
constexpr std::size_t fix_bytes = 30;

// Into bytes that are there already.
class writer {
 public:
  explicit writer(char* to) : to_(to) {}
  void put(std::string_view text) {
    std::memcpy(to_, text.data(), text.size());
    to_ += text.size();
  }
  template <class Number>
  requires std::is_integral_v<Number>
  void put(Number number) {
    std::memcpy(to_, &number, sizeof number);
    to_ += sizeof number;
  }

 private:
  char* to_;
};

class reader {
 public:
  explicit reader(std::string_view bytes) : left_(bytes) {}
  std::string_view take(std::size_t size) {
    if (left_.size() < size) throw base::problem(500, "log_unreadable", "A row of the position log cannot be read.", "It ends too early.");
    const auto taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  template <class Number>
  Number number() {
    Number out;
    std::memcpy(&out, take(sizeof out).data(), sizeof out);
    return out;
  }
  [[nodiscard]] std::size_t left() const { return left_.size(); }

 private:
  std::string_view left_;
};

fix read_fix(reader& from) {
  fix one;
  one.at_us = from.number<std::int64_t>();
  one.received_us = from.number<std::int64_t>();
  one.lon_e7 = from.number<std::int32_t>();
  one.lat_e7 = from.number<std::int32_t>();
  one.speed_cmps = from.number<std::uint16_t>();
  one.heading_cdeg = from.number<std::uint16_t>();
  one.accuracy_dm = from.number<std::uint16_t>();
  return one;
}

}  // namespace

std::string encode_group(std::span<const group_part> group) {
  std::size_t size = magic.size() + 4;
  for (const auto& unit : group) size += 6 + unit.unit_id.size() + unit.all.size() * fix_bytes;
  std::string out(size, '\0');
  writer to(out.data());
  to.put(magic);
  to.put(static_cast<std::uint32_t>(group.size()));
  for (const auto& unit : group) {
    to.put(static_cast<std::uint16_t>(unit.unit_id.size()));
    to.put(unit.unit_id);
    to.put(static_cast<std::uint32_t>(unit.all.size()));
    for (const auto& one : unit.all) {
      to.put(one.at_us);
      to.put(one.received_us);
      to.put(one.lon_e7);
      to.put(one.lat_e7);
      to.put(one.speed_cmps);
      to.put(one.heading_cdeg);
      to.put(one.accuracy_dm);
    }
  }
  return out;
}

std::vector<logged_unit> decode_group(std::string_view bytes) {
  reader from(bytes);
  if (from.take(magic.size()) != magic) {
    throw base::problem(500, "log_unreadable", "A row of the position log cannot be read.", "It does not begin as one.");
  }
  std::vector<logged_unit> group;
  for (auto units = from.number<std::uint32_t>(); units > 0; --units) {
    logged_unit& unit = group.emplace_back();
    unit.unit_id = from.take(from.number<std::uint16_t>());
    const auto count = from.number<std::uint32_t>();
    if (count > from.left() / fix_bytes)
      throw base::problem(500, "log_unreadable", "A row of the position log cannot be read.", "It ends too early.");
    unit.all.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) unit.all.push_back(read_fix(from));
  }
  return group;
}

}  // namespace track
