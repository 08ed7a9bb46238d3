#pragma once
#include <optional>
#include <span>
#include <string>

#include "town/road/osm_roads.h"

namespace road {

// Whether the relation is a turn restriction (of any kind, conditional ones too).
bool is_restriction(const osm_tags& tags);

// Reads one; nothing with the reason for counting when it is conditional, binds none of our profiles or is incomplete.
std::optional<osm_restriction> read_restriction(std::int64_t id, std::span<const osm_member> members, const osm_tags& tags, std::string& reason);

}  // namespace road
