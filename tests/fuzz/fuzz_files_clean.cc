// Whatever the bytes and whatever they are called: a file that is cleaned, or a base::problem. What comes out is taken again and
// stays the same, under its own name and type. Random bytes never have a PNG's checksums, so bytes that begin with P become
// chunks of a sound one; those that begin with J, W become segments and chunks before the picture of a sound JPEG and WebP.
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "foundation/base/problem.h"
#include "foundation/files/byte_order.h"
#include "foundation/files/content.h"
#include "foundation/files/name.h"
#include "foundation/files/photo.h"

namespace {

using namespace std::string_view_literals;

std::string big(std::uint32_t number) {
  std::string out;
  files::append_big16(out, number >> 16U);
  files::append_big16(out, number & 0xFFFFU);
  return out;
}

std::string chunk(std::string_view name, std::string_view content) {
  const auto summed = std::string(name) + std::string(content);
  const auto sum = ::crc32_z(0, reinterpret_cast<const Bytef*>(summed.data()), summed.size());
  return big(static_cast<std::uint32_t>(content.size())) + summed + big(static_cast<std::uint32_t>(sum));
}

// Four letters and a byte of length before each chunk's content.
std::string png_of(std::string_view bytes) {
  std::string out = "\x89PNG\r\n\x1A\n" + chunk("IHDR", "\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0"sv);
  while (bytes.size() > 5) {
    const auto content = bytes.substr(5, files::byte_at(bytes, 4));
    out += chunk(bytes.substr(0, 4), content);
    bytes.remove_prefix(5 + content.size());
  }
  return out + chunk("IDAT", "bits") + chunk("IEND", "");
}

std::string jpeg_of(std::string_view bytes) {
  return "\xFF\xD8" + std::string(bytes) + std::string("\xFF\xC0\0\x0B\x08\0\x10\0\x10\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0"sv) +
         "bits of a picture\xFF\xD9";
}

std::string webp_of(std::string_view bytes) {
  std::string rest(bytes);
  if (rest.size() % 2 != 0) rest += '\0';
  rest += "VP8L\x06\0\0\0\x2F\x0F\xC0\x03\0\0"sv;
  std::string out = "RIFF";
  files::append_little32(out, static_cast<std::uint32_t>(rest.size() + 4));
  return out + "WEBP" + rest;
}

std::string dressed(std::string_view bytes) {
  if (bytes.starts_with('P')) return png_of(bytes.substr(1));
  if (bytes.starts_with('J')) return jpeg_of(bytes.substr(1));
  if (bytes.starts_with('W')) return webp_of(bytes.substr(1));
  return std::string(bytes);
}

void check(const std::string& bytes, const files::limits& within) {
  const auto once = files::clean(bytes, {}, within);
  if (once.bytes.size() > bytes.size() + 64) std::abort();
  if (files::is_photo(once.type) && (once.width <= 0 || once.height <= 0 || once.width * once.height > within.photo_pixels)) std::abort();
  const auto again = files::clean(once.bytes, {.media_type = files::media_type(once.type), .name = once.name}, within);
  if (again.bytes != once.bytes || again.type != once.type || again.orientation != once.orientation) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  files::limits within;
  within.archive_unpacked = 4U << 20U;
  within.archive_parts = 50;
  files::read_orientation(bytes);
  try {
    check(dressed(bytes), within);
  } catch (const base::problem&) {
  }
  return 0;
}
