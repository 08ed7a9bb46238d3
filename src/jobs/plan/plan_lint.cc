#include <algorithm>

#include "engines/matter/catalogue_text.h"
#include "engines/matter/kind_lint_tools.h"
#include "engines/matter/kind_people.h"
#include "jobs/plan/plan_read.h"

namespace plan {
namespace {

using matter::fault;
using matter::fault_at;
using matter::holds;
using faults = std::vector<fault>;

template <class Items>
std::vector<std::string> codes_of(const Items& items) {
  std::vector<std::string> out;
  for (const auto& one : items) out.push_back(one.code);
  return out;
}

bool covers(const std::vector<level>& all, const std::vector<level>& some) {
  return std::ranges::all_of(some, [&](level one) { return holds(all, one); });
}

void check_names(const std::vector<std::string>& names, const std::vector<std::string>& known, int line, faults& out) {
  if (known.empty()) return;
  for (const auto& name : names) {
    if (holds(known, name)) continue;
    out.push_back(
        fault_at(line, "unknown_name", "incident_types.yaml has no " + name + matter::nearest(name, known), "Name a code of incident_types.yaml."));
  }
}

void check_task_role(const plan_type& one, const plan_task& task, const std::string& role, faults& out) {
  const auto* found = one.find_role(role);
  if (found == nullptr) {
    out.push_back(fault_at(task.line, "unknown_role", "the plan has no role " + role + matter::nearest(role, codes_of(one.roles)),
                           "Name a role of the plan's own list."));
  } else if (!covers(found->levels, task.levels)) {
    out.push_back(fault_at(task.line, "role_not_there", "the role " + role + " is not filled at every level of the task " + task.code,
                           "Give the role those levels, or the task fewer."));
  }
}

// From task to task back to the activation, without going round.
void check_way(const plan_type& one, const plan_task& task, faults& out) {
  if (task.after.empty()) return;
  const auto* before = one.find_task(task.after);
  if (before == nullptr) {
    out.push_back(fault_at(task.line, "unknown_task", "there is no task " + task.after + matter::nearest(task.after, codes_of(one.tasks)),
                           "Name a task of the plan, or leave after out: its clock then begins with the activation."));
    return;
  }
  if (!covers(before->levels, task.levels)) {
    out.push_back(fault_at(task.line, "task_not_there", "the task " + task.after + " is not done at every level of " + task.code,
                           "Give the first the levels of the second."));
  }
  std::size_t steps = 0;
  for (const auto* at = before; at != nullptr && !at->after.empty(); at = one.find_task(at->after)) {
    if (++steps <= one.tasks.size()) continue;
    out.push_back(
        fault_at(task.line, "endless_way", "the task " + task.code + " waits for itself", "Let one of the tasks begin with the activation."));
    return;
  }
}

void check_tasks(const plan_type& one, faults& out) {
  for (const auto& task : one.tasks) {
    check_task_role(one, task, task.role, out);
    if (!task.confirmed_by.empty()) check_task_role(one, task, task.confirmed_by, out);
    if (task.confirmed_by == task.role) {
      out.push_back(fault_at(task.line, "confirms_itself", "the role " + task.role + " would confirm its own task", "Let another role confirm it."));
    }
    check_way(one, task, out);
  }
  for (const auto& role : one.roles) {
    const bool used = std::ranges::any_of(one.tasks, [&](const plan_task& task) { return task.role == role.code || task.confirmed_by == role.code; });
    if (!used) {
      out.push_back(fault_at(role.line, "idle_role", "the role " + role.code + " has nothing to do", "Give it a task, or take it away."));
    }
  }
  for (const auto& rule : one.levels) {
    const bool any = std::ranges::any_of(one.tasks, [&](const plan_task& task) { return holds(task.levels, rule.is); });
    if (!any) out.push_back(fault_at(rule.line, "no_task", "nothing is to be done at level " + std::string(name_of(rule.is)), "Give it tasks."));
  }
}

void check_choice(const matter::kind& of, const std::string& name, const std::string& code, int line, faults& out) {
  const auto* field = of.find_field(name);
  if (field == nullptr) {
    out.push_back(fault_at(line, "unknown_field", of.code + " has no field " + name, "Name a field of that kind of matter."));
  } else if (!code.empty() && (field->type != matter::field_type::choice || !holds(codes_of(field->choices), code))) {
    out.push_back(fault_at(line, "unknown_choice", name + " cannot be " + code, "Name a code of that field's choices."));
  }
}

void check_opening(const opening_rule& rule, const known_names& known, faults& out) {
  if (holds(known.faulty_kinds, rule.kind)) return;
  const auto found = known.town.kinds.find(rule.kind);
  if (found == known.town.kinds.end()) {
    out.push_back(fault_at(rule.line, "unknown_kind", "there is no kind of matter " + rule.kind, "Name a file of kinds/, without .yaml."));
    return;
  }
  const auto& of = found->second;
  std::vector<std::string> given;
  for (const auto& [field, code] : rule.fields) {
    check_choice(of, field, code, rule.line, out);
    given.push_back(field);
  }
  for (const auto& [field, what] : rule.fills) {
    check_choice(of, field, "", rule.line, out);
    given.push_back(field);
  }
  for (const auto& field : of.asks) {
    if (holds(given, field)) continue;
    out.push_back(fault_at(rule.line, "missing_field", rule.kind + " cannot be opened without " + field, "Give it under fields or fills."));
  }
}

void check_people(std::string_view code, const words& name, int line, faults& out) {
  const auto found = matter::person_in(matter::named_as::subject, code, name);
  if (!found) return;
  out.push_back(fault_at(line, "personal", "this names a person: " + std::string(found->word),
                         "A plan is about places, tasks and things. Say where is searched or warned, never who somebody is."));
}

}  // namespace

std::vector<fault> lint_plan(const plan_type& one, const known_names& known) {
  faults out;
  check_names(one.incident_types, known.incident_types, 1, out);
  for (const auto& role : one.roles) {
    check_names(role.units, known.capabilities, role.line, out);
    check_people(role.code, role.name, role.line, out);
  }
  for (const auto& task : one.tasks) {
    check_people(task.code, task.name, task.line, out);
    check_people("", task.hint, task.line, out);
  }
  for (const auto& each : one.resources) check_people(each.code, each.name, each.line, out);
  check_tasks(one, out);
  if (one.report) check_opening(*one.report, known, out);
  if (one.review) check_opening(*one.review, known, out);
  return out;
}

}  // namespace plan
