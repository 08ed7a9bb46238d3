#include "foundation/base/id.h"

#include <array>
#include <charconv>

namespace base {
namespace {

constexpr std::uint32_t counter_limit = 1U << 12;  // the 12 bits of rand_a

std::uint64_t random_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) | device();
}

void append_hex(std::string& out, std::uint64_t value, int digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += hex[(value >> shift) & 0xF];
}

}  // namespace

id_source::id_source(const clock& time) : id_source(time, random_seed()) {}
id_source::id_source(const clock& time, std::uint64_t seed) : time_(time), random_(seed) {}

std::string id_source::next() {
  const std::scoped_lock lock(mutex_);
  const std::int64_t now_ms = time_.now().us / 1'000;
  if (now_ms > last_ms_) {
    last_ms_ = now_ms;
    counter_ = static_cast<std::uint32_t>(random_() & 0x3FF);  // room to count on within the millisecond
  } else if (++counter_ >= counter_limit) {
    ++last_ms_;
    counter_ = 0;
  }
  const std::uint64_t tail = random_();
  std::string out;
  out.reserve(36);
  append_hex(out, static_cast<std::uint64_t>(last_ms_) >> 16, 8);
  out += '-';
  append_hex(out, static_cast<std::uint64_t>(last_ms_) & 0xFFFF, 4);
  out += '-';
  append_hex(out, 0x7000U | counter_, 4);
  out += '-';
  append_hex(out, 0x8000U | ((tail >> 48) & 0x3FFF), 4);
  out += '-';
  append_hex(out, tail & 0xFFFFFFFFFFFFULL, 12);
  return out;
}

std::string id_behind(std::string_view last, std::string fresh) {
  if (fresh > last || !is_uuid(last) || !is_uuid(fresh)) return fresh;
  std::string digits(last.substr(0, 8));  // milliseconds and counter, without the version between them
  digits.append(last.substr(9, 4)).append(last.substr(15, 3));
  std::uint64_t head = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), head, 16);
  ++head;
  std::string out;
  append_hex(out, head >> 28, 8);
  out += '-';
  append_hex(out, (head >> 12) & 0xFFFF, 4);
  out += '-';
  append_hex(out, 0x7000U | (head & 0xFFF), 4);
  return out + fresh.substr(18);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return false;
    } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      return false;
    }
  }
  return true;
}

}  // namespace base
