#pragma once
#include <vector>

#include "foundation/operation/operation.h"

namespace app {

struct town;

// Every operation there is. The town must outlive them.
std::vector<operation::definition> list_operations(town& of);

}  // namespace app
