#pragma once
#include <span>
#include <string>
#include <vector>

#include "engines/matter/kind.h"

namespace matter {

// Reads kinds/*.yaml, clocks.yaml, lists.yaml and outputs.yaml of the folder; where incident_types.yaml stands there too, the kinds'
// from_incident is compared with it. `roles`: those a kind may name. What is wrong is added to `faults`, by file and line, with
// the file's path as `folder`/…; only when nothing was added may the catalogue be used. Throws nothing but std::bad_alloc.
catalogue read_catalogue(const std::string& folder, std::span<const choice_item> roles, std::vector<fault>& faults);

// How many rows of clocks.yaml are still to be checked against the law's text.
std::size_t count_unverified(const catalogue& town);

}  // namespace matter
