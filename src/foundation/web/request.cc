#include "foundation/web/request.h"

#include <array>
#include <stdexcept>

#include "foundation/base/text.h"

namespace web {
namespace {

struct method_name {
  method verb;
  std::string_view text;
};

constexpr std::array<method_name, 7> method_names{{{method::get, "GET"},
                                                   {method::head, "HEAD"},
                                                   {method::post, "POST"},
                                                   {method::put, "PUT"},
                                                   {method::patch, "PATCH"},
                                                   {method::remove, "DELETE"},
                                                   {method::options, "OPTIONS"}}};

std::optional<std::string_view> find_value(const std::vector<name_value>& list, std::string_view name) {
  for (const auto& one : list) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

std::string_view without_quotes(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2) : text;
}

// Finds a cookie in one Cookie field: pairs name=value parted by ';' (RFC 6265bis).
std::optional<std::string_view> cookie_of(std::string_view field, std::string_view name) {
  while (!field.empty()) {
    const auto end = field.find(';');
    const auto pair = base::trim(field.substr(0, end));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return without_quotes(pair.substr(equals + 1));
    if (end == std::string_view::npos) break;
    field.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace

std::string_view method_text(method verb) { return method_names.at(static_cast<std::size_t>(verb)).text; }

std::optional<method> method_from_text(std::string_view text) {
  for (const auto& known : method_names) {
    if (known.text == text) return known.verb;
  }
  return std::nullopt;
}

bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    if (small(a[i]) != small(b[i])) return false;
  }
  return true;
}

std::optional<std::string_view> request::header(std::string_view name) const {
  for (const auto& field : head.fields) {
    if (same_text(head.name(field), name)) return head.value(field);
  }
  return std::nullopt;
}

std::optional<std::string_view> request::cookie(std::string_view name) const {
  for (const auto& field : head.fields) {
    if (!same_text(head.name(field), "cookie")) continue;
    if (const auto found = cookie_of(head.value(field), name)) return found;
  }
  return std::nullopt;
}

std::optional<std::string_view> request::query_value(std::string_view name) const { return find_value(query, name); }

std::string_view request::parameter(std::string_view name) const {
  const auto found = find_value(parameters, name);
  if (!found) throw std::logic_error("the route has no parameter " + std::string(name));
  return *found;
}

}  // namespace web
