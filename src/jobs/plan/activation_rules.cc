#include "jobs/plan/activation_rules.h"

#include <algorithm>

#include "engines/matter/step_rules.h"
#include "foundation/base/text.h"
#include "jobs/plan/rule_parts.h"

namespace plan {
namespace {

template <class Items>
bool holds(const Items& items, const auto& wanted) {
  return std::ranges::find(items, wanted) != items.end();
}

role_row* find_role(activation_case& one, std::string_view code) {
  const auto found = std::ranges::find(one.roles, code, &role_row::role);
  return found == one.roles.end() ? nullptr : &*found;
}

void ask_role(activation_case& one, const plan_role& role, base::instant now) {
  auto* row = find_role(one, role.code);
  if (row == nullptr) row = &one.roles.emplace_back();
  *row = {.role = role.code, .state = role_state::asked, .asked_at = now, .due_at = now + role.confirm_within};
  row->next_at = row->due_at;
}

bool is_running(task_state state) { return state == task_state::open || state == task_state::started || state == task_state::refused; }

void drop(task_row& row) {
  row.state = task_state::dropped;
  row.next_at = std::nullopt;
}

}  // namespace

log_line line_of(const scene& in, std::string kind, std::string code, words text, std::string note) {
  return {.id = {},
          .at = in.now,
          .kind = std::move(kind),
          .code = std::move(code),
          .by = in.who.account_id,
          .by_name = name_of_caller(in.who),
          .text = std::move(text),
          .note = std::move(note)};
}

bool decides(const scene& in, level at, const std::string& area_id) {
  const auto* rule = in.of.find_level(at);
  return rule != nullptr && std::ranges::any_of(rule->activated_by, [&](const authority& one) {
           return matter::is_at(in.who, one.role, matter::desk_of(in.areas, area_id, one.at));
         });
}

bool can_hold(const scene& in, const plan_role& role, const std::string& area_id) {
  const auto path = matter::desk_of(in.areas, area_id, role.at);
  return std::ranges::any_of(role.held_by, [&](const std::string& each) { return matter::is_at(in.who, each, path); });
}

bool acts_for(const activation_case& one, const scene& in, const std::string& role) {
  const auto row = std::ranges::find(one.roles, role, &role_row::role);
  if (row != one.roles.end() && row->state == role_state::confirmed && row->confirmed_by == in.who.account_id) return true;
  const auto* rule = in.of.find_role(role);
  return (rule != nullptr && can_hold(in, *rule, one.what.area_id)) || decides(in, one.what.at, one.what.area_id);
}

void follow_level(activation_case& one, const scene& in) {
  for (const auto& role : in.of.roles) {
    auto* row = find_role(one, role.code);
    const bool wanted = holds(role.levels, one.what.at);
    if (wanted && (row == nullptr || row->state == role_state::released)) ask_role(one, role, in.now);
    if (!wanted && row != nullptr && row->state == role_state::asked) {
      row->state = role_state::released;
      row->next_at = std::nullopt;
    }
  }
  for (const auto& task : in.of.tasks) {
    auto* row = find_task(one, task.code);
    const bool wanted = holds(task.levels, one.what.at);
    if (!wanted && row != nullptr && (row->state == task_state::open || row->state == task_state::waiting || row->state == task_state::refused))
      drop(*row);
    if (!wanted || (row != nullptr && row->state != task_state::dropped)) continue;
    if (row == nullptr) row = &one.tasks.emplace_back();
    const auto* before = find_task(one, task.after);
    if (task.after.empty() || (before != nullptr && before->state == task_state::done)) {
      open_task(*row, task, in.now);
    } else {
      *row = {.task = task.code};
    }
  }
}

refused refuse_activation(const scene& in, level at, const std::string& area_id) {
  if (in.of.find_level(at) == nullptr) {
    return refusal{.code = "bad_input",
                   .detail = "The plan has no such level.",
                   .fields = {{"/level", "not_a_choice", "is no level of this plan"}},
                   .status = 422};
  }
  if (!decides(in, at, area_id)) return not_yours("This level is activated by others.");
  return std::nullopt;
}

void begin(activation_case& one, lines& out, const scene& in) {
  one.what.plan = in.of.code;
  one.what.plan_version = in.of.version;
  one.what.level_since = one.what.activated_at = in.now;
  one.what.activated_by = in.who.account_id;
  one.what.activated_name = name_of_caller(in.who);
  const auto& at = in.of.find_level(one.what.at)->name;
  out.push_back(line_of(in, "activated", std::string(name_of(one.what.at)),
                        {.zh = "启动" + in.of.name.zh + "，" + at.zh, .en = in.of.name.en + " activated, " + at.en}, one.what.reason));
  follow_level(one, in);
}

refused set_level(activation_case& one, level to, const std::string& reason, lines& out, const scene& in) {
  if (auto no = gone(one)) return no;
  const auto* rule = in.of.find_level(to);
  if (rule == nullptr) {
    return refusal{.code = "bad_input",
                   .detail = "The plan has no such level.",
                   .fields = {{"/level", "not_a_choice", "is no level of this plan"}},
                   .status = 422};
  }
  if (to == one.what.at) return refusal{.code = "same_level", .detail = "It is at this level already.", .fields = {}};
  // Up and down alike need who may decide at the graver of the two.
  if (!decides(in, std::min(to, one.what.at), one.what.area_id)) return not_yours("This level is decided by others.");
  if (base::trim(reason).empty()) return missing("/reason", "a reason is needed");
  const bool up = to < one.what.at;
  one.what.at = to;
  one.what.level_since = in.now;
  out.push_back(line_of(in, "level", std::string(name_of(to)),
                        {.zh = (up ? "响应升级为" : "响应降级为") + rule->name.zh, .en = (up ? "Raised to " : "Lowered to ") + rule->name.en},
                        reason));
  follow_level(one, in);
  return std::nullopt;
}

refused stand_down(activation_case& one, const std::string& report, lines& out, const scene& in) {
  if (auto no = gone(one)) return no;
  if (!decides(in, one.what.at, one.what.area_id)) return not_yours("Standing down is decided by others.");
  if (base::trim(report).empty()) return missing("/report", "an end report is needed");
  one.what.stood_down_at = in.now;
  one.what.stood_down_by = in.who.account_id;
  one.what.stood_down_name = name_of_caller(in.who);
  one.what.end_report = report;
  for (auto& row : one.roles) {
    if (row.state == role_state::asked) row.state = role_state::released;
    row.next_at = std::nullopt;
  }
  for (auto& row : one.tasks) {
    if (is_running(row.state) || row.state == task_state::waiting) drop(row);
    row.next_at = std::nullopt;
  }
  out.push_back(line_of(in, "stood_down", "", {.zh = "终止响应", .en = "Stood down"}, report));
  return std::nullopt;
}

refused confirm_role(activation_case& one, const taking& what, lines& out, const scene& in) {
  if (auto no = gone(one)) return no;
  auto* row = find_role(one, what.role);
  const auto* rule = in.of.find_role(what.role);
  if (row == nullptr || rule == nullptr || row->state == role_state::released) {
    return refusal{.code = "no_such_role", .detail = "This role is not needed now: " + what.role, .fields = {}, .status = 404};
  }
  const bool able = can_hold(in, *rule, one.what.area_id);
  if (what.unit_id.empty() ? !able : !(what.serves || able || decides(in, one.what.at, one.what.area_id))) {
    return not_yours("This role is held by others.");
  }
  if (!what.unit_id.empty() && !std::ranges::any_of(what.capabilities, [&](const std::string& can) { return holds(rule->units, can); })) {
    return refusal{.code = "bad_input",
                   .detail = "The unit cannot do this.",
                   .fields = {{"/unit_id", "excluded", "has none of the capabilities of this role"}},
                   .status = 422};
  }
  if (row->state == role_state::confirmed) {
    if (row->confirmed_by == in.who.account_id && row->unit_id.value_or("") == what.unit_id) return std::nullopt;  // a retry
    if (!what.over) {
      return refusal{
          .code = "role_held", .detail = row->confirmed_name + " has it since " + base::to_rfc3339(*row->confirmed_at) + ".", .fields = {}};
    }
  }
  row->state = role_state::confirmed;
  row->confirmed_at = in.now;
  row->confirmed_by = in.who.account_id;
  row->confirmed_name = name_of_caller(in.who);
  row->unit_id = what.unit_id.empty() ? std::nullopt : std::optional(what.unit_id);
  row->unit_name = what.unit_name;
  row->next_at = std::nullopt;
  out.push_back(line_of(in, "role", what.role, {.zh = rule->name.zh + "到位", .en = rule->name.en + " taken over"}, what.unit_name));
  return std::nullopt;
}

bool note_overdue(activation_case& one, lines& out, const scene& in) {
  const auto before = out.size();
  for (auto& row : one.roles) {
    if (!row.next_at || *row.next_at > in.now) continue;
    row.next_at = std::nullopt;
    row.overdue_at = in.now;
    const auto* rule = in.of.find_role(row.role);
    const auto name = rule == nullptr ? words{.zh = row.role, .en = row.role} : rule->name;
    out.push_back(line_of(in, "overdue", row.role, {.zh = name.zh + "未按时到位", .en = "Not taken over in time: " + name.en}));
  }
  for (auto& row : one.tasks) {
    if (!row.next_at || *row.next_at > in.now) continue;
    row.next_at = std::nullopt;
    row.overdue_at = in.now;
    const auto* rule = in.of.find_task(row.task);
    const auto name = rule == nullptr ? words{.zh = row.task, .en = row.task} : rule->name;
    out.push_back(line_of(in, "overdue", row.task, {.zh = "任务超时：" + name.zh, .en = "Not done in time: " + name.en}));
  }
  return out.size() > before;
}

bool is_late(const task_row& task, base::instant now) {
  if (!task.due_at || task.state == task_state::waiting || task.state == task_state::dropped) return false;
  return (task.done_at ? *task.done_at : now) >= *task.due_at;
}

bool is_late(const role_row& role, base::instant now) {
  if (role.state == role_state::released) return false;
  return (role.confirmed_at ? *role.confirmed_at : now) >= role.due_at;
}

void count(activation_case& one, base::instant now) {
  auto& a = one.what;
  a.roles_asked = std::ranges::count(one.roles, role_state::asked, &role_row::state);
  a.roles_confirmed = std::ranges::count(one.roles, role_state::confirmed, &role_row::state);
  a.tasks_open = a.tasks_done = a.tasks_overdue = 0;
  for (const auto& row : one.tasks) {
    const bool running = is_running(row.state);
    a.tasks_open += running ? 1 : 0;
    a.tasks_done += row.state == task_state::done ? 1 : 0;
    a.tasks_overdue += running && is_late(row, now) ? 1 : 0;
  }
}

}  // namespace plan
