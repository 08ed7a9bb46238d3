#pragma once
#include <cstdint>
#include <string>

namespace web {

struct cookie_options {
  std::string name;
  std::string value;  // of cookie characters: no space, quote, comma, semicolon, backslash or control character
  std::string path = "/";
  std::int64_t max_age_s = -1;  // negative: until the browser closes
  bool secure = true;           // sent back over TLS only; false only where the server itself speaks plain HTTP
};

// The value of Set-Cookie: HttpOnly and SameSite=Strict always. std::invalid_argument when name or value hold characters
// that a cookie must not have.
std::string set_cookie(const cookie_options& what);
// The value of Set-Cookie that removes it.
std::string clear_cookie(const std::string& name, bool secure, const std::string& path = "/");

}  // namespace web
