#include <zlib.h>

#include <algorithm>
#include <array>

#include "foundation/files/byte_order.h"
#include "foundation/files/photo.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\x89PNG\r\n\x1A\n"sv;
constexpr std::size_t frame_bytes = 12;  // of a chunk: length, name, checksum

// What belongs to the picture; text, times, EXIF, moving parts and what nobody knows do not.
constexpr std::array<std::string_view, 13> kept_chunks{"PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP",
                                                       "sBIT", "sRGB", "cICP", "bKGD", "pHYs", "hIST"};

struct chunk {
  std::string_view name;
  std::string_view content;
  std::string_view whole;
};

// Without that chunk the rest cannot be shown.
bool is_critical(std::string_view name) { return (byte_at(name, 0) & 0x20U) == 0; }

chunk chunk_at(std::string_view bytes, std::size_t at) {
  if (bytes.size() - at < frame_bytes) throw broken_file("The picture ends before its end: it was not sent or saved whole.");
  const std::size_t length = big32(bytes, at);
  if (length > bytes.size() - at - frame_bytes) throw broken_file("The picture ends before its end: it was not sent or saved whole.");
  const chunk one{.name = bytes.substr(at + 4, 4), .content = bytes.substr(at + 8, length), .whole = bytes.substr(at, length + frame_bytes)};
  const auto* summed = reinterpret_cast<const Bytef*>(one.name.data());
  if (::crc32_z(0, summed, length + 4) != big32(bytes, at + 8 + length)) throw broken_file("A part of the picture does not match its checksum.");
  return one;
}

}  // namespace

photo clean_png(std::string_view bytes, const limits& within) {
  if (!bytes.starts_with(signature)) throw broken_file("It does not begin as a PNG.");
  std::size_t at = signature.size();
  const auto head = chunk_at(bytes, at);
  if (head.name != "IHDR" || head.content.size() != 13) throw broken_file("The PNG does not begin with its size.");
  photo out{.bytes = std::string(signature), .width = big32(head.content, 0), .height = big32(head.content, 4)};
  check_pixels(out.width, out.height, within);
  out.bytes.reserve(bytes.size());
  out.bytes += head.whole;
  bool has_picture = false;
  for (at += head.whole.size();;) {
    const auto one = chunk_at(bytes, at);
    at += one.whole.size();
    if (std::find(kept_chunks.begin(), kept_chunks.end(), one.name) != kept_chunks.end()) {
      out.bytes += one.whole;
    } else if (is_critical(one.name)) {
      throw broken_file("The PNG has a part that nobody knows.");
    }
    has_picture = has_picture || one.name == "IDAT";
    if (one.name == "IEND") break;  // what is behind it is no part of the picture
  }
  if (!has_picture) throw broken_file("The PNG holds no picture.");
  return out;
}

}  // namespace files
