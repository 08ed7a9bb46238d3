#include <algorithm>
#include <set>

#include "foundation/base/text.h"
#include "foundation/record/json_text.h"
#include "town/duty/list_transfer.h"

namespace duty {
namespace {

constexpr std::size_t longest_shown = 100;  // bytes of a wrong cell's value

std::string shortened(const std::string& text) {
  if (text.size() <= longest_shown) return text;
  return text.substr(0, base::utf8_prefix(std::string_view(text).substr(0, longest_shown))) + "…";
}

sheet::sheet chosen(const list_of& list, std::vector<sheet::sheet> sheets) {
  for (auto& one : sheets) {
    if (one.name == list.zh || base::lower_ascii(one.name) == list.en) return std::move(one);
  }
  return sheets.empty() ? sheet::sheet{} : std::move(sheets.front());
}

const list_column* column_called(const list_of& list, std::string_view heading) {
  const auto low = base::lower_ascii(heading);
  const auto found = std::find_if(list.columns.begin(), list.columns.end(),
                                  [&](const list_column& one) { return heading == one.zh || low == one.en || low == one.field; });
  return found == list.columns.end() ? nullptr : &*found;
}

// "/trainings/0/due_on" → "trainings"
std::string_view field_of_pointer(std::string_view pointer) {
  if (pointer.starts_with('/')) pointer.remove_prefix(1);
  return pointer.substr(0, pointer.find('/'));
}

}  // namespace

list_table::list_table(const list_of& list, const record::table& of, std::vector<sheet::sheet> sheets)
    : list_(list), of_(of), sheet_(chosen(list, std::move(sheets))) {
  read_headings();
}

void list_table::read_headings() {
  if (sheet_.rows.empty()) {
    faults_.push_back(
        {.sheet = sheet_.name, .row = 1, .column = {}, .heading = {}, .value = {}, .code = "no_headings", .why = "the first row names the columns"});
    return;
  }
  std::set<const list_column*> seen;
  for (std::size_t i = 0; i < sheet_.rows[0].size(); ++i) {
    const auto heading = base::trim(sheet_.rows[0][i].text);
    const auto* column = heading.empty() ? nullptr : column_called(list_, heading);
    columns_.push_back(column);
    if (column == nullptr && !heading.empty()) faults_.push_back(at(0, i, "unknown_column", "no column of this list is called so"));
    if (column != nullptr && !seen.insert(column).second) faults_.push_back(at(0, i, "duplicate_column", "is there twice"));
  }
  for (const auto& one : list_.columns) {
    if (!one.needed || seen.contains(&one)) continue;
    auto missing = at(0, sheet_.rows[0].size(), "missing_column", "the column " + std::string(one.zh) + " (" + std::string(one.en) + ") is missing");
    missing.column.clear();
    faults_.push_back(std::move(missing));
  }
}

wrong_cell list_table::at(std::size_t index, std::size_t column, std::string code, std::string why) const {
  const auto text = [&](std::size_t row) {
    return row < sheet_.rows.size() && column < sheet_.rows[row].size() ? shortened(sheet_.rows[row][column].text) : std::string();
  };
  return {.sheet = sheet_.name,
          .row = static_cast<std::int64_t>(index) + 1,
          .column = sheet::column_letter(column),
          .heading = text(0),
          .value = text(index),
          .code = std::move(code),
          .why = std::move(why)};
}

wrong_cell list_table::fault(std::size_t index, const base::wrong_field& what) const {
  const auto field = field_of_pointer(what.pointer);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i] != nullptr && columns_[i]->field == field) return at(index, i, what.code, what.detail);
  }
  auto whole = at(index, sheet_.rows[0].size(), what.code, field.empty() ? what.detail : std::string(field) + ": " + what.detail);
  whole.column.clear();
  return whole;
}

std::optional<list_row> list_table::read(std::size_t index, const references& known, int offset_min) const {
  const auto& cells = sheet_.rows[index];
  list_row row{.number = static_cast<std::int64_t>(index) + 1, .json = {}};
  record::json_object json;
  std::string longitude;
  std::string latitude;
  bool said = false;
  for (std::size_t i = 0; i < columns_.size() && i < cells.size(); ++i) {
    if (columns_[i] == nullptr) continue;
    const auto read = read_cell(cells[i], *columns_[i], of_, known, offset_min);
    if (!read.code.empty()) row.wrong.push_back(at(index, i, read.code, read.why));
    said = said || !read.json.empty() || !read.code.empty();
    if (read.json.empty()) continue;
    switch (columns_[i]->kind) {
      case column_kind::longitude: longitude = read.json; break;
      case column_kind::latitude: latitude = read.json; break;
      case column_kind::phone: row.phone = read.json.substr(1, read.json.size() - 2); break;
      default: json.raw(columns_[i]->field, read.json);
    }
  }
  if (!said) return std::nullopt;
  if (longitude.empty() != latitude.empty()) row.wrong.push_back(fault(index, {"/position", "missing", "longitude and latitude come together"}));
  if (!longitude.empty() && !latitude.empty()) json.raw("position", R"({"lon":)" + longitude + R"(,"lat":)" + latitude + "}");
  row.json = json.done();
  return row;
}

}  // namespace duty
