#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "foundation/store/store.h"

namespace store {

// The events of a node after `seq`, oldest first, at most `limit`.
std::vector<committed_event> list_events(connection& db, const std::string& node, std::pair<std::int64_t, std::int64_t> after_and_limit);

// Removes this node's events made before `before`, from the old end and without gaps; the newest one always stays, so
// that numbers never start again. Works in small steps between other writers. Returns how many went.
std::int64_t prune_events(database& db, base::instant before);

}  // namespace store
