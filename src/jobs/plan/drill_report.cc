#include <algorithm>

#include "jobs/plan/drill.h"

// What a drill came to.
namespace plan {
namespace {

constexpr std::size_t most_lines = 2'000;

drill_figures figures_of(const board& shown, std::vector<log_line> log) {
  drill_figures out{.what = shown.what, .role_rows = shown.roles, .task_rows = shown.tasks, .log = std::move(log)};
  std::optional<base::instant> last;
  for (const auto& row : shown.roles) {
    out.roles += row.state == role_state::released ? 0 : 1;
    out.roles_confirmed += row.confirmed_at ? 1 : 0;
    out.roles_late += row.overdue ? 1 : 0;
    if (row.confirmed_at) last = std::max(last.value_or(*row.confirmed_at), *row.confirmed_at);
  }
  if (last && out.roles_confirmed == out.roles) out.all_roles_after_s = (*last - shown.what.activated_at).us / 1'000'000;
  for (const auto& row : shown.tasks) {
    ++out.tasks;
    const bool done = row.state == task_state::done;
    out.tasks_done += done ? 1 : 0;
    out.tasks_late += row.overdue || row.overdue_at ? 1 : 0;
    out.tasks_refused += row.state == task_state::refused || (row.state == task_state::dropped && !row.reason.empty()) ? 1 : 0;
    out.tasks_not_done += done ? 0 : 1;
  }
  return out;
}

}  // namespace

drill_report report_of(const services& on, store::connection& db, const operation::caller& who, const drill& what) {
  drill_report out{.what = what, .activations = {}, .as_of = on.time.now()};
  for (auto& one : read_activations(db, &who, out.as_of, {.where = "TRUE", .parameters = {}, .order = " ORDER BY a.id"})) {
    const auto id = one.id;
    const auto shown = board_of(on, db, who, load_case(db, std::move(one)));
    out.activations.push_back(figures_of(shown, list_log(db, id, {.limit = most_lines, .after = ""})));
  }
  return out;
}

const record::table& record_of(const drill_figures*) {
  using f = drill_figures;
  static constexpr record::field fields[] = {
      record::field_of<&f::what>({.name = "activation", .summary = "the plan in force", .read_only = true}),
      record::field_of<&f::roles>({.name = "roles", .summary = "asked for", .read_only = true}),
      record::field_of<&f::roles_confirmed>({.name = "roles_confirmed", .summary = "taken over", .read_only = true}),
      record::field_of<&f::roles_late>({.name = "roles_late", .summary = "late, or not yet and late", .read_only = true}),
      record::field_of<&f::tasks>({.name = "tasks", .summary = "in all", .read_only = true}),
      record::field_of<&f::tasks_done>({.name = "tasks_done", .summary = "done", .read_only = true}),
      record::field_of<&f::tasks_late>({.name = "tasks_late", .summary = "late", .read_only = true}),
      record::field_of<&f::tasks_refused>({.name = "tasks_refused", .summary = "refused", .read_only = true}),
      record::field_of<&f::tasks_not_done>({.name = "tasks_not_done", .summary = "not done", .read_only = true}),
      record::field_of<&f::all_roles_after_s>(
          {.name = "all_roles_after_s", .summary = "from the activation until every role was taken over", .read_only = true}),
      record::field_of<&f::role_rows>({.name = "role_rows", .summary = "each role", .read_only = true}),
      record::field_of<&f::task_rows>({.name = "task_rows", .summary = "each task", .read_only = true}),
      record::field_of<&f::log>({.name = "log", .summary = "the oldest first, 2,000 lines at most", .read_only = true}),
  };
  static const record::table table{.name = "DrillFigures", .summary = "One activation of a drill in figures.", .fields = fields};
  return table;
}

const record::table& record_of(const drill_report*) {
  using r = drill_report;
  static constexpr record::field fields[] = {
      record::field_of<&r::what>({.name = "of", .summary = "the drill", .read_only = true}),
      record::field_of<&r::activations>({.name = "activations", .summary = "what was activated in it", .read_only = true}),
      record::field_of<&r::as_of>({.name = "as_of", .summary = "by the drill's clock", .read_only = true}),
  };
  static const record::table table{.name = "DrillReport", .summary = "What a drill came to.", .fields = fields};
  return table;
}

}  // namespace plan
