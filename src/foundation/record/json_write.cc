#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "foundation/base/text.h"
#include "foundation/record/json_value.h"
#include "foundation/record/record.h"

namespace record {
namespace {

template <class N>
void append_number(std::string& out, N number) {
  std::array<char, 40> text;  // NOLINT: filled by to_chars; the longest double is 24 characters
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

void append_double(std::string& out, double number) {
  if (std::isfinite(number)) {
    append_number(out, number);
  } else {
    out += "null";  // JSON has no word for it
  }
}

void append_position(std::string& out, const base::position& where) {
  out += R"({"lon":)";
  append_double(out, where.lon);
  out += R"(,"lat":)";
  append_double(out, where.lat);
  out += '}';
}

void append_choice(std::string& out, const field& of, std::int64_t index) { base::append_json_string(out, choice_code(of, index)); }

void append_list(std::string& out, const field& of, const member_type& type, const void* member) {
  out += '[';
  const auto size = type.size(member);
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    append_value(out, of, *type.element, type.item(member, i));
  }
  out += ']';
}

}  // namespace

std::string_view choice_code(const field& of, std::int64_t index) {
  if (index < 0 || static_cast<std::size_t>(index) >= of.options.choices.size()) {
    throw std::logic_error("field " + std::string(of.options.name) + " holds " + std::to_string(index) + ", which is none of its choices");
  }
  return of.options.choices[static_cast<std::size_t>(index)].code;
}

void append_value(std::string& out, const field& of, const member_type& type, const void* member) {
  switch (type.holds) {
    case storage::text: base::append_json_string(out, *static_cast<const std::string*>(member)); return;
    case storage::boolean: out += *static_cast<const bool*>(member) ? "true" : "false"; return;
    case storage::int64: append_number(out, *static_cast<const std::int64_t*>(member)); return;
    case storage::int32: append_number(out, *static_cast<const std::int32_t*>(member)); return;
    case storage::float64: append_double(out, *static_cast<const double*>(member)); return;
    case storage::instant:
      out += '"';
      base::append_rfc3339(out, *static_cast<const base::instant*>(member));
      out += '"';
      return;
    case storage::position: append_position(out, *static_cast<const base::position*>(member)); return;
    case storage::choice_index: append_choice(out, of, type.index(member)); return;
    case storage::json: out += static_cast<const json_text*>(member)->text; return;
    case storage::record: write_json(out, type.described(), member); return;
    case storage::list: append_list(out, of, type, member); return;
    case storage::optional: break;
  }
  const void* inside = type.inside(member);
  if (inside == nullptr) {
    out += "null";
  } else {
    append_value(out, of, *type.element, inside);
  }
}

void write_json(std::string& out, const table& description, const void* record) {
  out += '{';
  bool first = true;
  for (const auto& one : description.fields) {
    out += first ? "\"" : ",\"";
    first = false;
    out += one.options.name;  // names are plain identifiers
    out += "\":";
    append_value(out, one, *one.type, one.address(record));
  }
  out += '}';
}

}  // namespace record
