#pragma once
#include <vector>

#include "engines/matter/kind_flow.h"

// In which stages a matter can lie with no clock running, whatever way it came there and whatever its fields hold.
namespace matter {

// One per stage. Counted on is a clock that runs on every way: one without conditions, whose day (starts: field) has been asked
// for by then; and several with one condition each that together name all one field or band can hold. The day of the event is
// not always known: it is not counted on.
std::vector<bool> uncovered_stages(const stage_flow& flow);

}  // namespace matter
