#pragma once
#include <optional>
#include <string_view>

#include "engines/matter/kind.h"
#include "engines/matter/people_words.h"

// The limit of ARCHITECTURE.md ("Deliberately absent") as a rule over the catalogue: no field, subject or piece of evidence
// that makes a file on a person.
namespace matter {

// The first word that makes the field one on a person, by its name, its label or its help; nothing when there is none.
std::optional<person_word> person_in(const field& one);

inline constexpr std::string_view keeps_no_file =
    "The system keeps no file on a person: parties stand sealed under `parties`, everything else is about places, duties and things.";

// What a name of the catalogue is the name of.
enum class named_as : std::uint8_t {
  subject,   // a kind, a plan's task: nothing that identifies people, and no file on any
  evidence,  // a paper or a picture: nothing that shows who somebody is
  option,    // a choice of a field: nothing that files people under a kind, and no class of people
  choice,    // a step, a stage, a result, a reason: nothing that files people under a kind
};
// The first word that does; nothing when there is none.
std::optional<person_word> person_in(named_as what, std::string_view code, const words& name);

// Whether a subject of this name would be a person.
bool names_people(std::string_view subject);

}  // namespace matter
