#include "foundation/record/json_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/record/json_tree.h"

namespace record {

void json_object::raw(std::string_view name, std::string_view json) {
  out_ += first_ ? '{' : ',';
  first_ = false;
  base::append_json_string(out_, name);
  out_ += ':';
  out_ += json;
}

void json_object::text(std::string_view name, std::string_view value) { raw(name, quoted(value)); }

void json_object::number(std::string_view name, double value) {
  std::array<char, 400> digits{};  // the longest double without an exponent has 309 digits
  if (!std::isfinite(value)) return raw(name, "null");
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
  raw(name, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

std::string json_object::quoted(std::string_view value) {
  std::string out;
  base::append_json_string(out, value);
  return out;
}

void json_array::raw(std::string_view json) {
  out_ += out_.empty() ? '[' : ',';
  out_ += json;
}

namespace {

void append_indented(std::string& out, const json_tree& tree, const json_node& one, std::size_t level) {
  const bool object = one.holds == json_node::type::object;
  const bool holds_others = object || one.holds == json_node::type::list;
  bool first = true;
  if (!holds_others) return tree.append_text(out, one);
  out += object ? '{' : '[';
  tree.each(one, [&](const json_node& child) {
    out += first ? "\n" : ",\n";
    first = false;
    out.append(2 * (level + 1), ' ');
    if (object) {
      base::append_json_string(out, tree.key(child));
      out += ": ";
    }
    append_indented(out, tree, child, level + 1);
  });
  if (!first) out.append("\n").append(2 * level, ' ');
  out += object ? '}' : ']';
}

}  // namespace

std::string indented_json(std::string_view json) {
  const auto tree = parse_json(json, json.size(), 64);
  std::string out;
  append_indented(out, tree, tree.root(), 0);
  return out + "\n";
}

std::string one_line_json(std::string_view json) {
  const auto tree = parse_json(json, json.size(), 64);
  std::string out;
  tree.append_text(out, tree.root());
  return out;
}

}  // namespace record
