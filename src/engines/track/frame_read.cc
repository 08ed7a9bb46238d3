#include "engines/track/frame_read.h"

#include <bit>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace track {
namespace {

static_assert(std::endian::native == std::endian::little, "frames are read as the machine holds them");
constexpr std::string_view magic = "SWF1";
constexpr std::size_t fix_bytes = 24;
constexpr std::size_t longest_id = 64;

class frame_reader {
 public:
  explicit frame_reader(std::string_view bytes) : bytes_(bytes) {}

  [[noreturn]] void fail(const std::string& what) const {
    throw base::problem(400, "bad_frame", "This is not a frame of positions.", "At byte " + std::to_string(at_) + ": " + what + ".",
                        "Send SWF1 frames as the documentation describes them.");
  }
  std::string_view take(std::size_t size) {
    if (bytes_.size() - at_ < size) fail("it ends too early");
    const auto taken = bytes_.substr(at_, size);
    at_ += size;
    return taken;
  }
  template <class Number>
  Number number() {
    Number out;
    std::memcpy(&out, take(sizeof out).data(), sizeof out);
    return out;
  }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

std::optional<double> scaled(std::uint16_t raw, double scale) {
  if (raw == unknown_u16) return std::nullopt;
  return raw / scale;
}

batch_fix fix_of(frame_reader& from, std::size_t units) {
  const auto unit = from.number<std::uint16_t>();
  if (unit >= units) from.fail("there is no unit " + std::to_string(unit));
  batch_fix one{.unit = unit, .sent = {}};
  one.sent.at = {from.number<std::int64_t>()};
  one.sent.lon = from.number<std::int32_t>() / 1e7;
  one.sent.lat = from.number<std::int32_t>() / 1e7;
  one.sent.speed_mps = scaled(from.number<std::uint16_t>(), 100);
  one.sent.heading_deg = scaled(from.number<std::uint16_t>(), 100);
  one.sent.accuracy_m = scaled(from.number<std::uint16_t>(), 10);
  return one;
}

template <class Number>
void put(std::string& out, Number number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

}  // namespace

batch read_frame(std::string_view bytes) {
  frame_reader from(bytes);
  batch out{.from = door::frames};
  if (from.take(magic.size()) != magic) from.fail("it does not begin with SWF1");
  out.units.resize(from.number<std::uint16_t>());
  if (out.units.size() > most_frame_fixes) from.fail("a frame has at most " + std::to_string(most_frame_fixes) + " units");
  for (auto& id : out.units) {
    const auto size = from.number<std::uint8_t>();
    if (size == 0 || size > longest_id) from.fail("an id has 1 to 64 bytes");
    id = from.take(size);
    if (!base::is_utf8(id)) from.fail("an id is not UTF-8");
  }
  const auto count = from.number<std::uint32_t>();
  if (count == 0 || count > most_frame_fixes) from.fail("a frame has 1 to " + std::to_string(most_frame_fixes) + " fixes");
  if (from.left() != count * fix_bytes) from.fail("there are " + std::to_string(from.left()) + " bytes for " + std::to_string(count) + " fixes");
  out.fixes.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) out.fixes.push_back(fix_of(from, out.units.size()));
  return out;
}

std::string write_frame(const batch& what) {
  if (what.fixes.empty() || what.fixes.size() > most_frame_fixes) throw std::invalid_argument("a frame has 1 to 20,000 fixes");
  if (what.units.size() > most_frame_fixes) throw std::invalid_argument("a frame has at most 20,000 units");
  std::string out(magic);
  put(out, static_cast<std::uint16_t>(what.units.size()));
  for (const auto& id : what.units) {
    if (id.empty() || id.size() > longest_id) throw std::invalid_argument("an id has 1 to 64 bytes");
    out += static_cast<char>(id.size());
    out += id;
  }
  put(out, static_cast<std::uint32_t>(what.fixes.size()));
  for (const auto& one : what.fixes) {
    const fix small = kept(one.sent, {});
    put(out, static_cast<std::uint16_t>(one.unit));
    put(out, small.at_us);
    put(out, small.lon_e7);
    put(out, small.lat_e7);
    put(out, small.speed_cmps);
    put(out, small.heading_cdeg);
    put(out, small.accuracy_dm);
  }
  return out;
}

}  // namespace track
