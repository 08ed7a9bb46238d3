#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "engines/matter/kind.h"

// The limit of ARCHITECTURE.md ("Deliberately absent") as a rule over the catalogue: no field, subject or piece of evidence
// that makes a file on a person. The words are data, here and nowhere else.
namespace matter {

enum class person_sort : std::uint8_t {
  identifies,  // tells one person from others, or files a person under a kind: never a field, whatever its type
  group,       // people the system keeps no file on: a count or a yes/no of them may stand, a text may not
  duty,        // a duty holder: named by the types unit and force or as leader in charge, never by a text
};

struct person_word {
  std::string_view word;  // in Chinese: anywhere in the label; in English: whole words of the name or label, in lower case
  person_sort sort;
  bool whole = false;  // only when it is all of the name or label
};
std::span<const person_word> person_words();

// The first word that makes the field one on a person; nothing when there is none.
std::optional<person_word> person_in(const field& one);
// The first identifying word of the name; nothing when there is none.
std::optional<person_word> person_in(std::string_view code, const words& name);
// Whether a subject of this name would be a person.
bool names_people(std::string_view subject);

}  // namespace matter
