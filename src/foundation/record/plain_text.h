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

// Whether nobody sees anything of it: empty, or white space and signs without a shape only (wide and unbroken spaces, spaces of no
// width, fillers, the soft hyphen).
inline bool is_blank(std::string_view text) {
  constexpr std::string_view unseen[] = {
      "\xC2\x85",     "\xC2\xA0",     "\xC2\xAD",     "\xE1\x85\x9F", "\xE1\x85\xA0", "\xE1\x9A\x80", "\xE1\xA0\x8E", "\xE2\x80\x80", "\xE2\x80\x81",
      "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A",
      "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
      "\xE2\x81\xA0", "\xE2\xA0\x80", "\xE3\x80\x80", "\xE3\x85\xA4", "\xEF\xBB\xBF", "\xEF\xBE\xA0"};
  while (!text.empty()) {
    std::size_t width = text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r') ? 1 : 0;
    for (const auto one : unseen) {
      if (text.starts_with(one)) width = one.size();
    }
    if (width == 0) return false;
    text.remove_prefix(width);
  }
  return true;
}

}  // namespace record
