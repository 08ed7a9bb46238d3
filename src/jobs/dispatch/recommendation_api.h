#pragma once
#include <vector>

#include "foundation/operation/operation.h"
#include "jobs/dispatch/recommender.h"

namespace dispatch {

// What the operations on recommendations use; must outlive them.
struct recommendation_services {
  recommender& who_goes;
  const incident_catalogue& types;
  const base::clock& time;
};

// POST /api/incidents/{id}/recommendations, GET /api/incidents/{id}/recommendation, GET /api/recommendations/{id},
// POST /api/recommendations/{id}/verify.
std::vector<operation::definition> recommendation_operations(recommendation_services services);

}  // namespace dispatch
