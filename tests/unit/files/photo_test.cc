// What a camera writes about itself, its place and its owner goes; the picture stays as it was, byte for byte.
#include "foundation/files/photo.h"

#include <gtest/gtest.h>

#include "refused.h"
#include "support/file_samples.h"
#include "support/profile_sample.h"

namespace {

const files::limits usual;

// The first places where a reader would find what must be gone.
void expect_nothing_private(const std::string& bytes) {
  EXPECT_FALSE(holds(bytes, test::serial_number));
  EXPECT_FALSE(holds(bytes, test::maker));
  EXPECT_FALSE(holds(bytes, test::number_bytes(47'110'815, 4, true))) << "a coordinate";
  EXPECT_FALSE(holds(bytes, test::number_bytes(47'110'815, 4, false))) << "a coordinate";
}

// What is between the first scan and the end, its head with it.
std::string picture_of(const std::string& jpeg) { return jpeg.substr(jpeg.find("\xFF\xDA"), jpeg.rfind("\xFF\xD9") - jpeg.find("\xFF\xDA")); }

std::string pixels_of(const std::string& bytes, gdImagePtr (*read)(int, void*)) {
  std::string copy = bytes, out;
  const test::gd_image image(read(static_cast<int>(copy.size()), copy.data()), &gdImageDestroy);
  if (!image) return "not decoded";
  for (int y = 0; y < gdImageSY(image.get()); ++y) {
    for (int x = 0; x < gdImageSX(image.get()); ++x) out += std::to_string(gdImageGetTrueColorPixel(image.get(), x, y)) + ",";
  }
  return out;
}

std::string cleaned_jpeg(const std::string& bytes) {
  return became([&] { files::clean_jpeg(bytes, usual); });
}

}  // namespace

TEST(Jpeg, LosesPlaceSerialNumberAndComments) {
  for (const bool big : {true, false}) {
    for (const bool progressive : {true, false}) {
      const auto plain = test::jpeg_photo(64, 48, progressive);
      auto full = test::with_segment(plain, 0xE1, test::exif_content(1, big));
      full = test::with_segment(full, 0xE1, "http://ns.adobe.com/xap/1.0/" + std::string(1, '\0') + std::string(test::serial_number));
      full = test::with_segment(full, 0xFE, "taken by " + std::string(test::maker));
      full = test::with_segment(full, 0xED, "Photoshop 3.0" + std::string(1, '\0') + std::string(test::serial_number));
      full = test::with_segment(full, 0xE5, std::string(test::serial_number));
      full = test::with_segment(full, 0xE2, "MPF" + std::string(1, '\0') + std::string(test::serial_number));
      ASSERT_TRUE(holds(full, test::serial_number));
      ASSERT_TRUE(holds(full, test::number_bytes(47'110'815, 4, big)));
      const auto clean = files::clean_jpeg(full, usual);
      expect_nothing_private(clean.bytes);
      EXPECT_FALSE(holds(clean.bytes, "Exif")) << "upright needs none";
      EXPECT_EQ(picture_of(clean.bytes), picture_of(plain));
      EXPECT_EQ(pixels_of(clean.bytes, gdImageCreateFromJpegPtr), pixels_of(plain, gdImageCreateFromJpegPtr));
      EXPECT_EQ(clean.width, 64);
      EXPECT_EQ(clean.height, 48);
    }
  }
}

TEST(Jpeg, KeepsItsOrientationAndNothingElseOfExif) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const bool big : {true, false}) {
      const auto clean = files::clean_jpeg(test::with_segment(test::jpeg_photo(), 0xE1, test::exif_content(orientation, big)), usual);
      EXPECT_EQ(clean.orientation, orientation);
      expect_nothing_private(clean.bytes);
      EXPECT_EQ(files::clean_jpeg(clean.bytes, usual).orientation, orientation) << "as another reader finds it";
      EXPECT_EQ(files::clean_jpeg(clean.bytes, usual).bytes, clean.bytes);
    }
  }
  EXPECT_EQ(files::read_orientation(test::exif_block(9, true)), 1) << "no such orientation";
  const auto block = test::exif_block(6, false);
  for (std::size_t size = 0; size < 34; ++size) EXPECT_EQ(files::read_orientation(std::string_view(block).substr(0, size)), 1) << size;
}

TEST(Jpeg, KeepsTheMeaningOfItsColours) {
  const auto head = "ICC_PROFILE" + std::string("\0\x01\x01", 3);
  const auto profile = head + files::plain_profile(test::colour_profile());
  const auto clean = files::clean_jpeg(test::with_segment(test::with_segment(test::jpeg_photo(), 0xE2, head + test::colour_profile()), 0xEE,
                                                          "Adobe" + std::string("\0\x64\x12\x34\x56\x78\x02 secret", 14)),
                                       usual);
  EXPECT_TRUE(holds(clean.bytes, profile));
  EXPECT_TRUE(holds(clean.bytes, std::string("Adobe\0\x64\0\0\0\0\x02", 12)));
  EXPECT_FALSE(holds(clean.bytes, "secret"));
}

TEST(Jpeg, ReadsAProfileInSeveralPartsAndNoneOutOfOrder) {
  const auto whole = test::colour_profile();
  const auto part = [&](char number, std::string_view content) {
    return "ICC_PROFILE" + std::string("\0", 1) + number + "\x02" + std::string(content);
  };
  const auto first = part('\x01', std::string_view(whole).substr(0, 200)), second = part('\x02', std::string_view(whole).substr(200));
  const auto cleaned = [](const std::string& near, const std::string& far) {  // each goes before what is there
    return files::clean_jpeg(test::with_segment(test::with_segment(test::jpeg_photo(), 0xE2, far), 0xE2, near), usual).bytes;
  };
  EXPECT_TRUE(holds(cleaned(first, second), files::plain_profile(whole)));
  EXPECT_FALSE(holds(cleaned(second, first), "acsp"));
}

TEST(ColourProfile, KeepsItsNumbersAndNothingElse) {
  const auto plain = files::plain_profile(test::colour_profile());
  expect_nothing_private(plain);
  for (const char* kept : {"rXYZ", "bTRC", "chad", "wtpt"}) EXPECT_TRUE(holds(plain, kept)) << kept;
  for (const char* gone : {"desc", "cprt", "priv"}) EXPECT_FALSE(holds(plain, gone)) << gone;
  EXPECT_TRUE(holds(plain, test::profile_curve)) << "the numbers are the same";
  EXPECT_EQ(files::plain_profile(plain), plain);
}

TEST(ColourProfile, IsDroppedWhenBrokenOrOfAnotherKind) {
  const auto whole = test::colour_profile();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto plain = files::plain_profile(std::string_view(whole).substr(0, size));
    EXPECT_TRUE(plain.empty() || plain == files::plain_profile(whole)) << "only what is not kept was cut off: " << size;
  }
  auto other = whole;
  EXPECT_EQ(files::plain_profile(other.replace(16, 4, "CMYK")), "");
  other = whole;
  EXPECT_EQ(files::plain_profile(other.replace(other.find("gTRC"), 4, "gTRX")), "") << "half of it says nothing";
  other = whole;
  EXPECT_EQ(files::plain_profile(other.replace(128, 4, "\xFF\xFF\xFF\xFF")), "");
}

TEST(Jpeg, LosesTheSmallPictureOfTheUncutOne) {
  const std::string with_small = std::string("JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01", 14) + "old";
  const auto plain = test::jpeg_photo();
  const auto head = std::size_t{2} + 2 + static_cast<unsigned char>(plain[5]);  // gd's own JFIF segment
  const auto clean = files::clean_jpeg(plain.substr(0, 2) + test::jpeg_segment(0xE0, with_small) + plain.substr(head), usual);
  EXPECT_TRUE(holds(clean.bytes, std::string("JFIF\0\x01\x02\x01\0\x48\0\x48\0\0", 14)));
  EXPECT_FALSE(holds(clean.bytes, "old"));
}

TEST(Jpeg, EndsAtItsEnd) {
  const auto plain = files::clean_jpeg(test::jpeg_photo(), usual).bytes;
  EXPECT_EQ(files::clean_jpeg(plain + "<script>alert(1)</script>", usual).bytes, plain);
  EXPECT_EQ(files::clean_jpeg(plain + test::zip_of({{"a.exe", "MZ"}}), usual).bytes, plain);
  EXPECT_EQ(files::clean_jpeg(plain + test::jpeg_photo(), usual).bytes, plain) << "a second picture behind it";
}

TEST(Jpeg, IsRefusedWhereverItBreaksOff) {
  const auto whole = test::with_segment(test::jpeg_photo(), 0xE1, test::exif_content(6));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto refused = cleaned_jpeg(whole.substr(0, size));
    ASSERT_TRUE(holds(refused, "422 broken_file")) << size << " of " << whole.size() << ": " << refused;
  }
}

TEST(Jpeg, IsJudgedBeforeItIsDecoded) {
  auto huge = test::jpeg_photo();
  const auto frame = huge.find("\xFF\xC0");
  huge.replace(frame + 5, 4, "\xFF\xFF\xFF\xFF");
  EXPECT_EQ(cleaned_jpeg(huge), "413 file_too_large: The photo has 65535 × 65535 pixels; at most 100 megapixels are taken.");
  huge.replace(frame + 5, 4, std::string("\x20\0\x20\0", 4));
  EXPECT_TRUE(holds(cleaned_jpeg(huge), "holds less picture than it says"));
  huge.replace(frame + 5, 4, std::string("\0\0\x20\0", 4));
  EXPECT_TRUE(holds(cleaned_jpeg(huge), "no width or height"));
  auto many = test::jpeg_photo();
  const auto scan = many.substr(many.find("\xFF\xDA"), many.rfind("\xFF\xD9") - many.find("\xFF\xDA"));
  std::string scans;
  for (int i = 0; i < 200; ++i) scans += scan;
  EXPECT_TRUE(holds(cleaned_jpeg(many.substr(0, many.rfind("\xFF\xD9")) + scans + "\xFF\xD9"), "more often than any camera"));
}

TEST(Png, LosesTextTimeAndExif) {
  const auto plain = test::png_picture();
  auto full = test::with_chunk(plain, "tEXt", "Author" + std::string(1, '\0') + std::string(test::serial_number));
  full = test::with_chunk(full, "eXIf", test::exif_block(6, true));
  full = test::with_chunk(full, "tIME", "1234567");
  full = test::with_chunk(full, "iTXt", std::string(test::maker));
  full = test::with_chunk(full, "zTXt", std::string(test::maker));
  full = test::with_chunk(full, "acTL", "12345678");
  full = test::with_chunk(full, "gAMA", test::number_bytes(45'455, 4, true));
  const auto clean = files::clean_png(full + "<html>", usual);
  expect_nothing_private(clean.bytes);
  for (const char* gone : {"tEXt", "eXIf", "tIME", "iTXt", "zTXt", "acTL", "<html>"}) EXPECT_FALSE(holds(clean.bytes, gone)) << gone;
  EXPECT_TRUE(holds(clean.bytes, "gAMA"));
  EXPECT_EQ(pixels_of(clean.bytes, gdImageCreateFromPngPtr), pixels_of(plain, gdImageCreateFromPngPtr));
  EXPECT_TRUE(clean.bytes.ends_with(std::string("IEND\xAE\x42\x60\x82")));
}

TEST(Png, KeepsTheMeaningOfItsColoursUnderAnotherName) {
  const auto plain = test::png_picture();
  const auto named = std::string(test::maker) + std::string("\0\0", 2) + test::packed(test::colour_profile());
  const auto clean = files::clean_png(test::with_chunk(plain, "iCCP", named), usual);
  expect_nothing_private(clean.bytes);
  const auto kept = test::packed(files::plain_profile(test::colour_profile()));
  EXPECT_EQ(files::plain_packed_profile(test::packed(test::colour_profile())), kept);
  EXPECT_TRUE(holds(clean.bytes, "iCCPcolours"));
  EXPECT_TRUE(holds(clean.bytes, kept));
  EXPECT_EQ(pixels_of(clean.bytes, gdImageCreateFromPngPtr), pixels_of(plain, gdImageCreateFromPngPtr));
  EXPECT_EQ(files::clean_png(clean.bytes, usual).bytes, clean.bytes);
  EXPECT_FALSE(holds(files::clean_png(test::with_chunk(plain, "iCCP", "no profile"), usual).bytes, "iCCP"));
}

TEST(Png, IsRefusedWhenBrokenOrHuge) {
  const auto whole = test::png_picture();
  const auto refused = [&](const std::string& bytes) { return became([&] { files::clean_png(bytes, usual); }); };
  for (std::size_t size = 0; size < whole.size(); ++size) ASSERT_TRUE(holds(refused(whole.substr(0, size)), "422 broken_file")) << size;
  auto flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  EXPECT_TRUE(holds(refused(flipped), "checksum"));
  const auto head = test::number_bytes(40'000, 4, true) + test::number_bytes(40'000, 4, true) + std::string("\x08\x02\0\0\0", 5);
  EXPECT_TRUE(holds(refused(whole.substr(0, 8) + test::png_chunk("IHDR", head) + whole.substr(33)), "413 file_too_large"));
  EXPECT_TRUE(holds(refused(test::with_chunk(whole, "QUUX", "x")), "nobody knows"));
  EXPECT_TRUE(holds(refused(whole.substr(0, 33) + test::png_chunk("IEND", "")), "holds no picture"));
}

TEST(Webp, LosesExifAndXmpAndTellsSo) {
  for (const bool lossless : {false, true}) {
    const auto plain = test::webp_picture(64, 48, lossless);
    const auto clean = files::clean_webp(test::extended_webp(plain, 64, 48) + "behind", usual);
    expect_nothing_private(clean.bytes);
    for (const char* gone : {"EXIF", "XMP ", "behind"}) EXPECT_FALSE(holds(clean.bytes, gone)) << gone;
    const auto head = clean.bytes.find("VP8X");
    ASSERT_NE(head, std::string::npos);
    EXPECT_EQ(clean.bytes[head + 8], '\0') << "the flags speak of nothing that is gone";
    EXPECT_EQ(pixels_of(clean.bytes, gdImageCreateFromWebpPtr), pixels_of(plain, gdImageCreateFromWebpPtr));
    EXPECT_EQ(clean.width, 64);
    EXPECT_EQ(clean.height, 48);
  }
}

TEST(Webp, IsRefusedWhenBrokenMovingOrOfTwoSizes) {
  const auto whole = test::extended_webp(test::webp_picture(), 64, 48);
  const auto refused = [&](const std::string& bytes) { return became([&] { files::clean_webp(bytes, usual); }); };
  for (std::size_t size = 0; size < whole.size(); ++size) ASSERT_TRUE(holds(refused(whole.substr(0, size)), "422 broken_file")) << size;
  EXPECT_TRUE(holds(refused(test::extended_webp(test::webp_picture(), 64, 49)), "two different sizes"));
  EXPECT_TRUE(holds(refused(test::extended_webp(test::webp_picture(), 1 << 20, 1 << 20)), "413 file_too_large"));
  EXPECT_TRUE(holds(refused(test::webp_of(test::webp_chunk("ANMF", "x"))), "moving picture"));
}
