#pragma once
#include <algorithm>
#include <string>
#include <utility>

#include "jobs/plan/activation_rules.h"

// What the rules of activations and of their tasks share.
namespace plan {

inline std::string name_of_caller(const operation::caller& who) { return who.display_name.empty() ? who.account_name : who.display_name; }

inline task_row* find_task(activation_case& one, std::string_view code) {
  const auto found = std::ranges::find(one.tasks, code, &task_row::task);
  return found == one.tasks.end() ? nullptr : &*found;
}

inline void open_task(task_row& row, const plan_task& task, base::instant now) {
  row = {.task = task.code, .state = task_state::open, .opened_at = now, .due_at = now + task.within};
  row.next_at = row.due_at;
}

inline refused gone(const activation_case& one) {
  if (!one.what.stood_down_at) return std::nullopt;
  return refusal{.code = "stood_down", .detail = "This plan is no longer in force.", .fields = {}};
}

inline refusal not_yours(std::string detail) { return {.code = "not_your_step", .detail = std::move(detail), .fields = {}, .status = 403}; }

inline refusal missing(std::string pointer, std::string detail) {
  return {.code = "missing_field", .detail = detail, .fields = {{std::move(pointer), "missing", detail}}, .status = 422};
}

}  // namespace plan
