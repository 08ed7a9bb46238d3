#pragma once
#include <span>
#include <string>
#include <vector>

#include "foundation/base/problem.h"
#include "town/road/closure.h"
#include "town/road/closures.h"

namespace road {

// What is wrong with a draft: not exactly one shape, a line of one point, an end before its beginning. Empty: nothing.
std::vector<base::wrong_field> faults_of(const closure_draft& draft, base::instant now);

// Both arcs of every edge that runs along the line: near it (20 m), in about its direction, for at least 25 m or half its
// own length. A side street that only meets the line stays open. When nothing runs along it, the edges it
// crosses: a line drawn across a road. Ascending.
std::vector<arc_id> arcs_along(const graph& roads, std::span<const base::position> line);

// The arcs a closure shuts on this graph, ascending.
std::vector<arc_id> arcs_of(const graph& roads, const closure& one);

// Whether it shuts anything at this moment: from ≤ now < until, and not lifted.
bool is_active(const closure& one, base::instant now);

}  // namespace road
