#include "foundation/files/document.h"

#include <algorithm>

#include "foundation/base/text.h"
#include "foundation/files/archive.h"
#include "foundation/files/look.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

constexpr std::size_t largest_contents = 1U << 20U;  // of [Content_Types].xml
constexpr std::size_t most_behind_end = 1'024;       // what readers of PDF forgive
constexpr std::size_t longest_offset = 64;           // bytes from startxref to the end's mark
constexpr std::string_view word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
constexpr std::string_view excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

bool holds(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

base::problem with_macros() {
  return wrong_file_type("It is an Office document with macros, or was one.", "Save it as .docx or .xlsx without macros, or as PDF.");
}

bool is_line_end(char c) { return c == '\r' || c == '\n' || c == ' ' || c == '\t'; }

}  // namespace

kind kind_of_archive(std::string_view bytes, const limits& within) {
  const auto all = read_archive(bytes, within);
  std::string contents;
  for (const auto& one : all.parts) {
    const bool lists = one.name == "[Content_Types].xml";
    auto text = check_part(one, lists ? largest_contents : 0);
    if (lists) contents = std::move(text);
    if (base::lower_ascii(one.name).ends_with("vbaproject.bin")) throw with_macros();
  }
  if (holds(contents, "macroEnabled") || holds(contents, "vbaProject")) throw with_macros();
  const bool is_word = holds(contents, word);
  if (is_word != holds(contents, excel)) return is_word ? kind::docx : kind::xlsx;
  throw wrong_file_type("It is an archive, and neither a Word document (.docx) nor an Excel workbook (.xlsx).",
                        "Send the files within it one by one; save other documents as PDF.");
}

std::string clean_office(std::string bytes, const limits& within) {
  const auto comment_at = read_archive(bytes, within).comment_at;
  bytes.resize(comment_at);
  bytes.append(2, '\0');
  return bytes;
}

std::string clean_pdf(std::string bytes) {
  constexpr std::string_view end_mark = "%%EOF";
  const auto mark = bytes.rfind(end_mark);
  if (mark == std::string::npos) throw broken_file("The PDF ends before its end: it was not sent or saved whole.");
  const auto offset = bytes.rfind("startxref", mark);
  if (offset == std::string::npos || mark - offset > longest_offset)
    throw broken_file("The PDF ends before its end: it was not sent or saved whole.");
  auto end = mark + end_mark.size();
  if (bytes.size() - end > most_behind_end) {
    throw broken_file("Behind the PDF's end lie " + std::to_string(bytes.size() - end) + " bytes, or its end is missing.");
  }
  for (int i = 0; i < 2 && end < bytes.size() && is_line_end(bytes[end]); ++i) ++end;
  bytes.resize(end);
  if (ends_as_archive(bytes)) throw broken_file("It is a PDF and an archive at once.");
  return bytes;
}

}  // namespace files
