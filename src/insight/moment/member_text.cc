#include "insight/moment/member_text.h"

#include "foundation/base/text.h"

namespace moment {
namespace {

constexpr auto none = std::string_view::npos;

// The place behind the string that begins at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t skip_white(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

// The place behind the value that begins at `at`: at the comma or brace that follows it.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  return at;
}

}  // namespace

std::string_view find_member(std::string_view object, std::string_view name) {
  std::size_t at = skip_white(object, 0);
  if (at >= object.size() || object[at] != '{') return {};
  for (;;) {
    at = skip_white(object, at + 1);
    if (at >= object.size() || object[at] != '"') return {};
    const auto end = end_of_string(object, at);
    const auto found = object.substr(at + 1, end - at - 2);
    const auto colon = object.find(':', end);
    if (colon == none) return {};
    const auto begin = skip_white(object, colon + 1);
    at = end_of_value(object, begin);
    if (found == name) return object.substr(begin, at - begin);
    if (at >= object.size() || object[at] != ',') return {};
  }
}

std::string_view text_member(std::string_view object, std::string_view name) {
  auto value = find_member(object, name);
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  if (value.size() < 2 || value.front() != '"' || value.find('\\') != none) return {};
  return value.substr(1, value.size() - 2);
}

std::optional<base::instant> time_member(std::string_view object, std::string_view name) {
  return base::instant_from_rfc3339(text_member(object, name));
}

std::optional<std::int64_t> integer_member(std::string_view object, std::string_view name) { return base::parse_int(find_member(object, name)); }

void set_member(std::string& object, std::string_view name, std::string_view json) {
  const auto value = find_member(object, name);
  if (value.empty()) return;
  object.replace(static_cast<std::size_t>(value.data() - object.data()), value.size(), json);
}

}  // namespace moment
