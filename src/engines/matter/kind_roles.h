#pragma once
#include <string_view>
#include <vector>

#include "engines/matter/kind.h"

namespace matter {

// The roles of accounts that a kind can name: the list of catalogue/README.md.
std::vector<choice_item> kind_roles();

// Whether holders of the role conduct matters: all but those whose site, building or line a matter watches over. These do the steps
// that are theirs and bring what proves them; they hand nothing on, stop no clock, merge and split nothing.
bool conducts(std::string_view role);

}  // namespace matter
