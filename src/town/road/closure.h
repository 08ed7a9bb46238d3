#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/record/record.h"

namespace road {

// A stretch of road nobody can drive for a while. Said as a line along the road, as a place with a radius, or as
// OpenStreetMap ways; which arcs that shuts follows from the graph.
struct closure {
  std::string id;
  std::optional<base::position> position = {};
  std::optional<double> radius_m = {};
  std::vector<std::int64_t> way_ids = {};
  std::vector<base::position> line = {};
  std::string reason;
  base::instant from;
  std::optional<base::instant> until = {};  // nothing: until somebody lifts it
  std::int64_t arcs = 0;                    // shut on the present graph
  bool active = false;                      // now
  std::string created_by;
  base::instant created_at;
  std::optional<base::instant> removed_at = {};
  std::int64_t version = 1;
};
const record::table& record_of(const closure*);

// Input of POST /api/closures: exactly one of line, position with radius_m, way_ids.
struct closure_draft {
  std::optional<base::position> position = {};
  std::optional<double> radius_m = {};
  std::vector<std::int64_t> way_ids = {};
  std::vector<base::position> line = {};
  std::string reason;
  std::optional<base::instant> from = {};  // now when left out
  std::optional<base::instant> until = {};
};
const record::table& record_of(const closure_draft*);

}  // namespace road
