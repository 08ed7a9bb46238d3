#include "foundation/web/cookie.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace web {
namespace {

// RFC 6265: cookie-octet; a name is narrower still (token), which these exclude with '='.
bool is_cookie_text(std::string_view text, bool is_name) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    const bool visible = c > ' ' && c < '\x7F';
    return visible && std::string_view("\",;\\").find(c) == std::string_view::npos &&
           !(is_name && std::string_view("=()<>@:/[]?{}").find(c) != std::string_view::npos);
  });
}

}  // namespace

std::string set_cookie(const cookie_options& what) {
  if (what.name.empty() || !is_cookie_text(what.name, true) || !is_cookie_text(what.value, false)) {
    throw std::invalid_argument("not a cookie: " + what.name);
  }
  std::string out = what.name + "=" + what.value + "; Path=" + what.path;
  if (what.max_age_s >= 0) out += "; Max-Age=" + std::to_string(what.max_age_s);
  out += "; HttpOnly; SameSite=Strict";
  if (what.secure) out += "; Secure";
  return out;
}

std::string clear_cookie(const std::string& name, bool secure, const std::string& path) {
  return set_cookie({.name = name, .value = "", .path = path, .max_age_s = 0, .secure = secure});
}

}  // namespace web
