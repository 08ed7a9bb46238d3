#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace record {

enum class kind { text, integer, number, boolean, time, position, choice, reference, list, object, json };

// One value of a choice, in both languages; the code is what is stored and sent.
struct choice {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

struct table;

inline constexpr double no_minimum = -9.0e15;
inline constexpr double no_maximum = 9.0e15;

// What a person says about a field; everything else is taken from the member's type.
struct field_options {
  std::string_view name;         // JSON member; SQL column (a position: name_lon, name_lat)
  std::string_view summary;      // one sentence for the API's reader
  bool read_only = false;        // set by the server: refused in input, present in output
  bool required = true;          // of input; optional members are never required
  bool column = true;            // false: not stored in the record's own SQL table (joined or computed)
  std::size_t min_length = 0;    // text: code points; list: items
  std::size_t max_length = 200;  // text: code points; list: items; JSON text is bounded by the body's limits alone
  double minimum = no_minimum;   // numbers
  double maximum = no_maximum;
  std::span<const choice> choices = {};  // text/enum members with a fixed set of codes; enum: value = index here
  std::string_view refers_to = {};       // the SQL table whose id this is (kind reference)
  std::string_view pattern_hint = {};    // e.g. "12 digits": said in the error
};

// Type-erased access to one member's type; one constant per C++ type, made by field_of.
struct member_type;

struct field {
  field_options options;
  const member_type* type = nullptr;
  const void* (*address)(const void* record) = nullptr;
};

struct table {
  std::string_view name;  // schema name: "Incident"
  std::string_view summary;
  std::span<const field> fields;
};

// Raw JSON text kept as it is (already valid): reasons, geometry, details.
struct json_text {
  std::string text = "null";
  bool operator==(const json_text&) const = default;
};

}  // namespace record
