#include <stdexcept>

#include "foundation/record/json_value.h"
#include "foundation/record/record.h"

namespace record {
namespace {

bool is_position(const field& one) { return bare_type(*one.type).holds == storage::position; }

// Calls what(column name, is the id) for each SQL column in order.
template <class F>
void each_column(const table& description, const F& what) {
  for (const auto& one : description.fields) {
    if (!one.options.column) continue;
    const std::string name(one.options.name);
    if (is_position(one)) {
      what(name + "_lon");
      what(name + "_lat");
    } else {
      what(name);
    }
  }
}

[[noreturn]] void wrong_column(const field& of, std::string_view wanted) {
  throw std::logic_error("column " + std::string(of.options.name) + " does not hold " + std::string(wanted));
}

std::int64_t integer_in(const value& cell, const field& of) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? 1 : 0;
  wrong_column(of, "a whole number");
}

double number_in(const value& cell, const field& of) {
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  return static_cast<double>(integer_in(cell, of));  // SQLite gives back 3.0 of an untyped expression as 3
}

const std::string& text_in(const value& cell, const field& of) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  wrong_column(of, "text");
}

value json_cell(const field& of, const member_type& type, const void* member) {
  std::string text;
  append_value(text, of, type, member);
  return text;
}

void append_cells(std::vector<value>& out, const field& of, const member_type& type, const void* member) {
  switch (type.holds) {
    case storage::text: out.emplace_back(*static_cast<const std::string*>(member)); return;
    case storage::boolean: out.emplace_back(*static_cast<const bool*>(member)); return;
    case storage::int64: out.emplace_back(*static_cast<const std::int64_t*>(member)); return;
    case storage::int32: out.emplace_back(std::int64_t{*static_cast<const std::int32_t*>(member)}); return;
    case storage::float64: out.emplace_back(*static_cast<const double*>(member)); return;
    case storage::instant: out.emplace_back(static_cast<const base::instant*>(member)->us); return;
    case storage::position:
      out.emplace_back(static_cast<const base::position*>(member)->lon);
      out.emplace_back(static_cast<const base::position*>(member)->lat);
      return;
    case storage::choice_index: out.emplace_back(std::string(choice_code(of, type.index(member)))); return;
    case storage::json: out.emplace_back(static_cast<const json_text*>(member)->text); return;
    case storage::record:
    case storage::list: out.push_back(json_cell(of, type, member)); return;
    case storage::optional: break;
  }
  if (const void* inside = type.inside(member)) return append_cells(out, of, *type.element, inside);
  out.emplace_back();
  if (is_position(of)) out.emplace_back();
}

void load_choice(const value& cell, const field& of, const member_type& type, void* member) {
  const auto index = choice_index(of, text_in(cell, of));
  if (index < 0) wrong_column(of, "one of its choices");
  type.set_index(member, index);
}

// Fills a member from the cell at `at`; a position takes two. NULL is the type's default.
void load_member(std::span<const value> cells, std::size_t at, const field& of, const member_type& type, void* member) {
  const value& cell = cells[at];
  if (is_null(cell)) return type.reset(member);
  switch (type.holds) {
    case storage::text: *static_cast<std::string*>(member) = text_in(cell, of); return;
    case storage::boolean: *static_cast<bool*>(member) = integer_in(cell, of) != 0; return;
    case storage::int64: *static_cast<std::int64_t*>(member) = integer_in(cell, of); return;
    case storage::int32: *static_cast<std::int32_t*>(member) = static_cast<std::int32_t>(integer_in(cell, of)); return;
    case storage::float64: *static_cast<double*>(member) = number_in(cell, of); return;
    case storage::instant: *static_cast<base::instant*>(member) = {integer_in(cell, of)}; return;
    case storage::position: *static_cast<base::position*>(member) = {.lon = number_in(cell, of), .lat = number_in(cells[at + 1], of)}; return;
    case storage::choice_index: return load_choice(cell, of, type, member);
    case storage::json: static_cast<json_text*>(member)->text = text_in(cell, of); return;
    case storage::record:
    case storage::list: return read_own_value(text_in(cell, of), of, type, member);
    case storage::optional: return load_member(cells, at, of, *type.element, type.fill(member));
  }
}

}  // namespace

std::string column_list(const table& description, std::string_view prefix) {
  std::string out;
  each_column(description, [&](const std::string& name) { out += (out.empty() ? "" : ", ") + std::string(prefix) + name; });
  return out;
}

std::string insert_sql(const table& description, std::string_view sql_table) {
  std::string marks;
  int number = 0;
  each_column(description, [&](const std::string&) { marks += (number == 0 ? "$" : ", $") + std::to_string(number + 1), ++number; });
  return "INSERT INTO " + std::string(sql_table) + " (" + column_list(description) + ") VALUES (" + marks + ")";
}

std::string update_sql(const table& description, std::string_view sql_table) {
  std::string changes;
  std::string which;
  int number = 0;
  each_column(description, [&](const std::string& name) {
    const auto mark = " = $" + std::to_string(++number);
    if (name == "id")
      which = " WHERE id" + mark;
    else
      changes += (changes.empty() ? "" : ", ") + name + mark;
  });
  if (which.empty()) throw std::logic_error("record " + std::string(description.name) + " has no column id");
  return "UPDATE " + std::string(sql_table) + " SET " + changes + which;
}

std::vector<value> bind(const table& description, const void* record) {
  std::vector<value> out;
  out.reserve(description.fields.size() + 2);
  for (const auto& one : description.fields) {
    if (one.options.column) append_cells(out, one, *one.type, one.address(record));
  }
  return out;
}

std::size_t load(const table& description, void* record, std::span<const value> columns, std::size_t first) {
  for (const auto& one : description.fields) {
    if (!one.options.column) continue;
    const std::size_t width = is_position(one) ? 2 : 1;
    if (first + width > columns.size()) throw std::logic_error("too few columns for record " + std::string(description.name));
    load_member(columns, first, one, *one.type, const_cast<void*>(one.address(record)));
    first += width;
  }
  return first;
}

}  // namespace record
