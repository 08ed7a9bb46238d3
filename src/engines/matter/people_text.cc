#include "engines/matter/people_text.h"

#include "engines/matter/people_words.h"

namespace matter {
namespace {

// Traditional characters of the words that are looked for, each before its simplified one.
constexpr std::u32string_view traditional =
    U"證证號号護护戶户車车臉脸紋纹電电話话機机聯联繫系係系領领導导員员責责辦办當当報报訪访買买購购業业駕驾駛驶傷伤齡龄屬属單单顧顾遊游學学師师"
    U"職职檢检緝缉籤签簽签簿簿銀银賬账帳账歷历歲岁別别籍籍貫贯國国虹虹體体對对象象點点眾众羣群對对關关輿舆論论網网黨党無无賓宾遷迁動动積积"
    U"評评數数據据庫库檔档資资訊讯誌志記记錄录覽览寫写時时間间嬰婴兒儿監监獄狱親亲僱雇傭佣僑侨";

char32_t simplified(char32_t c) {
  for (std::size_t i = 0; i + 1 < traditional.size(); i += 2) {
    if (traditional[i] == c) return traditional[i + 1];
  }
  return c;
}

bool is_unseen(char32_t c) {
  return c == 0xAD || c == 0x34F || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F);
}

bool is_han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF); }

bool ends_clause(char32_t c) {
  constexpr std::u32string_view marks = U"\n.,;:!?()[]{}，。；：！？（）【】《》「」";
  return marks.find(c) != std::u32string_view::npos;
}

// The next character of well-formed UTF-8 (bytes that are not stand for themselves).
char32_t take(std::string_view& rest) {
  const auto first = static_cast<unsigned char>(rest.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 1 || rest.size() < length) {
    rest.remove_prefix(1);
    return first;
  }
  auto c = static_cast<char32_t>(first & (0xFF >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) c = (c << 6) | (static_cast<unsigned char>(rest[i]) & 0x3F);
  rest.remove_prefix(length);
  return c;
}

void append(std::string& out, char32_t c) {
  if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
  }
  out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  out += static_cast<char>(0x80 | (c & 0x3F));
}

bool is_or_plural(std::string_view is, std::string_view word) { return is == word || (is.ends_with('s') && is.substr(0, is.size() - 1) == word); }

// Whether the word is the phrase without its spaces: "idnumber".
bool is_joined(std::string_view is, std::string_view phrase) {
  if (is.ends_with('s') && !phrase.ends_with('s')) is.remove_suffix(1);
  for (const char c : phrase) {
    if (c == ' ') continue;
    if (is.empty() || is.front() != c) return false;
    is.remove_prefix(1);
  }
  return is.empty();
}

// How many words from there on are the phrase; 0 when they are not.
std::size_t words_at(const clause& in, std::size_t at, std::string_view phrase) {
  if (in.words[at].front() != phrase.front()) return 0;
  if (is_joined(in.words[at], phrase)) return 1;
  std::size_t length = 0;
  for (auto rest = phrase; at + length < in.words.size(); ++length) {
    const auto end = rest.find(' ');
    if (end == std::string_view::npos) return is_or_plural(in.words[at + length], rest) ? length + 1 : 0;
    if (!is_or_plural(in.words[at + length], rest.substr(0, end))) return 0;
    rest.remove_prefix(end + 1);
  }
  return 0;
}

}  // namespace

bool is_chinese(std::string_view word) { return static_cast<unsigned char>(word.front()) >= 0x80; }

std::vector<clause> clauses_of(std::string_view text) {
  std::vector<clause> out(1);
  bool in_word = false;
  while (!text.empty()) {
    auto c = take(text);
    if (is_unseen(c) || c == '\'' || c == U'\u2019') continue;  // "driver's" reads as "drivers"
    if (c >= 0xFF01 && c <= 0xFF5E && !ends_clause(c)) c -= 0xFEE0;
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    auto& last = out.back();
    if (is_letter && !in_word) last.words.emplace_back();
    if (is_letter) last.words.back() += static_cast<char>(c);
    in_word = is_letter;
    if (is_han(c)) append(last.han, simplified(c));
    if (c == U'、') last.han += '|';
    if (ends_clause(c) && !last.is_empty()) out.emplace_back();
  }
  if (out.back().is_empty()) out.pop_back();
  return out;
}

bool find_word(const clause& in, std::string_view word, std::size_t from, found_word& found) {
  if (is_chinese(word)) {
    const auto at = in.han.find(word, from);
    found = {.at = at, .length = word.size()};
    return at != std::string::npos;
  }
  for (auto at = from; at < in.words.size(); ++at) {
    const auto length = words_at(in, at, word);
    if (length == 0) continue;
    found = {.at = at, .length = length};
    return true;
  }
  return false;
}

std::vector<clause> without_harmless(std::vector<clause> clauses) {
  found_word found;
  for (auto& one : clauses) {
    for (const auto name : harmless_names()) {
      while (find_word(one, name, 0, found)) {
        if (is_chinese(name)) {
          one.han.replace(found.at, found.length, "|");
        } else {
          const auto first = one.words.begin() + static_cast<std::ptrdiff_t>(found.at);
          *first = "-";
          one.words.erase(first + 1, first + static_cast<std::ptrdiff_t>(found.length));
        }
      }
    }
  }
  return clauses;
}

bool is_all(const std::vector<clause>& clauses, std::string_view word) {
  if (clauses.size() != 1) return false;
  const auto& only = clauses.front();
  if (is_chinese(word)) return only.han == word;
  found_word found;
  return only.han.empty() && find_word(only, word, 0, found) && found.at == 0 && found.length == only.words.size();
}

}  // namespace matter
