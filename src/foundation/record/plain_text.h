#pragma once
#include <algorithm>
#include <string_view>

namespace record {

// Whether people see what is written: no control characters besides tab and line ends, and none that turn the direction of
// writing around (U+202A–202E, U+2066–2069), which make a text read other than it is.
inline bool is_plain_text(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 ? c != '\t' && c != '\n' && c != '\r' : c == '\x7F'; };
  if (std::ranges::any_of(text, control)) return false;
  for (auto at = text.find("\xE2\x80"); at != std::string_view::npos; at = text.find("\xE2\x80", at + 1)) {
    if (at + 2 < text.size() && text[at + 2] >= '\xAA' && text[at + 2] <= '\xAE') return false;
  }
  for (auto at = text.find("\xE2\x81"); at != std::string_view::npos; at = text.find("\xE2\x81", at + 1)) {
    if (at + 2 < text.size() && text[at + 2] >= '\xA6' && text[at + 2] <= '\xA9') return false;
  }
  return true;
}

}  // namespace record
