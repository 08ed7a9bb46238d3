#pragma once
#include <span>
#include <string_view>

// The words that make a field, a name or a piece of evidence one on a person: data, here and nowhere else. kind_people.h has the rules.
namespace matter {

enum class person_sort : unsigned char {
  tags,        // files a person under a kind, or people's faces and opinions: in no name of the catalogue at all
  attribute,   // what one person is or did: never a field, whatever its type
  identifies,  // tells one person from others: never a field that can hold it
  shows,       // does so where text can be written or a picture taken: "plate", "face", "passport"
  hints,       // does so where text can be written: a phone, a list of names
  group,       // people the system keeps no file on: a count or a yes/no of them may stand, a text may not
  noun,        // people too, in many harmless names: only as all of a name, or before a word for a file on them ("员工名册")
  duty,        // a duty holder: named by the types unit and force or as leader in charge, never by a text
};

struct person_word {
  std::string_view word;  // Chinese: anywhere in the text, simplified; English: whole words in lower case, an s behind them or none
  person_sort sort = person_sort::tags;
  bool whole = false;  // only when it is all of the name or label
};
// Duty holders come first, so that their remedy is the one that is told.
std::span<const person_word> person_words();

// Words for a file on those before them: 名册, register.
std::span<const std::string_view> file_words();
// Names that hold one of the words and mean a place or a thing: 居民小区, "exit plate".
std::span<const std::string_view> harmless_names();
// Words behind one for people that make a place, a device or a duty of it; words before a telephone that make it a place's.
std::span<const std::string_view> thing_words();
std::span<const std::string_view> place_words();
// Whether a Chinese label ends as one of people does: 领取人, 目击者, 安全员.
bool ends_as_people(std::string_view han);
// Whether a choice of this label sorts people into a class: 境外人员, 单亲家庭; not those on duty, and not how many there are.
bool sorts_people(std::string_view han);
// What says that the words behind it are left out: 不写, "without".
std::span<const std::string_view> denials();

}  // namespace matter
