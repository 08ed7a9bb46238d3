#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/matter/catalogue_text.h"
#include "engines/matter/kind.h"
#include "engines/matter/kind_keys.h"

// One map of a kind's file, read key by key. What is wrong is named once, at its line, and something harmless is returned.
namespace matter {

constexpr std::size_t longest_code = 60;
constexpr std::size_t most_entries = 200;  // fields, stages, steps, choices …

bool is_code(std::string_view text);  // small letters, digits and _, a letter first

// What is needed to read any part of a kind.
struct reading {
  fault_list& wrong;
  const catalogue& known;
  std::map<std::string, int, std::less<>>& lines;
};

struct whole_range {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t otherwise = 0;  // when the key is not there
};

class part {
 public:
  // Names unknown keys, and those demanded that are not there.
  part(const text_node& node, const key_table& table, reading& in, std::string path);

  [[nodiscard]] bool has(std::string_view key) const { return node_.find(key) != nullptr; }
  [[nodiscard]] const text_node* find(std::string_view key) const { return node_.find(key); }
  [[nodiscard]] int line() const { return node_.line; }
  [[nodiscard]] reading& in() const { return in_; }
  [[nodiscard]] std::string path_of(std::string_view key) const;
  void fault(std::string_view key, std::string code, std::string what, std::string remedy) const;  // at the key's line

  [[nodiscard]] std::string text(std::string_view key, std::size_t most_characters) const;
  [[nodiscard]] words name(std::size_t most_characters = 100) const;  // its own zh and en
  [[nodiscard]] words words_at(std::string_view key, std::size_t most_characters) const;
  [[nodiscard]] std::string code(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> codes(std::string_view key) const;
  [[nodiscard]] std::int64_t whole(std::string_view key, const whole_range& range) const;
  [[nodiscard]] std::optional<double> number(std::string_view key) const;
  [[nodiscard]] bool flag(std::string_view key) const { return maybe_flag(key).value_or(false); }
  [[nodiscard]] std::optional<bool> maybe_flag(std::string_view key) const;
  [[nodiscard]] std::optional<calendar::limit> limit(std::string_view key) const;
  // A limit that lasts: longer than nothing, and at most so many years.
  [[nodiscard]] std::optional<calendar::limit> lasting(std::string_view key, int most_years = 10) const;
  // The place of the word among words_of(choices); nothing when it is none of them.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key, std::string_view choices) const;
  [[nodiscard]] std::optional<area::level> level(std::string_view key) const;
  [[nodiscard]] std::vector<area::level> levels(std::string_view key) const;
  [[nodiscard]] std::string role(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> roles(std::string_view key) const;

  // The entries of a list.
  [[nodiscard]] std::span<const text_node> list(std::string_view key, std::size_t most = most_entries) const;
  [[nodiscard]] std::vector<part> parts(std::string_view key, std::string_view table, std::size_t most = most_entries) const;
  [[nodiscard]] std::optional<part> inner(std::string_view key, std::string_view table) const;

 private:
  [[nodiscard]] const text_node* scalar(std::string_view key, std::string_view wanted) const;
  [[nodiscard]] std::string translation(std::string_view key, std::size_t most_characters) const;
  [[nodiscard]] bool is_role(const text_node& node) const;

  const text_node& node_;
  reading& in_;
  std::string path_;
};

// Names a code that stands twice among these parts; `key` holds it.
void name_doubles(const std::vector<part>& parts, std::string_view key);

// [{code, zh, en}, …]
std::vector<choice_item> read_choices(const part& from, std::string_view key);

}  // namespace matter
