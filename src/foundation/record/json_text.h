#pragma once
#include <string>
#include <string_view>

namespace record {

// Builds one JSON object, member by member, for texts no record describes.
class json_object {
 public:
  void raw(std::string_view name, std::string_view json);  // json: valid JSON text
  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, double value);  // a whole number without decimals; null when not finite
  [[nodiscard]] std::string done() const { return first_ ? "{}" : out_ + "}"; }
  static std::string quoted(std::string_view value);

 private:
  std::string out_;
  bool first_ = true;
};

// Builds one JSON list, item by item.
class json_array {
 public:
  void raw(std::string_view json);
  void text(std::string_view value) { raw(json_object::quoted(value)); }
  [[nodiscard]] std::string done() const { return out_.empty() ? "[]" : out_ + "]"; }

 private:
  std::string out_;
};

// The same JSON with line ends and two spaces per level, ended by a line end. base::problem not_json when it is none.
std::string indented_json(std::string_view json);
// The same JSON without white space between its tokens, so that it stands on one line; same problem.
std::string one_line_json(std::string_view json);

}  // namespace record
