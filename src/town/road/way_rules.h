#pragma once
#include <array>
#include <cstdint>

#include "town/road/osm_pbf_reader.h"
#include "town/road/road_types.h"

namespace road {

// What a way is, from the fastest kind to the slowest; kept in the graph file, so only ever append.
enum class road_class : std::uint8_t {
  motorway,
  trunk,
  primary,
  secondary,
  tertiary,
  unclassified,
  residential,
  living_street,
  service,
  road,  // of an unknown kind
  track,
  cycleway,
  pedestrian,
  path,
  footway,
  steps,
  ferry,
  none  // not a road
};

// How one profile may use a way. Speeds in mm/s, 0: not in that direction.
struct way_use {
  std::uint32_t forward_mm_s = 0;
  std::uint32_t backward_mm_s = 0;
  bool no_through = false;     // only the first or the last stretch of a trip
  std::uint32_t entry_ms = 0;  // lost on turning in from another road: a private gate, boarding a ferry
  [[nodiscard]] bool usable() const { return forward_mm_s != 0 || backward_mm_s != 0; }
};

struct way_rules {
  road_class kind = road_class::none;
  bool link = false;  // a slip road
  bool roundabout = false;
  std::uint32_t ferry_duration_s = 0;  // of the whole crossing; 0: by speed
  std::array<way_use, profile_count> use;
};

// Decides from the tags alone what each profile may do on the way and how fast. See README.md for the rules of access.
way_rules rules_of_way(const osm_tags& tags);

// What a node on a road does to who passes it.
struct node_rules {
  std::array<bool, profile_count> blocked{};               // nobody passes; turning back is possible
  std::array<std::uint32_t, profile_count> forward_ms{};   // delay of who comes along the way's direction
  std::array<std::uint32_t, profile_count> backward_ms{};  // of who comes against it
  bool signals = false;
  [[nodiscard]] bool matters() const { return signals || *this != node_rules{}; }
  bool operator==(const node_rules&) const = default;
};

node_rules rules_of_node(const osm_tags& tags);

}  // namespace road
