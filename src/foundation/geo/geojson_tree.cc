#include "foundation/geo/geojson_tree.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <vector>

#include "foundation/base/text.h"

namespace geo {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

// Builds the tree and remembers the first member that comes twice.
struct tree_builder {
  static constexpr std::size_t max_object_size = SIZE_MAX;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  struct level {
    bool is_object = false;
    std::size_t index = 0;          // of the present element of an array
    std::vector<std::string> keys;  // of an object, the present one last
  };

  explicit tree_builder(const json::storage_ptr& storage) : stack(storage) { stack.reset(storage); }

  json::value_stack stack;
  std::vector<level> levels;
  std::string key;
  std::string duplicate;  // pointer; empty: none

  void count_element() {
    if (!levels.empty() && !levels.back().is_object) ++levels.back().index;
  }
  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const level& l : levels) out += l.is_object ? (l.keys.empty() ? "" : pointer_step(l.keys.back())) : "/" + std::to_string(l.index);
    return out;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    levels.push_back({.is_object = true, .index = 0, .keys = {}});
    return true;
  }
  bool on_object_end(std::size_t n, error_code& error) {
    // Compared at the end, by sorting: an object of a million members takes no longer than it should.
    auto names = levels.back().keys;
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    levels.back().keys.clear();
    if (twice != names.end()) {
      duplicate = pointer() + pointer_step(*twice);
      error = json::error::syntax;
      return false;
    }
    levels.pop_back();
    stack.push_object(n);
    count_element();
    return true;
  }
  bool on_array_begin(error_code&) {
    levels.push_back({});
    return true;
  }
  bool on_array_end(std::size_t n, error_code&) {
    levels.pop_back();
    stack.push_array(n);
    count_element();
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    key.append(part.data(), part.size());
    stack.push_chars(part);
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code&) {
    key.append(part.data(), part.size());
    levels.back().keys.push_back(std::move(key));
    key.clear();
    stack.push_key(part);
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    stack.push_string(part);
    count_element();
    return true;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code&) {
    stack.push_int64(number);
    count_element();
    return true;
  }
  bool on_uint64(std::uint64_t number, string_view, error_code&) {
    stack.push_uint64(number);
    count_element();
    return true;
  }
  bool on_double(double number, string_view, error_code&) {
    stack.push_double(number);
    count_element();
    return true;
  }
  bool on_bool(bool truth, error_code&) {
    stack.push_bool(truth);
    count_element();
    return true;
  }
  bool on_null(error_code&) {
    stack.push_null();
    count_element();
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

json_tree refused(std::string code, std::string detail, std::string remedy, std::string pointer = {}) {
  return {.root = nullptr,
          .fault = geojson_fault{.pointer = std::move(pointer), .code = std::move(code), .detail = std::move(detail), .remedy = std::move(remedy)}};
}

json_tree refused_text(const tree_builder& builder, const error_code& error, std::size_t offset) {
  const std::string where = "at byte " + std::to_string(offset);
  if (!builder.duplicate.empty()) {
    return refused("duplicate_key", "A member is named twice in one object.", "Remove or rename one of them.", builder.duplicate);
  }
  if (error == json::error::too_deep)
    return refused("too_deep", "It is nested too deep " + where + ".", "Flatten what lies in the properties.", builder.pointer());
  if (error == json::error::incomplete) return refused("not_json", "The text ends too early, " + where + ".", "Send the whole file.");
  return refused("not_json", "This is not JSON " + where + ": " + error.message() + ".", "Correct the text there; numbers like NaN are not JSON.",
                 builder.pointer());
}

}  // namespace

std::string pointer_step(std::string_view name) {
  std::string out = "/";
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

json_tree parse_json(std::string_view text, const geojson_options& options, const json::storage_ptr& storage) {
  if (text.size() > options.max_bytes) {
    return refused("too_large", "The text has " + std::to_string(text.size()) + " bytes; at most " + std::to_string(options.max_bytes) + " are read.",
                   "Split it, or simplify the lines.");
  }
  if (!base::is_utf8(text)) return refused("not_utf8", "The text is not UTF-8.", "Save it as UTF-8 and send it again.");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark may be ignored, RFC 8259 §8.1
  json::parse_options strict;
  strict.max_depth = options.max_depth;
  json::basic_parser<tree_builder> parser(strict, storage);
  error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && base::trim(text.substr(read)).size() > 0) error = json::error::extra_data;
  if (error) return refused_text(parser.handler(), error, read);
  return {.root = parser.handler().stack.release(), .fault = std::nullopt};
}

}  // namespace geo
