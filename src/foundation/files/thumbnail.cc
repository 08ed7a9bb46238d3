#include "foundation/files/thumbnail.h"

#include <gd.h>

#include <algorithm>
#include <memory>

#include "foundation/files/refusals.h"

namespace files {
namespace {

constexpr int quality = 80;

struct destroy_image {
  void operator()(gdImagePtr image) const { gdImageDestroy(image); }
};
using image = std::unique_ptr<gdImage, destroy_image>;

struct free_bytes {
  void operator()(void* bytes) const { gdFree(bytes); }
};

// What gd says about damage goes nowhere: the log holds our own lines. (libpng's few warnings go to standard error past it.)
void say_nothing(int, const char*, va_list) {}

image decoded(const cleaned& photo) {
  auto* bytes = const_cast<char*>(photo.bytes.data());  // gd only reads it
  const int size = static_cast<int>(photo.bytes.size());
  switch (photo.type) {
    // A camera's small faults, which every viewer forgives, are forgiven.
    case kind::jpeg: return image(gdImageCreateFromJpegPtrEx(size, bytes, 1));
    case kind::png: return image(gdImageCreateFromPngPtr(size, bytes));
    case kind::webp: return image(gdImageCreateFromWebpPtr(size, bytes));
    default: return nullptr;
  }
}

image new_image(int width, int height) {
  image out(gdImageCreateTrueColor(width, height));
  if (!out) throw std::bad_alloc();
  return out;
}

image shrunk(const gdImagePtr large) {
  const int width = gdImageSX(large), height = gdImageSY(large);
  const int longest = std::max(width, height);
  const auto side = [&](int length) {
    return longest <= thumbnailer::longest_side ? length : std::max(1, static_cast<int>(std::int64_t{length} * thumbnailer::longest_side / longest));
  };
  auto out = new_image(side(width), side(height));
  const int white = gdTrueColor(255, 255, 255);
  gdImageFilledRectangle(out.get(), 0, 0, gdImageSX(out.get()) - 1, gdImageSY(out.get()) - 1, white);
  gdImageAlphaBlending(out.get(), 1);
  gdImageCopyResampled(out.get(), large, 0, 0, 0, 0, gdImageSX(out.get()), gdImageSY(out.get()), width, height);
  return out;
}

// EXIF's orientation says which side of the picture its first row and column are; turned they are top and left.
image upright(image from, int orientation) {
  if (orientation == 1) return from;
  const int width = gdImageSX(from.get()), height = gdImageSY(from.get());
  const bool swapped = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  auto out = swapped ? new_image(height, width) : new_image(width, height);
  for (int y = 0; y < gdImageSY(out.get()); ++y) {
    for (int x = 0; x < gdImageSX(out.get()); ++x) {
      const int column = swapped ? y : x, row = swapped ? x : y;
      const int color = gdImageGetTrueColorPixel(from.get(), from_right ? width - 1 - column : column, from_bottom ? height - 1 - row : row);
      gdImageSetPixel(out.get(), x, y, color);
    }
  }
  return out;
}

}  // namespace

thumbnailer::thumbnailer() { gdSetErrorMethod(say_nothing); }

std::string thumbnailer::make(const cleaned& photo) {
  const std::scoped_lock lock(one_at_a_time_);
  auto picture = decoded(photo);
  if (!picture) throw broken_file("The photo cannot be shown: its content is no picture.");
  if (gdImageSX(picture.get()) != photo.width || gdImageSY(picture.get()) != photo.height) {
    throw broken_file("The photo is not as large as it says.");
  }
  picture = upright(shrunk(picture.get()), photo.orientation);
  int size = 0;
  const std::unique_ptr<void, free_bytes> bytes(gdImageJpegPtr(picture.get(), &size, quality));
  if (!bytes || size <= 0) throw std::bad_alloc();
  return {static_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)};
}

}  // namespace files
