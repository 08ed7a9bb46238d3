#include <xlsxwriter.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/sheet/sheet.h"

namespace sheet {
namespace {

constexpr double narrowest = 8;
constexpr double widest = 40;
constexpr std::size_t looked_at = 200;  // rows whose texts make the columns' widths

// Chinese characters are about twice as wide as Latin ones; their UTF-8 is three bytes.
double width_of(std::string_view text) {
  const auto points = base::count_code_points(text);
  const auto wider = (text.size() - points) / 2;
  return static_cast<double>(points + wider) + 2;
}

base::problem not_written(const std::string& why) { return {500, "sheet_not_written", "The workbook could not be written.", why}; }

void write_cell(lxw_worksheet* to, lxw_row_t row, lxw_col_t column, const cell& one, lxw_format* format) {
  if (one.text.empty()) return;
  const auto number = one.number ? base::parse_double(one.text) : std::nullopt;
  const auto failed =
      number ? worksheet_write_number(to, row, column, *number, format) : worksheet_write_string(to, row, column, one.text.c_str(), format);
  if (failed != LXW_NO_ERROR) throw not_written(lxw_strerror(failed));
}

void write_rows(lxw_worksheet* to, const sheet& one, lxw_format* heading) {
  std::vector<double> widths;
  for (std::size_t r = 0; r < one.rows.size(); ++r) {
    for (std::size_t c = 0; c < one.rows[r].size(); ++c) {
      write_cell(to, static_cast<lxw_row_t>(r), static_cast<lxw_col_t>(c), one.rows[r][c], r == 0 ? heading : nullptr);
      if (r >= looked_at) continue;
      if (c >= widths.size()) widths.resize(c + 1, narrowest);
      widths[c] = std::clamp(width_of(one.rows[r][c].text), widths[c], widest);
    }
  }
  for (std::size_t c = 0; c < widths.size(); ++c) {
    worksheet_set_column(to, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c), widths[c], nullptr);
  }
  worksheet_freeze_panes(to, 1, 0);
}

// A file of its own that only we may read, gone at the end: the library of Debian 12 writes to files alone.
class own_file {
 public:
  own_file() : path_((std::filesystem::temp_directory_path() / "shouwang-XXXXXX").string()) {
    const int descriptor = ::mkstemp(path_.data());
    if (descriptor < 0) throw not_written("no temporary file could be made");
    ::close(descriptor);
  }
  ~own_file() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  own_file(const own_file&) = delete;
  own_file& operator=(const own_file&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string bytes() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  std::string path_;
};

}  // namespace

std::string write_xlsx(const std::vector<sheet>& sheets) {
  const own_file file;
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) throw not_written("no workbook could be begun");
  try {
    lxw_format* heading = workbook_add_format(book);
    format_set_bold(heading);
    for (const auto& one : sheets) {
      lxw_worksheet* to = workbook_add_worksheet(book, one.name.c_str());
      if (to == nullptr) throw not_written("sheet " + one.name);
      write_rows(to, one, heading);
    }
  } catch (...) {
    workbook_close(book);
    throw;
  }
  if (const auto failed = workbook_close(book); failed != LXW_NO_ERROR) throw not_written(lxw_strerror(failed));
  return file.bytes();
}

}  // namespace sheet
