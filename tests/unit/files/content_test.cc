// A file is what its content is, whatever it is called.
#include "foundation/files/content.h"

#include <gtest/gtest.h>

#include "refused.h"
#include "support/file_samples.h"

namespace {

using files::kind;

std::string sent(const std::string& bytes, std::string_view name, std::string_view type = "") {
  return became([&] { files::clean(bytes, {.media_type = type, .name = name}); });
}

const std::string page = "<!DOCTYPE html><html><script>alert(1)</script></html>";
const std::string drawing = R"x(<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>)x";
const std::string program = std::string("MZ\x90\0\x03\0\0\0", 8) + std::string(200, '\x01');

}  // namespace

TEST(Content, TellsEachKindByItself) {
  const std::vector<std::pair<std::string, kind>> samples = {{test::jpeg_photo(), kind::jpeg},
                                                             {test::png_picture(), kind::png},
                                                             {test::webp_picture(), kind::webp},
                                                             {test::pdf_document(), kind::pdf},
                                                             {zip_of(test::word_parts()), kind::docx},
                                                             {zip_of(test::excel_parts()), kind::xlsx},
                                                             {"车牌看不清，三轮车往东。\r\n", kind::text}};
  for (const auto& [bytes, type] : samples) {
    const auto clean = files::clean(bytes, {});
    EXPECT_EQ(clean.type, type);
    EXPECT_EQ(clean.name, std::string(files::is_photo(type) ? "photo." : "document.") + std::string(files::ending_of(type)));
    EXPECT_EQ(files::clean(clean.bytes, {.media_type = files::media_type(type), .name = clean.name}).bytes, clean.bytes) << "it stays the same";
  }
}

TEST(Content, RefusesWhatIsCalledAPhotoAndIsNone) {
  EXPECT_EQ(sent(page, "photo.jpg", "image/jpeg"),
            R"(415 wrong_file_type: It is called "photo.jpg" and sent as image/jpeg; its content looks like an HTML page.)");
  EXPECT_EQ(sent(drawing, "plan.jpg"), R"(415 wrong_file_type: It is called "plan.jpg"; its content looks like an SVG drawing.)");
  EXPECT_TRUE(holds(sent(program, "holiday.jpg", "image/jpeg"), "looks like a program for Windows"));
  EXPECT_TRUE(holds(sent(test::png_picture(), "photo.jpg"), "looks like a PNG picture"));
  EXPECT_TRUE(holds(sent(test::jpeg_photo(), "photo.jpg", "image/png"), "looks like a JPEG photo"));
  EXPECT_TRUE(holds(sent(test::jpeg_photo(), "photo.exe"), "415 wrong_file_type"));
  EXPECT_TRUE(holds(sent(test::jpeg_photo(), "photo.html", "image/jpeg"), "415 wrong_file_type")) << "its name lies";
  EXPECT_TRUE(holds(sent(zip_of(test::word_parts()), "list.xlsx"), "looks like a Word document"));
}

TEST(Content, RefusesEveryOtherKindAndSaysWhatToDo) {
  const std::vector<std::pair<std::string, std::string>> others = {
      {page, "an HTML page"},
      {"\n \t<script>alert(1)</script>", "an HTML page"},
      {"\xEF\xBB\xBF<html>", "an HTML page"},
      {drawing, "an SVG drawing"},
      {program, "a program for Windows"},
      {std::string("\x7F") + "ELF\x02\x01", "a program"},
      {"#!/bin/sh\nrm -rf /\n", "a script"},
      {std::string("GIF89a\x01\0\x01\0", 10), "a GIF picture"},
      {std::string("\0\0\0\x18", 4) + "ftypheic" + std::string(12, '\0'), "a HEIC photo"},
      {std::string("\0\0\0\x18", 4) + "ftypisom" + std::string(12, '\0'), "a film or sound recording"},
      {std::string("II*\0\x08\0\0\0", 8), "a TIFF or raw picture"},
      {std::string("\xD0\xCF\x11\xE0", 4) + std::string(20, '\0'), "an old Office document"},
      {std::string("\xFF\xFEh\0i\0", 6), "text in UTF-16"},
      {"\xD6\xD0\xB9\xFA\xC8\xCB", "text that is not UTF-8"},
      {std::string(30, '\x02'), "nothing that is known here"},
      {"", "an empty file"},
      {test::zip_of({{"a.txt", "x"}}), "neither a Word document (.docx) nor an Excel workbook"}};
  for (const auto& [bytes, looks] : others) {
    const auto refused = sent(bytes, "evidence");
    EXPECT_TRUE(holds(refused, "415 wrong_file_type")) << refused;
    EXPECT_TRUE(holds(refused, looks)) << refused << " instead of " << looks;
  }
  try {
    files::clean(others[8].first, {.name = "a.heic"});
    FAIL();
  } catch (const base::problem& refused) {
    EXPECT_TRUE(holds(refused.remedy, "JPEG")) << refused.remedy;
  }
}

TEST(Content, TakesTextThatOnlyBeginsLikeSomethingElse) {
  for (const char* text : {"BMW, grey, no plate", "MZ 12 drove off", "ID3 is the third door", "< 5 km/h", "a <b> c", "%PDF is a format"}) {
    EXPECT_EQ(sent(text, "note.txt", "text/plain; charset=utf-8"), "done") << text;
  }
  EXPECT_EQ(sent("a,b\n1,2\n", "list.csv", "application/vnd.ms-excel"), "done") << "as browsers on Windows call it";
  EXPECT_TRUE(holds(sent(std::string("a\0b", 3), "note.txt"), "415")) << "a NUL";
  EXPECT_TRUE(holds(sent("a\x1B[2Jb", "note.txt"), "415")) << "a control sequence";
}

TEST(Content, SaysNothingOfATypeThatWasNotDeclared) {
  EXPECT_EQ(sent(test::jpeg_photo(), "photo.JPEG", "application/octet-stream"), "done");
  EXPECT_EQ(sent(test::jpeg_photo(), "照片 2024.03.01", ""), "done");
  EXPECT_EQ(files::clean(test::jpeg_photo(), {.name = "照片 2024.03.01"}).name, "照片 2024.03.01.jpg");
  EXPECT_EQ(sent(test::jpeg_photo(), "\xFF\xFE.jpg"), "422 bad_file_name: It is not UTF-8.");
}

TEST(Content, IsBoundedInSize) {
  files::limits small;
  small.photo_bytes = 100;
  small.document_bytes = 3U << 20U;
  EXPECT_TRUE(holds(became([&] { files::clean(test::jpeg_photo(), {}, small); }), "413 file_too_large: A photo may have 0 MB"));
  EXPECT_TRUE(holds(became([&] { files::clean(std::string((3U << 20U) + 1, 'x'), {}, small); }), "413 file_too_large: A document may have 3 MB"));
}

TEST(Content, KeepsAPdfUpToItsEnd) {
  const auto whole = test::pdf_document();
  EXPECT_EQ(files::clean(whole + "<script>", {}).bytes, whole);
  EXPECT_TRUE(holds(sent(whole + std::string(5'000, 'x'), "a.pdf"), "422 broken_file: Behind the PDF's end lie"));
  EXPECT_TRUE(holds(sent(whole.substr(0, whole.size() - 8), "a.pdf"), "422 broken_file"));
  const auto both = whole.substr(0, whole.size() - 6) + test::zip_of({{"a", "b"}}, "", "startxref 1 %%EOF");
  EXPECT_TRUE(holds(sent(both, "a.pdf"), "a PDF and an archive at once")) << sent(both, "a.pdf");
}
