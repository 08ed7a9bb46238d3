#pragma once
#include <memory>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "town/road/live_closures.h"

namespace road {

// What the operations on closures use; must outlive them.
struct closure_services {
  std::shared_ptr<const graph> roads;
  const base::clock& time;
};

// GET /api/closures, POST /api/closures, DELETE /api/closures/{id}. Permissions: closure.read, closure.write.
std::vector<operation::definition> closure_operations(closure_services services);

// Gives every closure in force or to come to the history: when a database from before there was one is opened.
void keep_closures(store::transaction& transaction, const closure_services& use);

}  // namespace road
