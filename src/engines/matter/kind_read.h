#pragma once
#include <string>
#include <vector>

#include "engines/matter/kind.h"

namespace matter {

// Reads one kind of matter. `known`: the roles, lists and outputs it may name. Every fault of form is collected, with its line in
// `file`; what is returned is complete only when there is none. The rules over the whole are lint_kind's (kind_lint.h).
kind read_kind(const std::string& text, const std::string& file, const catalogue& known, std::vector<fault>& faults);

}  // namespace matter
