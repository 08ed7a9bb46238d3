#pragma once
#include <span>
#include <string>
#include <vector>

#include "engines/matter/matter_case.h"

// Which of a matter's files prove what. Pure.
namespace matter {

// Puts a file with the matter, behind the steps done so far.
void add_file(matter_case& one, evidence file);

// Files of that rule that count: those of this round, brought after so many steps.
std::int64_t evidence_there(const matter_case& one, const evidence_rule& rule, std::size_t since);
// Evidence the rules ask for that is not there: codes.
std::vector<std::string> missing_evidence(const matter_case& one, std::span<const evidence_rule> rules, std::size_t since);

// Whether a step that asked for this evidence, or for the whole file, was done on it: then it stays.
bool is_relied_on(const matter_case& one, const evidence& file, const kind& of);

// Where parties are sealed (elsewhere whoever reads the matter may): whether the caller may open its papers. He handles it, may know
// them or did a step of it.
bool may_see_files(const matter_case& one, const surroundings& in);
// The same of one of them: who brought it may.
bool may_see_file(const matter_case& one, const evidence& file, const surroundings& in);

}  // namespace matter
