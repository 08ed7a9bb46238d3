#include "foundation/store/postgres_values.h"

#include <array>
#include <charconv>
#include <cstring>

#include "foundation/base/text.h"

namespace store {
namespace {

// Object ids of built-in types never change (pg_type.dat).
constexpr Oid bool_type = 16, bytea_type = 17, int8_type = 20, int2_type = 21, int4_type = 23, oid_type = 26;
constexpr Oid float4_type = 700, float8_type = 701, numeric_type = 1700;

template <class Number>
std::string text_of(Number number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

double double_of(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

value cell_of(Oid type, std::string_view text) {
  switch (type) {
    case bool_type: return text == "t";
    case int2_type:
    case int4_type:
    case int8_type:
    case oid_type: return base::parse_int(text).value_or(0);
    case float4_type:
    case float8_type: return double_of(text);
    case numeric_type:
      if (const auto whole = base::parse_int(text)) return *whole;
      return double_of(text);
    case bytea_type: return record::blob{base::from_hex(text.substr(2)).value_or("")};  // \x and hexadecimal digits
    default: return std::string(text);
  }
}

}  // namespace

Oid type_of(const value& one) {
  if (std::holds_alternative<std::int64_t>(one)) return int8_type;
  if (std::holds_alternative<double>(one)) return float8_type;
  if (std::holds_alternative<bool>(one)) return bool_type;
  if (std::holds_alternative<record::blob>(one)) return bytea_type;
  return 0;
}

bool is_own_type(Oid type) { return type == int8_type || type == float8_type || type == bool_type || type == bytea_type; }

postgres_parameters::postgres_parameters(std::span<const value> values) {
  made_.reserve(values.size());  // the pointers go into its elements
  pointers_.reserve(values.size());
  lengths_.assign(values.size(), 0);
  formats_.assign(values.size(), 0);
  for (const auto& one : values) {
    if (const auto* text = std::get_if<std::string>(&one)) {
      pointers_.push_back(text->c_str());
    } else if (const auto* bytes = std::get_if<record::blob>(&one)) {
      lengths_[pointers_.size()] = static_cast<int>(bytes->bytes.size());
      formats_[pointers_.size()] = 1;
      pointers_.push_back(bytes->bytes.data());
    } else if (const auto* whole = std::get_if<std::int64_t>(&one)) {
      pointers_.push_back(made_.emplace_back(text_of(*whole)).c_str());
    } else if (const auto* number = std::get_if<double>(&one)) {
      pointers_.push_back(made_.emplace_back(text_of(*number)).c_str());
    } else if (const auto* flag = std::get_if<bool>(&one)) {
      pointers_.push_back(*flag ? "t" : "f");
    } else {
      pointers_.push_back(nullptr);
    }
  }
}

rows rows_of(const PGresult* result) {
  const int columns = PQnfields(result);
  const int count = PQntuples(result);
  std::vector<value> cells;
  cells.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(count));
  for (int row = 0; row < count; ++row) {
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(result, row, column) != 0) {
        cells.emplace_back();
        continue;
      }
      const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
      cells.push_back(cell_of(PQftype(result, column), {PQgetvalue(result, row, column), size}));
    }
  }
  return {static_cast<std::size_t>(columns), std::move(cells)};
}

}  // namespace store
