#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/record/record.h"

namespace files {

// What is kept: photos, and documents. Decided by the content alone.
enum class kind : std::uint8_t { jpeg, png, webp, pdf, docx, xlsx, text };
inline constexpr record::choice kind_choices[] = {{"jpeg", "JPEG 照片", "JPEG photo"},    {"png", "PNG 图片", "PNG picture"},
                                                  {"webp", "WebP 图片", "WebP picture"},  {"pdf", "PDF 文档", "PDF document"},
                                                  {"docx", "Word 文档", "Word document"}, {"xlsx", "Excel 表格", "Excel workbook"},
                                                  {"text", "纯文本", "plain text"}};

bool is_photo(kind of);
std::string_view media_type(kind of);  // as it is served: "image/jpeg", "text/plain; charset=utf-8"
std::string_view ending_of(kind of);   // of its name: "jpg"
std::string_view said(kind of);        // in a sentence: "a JPEG photo"

// What may come in at most.
struct limits {
  std::size_t photo_bytes = 20U << 20U;
  std::size_t document_bytes = 50U << 20U;
  std::int64_t photo_pixels = 100'000'000;
  std::size_t archive_parts = 2'000;
  std::uint64_t archive_unpacked = 256U << 20U;  // of all parts together
  std::uint64_t archive_ratio = 200;             // of a part that unpacks into more than a mebibyte
};

// A file as it is kept; its content lies in the content_folder under its hash.
struct file {
  std::string id = {};
  std::string sha256 = {};  // of the cleaned bytes, hexadecimal
  kind type = kind::text;
  std::string name = {};  // for people; never part of a path
  std::int64_t bytes = 0;
  std::optional<std::int64_t> width = {};  // as shown: turned upright
  std::optional<std::int64_t> height = {};
  base::instant stored_at = {};
  std::string uploaded_by = {};  // account
  bool thumbnail = false;        // there is a small picture of it
};
const record::table& record_of(const file*);

}  // namespace files
