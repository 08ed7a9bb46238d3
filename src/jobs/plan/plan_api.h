#pragma once
#include <vector>

#include "foundation/operation/operation.h"
#include "jobs/plan/activation_work.h"

namespace plan {

// The plans of the catalogue. `on` must outlive the list, as that of the following.
std::vector<operation::definition> plan_operations(const services& on);
// Activating, reading, listing; every act. These are what a drill has too.
std::vector<operation::definition> activation_operations(const services& on);

// Their parts.
std::vector<operation::definition> opening_operations(const services& on);
std::vector<operation::definition> act_operations(const services& on);
std::vector<operation::definition> resource_operations(const services& on);

// The board as the answer to an act.
operation::answer board_answer(const services& on, store::connection& db, const operation::caller& who, const std::string& id);

// A plan as JSON: its levels, roles, tasks and resources.
std::string plan_json(const plan_type& of);

}  // namespace plan
