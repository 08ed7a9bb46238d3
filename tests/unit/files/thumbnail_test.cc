#include "foundation/files/thumbnail.h"

#include <gtest/gtest.h>

#include "refused.h"
#include "support/file_samples.h"

namespace {

struct small_picture {
  int width = 0, height = 0;
  std::string red;  // the corner that is red: "top left"
};

small_picture seen(std::string jpeg) {
  const test::gd_image image(gdImageCreateFromJpegPtr(static_cast<int>(jpeg.size()), jpeg.data()), &gdImageDestroy);
  if (!image) return {};
  small_picture out{gdImageSX(image.get()), gdImageSY(image.get()), ""};
  for (const bool bottom : {false, true}) {
    for (const bool right : {false, true}) {
      const int color =
          gdImageGetTrueColorPixel(image.get(), out.width / 4 + (right ? out.width / 2 : 0), out.height / 4 + (bottom ? out.height / 2 : 0));
      if (gdTrueColorGetRed(color) > 150 && gdTrueColorGetGreen(color) < 90)
        out.red += std::string(bottom ? "bottom " : "top ") + (right ? "right" : "left");
    }
  }
  return out;
}

files::cleaned photo(const std::string& bytes) { return files::clean(bytes, {}); }

}  // namespace

TEST(Thumbnail, IsSmallAndUpright) {
  files::thumbnailer small;
  // Where EXIF says that the first row and column of the picture belong.
  const std::vector<std::string> corners = {"top left", "top right", "bottom right", "bottom left",
                                            "top left", "top right", "bottom right", "bottom left"};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto out = seen(small.make(photo(test::with_segment(test::jpeg_photo(640, 400), 0xE1, test::exif_content(orientation)))));
    EXPECT_EQ(out.width, orientation >= 5 ? 200 : 320) << orientation;
    EXPECT_EQ(out.height, orientation >= 5 ? 320 : 200) << orientation;
    EXPECT_EQ(out.red, corners[static_cast<std::size_t>(orientation - 1)]) << orientation;
  }
}

TEST(Thumbnail, IsMadeOfEveryKindOfPhotoAndNeverLarger) {
  files::thumbnailer small;
  for (const auto& bytes :
       {test::jpeg_photo(60, 40, true), test::png_picture(60, 40), test::webp_picture(60, 40), test::webp_picture(60, 40, true)}) {
    const auto out = seen(small.make(photo(bytes)));
    EXPECT_EQ(out.width, 60);
    EXPECT_EQ(out.height, 40);
    EXPECT_EQ(out.red, "top left");
  }
  EXPECT_EQ(seen(small.make(photo(test::png_picture(3'000, 2)))).height, 1);
}

TEST(Thumbnail, OfWhatIsNoPictureIsRefused) {
  files::thumbnailer small;
  const auto jpeg = test::jpeg_photo();
  const auto frame = jpeg.find("\xFF\xC0");
  // A frame without the tables it needs, and a page in place of the picture's bits.
  const auto hollow =
      "\xFF\xD8" + jpeg.substr(frame, 2 + 17) + std::string("\xFF\xDA\0\x0C\x03\x01\0\x02\x11\x03\x11\0\x3F\0", 14) + "<html>" + "\xFF\xD9";
  EXPECT_TRUE(holds(became([&] { small.make(photo(hollow)); }), "422 broken_file: The photo cannot be shown"));
  const auto png = test::png_picture();
  const auto no_bits = png.substr(0, 33) + test::png_chunk("IDAT", "not deflated") + test::png_chunk("IEND", "");
  EXPECT_TRUE(holds(became([&] { small.make(photo(no_bits)); }), "422 broken_file"));
  const auto webp = test::webp_picture();
  const auto cut = test::webp_of(test::webp_chunk("VP8 ", webp.substr(20, 30)));
  EXPECT_TRUE(holds(became([&] { small.make(photo(cut)); }), "422 broken_file"));
}
