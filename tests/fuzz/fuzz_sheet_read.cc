// Whatever the bytes, reading a table ends with cells or a base::problem, and within the limits. An archive made of random
// bytes never gets past its directory, so bytes that begin with one of these letters become a part of a sound one:
// s a sheet, t the shared texts, w the workbook.
#include <zip.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "foundation/base/problem.h"
#include "foundation/sheet/sheet.h"

namespace {

constexpr std::string_view relations = R"(<R><Relationship Id="r1" Target="worksheets/sheet1.xml"/></R>)";
constexpr std::string_view book = R"(<w xmlns:r="x"><sheets><sheet name="s" r:id="r1"/></sheets></w>)";
constexpr std::string_view texts = "<sst><si><t>one</t></si><si><t>two</t></si></sst>";
constexpr std::string_view cells = R"(<w><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></w>)";

void add(zip_t* archive, const char* name, std::string_view part) {
  zip_file_add(archive, name, zip_source_buffer(archive, part.data(), part.size(), 0), 0);
}

std::string workbook_with(char which, std::string_view part) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(memory);
  zip_t* archive = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
  add(archive, "xl/_rels/workbook.xml.rels", which == 'r' ? part : relations);
  add(archive, "xl/workbook.xml", which == 'w' ? part : book);
  add(archive, "xl/sharedStrings.xml", which == 't' ? part : texts);
  add(archive, "xl/worksheets/sheet1.xml", which == 's' ? part : cells);
  std::string bytes;
  if (zip_close(archive) == 0 && zip_source_open(memory) == 0) {
    zip_source_seek(memory, 0, SEEK_END);
    bytes.resize(static_cast<std::size_t>(zip_source_tell(memory)));
    zip_source_seek(memory, 0, SEEK_SET);
    zip_source_read(memory, bytes.data(), bytes.size());
    zip_source_close(memory);
  }
  zip_source_free(memory);
  zip_error_fini(&error);
  return bytes;
}

void check(std::string_view bytes) {
  const sheet::limits small{
      .bytes = 1U << 16U, .bytes_unpacked = 1U << 20U, .sheets = 4, .rows = 200, .columns = 30, .cells = 2'000, .cell_bytes = 500};
  std::size_t rows = 0;
  for (const auto& one : sheet::read_any(bytes, "fuzz", small)) {
    rows += one.rows.size();
    for (const auto& row : one.rows) {
      if (row.size() > small.columns) std::abort();
      for (const auto& cell : row) {
        if (cell.text.size() > small.cell_bytes) std::abort();
        sheet::day_of_serial(cell.text);
      }
    }
  }
  if (rows > small.rows) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const bool part = size > 0 && std::string_view("stwr").find(bytes[0]) != std::string_view::npos;
    if (part) {
      check(workbook_with(bytes[0], bytes.substr(1)));
    } else {
      check(bytes);
    }
  } catch (const base::problem&) {
  }
  return 0;
}
