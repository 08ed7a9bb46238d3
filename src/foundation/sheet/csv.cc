#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/sheet/sheet.h"

namespace sheet {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

base::problem bad(const std::string& detail) {
  return {422, "bad_sheet", "The file cannot be read as a table.", detail, "Save it as XLSX, or as CSV in UTF-8."};
}

base::problem too_large(const std::string& detail) {
  return {413, "sheet_too_large", "The file holds more than is read at once.", detail, "Split it."};
}

// What a spreadsheet would compute when it opens the file.
bool looks_like_formula(std::string_view text) {
  return !text.empty() && (text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@' || text[0] == '\t' || text[0] == '\r');
}

void append_cell(std::string& out, const cell& one) {
  std::string text = one.text;
  if (!one.number && (looks_like_formula(text) || text.starts_with('\''))) text.insert(text.begin(), '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

// Only the mark that writing puts there comes off.
std::string plain(std::string text) {
  if (text.size() > 1 && text[0] == '\'' && (text[1] == '\'' || looks_like_formula(std::string_view(text).substr(1)))) text.erase(0, 1);
  return text;
}

}  // namespace

std::vector<sheet> read_csv(std::string_view bytes, const std::string& name, const limits& within) {
  if (bytes.size() > within.bytes) throw too_large("It has " + std::to_string(bytes.size()) + " bytes.");
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (bytes.find('\0') != std::string_view::npos) throw bad("It holds a zero byte: it is no text.");
  if (!base::is_utf8(bytes))
    throw bad("It is not UTF-8 from line " +
              std::to_string(1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(base::utf8_prefix(bytes)), '\n')) + " on.");
  sheet out{.name = name};
  std::size_t cells = 0;
  while (auto row = base::take_csv_row(bytes)) {
    if (out.rows.size() >= within.rows) throw too_large("It has more than " + std::to_string(within.rows) + " rows.");
    const auto at = "Row " + std::to_string(out.rows.size() + 1);
    if (row->size() > within.columns) throw too_large(at + " has more than " + std::to_string(within.columns) + " columns.");
    if (cells += row->size(); cells > within.cells) throw too_large("It has more than " + std::to_string(within.cells) + " cells.");
    auto& to = out.rows.emplace_back();
    for (auto& text : *row) {
      if (text.size() > within.cell_bytes) throw too_large(at + " has a cell of " + std::to_string(text.size()) + " bytes.");
      to.push_back({.text = plain(std::move(text))});
    }
  }
  return {std::move(out)};
}

std::string write_csv(const sheet& one) {
  std::string out(byte_order_mark);
  for (const auto& row : one.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      append_cell(out, row[i]);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace sheet
