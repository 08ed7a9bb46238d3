#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheet {

// A cell as it was read: a text, or a number with the text the file gave it. Empty: "".
struct cell {
  std::string text;
  bool number = false;  // kept as a number: days may be serial numbers then
  bool operator==(const cell&) const = default;
};

struct sheet {
  std::string name;
  std::vector<std::vector<cell>> rows = {};  // rows[0] is row 1; rows may be of different lengths
};

// What a file may hold at most.
struct limits {
  std::size_t bytes = 16U << 20U;            // of the file
  std::size_t bytes_unpacked = 128U << 20U;  // of an archive's parts that are read, together
  std::size_t sheets = 20;
  std::size_t rows = 50'000;  // of all sheets
  std::size_t columns = 100;
  std::size_t cells = 1'000'000;
  std::size_t cell_bytes = 8'192;
};

// "A", "Z", "AA" … of a column counted from 0.
std::string column_letter(std::size_t column);
// The column of "AB12", counted from 0; nothing when that is no cell's name.
std::optional<std::size_t> column_of(std::string_view cell_name);

// Reads CSV: one sheet of this name. Throws base::problem bad_sheet (422) or sheet_too_large (413).
std::vector<sheet> read_csv(std::string_view bytes, const std::string& name, const limits& within = {});
// Reads every sheet of an XLSX workbook in order. Throws as read_csv.
std::vector<sheet> read_xlsx(std::string_view bytes, const limits& within = {});
// By its first bytes: an archive is XLSX, anything else CSV.
std::vector<sheet> read_any(std::string_view bytes, const std::string& name, const limits& within = {});

// Cells that are numbers are written as numbers.
std::string write_csv(const sheet& one);
// The first row is written as a heading that stays in sight.
std::string write_xlsx(const std::vector<sheet>& sheets);

// The local day or time a spreadsheet keeps as a serial number (1 is 1900-01-01, with the year 1900 as a leap year):
// "YYYY-MM-DD", or "YYYY-MM-DD HH:MM" when it has a time of day; nothing outside 1900-03-01 … 2199.
std::optional<std::string> day_of_serial(std::string_view number);

}  // namespace sheet
