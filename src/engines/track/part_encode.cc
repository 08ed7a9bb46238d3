#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "engines/track/part_codec.h"
#include "engines/track/part_layout.h"
#include "foundation/base/problem.h"

namespace track {
namespace {

using namespace part_layout;
using column = std::array<std::uint64_t, block_fixes>;  // int64 values, taken as they wrap

void put_varint(std::string& out, std::uint64_t v) {
  for (; v >= 0x80U; v >>= 7U) out.push_back(static_cast<char>(v | 0x80U));
  out.push_back(static_cast<char>(v));
}
void put_signed(std::string& out, std::uint64_t v) { put_varint(out, zigzag(static_cast<std::int64_t>(v))); }

// The bits of a word that pay for themselves: `lengths[b]` residuals are b bits long. From the longest down: a bit less
// for all costs those now too long an exception, of a byte more whenever seven bits more stand out.
unsigned best_width(const std::array<std::uint32_t, 65>& lengths, std::size_t count) {
  unsigned longest = 64;
  while (longest > 0 && lengths[longest] == 0) --longest;
  unsigned best = longest;
  std::size_t best_bits = longest > max_width ? SIZE_MAX : count * longest;
  std::array<std::size_t, 7> standing_out{};  // exceptions by the bits they stand out, modulo 7
  std::size_t exception_bits = 0;
  for (unsigned width = longest; width-- > 0;) {
    const std::size_t fresh = lengths[width + 1];
    std::size_t& one_byte_more = standing_out[(longest - width - 1) % 7];  // those of 7, 14, … bits until now, and the fresh ones
    exception_bits += 8 * (one_byte_more + 2 * fresh);
    one_byte_more += fresh;
    if (width > max_width || count * width + exception_bits >= best_bits) continue;
    best_bits = count * width + exception_bits;
    best = width;
  }
  return best;
}

void put_packed(std::string& out, std::span<const std::uint64_t> residuals, unsigned width) {
  const std::size_t start = out.size();
  const std::size_t bytes = (residuals.size() * width + 7) / 8;
  out.append(bytes + sizeof(std::uint64_t), '\0');
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  std::size_t bit = 0;
  for (const std::uint64_t residual : residuals) {
    char* at = out.data() + start + bit / 8;
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    word |= (residual & mask) << (bit % 8);
    std::memcpy(at, &word, sizeof word);
    bit += width;
  }
  out.resize(start + bytes);
}

// Values less their median, divided, packed, behind a header; `starts` are the values they are differences of. Whether all are alike.
bool put_residuals(std::string& out, std::span<const std::uint64_t> values, std::span<const std::uint64_t> starts) {
  column residuals{};
  const std::size_t count = values.size();
  std::uint64_t median = 0;
  std::uint64_t divisor = 0;
  if (count > 0) {
    std::copy(values.begin(), values.end(), residuals.begin());
    const auto middle = residuals.begin() + static_cast<std::ptrdiff_t>(count / 2);
    const auto end = residuals.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(residuals.begin(), middle, end, [](auto a, auto b) { return static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b); });
    median = *middle;
    for (const std::uint64_t v : values) {
      const std::uint64_t away = v - median;
      divisor = std::gcd(divisor, (away >> 63U) != 0 ? 0 - away : away);
      if (divisor == 1) break;
    }
  }
  const bool alike = divisor == 0;
  if (alike || divisor > INT64_MAX) divisor = 1;  // 2⁶³ apart: no int64 divides that
  std::array<std::uint32_t, 65> lengths{};
  for (std::size_t i = 0; i < count; ++i) {
    const auto away = static_cast<std::int64_t>(values[i] - median);
    residuals[i] = zigzag(divisor == 1 ? away : away / static_cast<std::int64_t>(divisor));
    ++lengths[static_cast<std::size_t>(std::bit_width(residuals[i]))];
  }
  const unsigned width = best_width(lengths, count);
  out.push_back(static_cast<char>(starts.size() | (width << 2U)));
  for (const std::uint64_t start : starts) put_signed(out, start);
  put_signed(out, median);
  put_varint(out, divisor);
  std::uint64_t exceptions = 0;
  for (std::size_t length = width + 1; length < lengths.size(); ++length) exceptions += lengths[length];
  put_varint(out, exceptions);
  for (std::size_t i = 0; i < count && exceptions > 0; ++i) {
    if ((residuals[i] >> width) == 0) continue;
    out.push_back(static_cast<char>(i));
    put_varint(out, residuals[i] >> width);
  }
  put_packed(out, {residuals.data(), count}, width);
  return alike;
}

// The shortest of the three orders. Values that are all alike get no shorter by their differences.
std::string encode_column(const column& values, std::size_t count) {
  std::string best;
  bool alike = put_residuals(best, {values.data(), count}, {});
  column differences = values;
  std::array<std::uint64_t, 2> starts{};
  std::string next;
  for (std::size_t order = 1; order <= 2 && order < count && !alike; ++order) {
    starts[order - 1] = differences[order - 1];
    for (std::size_t i = count - 1; i >= order; --i) differences[i] -= differences[i - 1];
    next.clear();
    alike = put_residuals(next, {differences.data() + order, count - order}, {starts.data(), order});
    if (next.size() < best.size()) best.swap(next);
  }
  return best;
}

template <typename Read>
std::string encode_field(std::span<const fix> fixes, Read read) {
  column values{};
  std::transform(fixes.begin(), fixes.end(), values.begin(), read);
  return encode_column(values, fixes.size());
}

constexpr std::uint64_t wrapped(std::int64_t v) { return static_cast<std::uint64_t>(v); }

void put_block(std::string& out, std::span<const fix> fixes) {
  const auto received = encode_field(fixes, [](const fix& f) { return wrapped(f.received_us); });
  const auto delay = encode_field(fixes, [](const fix& f) { return wrapped(f.received_us) - wrapped(f.at_us); });
  const bool as_delay = delay.size() < received.size();
  out.push_back(static_cast<char>(fixes.size() - 1));
  out.push_back(static_cast<char>(as_delay ? received_as_delay : received_itself));
  out += encode_field(fixes, [](const fix& f) { return wrapped(f.at_us); });
  out += as_delay ? delay : received;
  out += encode_field(fixes, [](const fix& f) { return wrapped(f.lon_e7); });
  out += encode_field(fixes, [](const fix& f) { return wrapped(f.lat_e7); });
  out += encode_field(fixes, [](const fix& f) { return wrapped(f.speed_cmps); });
  out += encode_field(fixes, [](const fix& f) { return wrapped(f.heading_cdeg); });
  out += encode_field(fixes, [](const fix& f) { return wrapped(f.accuracy_dm); });
}

}  // namespace

std::string with_part_checksum(std::string body) {
  const std::uint32_t sum = checksum(body);
  body.append(checksum_bytes, '\0');
  std::memcpy(body.data() + body.size() - checksum_bytes, &sum, checksum_bytes);
  return body;
}

std::string encode_part(std::span<const fix> fixes) {
  if (fixes.size() > max_part_fixes) {
    throw base::problem(500, "part_too_long", "A part of a trail has too many fixes.", std::to_string(fixes.size()) + " fixes",
                        "Seal the trail in shorter parts.");
  }
  std::string out;
  out.push_back(static_cast<char>(version));
  for (std::size_t at = 0; at < fixes.size(); at += block_fixes) put_block(out, fixes.subspan(at, std::min(block_fixes, fixes.size() - at)));
  return with_part_checksum(std::move(out));
}

}  // namespace track
