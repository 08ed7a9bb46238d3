#include <zlib.h>

#include <algorithm>
#include <array>

#include "foundation/files/byte_order.h"
#include "foundation/files/photo.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::string_view signature = "\x89PNG\r\n\x1A\n"sv;
constexpr std::size_t frame_bytes = 12;  // of a chunk: length, name, checksum

// What belongs to the picture; text, times, EXIF, moving parts and what nobody knows do not.
constexpr std::array<std::string_view, 12> kept_chunks{"PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA",
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

// The colours' meaning under a name of ours; empty when it is not kept.
std::string plain_profile_chunk(std::string_view content) {
  const auto end = content.find('\0');
  if (end == std::string_view::npos || content.size() < end + 2) return {};
  const auto packed = plain_packed_profile(content.substr(end + 2));  // behind its name and the way it is packed
  if (packed.empty()) return {};
  const auto named = "iCCPcolours\0\0"s + packed;
  std::string out;
  append_big32(out, static_cast<std::uint32_t>(named.size() - 4));
  out += named;
  append_big32(out, static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(named.data()), named.size())));
  return out;
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
    } else if (one.name == "iCCP") {
      out.bytes += plain_profile_chunk(one.content);
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
