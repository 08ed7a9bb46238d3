#pragma once
#include <string>
#include <vector>

#include "engines/matter/kind.h"

// A small catalogue for tests of reading and judging: one kind that uses every word there is, and ways to break it.
namespace sample {

std::string good_kind();     // fire_hazard: no fault, every key once at least
std::string lists_text();    // lists.yaml
std::string outputs_text();  // outputs.yaml
std::string clocks_text();   // clocks.yaml

// The same text with one place changed; throws std::logic_error when `from` does not stand there exactly once.
std::string with(const std::string& text, const std::string& from, const std::string& to);
// The same with several places changed.
std::string with_all(std::string text, const std::vector<std::pair<std::string, std::string>>& changes);

// The line of the first place where the text has this; throws std::logic_error when there is none.
int line_of(const std::string& text, const std::string& what);

// What a kind is read against: roles, lists, outputs and legal clocks.
matter::catalogue known();

// The faults of this kind, of form or else by the rules, in a town whose other kind is rectification_notice.
std::vector<matter::fault> faults_of(const std::string& text);

// "code@line, …", for comparisons that read well.
std::string told(const std::vector<matter::fault>& faults);

}  // namespace sample
