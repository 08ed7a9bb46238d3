#include "engines/matter/kind_part.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "foundation/base/text.h"

namespace matter {
namespace {

constexpr const char* code_rule = "Write small letters, digits and _, a letter first, 60 at most.";

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::vector<std::string> names_of(std::span<const key_rule> rules) {
  std::vector<std::string> out;
  for (const auto& rule : rules) out.emplace_back(rule.key);
  return out;
}

// A text that is the same in both languages is no translation, unless it is figures and signs only.
bool has_letters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; });
}

// A character of the Han script, by the first byte of its UTF-8: U+4000 to U+9FFF, the rarer ones beside.
bool has_chinese(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xE4 && static_cast<unsigned char>(c) <= 0xE9; });
}

std::string range_text(std::int64_t low, std::int64_t high) { return "from " + std::to_string(low) + " to " + std::to_string(high); }

}  // namespace

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= longest_code && text.front() >= 'a' && text.front() <= 'z' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

part::part(const text_node& node, const key_table& table, reading& in, std::string path) : node_(node), in_(in), path_(std::move(path)) {
  if (!path_.empty()) in_.lines.emplace(path_, node.line);
  if (node.is != text_node::shape::map) {
    const auto known = joined(names_of(table.keys));
    in_.wrong.add(node.line, "wrong_type", std::string(table.called) + " must be a map of keys",
                  "Write {key: value, …} with these keys: " + known + ".");
    return;
  }
  std::string meant;  // what was misspelled is not missing, too
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    in_.lines.emplace(path_of(node.keys[i]), node.key_lines[i]);
    if (std::ranges::find(table.keys, node.keys[i], &key_rule::key) != table.keys.end()) continue;
    const auto known = names_of(table.keys);
    const auto near = is_code(node.keys[i]) ? nearest(node.keys[i], known) : std::string();
    meant += near;
    in_.wrong.add(node.key_lines[i], "unknown_key", "unknown key " + node.keys[i].substr(0, 80) + near,
                  is_code(node.keys[i]) ? "The keys of " + std::string(table.called) + " are " + joined(known) + "."
                                        : "If it belongs to the text before it, put the whole text in quotes: a comma ends it otherwise.");
  }
  for (const auto& rule : table.keys) {
    if (rule.how != need::demanded || node.find(rule.key) != nullptr || meant.find(" " + std::string(rule.key) + "?") != std::string::npos) continue;
    in_.wrong.add(node.line_of(rule.key), "missing_key", std::string(rule.key) + " is missing", "Write " + std::string(rule.key) + ": …");
  }
}

std::string part::path_of(std::string_view key) const { return path_.empty() ? std::string(key) : path_ + "." + std::string(key); }

void part::fault(std::string_view key, std::string code, std::string what, std::string remedy) const {
  in_.wrong.add(node_.line_of(key), std::move(code), std::move(what), std::move(remedy));
}

const text_node* part::scalar(std::string_view key, std::string_view wanted) const {
  const auto* value = node_.find(key);
  if (value == nullptr || value->is == text_node::shape::text) return value;
  fault(key, "wrong_type", std::string(key) + " must be " + std::string(wanted), "Write one value, without [ ] or { }.");
  return nullptr;
}

std::string part::text(std::string_view key, std::size_t most_characters) const {
  const auto* value = scalar(key, "one text");
  if (value == nullptr) return {};
  if (base::count_code_points(value->text) > most_characters) {
    fault(key, "too_long", std::string(key) + " has more than " + std::to_string(most_characters) + " characters", "Shorten it.");
    return {};
  }
  return value->text;
}

std::string part::translation(std::string_view key, std::size_t most_characters) const {
  auto out = text(key, most_characters);
  const auto* value = node_.find(key);
  if (value == nullptr || (value->is == text_node::shape::text && base::trim(value->text).empty())) {
    fault(key, "missing_translation", std::string(key) + " is missing or empty", "Every name stands in both languages, zh and en.");
  }
  return out;
}

words part::name(std::size_t most_characters) const {
  if (node_.is != text_node::shape::map) return {};
  words both{.zh = translation("zh", most_characters), .en = translation("en", most_characters)};
  if (!both.zh.empty() && both.zh == both.en && has_letters(both.zh)) {
    const bool is_chinese = std::ranges::any_of(both.zh, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    fault(is_chinese ? "en" : "zh", "untranslated", "zh and en are the same text: " + both.zh, "Translate it into the other language.");
  } else if (has_chinese(both.en)) {
    fault("en", "untranslated", "en is written in Chinese: " + both.en, "Translate it into English.");
  } else if (has_letters(both.zh) && !has_chinese(both.zh)) {
    fault("zh", "untranslated", "zh holds no Chinese: " + both.zh, "Translate it into Chinese.");
  }
  return both;
}

words part::words_at(std::string_view key, std::size_t most_characters) const {
  const auto both = inner(key, "words");
  return both ? both->name(most_characters) : words{};
}

std::string part::code(std::string_view key) const {
  const auto* value = scalar(key, "a code");
  if (value == nullptr) return {};
  if (!is_code(value->text)) fault(key, "bad_code", std::string(key) + " is no code: " + value->text.substr(0, 80), code_rule);
  return value->text;
}

std::vector<std::string> part::codes(std::string_view key) const {
  std::vector<std::string> out;
  for (const auto& node : list(key)) {
    if (node.is != text_node::shape::text || !is_code(node.text)) {
      in_.wrong.add(node.line, "bad_code", std::string(key) + " holds something that is no code: " + node.text.substr(0, 80), code_rule);
    } else if (std::ranges::find(out, node.text) != out.end()) {
      in_.wrong.add(node.line, "duplicate_code", std::string(key) + " names " + node.text + " twice", "Keep one of the two.");
    } else {
      out.push_back(node.text);
    }
  }
  return out;
}

std::int64_t part::whole(std::string_view key, const whole_range& range) const {
  const auto* value = scalar(key, "a whole number");
  if (value == nullptr) return range.otherwise;
  const auto number = base::parse_int(value->text);
  const auto allowed = range_text(range.low, range.high);
  if (!number || !value->plain) {
    fault(key, "wrong_type", std::string(key) + " must be a whole number, not " + value->text.substr(0, 80), "Write a number " + allowed + ".");
  } else if (*number < range.low || *number > range.high) {
    fault(key, "out_of_range", std::string(key) + " is " + value->text, "Write a number " + allowed + ".");
  } else {
    return *number;
  }
  return range.otherwise;
}

std::optional<double> part::number(std::string_view key) const {
  const auto* value = scalar(key, "a number");
  if (value == nullptr) return std::nullopt;
  const auto number = base::parse_double(value->text);
  if (number && value->plain && std::isfinite(*number) && std::abs(*number) <= 1e12) return number;
  fault(key, number && std::isfinite(*number) && value->plain ? "out_of_range" : "wrong_type",
        std::string(key) + " must be a number, not " + value->text.substr(0, 80), "Write a number from -1000000000000 to 1000000000000.");
  return std::nullopt;
}

std::optional<bool> part::maybe_flag(std::string_view key) const {
  const auto* value = scalar(key, "true or false");
  if (value == nullptr) return std::nullopt;
  if (value->plain && (value->text == "true" || value->text == "false")) return value->text == "true";
  fault(key, "wrong_type", std::string(key) + " must be true or false, not " + value->text.substr(0, 80), "Write true or false.");
  return std::nullopt;
}

std::optional<calendar::limit> part::limit(std::string_view key) const {
  const auto* value = scalar(key, "a time");
  if (value == nullptr) return std::nullopt;
  const auto limit = calendar::limit_from_text(value->text);
  if (!limit) {
    fault(key, "bad_limit", std::string(key) + " is no time: " + value->text.substr(0, 80),
          "Write a number and minutes, hours, days, working_days, months or years, for instance 5 working_days.");
  }
  return limit;
}

std::optional<calendar::limit> part::lasting(std::string_view key, int most_years) const {
  const auto found = limit(key);
  if (!found) return found;
  if (found->amount == 0) {
    fault(key, "out_of_range", std::string(key) + " is no time at all: it would be over when it begins", "Write how long it lasts.");
  } else if (about_minutes(*found) > std::int64_t{most_years} * 366 * 24 * 60) {
    fault(key, "out_of_range", std::string(key) + " is longer than " + std::to_string(most_years) + " years",
          "Write a time somebody will live to see.");
  }
  return found;
}

std::optional<std::size_t> part::choice(std::string_view key, std::string_view choices) const {
  const auto* value = scalar(key, "one word");
  if (value == nullptr) return std::nullopt;
  const auto words = words_of(choices);
  const auto at = std::ranges::find(words, value->text);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  const std::vector<std::string> known(words.begin(), words.end());
  fault(key, "unknown_" + std::string(choices), std::string(key) + " cannot be " + value->text.substr(0, 80) + nearest(value->text, known),
        "Choose one of " + joined(known) + ".");
  return std::nullopt;
}

std::optional<area::level> part::level(std::string_view key) const {
  const auto at = choice(key, "level");
  return at ? area::level_from_name(words_of("level")[*at]) : std::nullopt;
}

std::vector<area::level> part::levels(std::string_view key) const {
  const auto words = words_of("level");
  const std::vector<std::string> known(words.begin(), words.end());
  std::vector<area::level> out;
  for (const auto& node : list(key)) {
    const bool is_known = node.is == text_node::shape::text && std::ranges::find(known, node.text) != known.end();
    if (!is_known) {
      in_.wrong.add(node.line, "unknown_level", std::string(key) + " names no level: " + node.text.substr(0, 80) + nearest(node.text, known),
                    "Choose of " + joined(known) + ".");
    } else if (std::ranges::find(out, *area::level_from_name(node.text)) != out.end()) {
      in_.wrong.add(node.line, "duplicate_code", std::string(key) + " names " + node.text + " twice", "Keep one of the two.");
    } else {
      out.push_back(*area::level_from_name(node.text));
    }
  }
  return out;
}

bool part::is_role(const text_node& node) const {
  if (std::ranges::find(in_.known.roles, node.text, &choice_item::code) != in_.known.roles.end()) return true;
  std::vector<std::string> known;
  for (const auto& role : in_.known.roles) known.push_back(role.code);
  in_.wrong.add(node.line, "unknown_role", "there is no role " + node.text.substr(0, 80) + nearest(node.text, known),
                "The roles are " + joined(known) + ".");
  return false;
}

std::string part::role(std::string_view key) const {
  const auto* value = scalar(key, "one role");
  return value != nullptr && is_role(*value) ? value->text : std::string{};
}

std::vector<std::string> part::roles(std::string_view key) const {
  std::vector<std::string> out;
  for (const auto& node : list(key)) {
    if (!is_role(node)) continue;
    if (std::ranges::find(out, node.text) == out.end()) {
      out.push_back(node.text);
    } else {
      in_.wrong.add(node.line, "duplicate_code", std::string(key) + " names " + node.text + " twice", "Keep one of the two.");
    }
  }
  return out;
}

std::span<const text_node> part::list(std::string_view key, std::size_t most) const {
  const auto* value = node_.find(key);
  if (value == nullptr) return {};
  if (value->is != text_node::shape::list) {
    fault(key, "wrong_type", std::string(key) + " must be a list", "Write [a, b] or one line with - for each.");
    return {};
  }
  if (value->items.size() > most) {
    fault(key, "too_many", std::string(key) + " has " + std::to_string(value->items.size()) + " entries", "Keep to " + std::to_string(most) + ".");
    return {};
  }
  return value->items;
}

std::vector<part> part::parts(std::string_view key, std::string_view table, std::size_t most) const {
  std::vector<part> out;
  std::size_t number = 0;
  for (const auto& node : list(key, most)) {
    const auto* id = node.find("code") != nullptr ? node.find("code") : node.find("name");
    const auto called = id != nullptr && id->is == text_node::shape::text ? id->text : std::to_string(number);
    out.emplace_back(node, keys_of(table), in_, path_of(key) + "." + called);
    ++number;
  }
  return out;
}

std::optional<part> part::inner(std::string_view key, std::string_view table) const {
  const auto* value = node_.find(key);
  if (value == nullptr) return std::nullopt;
  return part(*value, keys_of(table), in_, path_of(key));
}

void name_doubles(const std::vector<part>& parts, std::string_view key) {
  std::set<std::string_view> seen;
  for (const auto& one : parts) {
    const auto* value = one.find(key);
    if (value == nullptr || seen.insert(value->text).second) continue;
    one.fault(key, "duplicate_code", std::string(key) + " " + value->text + " stands twice", "Give one of the two another code.");
  }
}

std::vector<choice_item> read_choices(const part& from, std::string_view key) {
  std::vector<choice_item> out;
  const auto parts = from.parts(key, "choice");
  name_doubles(parts, "code");
  out.reserve(parts.size());
  for (const auto& one : parts) out.push_back({.code = one.code("code"), .name = one.name(), .line = one.line()});
  return out;
}

}  // namespace matter
