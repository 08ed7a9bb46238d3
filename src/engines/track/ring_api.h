#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "town/area/live_areas.h"

namespace track {

// What the operations on rings use; must outlive them.
struct ring_services {
  const area::live_areas& areas;
  const base::clock& time;
  std::function<std::optional<base::instant>(const std::string& unit_id)> newest_fix_at = {};  // of a unit on shift
  // Whether the account serves on the unit: its own members see its visits exactly as the desk does.
  std::function<bool(store::connection&, const std::string& account_id, const std::string& unit_id)> is_own = {};
};

// GET and POST /api/rings, GET, PATCH and DELETE /api/rings/{id}, GET /api/rings/{id}/visits, GET /api/units/{id}/visits.
// Permissions: ring.read and ring.write where the ring lies. Visits tell where a unit was, so they are read as trails are: with
// unit.trail.read where the unit belongs, or by being on the unit.
std::vector<operation::definition> ring_operations(ring_services use);

}  // namespace track
