#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engines/matter/matter_case.h"

// Which of a matter's files prove what. Pure.
namespace matter {

// Puts a file with the matter, behind the steps done so far.
void add_file(matter_case& one, evidence file);

// How many steps were done when what counts for this step began to count: what was brought before the matter went back to a stage
// it had been in, or before this step was last done, proved that time.
std::size_t fresh_from(const matter_case& one, const step& what);

// Files of that rule that count. `since`: only those of this round, brought after so many steps; without it those of the whole matter.
std::int64_t evidence_there(const matter_case& one, const evidence_rule& rule, std::optional<std::size_t> since);
// Evidence the rules ask for that is not there: codes.
std::vector<std::string> missing_evidence(const matter_case& one, std::span<const evidence_rule> rules, std::optional<std::size_t> since);

// Whether a step that asked for this evidence was done on it: then it stays.
bool is_relied_on(const matter_case& one, const evidence& file, const kind& of);

}  // namespace matter
