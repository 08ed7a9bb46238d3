#pragma once
#include <span>
#include <string>
#include <vector>

#include "engines/matter/kind.h"
#include "jobs/plan/plan_type.h"

namespace plan {

// What a plan may name of the rest of the catalogue. Nothing in a list: its names are not checked.
struct known_names {
  const matter::catalogue& town;
  std::vector<std::string> incident_types = {};
  std::vector<std::string> capabilities = {};
  std::vector<std::string> faulty_kinds = {};  // read with faults: what a plan fills in of them is not judged by half a kind
};

// Reads one plan. What is wrong is added to the faults with its line; what comes back is then not to be used.
plan_type read_plan(const std::string& text, const std::string& file, const matter::catalogue& town, std::vector<matter::fault>& faults);

// What the rules say beyond the form: names, ways from task to task, matters it opens, people.
std::vector<matter::fault> lint_plan(const plan_type& one, const known_names& known);

}  // namespace plan
