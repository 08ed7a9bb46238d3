#pragma once
#include <vector>

#include "engines/matter/kind.h"

namespace matter {

// The roles of accounts that a kind can name: the list of catalogue/README.md.
std::vector<choice_item> kind_roles();

}  // namespace matter
