#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/files/file.h"

// Photos taken apart and put together again without what a camera wrote about itself, its place and its owner. Nothing is
// decoded: the picture's own bytes stay as they are. Pure; foreign bytes.
namespace files {

struct photo {
  std::string bytes;
  std::int64_t width = 0;  // as declared, not turned
  std::int64_t height = 0;
  int orientation = 1;  // EXIF: 1 … 8; from 5 on width and height change places when it is shown
};

// Each throws base::problem broken_file or file_too_large.
photo clean_jpeg(std::string_view bytes, const limits& within);
photo clean_png(std::string_view bytes, const limits& within);
photo clean_webp(std::string_view bytes, const limits& within);

// Whether so many pixels may be decoded; throws when not.
void check_pixels(std::int64_t width, std::int64_t height, const limits& within);

// The orientation an EXIF block (behind "Exif\0\0") tells, 1 when it tells none or is broken.
int read_orientation(std::string_view tiff);
// A colour profile (ICC) with its numbers only; empty when it is broken or of a kind that is not kept (by tables: of printers).
std::string plain_profile(std::string_view profile);
// The same of one that is packed as in a PNG (zlib).
std::string plain_packed_profile(std::string_view packed);
// An APP1 segment that tells the orientation and nothing else.
std::string orientation_segment(int orientation);

}  // namespace files
