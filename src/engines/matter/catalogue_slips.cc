#include "engines/matter/catalogue_slips.h"

#include <algorithm>
#include <vector>

#include "foundation/base/text.h"

namespace matter {
namespace {

constexpr std::string_view wide_colon = "：", wide_comma = "，", wide_pause = "、";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::string_view after_spaces(std::string_view text) {
  const auto at = text.find_first_not_of(' ');
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

std::string_view word_at(std::string_view text) {
  return text.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin()));
}

// "key:" with a space or the end behind it, or with a full-width colon.
bool begins_with_key(std::string_view text) {
  const auto word = word_at(text);
  if (word.empty()) return false;
  const auto rest = text.substr(word.size());
  return rest == ":" || rest.starts_with(": ") || rest.starts_with(wide_colon);
}

struct bracket {
  char closer = '}';
  int line = 0;
  std::size_t indent = 0;  // of its line
};

class scanner {
 public:
  std::optional<slip> scan(std::string_view text) {
    for (const auto line : base::split(text, '\n')) {
      ++number_;
      read_line(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
      if (found_) return found_;
    }
    if (!open_.empty()) tell_open(open_.front());
    return found_;
  }

 private:
  void tell(std::string code, std::string what, std::string remedy) {
    if (!found_) found_ = slip{.line = number_, .code = std::move(code), .what = std::move(what), .remedy = std::move(remedy)};
  }
  void tell_open(const bracket& one) {
    number_ = one.line;
    const std::string opener(1, one.closer == '}' ? '{' : '[');
    tell("open_bracket", "what begins with " + opener + " here is never closed", std::string("Put the ") + one.closer + " where it ends.");
  }
  void tell_wide(std::string_view sign, const char* meant) {
    tell("full_width", "a full-width " + std::string(sign) + " stands where YAML needs " + meant,
         std::string("Type ") + meant + " and a space behind it, with the English keyboard.");
  }

  void read_line(std::string_view line) {
    indent_ = line.size() - after_spaces(line).size();
    const auto words = line.substr(std::min(indent_, line.size()));
    if (words.empty()) return;
    if (in_block_ && indent_ > block_indent_) return;
    in_block_ = false;
    if (!open_.empty() && indent_ <= open_.front().indent && (words.starts_with("- ") || begins_with_key(words))) {
      tell_open(open_.front());
      return;
    }
    read_words(words);
  }

  void read_words(std::string_view words) {
    bool begins = true;  // a value or key can begin here
    for (std::size_t i = 0; i < words.size() && !found_;) {
      const auto rest = words.substr(i);
      if (rest[0] == '#' && (i == 0 || words[i - 1] == ' ')) break;
      if (begins && (rest[0] == '"' || rest[0] == '\'')) {
        i += quoted(rest);
        begins = false;
        continue;
      }
      look_for_wide(rest, begins, i > 0 ? words[i - 1] : ' ');
      if (begins && (rest.starts_with("|") || rest.starts_with(">")) && open_.empty()) {
        in_block_ = true;
        block_indent_ = indent_;
        return;
      }
      begins = step_over(rest, begins);
      ++i;
    }
  }

  // Brackets, and whether something can begin behind this character.
  bool step_over(std::string_view rest, bool begins) {
    const char c = rest[0];
    if ((c == '{' || c == '[') && (begins || !open_.empty())) {
      open_.push_back({.closer = c == '{' ? '}' : ']', .line = number_, .indent = indent_});
      return true;
    }
    if ((c == '}' || c == ']') && !open_.empty()) {
      if (open_.back().closer != c) tell_open(open_.back());
      open_.pop_back();
    }
    const bool ends_word = rest.size() == 1 || rest[1] == ' ';
    if ((c == ':' && ends_word) || (c == ',' && !open_.empty()) || (c == '-' && begins && ends_word)) return true;
    return c == ' ' && begins;
  }

  // The length of the text in quotes; told when it goes on over its line.
  std::size_t quoted(std::string_view rest) {
    const char quote = rest[0];
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (quote == '"' && rest[i] == '\\') {
        ++i;
      } else if (rest[i] == quote) {
        if (quote != '\'' || rest.substr(i + 1).substr(0, 1) != "'") return i + 1;
        ++i;
      }
    }
    tell("open_quote", "the text in quotes that begins here does not end on this line",
         "Put the closing quote; a long text can stand on the lines below `key: |`.");
    return rest.size();
  }

  void look_for_wide(std::string_view rest, bool begins, char before) {
    if (begins && is_word(rest[0]) && !is_word(before) && rest.substr(word_at(rest).size()).starts_with(wide_colon)) tell_wide(wide_colon, ":");
    if (rest.starts_with(wide_comma) && begins_with_key(after_spaces(rest.substr(wide_comma.size())))) tell_wide(wide_comma, ",");
    if (open_.empty() || open_.back().closer != ']' || !is_word(before)) return;
    for (const auto sign : {wide_comma, wide_pause}) {
      const auto next = rest.starts_with(sign) ? after_spaces(rest.substr(sign.size())) : std::string_view();
      if (!next.empty() && is_word(next[0])) tell_wide(sign, ",");
    }
  }

  std::optional<slip> found_;
  std::vector<bracket> open_;
  int number_ = 0;
  std::size_t indent_ = 0, block_indent_ = 0;
  bool in_block_ = false;
};

}  // namespace

std::optional<slip> find_slip(std::string_view text) { return scanner().scan(text); }

}  // namespace matter
