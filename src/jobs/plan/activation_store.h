#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "jobs/plan/activation_rules.h"

// Activations in the database. One query reads them, with the caller's permission as a condition in it.
namespace plan {

// A condition ("a." before each column) with its parameters.
struct clause {
  std::string where = "TRUE";
  std::vector<store::value> parameters = {};
  std::string order = {};
};

// With their figures as of `now`. `who` null: the system itself, everything.
std::vector<activation> read_activations(store::connection& db, const operation::caller* who, base::instant now, clause what);
activation get_activation(store::connection& db, const operation::caller* who, base::instant now, std::string_view id);  // throws not_found

activation_case load_case(store::connection& db, activation what);
// 409 plan_active when the plan is in force there already.
void insert_case(store::transaction& work, activation_case& one, lines& said);
// Writes what differs; the version rises by one. 409 changed_meanwhile when somebody else was first.
void save_case(store::transaction& work, const activation_case& before, activation_case& after, lines& said);

// Lines of the log after this id, oldest first.
std::vector<log_line> list_log(store::connection& db, const std::string& activation_id, const operation::page& page);
// The newest lines, newest first.
std::vector<log_line> newest_log(store::connection& db, const std::string& activation_id, std::size_t most);

// Activations with something that has run out and was not noticed.
std::vector<std::string> list_due(store::connection& db, base::instant now);

}  // namespace plan
