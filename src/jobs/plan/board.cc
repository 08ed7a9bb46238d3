#include "jobs/plan/board.h"

#include <algorithm>

namespace plan {
namespace {

constexpr std::size_t lines_shown = 100;

void show_role(role_row& row, const activation_case& one, const scene& in) {
  row.overdue = is_late(row, in.now);
  const auto* rule = in.of.find_role(row.role);
  if (rule == nullptr) return;
  row.name = rule->name;
  row.held_by = rule->held_by;
  row.units = rule->units;
  row.may_confirm =
      !one.what.stood_down_at && row.state != role_state::released && can_hold(in, *rule, one.what.area_id) && row.confirmed_by != in.who.account_id;
}

void show_task(task_row& row, const activation_case& one, const scene& in) {
  row.overdue = is_late(row, in.now);
  const auto* rule = in.of.find_task(row.task);
  if (rule == nullptr) return;
  row.name = rule->name;
  row.hint = rule->hint;
  row.role = rule->role;
  row.after = rule->after;
  row.confirming = rule->confirmed_by;
  row.needs_note = rule->note;
  if (one.what.stood_down_at) return;
  const bool running = row.state == task_state::open || row.state == task_state::started || row.state == task_state::refused;
  row.may_act = running && acts_for(one, in, rule->role);
  row.may_confirm = row.state == task_state::reported && row.done_by != in.who.account_id && acts_for(one, in, rule->confirmed_by);
}

std::vector<escalated_item> escalated_of(const board& shown) {
  std::vector<escalated_item> out;
  for (const auto& row : shown.roles) {
    if (row.state == role_state::asked && row.overdue) {
      out.push_back({.kind = "role", .code = row.role, .name = row.name, .why = "overdue", .since = row.due_at});
    }
  }
  for (const auto& row : shown.tasks) {
    const bool running = row.state == task_state::open || row.state == task_state::started;
    if (row.state == task_state::refused) {
      out.push_back({.kind = "task", .code = row.task, .name = row.name, .why = "refused", .since = row.due_at.value_or(shown.as_of)});
    } else if (running && row.overdue) {
      out.push_back({.kind = "task", .code = row.task, .name = row.name, .why = "overdue", .since = *row.due_at});
    }
  }
  std::ranges::sort(out, {}, [](const escalated_item& one) { return std::pair(one.since.us, one.code); });
  return out;
}

template <class Row, class Rules>
void in_plan_order(std::vector<Row>& rows, const Rules& rules, std::string Row::*code) {
  std::ranges::stable_sort(rows, {}, [&](const Row& row) {
    return std::ranges::find_if(rules, [&](const auto& rule) { return rule.code == row.*code; }) - rules.begin();
  });
}

}  // namespace

void add_names(activation& one, const setting& in) {
  one.plan_name = in.of->name;
  if (const auto* rule = in.of->find_level(one.at)) one.level_name = rule->name;
  if (const auto* area = in.areas->find(one.area_id)) one.area_name = area->name;
}

board board_of(const services& on, store::connection& db, const operation::caller& who, activation_case one) {
  const auto around = setting_of(on, db, one.what);
  const auto in = around.at(who, on.time.now());
  count(one, in.now);
  board out{.what = one.what, .roles = one.roles, .tasks = one.tasks, .resources = one.resources, .as_of = in.now};
  add_names(out.what, around);
  const bool over = one.what.stood_down_at.has_value();
  for (const auto& rule : in.of.levels) {
    const bool may = !over && rule.is != one.what.at && decides(in, std::min(rule.is, one.what.at), one.what.area_id);
    out.levels.push_back({.at = rule.is, .name = rule.name, .when = rule.when, .may_set = may});
  }
  for (auto& row : out.roles) show_role(row, one, in);
  for (auto& row : out.tasks) show_task(row, one, in);
  in_plan_order(out.roles, in.of.roles, &role_row::role);
  in_plan_order(out.tasks, in.of.tasks, &task_row::task);
  out.may_stand_down = !over && decides(in, one.what.at, one.what.area_id);
  if (!over) out.escalated = escalated_of(out);
  out.log = newest_log(db, one.what.id, lines_shown);
  return out;
}

const record::table& record_of(const escalated_item*) {
  using e = escalated_item;
  static constexpr record::field fields[] = {
      record::field_of<&e::kind>({.name = "kind", .summary = "role or task", .read_only = true}),
      record::field_of<&e::code>({.name = "code", .summary = "which", .read_only = true}),
      record::field_of<&e::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&e::why>({.name = "why", .summary = "overdue or refused", .read_only = true}),
      record::field_of<&e::since>({.name = "since", .summary = "it was due", .read_only = true}),
  };
  static const record::table table{.name = "ActivationEscalated", .summary = "What waits for who decides.", .fields = fields};
  return table;
}

const record::table& record_of(const level_view*) {
  using v = level_view;
  static constexpr record::field fields[] = {
      record::field_of<&v::at>({.name = "level", .summary = "the gravest is red", .read_only = true, .choices = level_choices}),
      record::field_of<&v::name>({.name = "name", .summary = "as the plan calls it", .read_only = true}),
      record::field_of<&v::when>({.name = "when", .summary = "what must be the case", .read_only = true}),
      record::field_of<&v::may_set>({.name = "may_set", .summary = "the reader can decide it", .read_only = true}),
  };
  static const record::table table{.name = "PlanLevel", .summary = "A level of a plan.", .fields = fields};
  return table;
}

const record::table& record_of(const board*) {
  using b = board;
  static constexpr record::field fields[] = {
      record::field_of<&b::what>({.name = "activation", .summary = "the plan in force", .read_only = true}),
      record::field_of<&b::levels>({.name = "levels", .summary = "of the plan, the gravest first", .read_only = true}),
      record::field_of<&b::roles>({.name = "roles", .summary = "who has which, in the plan's order", .read_only = true}),
      record::field_of<&b::tasks>({.name = "tasks", .summary = "with their clocks, in the plan's order", .read_only = true}),
      record::field_of<&b::resources>({.name = "resources", .summary = "places and things", .read_only = true}),
      record::field_of<&b::escalated>({.name = "escalated", .summary = "what waits for who decides, the oldest first", .read_only = true}),
      record::field_of<&b::log>({.name = "log", .summary = "the newest 100 lines, newest first", .read_only = true}),
      record::field_of<&b::may_stand_down>({.name = "may_stand_down", .summary = "the reader can end it", .read_only = true}),
      record::field_of<&b::as_of>({.name = "as_of", .summary = "the moment all this is of", .read_only = true}),
  };
  static const record::table table{.name = "CommandBoard", .summary = "A plan in force, as the command screen shows it.", .fields = fields};
  return table;
}

}  // namespace plan
