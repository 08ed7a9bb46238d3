#include <boost/json/parse.hpp>

#include "foundation/base/problem.h"
#include "jobs/plan/activation_inputs.h"
#include "jobs/plan/board.h"
#include "jobs/plan/plan_api.h"
#include "town/duty/shift_store.h"

// What can be done with a plan in force.
namespace plan {
namespace {

using operation::answer;
using operation::request;
using act_function = refused (*)(activation_work&, const request&);
using task_function = refused (*)(activation_case&, const task_act&, lines&, const scene&);

// The unit a role is taken over for: its name, what it can do, and whether the caller serves on it.
void put_unit(activation_work& work, const request& what, taking& into) {
  look_up(work.on(), work.transaction().db(), [&](store::connection& town) {
    const auto rows = town.query("SELECT name, capabilities FROM units WHERE id = $1", {into.unit_id});
    if (rows.empty()) throw base::bad_input({{"/unit_id", "unknown", "is no unit"}});
    into.unit_name = rows.text(0, 0);
    const auto known = boost::json::parse(rows.text(0, 1));
    for (const auto& each : known.as_array()) into.capabilities.emplace_back(each.as_string());
    into.serves = duty::serves_on_unit(town, what.who.account_id, into.unit_id, work.around().now);
  });
}

refused take_role(activation_work& work, const request& what) {
  const auto given = record::from_json<role_draft>(what.body);
  taking act{.role = what.part("role"), .unit_id = given.unit_id.value_or(""), .over = given.take_over};
  if (!act.unit_id.empty()) put_unit(work, what, act);
  return confirm_role(work.now(), act, work.out(), work.around());
}

refused on_task(activation_work& work, const request& what, task_function act) {
  const auto given = record::from_json<text_draft>(what.body);
  return act(work.now(), {.task = what.part("task"), .text = given.text}, work.out(), work.around());
}

refused start(activation_work& work, const request& what) { return on_task(work, what, start_task); }
refused complete(activation_work& work, const request& what) { return on_task(work, what, complete_task); }
refused confirm(activation_work& work, const request& what) { return on_task(work, what, confirm_task); }
refused refuse(activation_work& work, const request& what) { return on_task(work, what, refuse_task); }

refused note(activation_work& work, const request& what) {
  const auto given = record::from_json<note_draft>(what.body);
  if (work.now().what.stood_down_at) return refusal{.code = "stood_down", .detail = "This plan is no longer in force.", .fields = {}};
  work.out().push_back(line_of(work.around(), "note", "", {.zh = "记录", .en = "Note"}, given.text));
  return std::nullopt;
}

refused change_level(activation_work& work, const request& what) {
  const auto given = record::from_json<level_draft>(what.body);
  return set_level(work.now(), given.to, given.reason, work.out(), work.around());
}

refused end(activation_work& work, const request& what) {
  return stand_down(work.now(), record::from_json<end_draft>(what.body).report, work.out(), work.around());
}

struct act_row {
  std::string_view name, path, summary;
  act_function run;
  const record::table* input;
};

template <class T>
const record::table* table_of() {
  return &record_of(static_cast<const T*>(nullptr));
}

std::vector<act_row> rows() {
  return {
      {"confirm_plan_role", "/api/activations/{id}/roles/{role}/confirm", "Takes over a role of the plan, for oneself or a unit.", take_role,
       table_of<role_draft>()},
      {"start_plan_task", "/api/activations/{id}/tasks/{task}/start", "Says that somebody is at it.", start, table_of<text_draft>()},
      {"complete_plan_task", "/api/activations/{id}/tasks/{task}/complete", "Says that it is done; where another role must confirm it, reports it.",
       complete, table_of<text_draft>()},
      {"confirm_plan_task", "/api/activations/{id}/tasks/{task}/confirm", "Confirms what was reported done, by somebody else.", confirm,
       table_of<text_draft>()},
      {"refuse_plan_task", "/api/activations/{id}/tasks/{task}/refuse", "Says that it cannot be done, and why; sends back what was reported.", refuse,
       table_of<text_draft>()},
      {"add_activation_note", "/api/activations/{id}/notes", "Adds a line to the log.", note, table_of<note_draft>()},
      {"set_activation_level", "/api/activations/{id}/level", "Raises or lowers the level of response.", change_level, table_of<level_draft>()},
      {"stand_down_activation", "/api/activations/{id}/stand-down", "Ends the response; opens the matter of its review.", end, table_of<end_draft>()},
  };
}

}  // namespace

std::vector<operation::definition> act_operations(const services& on) {
  std::vector<operation::definition> all;
  for (const auto& row : rows()) {
    operation::definition one;
    one.name = row.name;
    one.method = "POST";
    one.path = row.path;
    one.summary = row.summary;
    one.permission = may_write;
    one.input = row.input;
    one.output = table_of<board>();
    one.write = [&on, row](const request& what, store::transaction& transaction, void*) {
      activation_work work(on, what, transaction);
      const auto no = row.run(work, what);
      work.finish(row.name, no);
      return board_answer(on, transaction.db(), what.who, what.part("id"));
    };
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace plan
