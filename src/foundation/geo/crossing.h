#pragma once
#include <optional>
#include <string>

#include "foundation/geo/polygon.h"

namespace geo {

// Where the border of an area cuts itself, so that it does not bound one area.
struct crossing {
  base::position at;       // about the place (exact to the unit of 10⁻⁷ degrees)
  bool same_ring = false;  // a ring with itself, or two rings
  bool gave_up = false;    // too entangled to be checked within the budget: treat it as crossing
};

// The first crossing found among the rings of the polygon, or nothing. Computed in exact integers. A border may touch
// itself at a point or run along itself (published boundaries do, at corridors and tips); only passing from one side
// to the other at a point counts, so a change of sides along a shared stretch is not found. Linear in practice; at
// most `budget` pairs of boxes are compared.
std::optional<crossing> find_crossing(const polygon& area, std::size_t budget = 50'000'000);

}  // namespace geo
