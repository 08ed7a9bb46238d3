#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "town/road/graph.h"
#include "town/road/snap.h"

namespace road {

using unit_key = std::uint32_t;  // the caller's number of a unit

struct unit_on_road {
  unit_key unit = 0;
  snapped place;
};

// A stretch of road with a unit on it. A unit at a junction has one on every edge there.
struct unit_anchor {
  edge_id edge = 0;
  std::uint32_t fraction = 0;
  std::uint32_t slot = 0;  // index in unit_positions::units()
};

// Where the units of one profile stand: an immutable set, cheap to make anew from the one before (a copy of a few
// thousand small records and one bit per edge).
class unit_positions {
 public:
  explicit unit_positions(const graph& roads) : edge_bits_((roads.edges().size() + 63) / 64) {}
  // Of a unit that is named twice the last place counts.
  unit_positions(const graph& roads, std::span<const unit_on_road> units);

  // The same set with some units moved or added and others taken out.
  [[nodiscard]] unit_positions with(const graph& roads, std::span<const unit_on_road> changed, std::span<const unit_key> removed = {}) const;

  [[nodiscard]] std::span<const unit_on_road> units() const { return units_; }  // ascending by unit
  [[nodiscard]] bool any_on(edge_id edge) const { return (edge_bits_[edge >> 6] >> (edge & 63) & 1) != 0; }
  [[nodiscard]] std::span<const unit_anchor> on(edge_id edge) const;  // ascending by unit

 private:
  void index(const graph& roads);

  std::vector<unit_on_road> units_;
  std::vector<unit_anchor> anchors_;  // by edge, then unit
  std::vector<std::uint64_t> edge_bits_;
};

}  // namespace road
