#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "foundation/base/text.h"
#include "town/gazetteer/gazetteer.h"

namespace gazetteer {
namespace {

using word_pair = std::pair<std::string_view, std::string_view>;

// Abbreviations of road names in English, as maps and callers use them.
constexpr std::array<word_pair, 27> abbreviations{{
    {"st", "street"},   {"str", "street"},   {"ave", "avenue"},   {"av", "avenue"},    {"blvd", "boulevard"}, {"rd", "road"},      {"dr", "drive"},
    {"ln", "lane"},     {"ct", "court"},     {"pl", "place"},     {"hwy", "highway"},  {"fwy", "freeway"},    {"pkwy", "parkway"}, {"sq", "square"},
    {"ter", "terrace"}, {"cir", "circle"},   {"brg", "bridge"},   {"br", "bridge"},    {"n", "north"},        {"s", "south"},      {"e", "east"},
    {"w", "west"},      {"ne", "northeast"}, {"nw", "northwest"}, {"se", "southeast"}, {"sw", "southwest"},   {"mt", "mount"},
}};

// Latin letters with accents, U+00C0 … U+017F, by their plain letter; two-letter ones (æ, ß) written out.
struct letter_range {
  char32_t first, last;
  std::string_view plain;
};
constexpr std::array<letter_range, 37> plain_letters{{
    {0xC0, 0xC5, "a"},   {0xC6, 0xC6, "ae"},  {0xC7, 0xC7, "c"},   {0xC8, 0xCB, "e"},   {0xCC, 0xCF, "i"},   {0xD0, 0xD0, "d"},   {0xD1, 0xD1, "n"},
    {0xD2, 0xD6, "o"},   {0xD8, 0xD8, "o"},   {0xD9, 0xDC, "u"},   {0xDD, 0xDD, "y"},   {0xDF, 0xDF, "ss"},  {0xE0, 0xE5, "a"},   {0xE6, 0xE6, "ae"},
    {0xE7, 0xE7, "c"},   {0xE8, 0xEB, "e"},   {0xEC, 0xEF, "i"},   {0xF0, 0xF0, "d"},   {0xF1, 0xF1, "n"},   {0xF2, 0xF6, "o"},   {0xF8, 0xF8, "o"},
    {0xF9, 0xFC, "u"},   {0xFD, 0xFD, "y"},   {0xFF, 0xFF, "y"},   {0x100, 0x105, "a"}, {0x106, 0x10D, "c"}, {0x10E, 0x111, "d"}, {0x112, 0x11B, "e"},
    {0x11C, 0x123, "g"}, {0x128, 0x131, "i"}, {0x139, 0x142, "l"}, {0x143, 0x148, "n"}, {0x14C, 0x151, "o"}, {0x154, 0x159, "r"}, {0x15A, 0x161, "s"},
    {0x168, 0x173, "u"}, {0x179, 0x17E, "z"},
}};

// Takes one code point from the head of well-formed UTF-8.
char32_t take_code_point(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = std::min<std::size_t>(lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, text.size());
  char32_t code = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(length);
  return code;
}

// Letters and digits as they are compared; anything else parts words.
std::string plain_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t code = take_code_point(text);
    const auto bytes = before.substr(0, before.size() - text.size());
    if (code < 0x80) {
      const char c = static_cast<char>(code);
      const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      out += keeps ? c : (c >= 'A' && c <= 'Z') ? static_cast<char>(c + 32) : c == '\'' ? '\0' : ' ';
      if (out.back() == '\0') out.pop_back();  // O'Neill and ONeill are one
      continue;
    }
    const auto found =
        std::find_if(plain_letters.begin(), plain_letters.end(), [&](const letter_range& r) { return code >= r.first && code <= r.last; });
    if (found != plain_letters.end()) {
      out += found->plain;
    } else {
      const bool punctuation = (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x303F) || (code >= 0xFF00 && code <= 0xFF0F);
      out += punctuation ? std::string_view(" ") : bytes;
    }
  }
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const auto word : base::split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

// 0 when the words differ too much to be the same word mistyped.
bool alike(std::string_view a, std::string_view b) {
  if (a.size() < 4) return a == b;
  const std::size_t allowed = a.size() >= 8 ? 2 : 1;
  if (a.size() > b.size() + allowed || b.size() > a.size() + allowed) return false;
  return base::edit_distance(a, b) <= allowed;
}

template <class Fits>
bool every_word_fits(std::string_view query, std::string_view name, Fits fits) {
  const auto name_words = words_of(name);
  const auto query_words = words_of(query);
  return !query_words.empty() && std::all_of(query_words.begin(), query_words.end(), [&](std::string_view word) {
    return std::any_of(name_words.begin(), name_words.end(), [&](std::string_view other) { return fits(word, other); });
  });
}

// Longer names fit a little less: "Main Street" before "Main Street Bridge".
int less_for_length(std::string_view query, std::string_view name) {
  return static_cast<int>(std::min<std::size_t>(name.size() > query.size() ? name.size() - query.size() : 0, 90));
}

}  // namespace

std::string fold_name(std::string_view text) {
  std::string out;
  const std::string plain = plain_text(text);
  for (const auto word : words_of(plain)) {
    const auto found = std::find_if(abbreviations.begin(), abbreviations.end(), [&](const word_pair& pair) { return pair.first == word; });
    if (!out.empty()) out += ' ';
    out += found == abbreviations.end() ? word : found->second;
  }
  return out;
}

int fit_of(std::string_view query, std::string_view name) {
  if (query.empty() || name.empty()) return 0;
  if (query == name) return 1000;
  if (name.starts_with(query)) return 900 - less_for_length(query, name);
  if (every_word_fits(query, name, [](std::string_view word, std::string_view other) { return other.starts_with(word); })) {
    return 800 - less_for_length(query, name);
  }
  const bool ascii = std::all_of(query.begin(), query.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if ((!ascii || query.size() >= 4) && name.find(query) != std::string_view::npos) return 600 - less_for_length(query, name);
  return 0;
}

int forgiving_fit_of(std::string_view query, std::string_view name) {
  return every_word_fits(query, name, alike) ? 400 - less_for_length(query, name) : 0;
}

std::optional<std::pair<std::string, std::string>> crossing_parts(std::string_view query) {
  std::string text(base::trim(query));
  for (const std::string_view tail : {"交叉口", "路口", "交汇处"}) {
    if (text.size() > tail.size() && text.ends_with(tail)) {
      text.resize(text.size() - tail.size());
      // "中山路路口" asks for the road's own crossing, not for two roads; only a separator below makes two.
    }
  }
  for (const std::string_view mark : {" & ", "&", " / ", "/", " @ ", "@", " and ", " AND ", " x ", "×", "与", "和", "、"}) {
    const auto at = text.find(mark);
    if (at == std::string::npos) continue;
    std::string left = fold_name(std::string_view(text).substr(0, at));
    std::string right = fold_name(std::string_view(text).substr(at + mark.size()));
    if (!left.empty() && !right.empty()) return std::pair{std::move(left), std::move(right)};
  }
  return std::nullopt;
}

std::optional<base::position> position_from_text(std::string_view text) {
  std::string plain(text);
  for (char& c : plain) {
    if (c == ',' || c == ';') c = ' ';
  }
  const auto words = words_of(plain);
  if (words.size() != 2) return std::nullopt;
  const auto first = base::parse_double(words[0]);
  const auto second = base::parse_double(words[1]);
  if (!first || !second || words[0].find('.') == std::string_view::npos || words[1].find('.') == std::string_view::npos) return std::nullopt;
  const base::position where = std::abs(*first) > 90 ? base::position{*first, *second} : base::position{*second, *first};
  if (std::abs(where.lon) > 180 || std::abs(where.lat) > 90) return std::nullopt;
  return where;
}

}  // namespace gazetteer
