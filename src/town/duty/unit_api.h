#pragma once
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "town/duty/live_units.h"
#include "town/duty/unit_rules.h"

namespace duty {

// What the operations on units use; must outlive them.
struct unit_services {
  live_units& live;
  const base::clock& time;
};

// GET /api/units, GET /api/units/{id}, POST /api/units, PATCH /api/units/{id}, POST /api/units/{id}/shift.
// Permissions: unit.read, unit.write.
std::vector<operation::definition> unit_operations(unit_services services);

// Adds a unit with the id it has (an import) in a transaction: row, journal, event. Throws as insert_unit does.
void add_unit(store::transaction& transaction, unit one);

// Sends the unit as it now stands to whoever listens.
void publish_unit(store::transaction& transaction, const std::string& id, const live_units& live);

// Gives every unit as it stands to the history: when a database from before there was one is opened.
void keep_units(store::transaction& transaction);

}  // namespace duty
