#pragma once
#include <gd.h>
#include <zlib.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Photos and documents made here: real ones, with everything a camera writes beside the picture.
namespace test {

// What must never survive cleaning.
inline constexpr std::string_view serial_number = "SN-4711-0815";
inline constexpr std::string_view maker = "ShutterCo";

inline std::string number_bytes(std::uint32_t number, int bytes, bool big) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * (big ? bytes - 1 - i : i)) & 0xFFU);
  return out;
}

// --- pictures ---

using gd_image = std::unique_ptr<gdImage, decltype(&gdImageDestroy)>;

// Grey shades with a red corner at the top left.
inline gd_image picture(int width, int height) {
  gd_image out(gdImageCreateTrueColor(width, height), &gdImageDestroy);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int shade = 80 + (x * 7 + y * 3) % 120;
      gdImageSetPixel(out.get(), x, y, x < width / 2 && y < height / 2 ? gdTrueColor(220, 20, 20) : gdTrueColor(shade, shade, shade));
    }
  }
  return out;
}

inline std::string taken(void* bytes, int size) {
  std::string out(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  gdFree(bytes);
  return out;
}

inline std::string jpeg_photo(int width = 64, int height = 48, bool progressive = false) {
  const auto image = picture(width, height);
  gdImageInterlace(image.get(), progressive ? 1 : 0);
  int size = 0;
  auto* bytes = gdImageJpegPtr(image.get(), &size, 90);
  return taken(bytes, size);
}

inline std::string png_picture(int width = 64, int height = 48) {
  int size = 0;
  auto* bytes = gdImagePngPtr(picture(width, height).get(), &size);
  return taken(bytes, size);
}

inline std::string webp_picture(int width = 64, int height = 48, bool lossless = false) {
  int size = 0;
  auto* bytes = gdImageWebpPtrEx(picture(width, height).get(), &size, lossless ? gdWebpLossless : 80);
  return taken(bytes, size);
}

// --- what cameras write beside them ---

// TIFF directories as cameras write them: maker, orientation, place of the photo, serial number of the body.
inline std::string exif_block(int orientation, bool big) {
  const auto number = [big](std::uint32_t value, int bytes) { return number_bytes(value, bytes, big); };
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
    const auto field = type == 3 ? number(value, 2) + number(0, 2) : number(value, 4);
    return number(tag, 2) + number(type, 2) + number(count, 4) + field;
  };
  constexpr std::uint32_t at_maker = 74, at_exif = 84, at_serial = 102, at_place = 115, at_degrees = 145;
  std::string out = (big ? std::string("MM") : std::string("II")) + number(42, 2) + number(8, 4);
  out += number(4, 2) + entry(0x010F, 2, 10, at_maker) + entry(0x0112, 3, 1, static_cast<std::uint32_t>(orientation)) + entry(0x8769, 4, 1, at_exif) +
         entry(0x8825, 4, 1, at_place) + number(0, 4);
  out.resize(at_maker, '\0');
  out += std::string(maker) + '\0';
  out += number(1, 2) + entry(0xA431, 2, 13, at_serial) + number(0, 4);
  out += std::string(serial_number) + '\0';
  out += number(2, 2) + entry(1, 2, 2, big ? 0x4E000000U : 0x4EU) + entry(2, 5, 3, at_degrees) + number(0, 4);
  for (const std::uint32_t degrees : {31U, 1U, 13U, 1U, 47'110'815U, 1'000'000U}) out += number(degrees, 4);
  return out;
}

inline std::string jpeg_segment(int marker, const std::string& content) {
  return std::string("\xFF") + static_cast<char>(marker) + number_bytes(static_cast<std::uint32_t>(content.size() + 2), 2, true) + content;
}

// Right behind the beginning.
inline std::string with_segment(const std::string& jpeg, int marker, const std::string& content) {
  return jpeg.substr(0, 2) + jpeg_segment(marker, content) + jpeg.substr(2);
}

inline std::string exif_content(int orientation, bool big = true) { return std::string("Exif\0\0", 6) + exif_block(orientation, big); }

inline std::string png_chunk(const std::string& name, const std::string& content) {
  const std::string summed = name + content;
  const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(summed.data()), summed.size());
  return number_bytes(static_cast<std::uint32_t>(content.size()), 4, true) + summed + number_bytes(static_cast<std::uint32_t>(sum), 4, true);
}

inline std::string with_chunk(const std::string& png, const std::string& name, const std::string& content) {
  constexpr std::size_t behind_head = 33;
  return png.substr(0, behind_head) + png_chunk(name, content) + png.substr(behind_head);
}

inline std::string webp_chunk(const std::string& name, const std::string& content) {
  return name + number_bytes(static_cast<std::uint32_t>(content.size()), 4, false) + content + (content.size() % 2 == 0 ? "" : std::string(1, '\0'));
}

inline std::string webp_of(const std::string& chunks) {
  return "RIFF" + number_bytes(static_cast<std::uint32_t>(chunks.size() + 4), 4, false) + "WEBP" + chunks;
}

// The extended form with EXIF and XMP behind the picture.
inline std::string extended_webp(const std::string& webp, int width, int height) {
  const auto head = number_bytes(0x0C, 4, false) + number_bytes(static_cast<std::uint32_t>(width - 1), 3, false) +
                    number_bytes(static_cast<std::uint32_t>(height - 1), 3, false);
  return webp_of(webp_chunk("VP8X", head) + webp.substr(12) + webp_chunk("EXIF", exif_block(1, false)) +
                 webp_chunk("XMP ", "<x>" + std::string(serial_number) + "</x>"));
}

// --- archives ---

struct zip_part {
  std::string name;
  std::string text;
  bool deflated = true;
  std::int64_t said_size = -1;  // what the directory says it unpacks into; -1: the truth
};

inline std::string deflated(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// A ZIP archive of these parts, as Word writes them. `between` is put behind each part.
inline std::string zip_of(const std::vector<zip_part>& parts, const std::string& between = {}, const std::string& comment = {}) {
  const auto number = [](std::size_t value, int bytes) { return number_bytes(static_cast<std::uint32_t>(value), bytes, false); };
  std::string out, directory;
  for (const auto& one : parts) {
    const auto packed = one.deflated ? deflated(one.text) : one.text;
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(one.text.data()), one.text.size());
    const auto size = one.said_size < 0 ? one.text.size() : static_cast<std::size_t>(one.said_size);
    const auto facts = number(20, 2) + number(0, 2) + number(one.deflated ? 8 : 0, 2) + number(0, 4) + number(sum, 4) + number(packed.size(), 4) +
                       number(size, 4) + number(one.name.size(), 2) + number(0, 2);
    directory += "PK\x01\x02" + number(20, 2) + facts + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(out.size(), 4) + one.name;
    out += "PK\x03\x04" + facts + one.name + packed + between;
  }
  const auto begins = out.size();
  return out + directory + "PK\x05\x06" + number(0, 4) + number(parts.size(), 2) + number(parts.size(), 2) + number(directory.size(), 4) +
         number(begins, 4) + number(comment.size(), 2) + comment;
}

inline std::string contents_of(const std::string& main_type) {
  return R"(<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType=")" +
         main_type + R"("/></Types>)";
}

inline std::vector<zip_part> word_parts() {
  return {{"[Content_Types].xml", contents_of("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")},
          {"word/document.xml", "<w:document>" + std::string(5'000, 'x') + "</w:document>"}};
}
inline std::vector<zip_part> excel_parts() {
  return {{"[Content_Types].xml", contents_of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")},
          {"xl/workbook.xml", "<workbook/>"}};
}

inline std::string pdf_document() {
  std::string out = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n";
  const auto table = out.size();
  out += "xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
  return out;
}

}  // namespace test
