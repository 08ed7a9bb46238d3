#include "engines/matter/kind_people.h"

#include <algorithm>
#include <string>

#include "engines/matter/people_text.h"

namespace matter {
namespace {

// A figure below this holds no telephone number and no number of a paper.
constexpr double too_small_to_identify = 1e7;

using clauses = std::vector<clause>;

// Whether a word before `at` says that what follows is left out. "Do not forget" leaves nothing out.
bool is_denied(const clause& in, std::string_view word, std::size_t at) {
  clause before = in;
  if (is_chinese(word)) {
    before.han.resize(at);
  } else {
    before.words.resize(at);
  }
  found_word found;
  const auto stands = [&](std::string_view one) { return find_word(before, one, 0, found); };
  constexpr std::string_view doubled[] = {"漏", "忘", "少写", "如", "forget", "leave", "only", "if"};
  return std::ranges::any_of(denials(), stands) && std::ranges::none_of(doubled, stands);
}

// Whether it is a place, a device or a duty that is called after people: "顾客通道", "visitor entrance", "监督电话".
bool is_thing(const clause& in, std::string_view word, const found_word& people) {
  const auto end = people.at + people.length;
  found_word found;
  if (is_chinese(word)) {
    const auto rest = std::string_view(in.han).substr(end), before = std::string_view(in.han).substr(0, people.at);
    const auto behind = [&](std::string_view thing) { return is_chinese(thing) && rest.starts_with(thing); };
    const auto in_front = [&](std::string_view place) { return is_chinese(place) && before.ends_with(place); };
    return std::ranges::any_of(thing_words(), behind) ||
           (word.find("电话") != std::string_view::npos && std::ranges::any_of(place_words(), in_front));
  }
  const auto behind = [&](std::string_view thing) { return !is_chinese(thing) && find_word(in, thing, end, found) && found.at == end; };
  const auto in_front = [&](std::string_view place) { return people.at > 0 && in.words[people.at - 1] == place; };
  return std::ranges::any_of(thing_words(), behind) || (word.find("phone") != std::string_view::npos && std::ranges::any_of(place_words(), in_front));
}

// Whether a word for a file stands behind the people ("员工名册", "driver list") or before them ("list of drivers").
bool is_filed(const clause& in, std::string_view word, const found_word& people) {
  found_word found;
  const auto end = people.at + people.length;
  const auto any_file = [&](const auto& fits) { return std::ranges::any_of(file_words(), fits); };
  if (is_chinese(word)) {
    auto rest = std::string_view(in.han).substr(end);
    for (const std::string_view between : {"的", "基本", "个人", "人员", "身份"}) {
      if (rest.starts_with(between)) rest.remove_prefix(between.size());
    }
    return any_file([&](std::string_view file) { return is_chinese(file) && rest.starts_with(file); });
  }
  const auto stands_at = [&](std::string_view file, std::size_t at) { return !is_chinese(file) && find_word(in, file, at, found) && found.at == at; };
  if (end < in.words.size() && any_file([&](std::string_view file) { return stands_at(file, end); })) return true;
  auto at = people.at;
  if (at > 0 && in.words[at - 1] == "the") --at;
  if (at < 2 || in.words[at - 1] != "of") return false;
  return any_file([&](std::string_view file) { return stands_at(file, at - 2); });
}

// What a word has to be for.
enum class wanted : std::uint8_t { there, filed };

// `may_deny`: the first clause may say what is left out too, as help does; of a name only what stands behind it may.
bool has(const clauses& text, const person_word& word, wanted how, bool may_deny = false) {
  found_word found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto& in = text[i];
    std::size_t from = 0;
    while (find_word(in, word.word, from, found)) {
      const bool denied = (may_deny || i > 0) && is_denied(in, word.word, found.at);
      if (!denied && !is_thing(in, word.word, found) && (how == wanted::there || is_filed(in, word.word, found))) return true;
      from = found.at + found.length;
    }
  }
  return false;
}

// "使用年限" is called "Age" too.
bool is_age_of_a_thing(const person_word& word, const clauses& zh) {
  const auto says = [&](std::string_view thing) { return !zh.empty() && zh.front().han.find(thing) != std::string::npos; };
  return word.word == "age" && (says("限") || says("使用") || says("楼") || says("房") || says("设备") || says("车") || says("管"));
}

// The texts of one name, and its help.
struct texts {
  clauses code, zh, en, help;
  texts(std::string_view code_text, const words& name, const words& help_text = {})
      : code(without_harmless(clauses_of(code_text))), zh(without_harmless(clauses_of(name.zh))), en(without_harmless(clauses_of(name.en))) {
    for (const auto& text : {help_text.zh, help_text.en}) {
      for (auto& one : without_harmless(clauses_of(text))) help.push_back(std::move(one));
    }
  }

  [[nodiscard]] bool is_word(const person_word& word) const {
    return is_all(zh, word.word) || (!is_age_of_a_thing(word, zh) && (is_all(code, word.word) || is_all(en, word.word)));
  }
  // A word of those that only count as all of a name counts so, or before a word for a file.
  [[nodiscard]] bool says(const person_word& word) const {
    if (word.whole) return is_word(word);
    const auto how = word.sort == person_sort::noun ? wanted::filed : wanted::there;
    if (how == wanted::filed && is_word(word)) return true;
    return has(code, word, how) || has(zh, word, how) || has(en, word, how);
  }
  [[nodiscard]] bool files(const person_word& word) const {
    return has(code, word, wanted::filed) || has(zh, word, wanted::filed) || has(en, word, wanted::filed);
  }
  [[nodiscard]] bool asks_for(const person_word& word) const { return !word.whole && has(help, word, wanted::there, true); }
};

bool is_text(field_type type) { return type == field_type::text || type == field_type::long_text; }

bool is_figure(field_type type) { return type == field_type::whole || type == field_type::number || type == field_type::money; }

// What such a field holds of people besides identifying ones: nothing, when it is a yes or no, a small figure or a place.
bool holds_no_person(const field& one) {
  return one.type == field_type::yes_no || one.type == field_type::place || one.type == field_type::area ||
         (is_figure(one.type) && one.maximum < too_small_to_identify);
}

bool applies(const person_word& word, const field& one) {
  const auto sort = word.sort;
  if (one.type == field_type::unit || one.type == field_type::force) return sort == person_sort::tags;  // these name who is on duty
  switch (sort) {
    case person_sort::tags:
    case person_sort::attribute: return true;
    case person_sort::identifies: return word.whole || one.type == field_type::place || !holds_no_person(one);
    case person_sort::shows:
    case person_sort::hints: return is_text(one.type) || (is_figure(one.type) && !holds_no_person(one));
    case person_sort::group:
    case person_sort::noun: return !holds_no_person(one);
    case person_sort::duty: break;
  }
  return is_text(one.type);
}

// Whether the field's help tells its reader to write it: "写身份证号".
bool is_asked(const field& one, const texts& in, const person_word& word) {
  const bool tells = word.sort == person_sort::tags || word.sort == person_sort::identifies;
  return tells && is_text(one.type) && in.asks_for(word);
}

bool applies(person_sort sort, named_as what, const texts& in, const person_word& word) {
  const bool is_one = sort == person_sort::tags || sort == person_sort::attribute || sort == person_sort::identifies;
  const bool people = sort == person_sort::group || sort == person_sort::noun;
  switch (what) {
    case named_as::option:
    case named_as::choice: return sort == person_sort::tags;
    case named_as::evidence: return is_one || sort == person_sort::shows || (people && in.files(word));
    case named_as::subject: break;
  }
  return is_one || (people && in.files(word));
}

}  // namespace

std::optional<person_word> person_in(const field& one) {
  const texts in(one.name, one.label, one.help);
  for (const auto& word : person_words()) {
    if (is_asked(one, in, word) || (applies(word, one) && in.says(word))) return word;
  }
  // Whoever a text is to name by its label's end is called by no word of the list, and is a person all the same.
  const bool names = is_text(one.type) && !in.zh.empty() && ends_as_people(in.zh.front().han);
  if (names) return person_word{.word = "人 者 员", .sort = person_sort::group};
  return std::nullopt;
}

std::optional<person_word> person_in(named_as what, std::string_view code, const words& name) {
  const texts in(code, name);
  for (const auto& word : person_words()) {
    if (applies(word.sort, what, in, word) && in.says(word)) return word;
  }
  const bool sorts = what == named_as::option && in.zh.size() == 1 && sorts_people(in.zh.front().han);
  if (sorts) return person_word{.word = "人员 对象 者", .sort = person_sort::tags};
  return std::nullopt;
}

bool names_people(std::string_view subject) {
  constexpr std::string_view more[] = {"party", "parties", "human"};
  if (subject.find("人") != std::string_view::npos || subject.find("民") != std::string_view::npos) return true;
  const auto text = clauses_of(subject);
  const auto is_in = [&](std::string_view word) {
    return std::ranges::any_of(text, [&](const clause& one) {
      found_word found;
      return find_word(one, word, 0, found);
    });
  };
  return std::ranges::any_of(more, is_in) || std::ranges::any_of(person_words(), [&](const person_word& word) { return is_in(word.word); });
}

}  // namespace matter
