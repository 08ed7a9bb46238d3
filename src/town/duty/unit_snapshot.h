#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "town/duty/fleet.h"
#include "town/duty/unit_rules.h"
#include "town/road/snap.h"

namespace duty {

// What is true of a unit just now.
struct live_unit {
  bool on_shift = false;
  task doing = task::none;
  std::string incident_id = {};  // what it is out for; "" when free
  bool has_position = false;
  base::position position = {};
  base::instant position_at = {};
  std::optional<double> speed_mps = {};
  std::optional<double> heading_deg = {};
  std::optional<road::snapped> place = {};  // on the roads of its kind; nothing: no such road within reach
  base::position placed_from = {};          // the position `place` was found from: at most same_place_m from `position`
  [[nodiscard]] unit_state state() const { return derive_state(on_shift, doing); }
};

// Units are kept in chunks that never change, so that a new snapshot copies only the chunks it changes, and whoever
// stores or compares snapshots can do so by chunk.
constexpr std::uint32_t units_per_chunk = 64;
struct unit_chunk {
  std::uint64_t serial = 0;  // tells one content from another while the program runs
  std::array<live_unit, units_per_chunk> units = {};
};

// All units at one moment; immutable. Unit n of the fleet is (*this)[n].
struct unit_snapshot {
  std::shared_ptr<const fleet> units = std::make_shared<const fleet>();
  std::vector<std::shared_ptr<const unit_chunk>> chunks = {};
  std::uint64_t epoch = 0;  // rises with each change

  [[nodiscard]] std::size_t size() const { return units->size(); }
  [[nodiscard]] const live_unit& operator[](std::uint32_t number) const { return chunks[number / units_per_chunk]->units[number % units_per_chunk]; }
};

// The road profile of a kind of unit.
constexpr road::profile profile_of(unit_kind kind) {
  return kind == unit_kind::foot ? road::profile::foot : kind == unit_kind::motorcycle ? road::profile::motorcycle : road::profile::car;
}

}  // namespace duty
