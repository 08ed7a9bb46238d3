#include "foundation/files/byte_order.h"
#include "foundation/files/photo.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::uint32_t type_short = 3;
constexpr std::uint32_t type_long = 4;
constexpr std::size_t entry_bytes = 12;

}  // namespace

int read_orientation(std::string_view tiff) {
  using namespace std::string_view_literals;
  const bool big = tiff.starts_with("MM\0*"sv);
  if (tiff.size() < 8 || (!big && !tiff.starts_with("II*\0"sv))) return 1;
  const auto short_at = [&](std::size_t at) { return big ? big16(tiff, at) : little16(tiff, at); };
  const auto long_at = [&](std::size_t at) { return big ? big32(tiff, at) : little32(tiff, at); };
  const std::size_t first = long_at(4);
  if (first < 8 || first > tiff.size() - 2) return 1;
  const std::size_t count = short_at(first);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = first + 2 + i * entry_bytes;
    if (tiff.size() < at + entry_bytes) return 1;
    if (short_at(at) != orientation_tag) continue;
    const auto type = short_at(at + 2);
    if (long_at(at + 4) != 1 || (type != type_short && type != type_long)) return 1;
    const auto value = type == type_short ? short_at(at + 8) : long_at(at + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

std::string orientation_segment(int orientation) {
  using namespace std::string_view_literals;
  // Length 34, a big-endian TIFF with one entry: tag, type, count, value.
  std::string out(
      "\xFF\xE1\0\x22"
      "Exif\0\0"
      "MM\0*\0\0\0\x08"
      "\0\x01"
      "\x01\x12\0\x03\0\0\0\x01\0"sv);
  out += static_cast<char>(orientation);
  out.append(6, '\0');
  return out;
}

void check_pixels(std::int64_t width, std::int64_t height, const limits& within) {
  if (width <= 0 || height <= 0) throw broken_file("The photo has no width or height.");
  if (width <= within.photo_pixels / height) return;
  throw file_too_large("The photo has " + std::to_string(width) + " × " + std::to_string(height) + " pixels; at most " +
                           std::to_string(within.photo_pixels / 1'000'000) + " megapixels are taken.",
                       "Save it smaller.");
}

}  // namespace files
