#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/base/problem.h"
#include "foundation/record/field.h"         // kind, choice, field_options, table, json_text
#include "foundation/record/member_types.h"  // field_of and the supported member types
#include "foundation/record/value.h"

// Field tables: one description of a boundary record drives JSON in and out, JSON Schema/OpenAPI and SQL columns.
//
//   struct closure { std::string id; base::position centre; std::int64_t radius_m; std::optional<base::instant> until; };
//   constexpr record::field closure_fields[] = {
//       record::field_of<&closure::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
//       record::field_of<&closure::centre>({.name = "centre", .summary = "middle of the closed stretch"}),
//       …};
//   const record::table closure_table{.name = "Closure", .summary = "…", .fields = closure_fields};
//   const record::table& record_of(const closure*) { return closure_table; }   // found by argument-dependent lookup
namespace record {

// --- JSON ---
// Appends the record as JSON, all fields in order; an absent optional member is null, and so is a number that is not finite.
void write_json(std::string& out, const table& description, const void* record);
template <class T>
std::string to_json(const T& one) {
  std::string out;
  write_json(out, record_of(static_cast<const T*>(nullptr)), &one);
  return out;
}

struct read_limits {
  std::size_t max_bytes = 1 << 20;
  std::size_t max_depth = 16;
  bool own = false;  // text we wrote ourselves (a stored record): read-only fields and long lists are taken too
};

// Reads a JSON object into *record. Every wrong field is listed (missing, wrong_type, too_long, too_short, out_of_range,
// not_a_choice, unknown, read_only, duplicate, bad_character) in one base::problem bad_input (422); text that is not JSON
// (not_json), not UTF-8 (not_utf8) or too deep (too_deep) is a base::problem 400 with the byte offset, too much of it
// 413 (too_large). Members that may be left out keep what *record held; after a problem *record is not to be used.
void read_json(std::string_view body, const table& description, void* record, read_limits limits = {});
// As read_json, but only the members present are changed (PATCH); returns their names. null empties an optional member;
// a list or nested record is replaced as a whole.
std::vector<std::string> patch_json(std::string_view body, const table& description, void* record, read_limits limits = {});

// What is wrong with a position as a place on earth (pointer "", "/lon" or "/lat"): outside the degrees (with a word when
// the two look swapped) or 0,0, which is what an unset position looks like. Nothing when it is good.
std::optional<base::wrong_field> position_fault(const base::position& where);

template <class T>
T from_json(std::string_view body, read_limits limits = {}) {
  T one{};
  read_json(body, record_of(static_cast<const T*>(nullptr)), &one, limits);
  return one;
}

// JSON Schema 2020-12 of the record as an OpenAPI 3.1 component. `input`: without read-only fields, with the limits that
// reading checks, nothing else allowed; `patch`: nothing required. Positions and nested records are references to
// #/components/schemas/Position and …/Name (…/NameInput).
std::string schema_json(const table& description, bool input, bool patch = false);
std::string schema_name(const table& description, bool input);
std::string position_schema_json();
// The tables of nested records, however deep, each once, in reading order.
std::vector<const table*> nested_tables(const table& description);

// --- SQL (common subset of SQLite and PostgreSQL) ---
// "id, name, location_lon, location_lat": the columns in field order, each with `prefix` ("i.") in front.
std::string column_list(const table& description, std::string_view prefix = {});
// INSERT INTO sql_table (…) VALUES ($1, …) for all columns.
std::string insert_sql(const table& description, std::string_view sql_table);
// UPDATE sql_table SET … WHERE id = $n: all columns but id; the parameters are exactly what bind() gives, so that a
// condition may be added behind ("… AND version = $" + the next number). std::logic_error without a column id.
std::string update_sql(const table& description, std::string_view sql_table);
// The column values in field order.
std::vector<value> bind(const table& description, const void* record);
// The reverse: fills *record from consecutive columns starting at `first`; returns the next column. NULL is the member's
// default; a cell of another type is a std::logic_error.
std::size_t load(const table& description, void* record, std::span<const value> columns, std::size_t first = 0);

template <class T>
std::vector<value> bind(const T& one) {
  return bind(record_of(static_cast<const T*>(nullptr)), &one);
}
template <class T>
T load(std::span<const value> columns, std::size_t first = 0) {
  T one{};
  load(record_of(static_cast<const T*>(nullptr)), &one, columns, first);
  return one;
}

}  // namespace record
