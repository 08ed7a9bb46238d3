#include "foundation/base/text.h"
#include "jobs/plan/rule_parts.h"

// The tasks of a plan in force.
namespace plan {
namespace {

// What waits for this one begins.
void open_next(activation_case& one, const std::string& done, const scene& in) {
  for (auto& row : one.tasks) {
    const auto* task = in.of.find_task(row.task);
    if (row.state == task_state::waiting && task != nullptr && task->after == done) open_task(row, *task, in.now);
  }
}

// The task and its rule, when the caller can do something with it now.
struct found_task {
  task_row* row = nullptr;
  const plan_task* rule = nullptr;
  refused no = {};
};
found_task task_for(activation_case& one, const std::string& code, const scene& in) {
  found_task out{.row = find_task(one, code), .rule = in.of.find_task(code)};
  out.no = gone(one);
  if (!out.no && (out.row == nullptr || out.rule == nullptr || out.row->state == task_state::dropped)) {
    out.no = refusal{.code = "no_such_task", .detail = "Nothing of this name is to be done: " + code, .fields = {}, .status = 404};
  }
  return out;
}

refusal done_already(const task_row& row) {
  return {.code = "task_done", .detail = row.done_name + " did it at " + base::to_rfc3339(*row.done_at) + ".", .fields = {}};
}

refused not_ready(const found_task& found, const scene& in) {
  if (found.row->state != task_state::waiting) return std::nullopt;
  const auto* before = in.of.find_task(found.rule->after);
  return refusal{
      .code = "task_waits", .detail = "It begins when this is done: " + (before == nullptr ? found.rule->after : before->name.en), .fields = {}};
}

void finish_task(activation_case& one, task_row& row, const scene& in) {
  row.state = task_state::done;
  row.next_at = std::nullopt;
  open_next(one, row.task, in);
}

}  // namespace

refused start_task(activation_case& one, const task_act& act, lines& out, const scene& in) {
  auto found = task_for(one, act.task, in);
  if (found.no) return found.no;
  auto& row = *found.row;
  if (row.state == task_state::done || row.state == task_state::reported) return done_already(row);
  if (auto no = not_ready(found, in)) return no;
  if (!acts_for(one, in, found.rule->role)) return not_yours("This task is owed by another role.");
  if (row.state == task_state::started) {
    if (row.started_by == in.who.account_id) return std::nullopt;  // a retry
    return refusal{.code = "task_started", .detail = row.started_name + " is at it since " + base::to_rfc3339(*row.started_at) + ".", .fields = {}};
  }
  row.state = task_state::started;
  row.started_at = in.now;
  row.started_by = in.who.account_id;
  row.started_name = name_of_caller(in.who);
  out.push_back(line_of(in, "task", act.task, {.zh = "开始：" + found.rule->name.zh, .en = "Begun: " + found.rule->name.en}, act.text));
  return std::nullopt;
}

refused complete_task(activation_case& one, const task_act& act, lines& out, const scene& in) {
  auto found = task_for(one, act.task, in);
  if (found.no) return found.no;
  auto& row = *found.row;
  if (row.state == task_state::done || row.state == task_state::reported) {
    if (row.done_by == in.who.account_id) return std::nullopt;  // a retry
    return done_already(row);
  }
  if (auto no = not_ready(found, in)) return no;
  if (!acts_for(one, in, found.rule->role)) return not_yours("This task is owed by another role.");
  if (found.rule->note && base::trim(act.text).empty()) return missing("/text", "what was done must be written down");
  row.done_at = in.now;
  row.done_by = in.who.account_id;
  row.done_name = name_of_caller(in.who);
  row.note = act.text;
  const bool waits = !found.rule->confirmed_by.empty();
  out.push_back(line_of(
      in, "task", act.task,
      {.zh = (waits ? "报告完成：" : "完成：") + found.rule->name.zh, .en = (waits ? "Reported done: " : "Done: ") + found.rule->name.en}, act.text));
  if (!waits) {
    finish_task(one, row, in);
  } else {
    row.state = task_state::reported;
    row.next_at = std::nullopt;  // who did it has met the clock
  }
  return std::nullopt;
}

refused confirm_task(activation_case& one, const task_act& act, lines& out, const scene& in) {
  auto found = task_for(one, act.task, in);
  if (found.no) return found.no;
  auto& row = *found.row;
  if (row.state == task_state::done && row.confirmed_by == in.who.account_id) return std::nullopt;  // a retry
  if (row.state != task_state::reported) return refusal{.code = "nothing_to_confirm", .detail = "It is not reported done.", .fields = {}};
  if (!acts_for(one, in, found.rule->confirmed_by)) return not_yours("This is confirmed by another role.");
  if (row.done_by == in.who.account_id) return refusal{.code = "needs_other_signer", .detail = "Somebody else must confirm it.", .fields = {}};
  row.confirmed_at = in.now;
  row.confirmed_by = in.who.account_id;
  row.confirmed_name = name_of_caller(in.who);
  out.push_back(line_of(in, "task", act.task, {.zh = "确认完成：" + found.rule->name.zh, .en = "Confirmed: " + found.rule->name.en}, act.text));
  finish_task(one, row, in);
  return std::nullopt;
}

refused refuse_task(activation_case& one, const task_act& act, lines& out, const scene& in) {
  auto found = task_for(one, act.task, in);
  if (found.no) return found.no;
  auto& row = *found.row;
  if (row.state == task_state::done) return done_already(row);
  if (auto no = not_ready(found, in)) return no;
  const bool back = row.state == task_state::reported;
  if (!acts_for(one, in, back ? found.rule->confirmed_by : found.rule->role)) return not_yours("This is for another role to say.");
  if (base::trim(act.text).empty()) return missing("/text", "a reason is needed");
  const auto text = back ? words{.zh = "退回：" + found.rule->name.zh, .en = "Sent back: " + found.rule->name.en}
                         : words{.zh = "无法完成：" + found.rule->name.zh, .en = "Cannot be done: " + found.rule->name.en};
  out.push_back(line_of(in, "task", act.task, text, act.text));
  row.reason = act.text;
  row.state = back ? task_state::started : task_state::refused;
  if (back) {
    if (!row.started_at) row.started_at = row.done_at, row.started_by = row.done_by, row.started_name = row.done_name;
    row.done_at = std::nullopt;
    row.done_by = row.done_name = "";
    if (!row.overdue_at) row.next_at = row.due_at;
  }
  return std::nullopt;
}

}  // namespace plan
