#pragma once
#include <string>
#include <vector>

#include "foundation/store/store.h"

namespace matter_faults {

// What must hold of every matter whatever happened: each sentence names a matter that breaks it. None: all is well.
std::vector<std::string> broken_invariants(store::database& db);

}  // namespace matter_faults
