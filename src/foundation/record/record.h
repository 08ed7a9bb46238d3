#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/base/time.h"
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

enum class kind { text, integer, number, boolean, time, position, choice, reference, list, object, json };

// One value of a choice, in both languages; the code is what is stored and sent.
struct choice {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

struct table;

// What a person says about a field; everything else is taken from the member's type.
struct field_options {
  std::string_view name;          // JSON member; SQL column (a position: name_lon, name_lat)
  std::string_view summary;       // one sentence for the API's reader
  bool read_only = false;         // set by the server: refused in input, present in output
  bool required = true;           // of input; optional members are never required
  bool column = true;             // false: not stored in the record's own SQL table (joined or computed)
  std::size_t max_length = 200;   // text: code points; list: items
  double minimum = -9.0e15;       // numbers
  double maximum = 9.0e15;
  std::span<const choice> choices = {};   // text/enum members with a fixed set of codes
  std::string_view refers_to = {};        // the SQL table whose id this is (kind reference)
  std::string_view pattern_hint = {};     // e.g. "12 digits": said in the error
};

// Type-erased access to one member's type; one constant per C++ type, made by field_of.
struct member_type;

struct field {
  field_options options;
  const member_type* type = nullptr;
  const void* (*address)(const void* record) = nullptr;
};

struct table {
  std::string_view name;     // schema name: "Incident"
  std::string_view summary;
  std::span<const field> fields;
};

// Raw JSON text kept as it is (already valid): reasons, geometry, details.
struct json_text {
  std::string text = "null";
  bool operator==(const json_text&) const = default;
};

}  // namespace record

#include "foundation/record/member_types.h"  // field_of and the supported member types

namespace record {

// --- JSON ---
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
};

// Reads a JSON object into *record. Every wrong field is listed (missing, wrong_type, too_long, out_of_range,
// not_a_choice, unknown, read_only, duplicate) in one base::problem bad_input (422); text that is not JSON, not UTF-8,
// too large or too deep is a base::problem 400 with the byte offset.
void read_json(std::string_view body, const table& description, void* record, read_limits limits = {});
// As read_json, but only the members present are changed (PATCH); returns their names.
std::vector<std::string> patch_json(std::string_view body, const table& description, void* record, read_limits limits = {});

template <class T>
T from_json(std::string_view body, read_limits limits = {}) {
  T one{};
  read_json(body, record_of(static_cast<const T*>(nullptr)), &one, limits);
  return one;
}

// JSON Schema 2020-12 of the record as an OpenAPI 3.1 component. `input`: without read-only fields.
std::string schema_json(const table& description, bool input);

// --- SQL (common subset of SQLite and PostgreSQL) ---
// "id, name, location_lon, location_lat": the columns in field order, each with `prefix` ("i.") in front.
std::string column_list(const table& description, std::string_view prefix = {});
// INSERT INTO sql_table (…) VALUES ($1, …) for all columns.
std::string insert_sql(const table& description, std::string_view sql_table);
// UPDATE sql_table SET … WHERE id = $n: all columns but id and those named; parameters as bind() gives, id last.
std::string update_sql(const table& description, std::string_view sql_table);
// The column values in field order.
std::vector<value> bind(const table& description, const void* record);
// The reverse: fills *record from consecutive columns starting at `first`; returns the next column.
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
