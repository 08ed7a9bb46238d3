#include "jobs/plan/activation.h"

namespace plan {

const record::table& record_of(const activation*) {
  using a = activation;
  static constexpr record::field fields[] = {
      record::field_of<&a::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&a::number>({.name = "number", .summary = "prefix, year and serial number", .read_only = true}),
      record::field_of<&a::plan>({.name = "plan", .summary = "code of the catalogue", .read_only = true}),
      record::field_of<&a::plan_name>({.name = "plan_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&a::plan_version>({.name = "plan_version", .summary = "edition it began with", .read_only = true}),
      record::field_of<&a::at>({.name = "level", .summary = "the gravest is red", .read_only = true, .choices = level_choices}),
      record::field_of<&a::level_name>({.name = "level_name", .summary = "as the plan calls it", .read_only = true, .column = false}),
      record::field_of<&a::level_since>({.name = "level_since", .summary = "since when", .read_only = true}),
      record::field_of<&a::area_id>({.name = "area_id", .summary = "where it is in force", .read_only = true, .max_length = 36}),
      record::field_of<&a::area_path>({.name = "area_path", .summary = "its areas from the top", .read_only = true, .max_length = 500}),
      record::field_of<&a::area_name>({.name = "area_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&a::place_id>({.name = "place_id", .summary = "the place it is about", .read_only = true, .max_length = 36}),
      record::field_of<&a::position>({.name = "position", .summary = "where, WGS-84", .read_only = true}),
      record::field_of<&a::incident_id>({.name = "incident_id", .summary = "the incident it answers; empty: none", .read_only = true}),
      record::field_of<&a::reported_at>({.name = "reported_at", .summary = "when that was reported", .read_only = true}),
      record::field_of<&a::reason>({.name = "reason", .summary = "why it was activated", .read_only = true, .max_length = 2000}),
      record::field_of<&a::activated_at>({.name = "activated_at", .summary = "when", .read_only = true}),
      record::field_of<&a::activated_by>({.name = "activated_by", .summary = "account that decided it", .read_only = true}),
      record::field_of<&a::activated_name>({.name = "activated_name", .summary = "its name", .read_only = true}),
      record::field_of<&a::stood_down_at>({.name = "stood_down_at", .summary = "since when it is over", .read_only = true}),
      record::field_of<&a::stood_down_by>({.name = "stood_down_by", .summary = "account that decided it", .read_only = true}),
      record::field_of<&a::stood_down_name>({.name = "stood_down_name", .summary = "its name", .read_only = true}),
      record::field_of<&a::end_report>({.name = "end_report", .summary = "what was done", .read_only = true, .max_length = 10000}),
      record::field_of<&a::report_matter_id>(
          {.name = "report_matter_id", .summary = "the matter of its report", .read_only = true, .refers_to = "matters"}),
      record::field_of<&a::review_matter_id>(
          {.name = "review_matter_id", .summary = "the matter of its review", .read_only = true, .refers_to = "matters"}),
      record::field_of<&a::updated_at>({.name = "updated_at", .summary = "last change", .read_only = true}),
      record::field_of<&a::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&a::roles_asked>({.name = "roles_asked", .summary = "not taken over yet", .read_only = true, .column = false}),
      record::field_of<&a::roles_confirmed>({.name = "roles_confirmed", .summary = "taken over", .read_only = true, .column = false}),
      record::field_of<&a::tasks_open>({.name = "tasks_open", .summary = "whose clock runs", .read_only = true, .column = false}),
      record::field_of<&a::tasks_done>({.name = "tasks_done", .summary = "done", .read_only = true, .column = false}),
      record::field_of<&a::tasks_overdue>({.name = "tasks_overdue", .summary = "late and not done", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Activation", .summary = "An emergency plan in force.", .fields = fields};
  return table;
}

const record::table& record_of(const role_row*) {
  using r = role_row;
  static constexpr record::field fields[] = {
      record::field_of<&r::role>({.name = "role", .summary = "of the plan", .read_only = true}),
      record::field_of<&r::name>({.name = "name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&r::held_by>({.name = "held_by", .summary = "roles that can take it over", .read_only = true, .column = false}),
      record::field_of<&r::units>({.name = "units", .summary = "capabilities of units that can", .read_only = true, .column = false}),
      record::field_of<&r::state>({.name = "state", .summary = "state", .read_only = true, .choices = role_state_choices}),
      record::field_of<&r::asked_at>({.name = "asked_at", .summary = "since when", .read_only = true}),
      record::field_of<&r::due_at>({.name = "due_at", .summary = "the first moment that is too late", .read_only = true}),
      record::field_of<&r::confirmed_at>({.name = "confirmed_at", .summary = "taken over at", .read_only = true}),
      record::field_of<&r::confirmed_by>({.name = "confirmed_by", .summary = "account", .read_only = true}),
      record::field_of<&r::confirmed_name>({.name = "confirmed_name", .summary = "its name", .read_only = true}),
      record::field_of<&r::unit_id>({.name = "unit_id", .summary = "the unit it was taken over for", .read_only = true, .max_length = 36}),
      record::field_of<&r::unit_name>({.name = "unit_name", .summary = "its name", .read_only = true}),
      record::field_of<&r::overdue_at>({.name = "overdue_at", .summary = "when running out was noticed", .read_only = true}),
      record::field_of<&r::next_at>({.name = "next_at", .summary = "when it is looked at again", .read_only = true}),
      record::field_of<&r::overdue>({.name = "overdue", .summary = "late now, or taken over late", .read_only = true, .column = false}),
      record::field_of<&r::may_confirm>({.name = "may_confirm", .summary = "the reader can take it over", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "ActivationRole", .summary = "A function of a plan in force, and who has it.", .fields = fields};
  return table;
}

const record::table& record_of(const task_row*) {
  using t = task_row;
  static constexpr record::field fields[] = {
      record::field_of<&t::task>({.name = "task", .summary = "of the plan", .read_only = true}),
      record::field_of<&t::name>({.name = "name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&t::hint>({.name = "hint", .summary = "how it is done", .read_only = true, .column = false}),
      record::field_of<&t::role>({.name = "role", .summary = "role of the plan that owes it", .read_only = true, .column = false}),
      record::field_of<&t::after>({.name = "after", .summary = "task it waits for; empty: none", .read_only = true, .column = false}),
      record::field_of<&t::confirming>(
          {.name = "confirming", .summary = "role that must confirm it; empty: none", .read_only = true, .column = false}),
      record::field_of<&t::needs_note>({.name = "needs_note", .summary = "what was done must be written down", .read_only = true, .column = false}),
      record::field_of<&t::state>({.name = "state", .summary = "state", .read_only = true, .choices = task_state_choices}),
      record::field_of<&t::opened_at>({.name = "opened_at", .summary = "its clock began", .read_only = true}),
      record::field_of<&t::due_at>({.name = "due_at", .summary = "the first moment that is too late", .read_only = true}),
      record::field_of<&t::started_at>({.name = "started_at", .summary = "begun", .read_only = true}),
      record::field_of<&t::started_by>({.name = "started_by", .summary = "account", .read_only = true}),
      record::field_of<&t::started_name>({.name = "started_name", .summary = "its name", .read_only = true}),
      record::field_of<&t::done_at>({.name = "done_at", .summary = "done, whether or not confirmed", .read_only = true}),
      record::field_of<&t::done_by>({.name = "done_by", .summary = "account", .read_only = true}),
      record::field_of<&t::done_name>({.name = "done_name", .summary = "its name", .read_only = true}),
      record::field_of<&t::confirmed_at>({.name = "confirmed_at", .summary = "confirmed", .read_only = true}),
      record::field_of<&t::confirmed_by>({.name = "confirmed_by", .summary = "account", .read_only = true}),
      record::field_of<&t::confirmed_name>({.name = "confirmed_name", .summary = "its name", .read_only = true}),
      record::field_of<&t::note>({.name = "note", .summary = "what was done", .read_only = true, .max_length = 2000}),
      record::field_of<&t::reason>({.name = "reason", .summary = "why it was refused or sent back", .read_only = true, .max_length = 2000}),
      record::field_of<&t::overdue_at>({.name = "overdue_at", .summary = "when running out was noticed", .read_only = true}),
      record::field_of<&t::next_at>({.name = "next_at", .summary = "when it is looked at again", .read_only = true}),
      record::field_of<&t::overdue>({.name = "overdue", .summary = "late now, or done late", .read_only = true, .column = false}),
      record::field_of<&t::may_act>({.name = "may_act", .summary = "the reader can start, do or refuse it", .read_only = true, .column = false}),
      record::field_of<&t::may_confirm>({.name = "may_confirm", .summary = "the reader can confirm it", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "ActivationTask", .summary = "A task of a plan in force.", .fields = fields};
  return table;
}

const record::table& record_of(const resource_row*) {
  using r = resource_row;
  static constexpr record::field fields[] = {
      record::field_of<&r::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&r::code>({.name = "code", .summary = "of the plan's list; empty: another", .read_only = true}),
      record::field_of<&r::kind>({.name = "kind", .summary = "kind", .read_only = true, .choices = resource_kind_choices}),
      record::field_of<&r::place_id>({.name = "place_id", .summary = "the place", .read_only = true, .max_length = 36}),
      record::field_of<&r::kit_item_id>({.name = "kit_item_id", .summary = "the piece of kit", .read_only = true, .max_length = 36}),
      record::field_of<&r::name>({.name = "name", .summary = "what it is", .read_only = true}),
      record::field_of<&r::count>({.name = "count", .summary = "how many", .read_only = true}),
      record::field_of<&r::position>({.name = "position", .summary = "where, WGS-84", .read_only = true}),
      record::field_of<&r::state>({.name = "state", .summary = "state", .read_only = true, .choices = resource_state_choices}),
      record::field_of<&r::note>({.name = "note", .summary = "note", .read_only = true, .max_length = 2000}),
      record::field_of<&r::updated_at>({.name = "updated_at", .summary = "last change", .read_only = true}),
      record::field_of<&r::updated_by>({.name = "updated_by", .summary = "account", .read_only = true}),
      record::field_of<&r::updated_name>({.name = "updated_name", .summary = "its name", .read_only = true}),
  };
  static const record::table table{.name = "ActivationResource", .summary = "A place or a thing a plan in force needs or has.", .fields = fields};
  return table;
}

const record::table& record_of(const log_line*) {
  using l = log_line;
  static constexpr record::field fields[] = {
      record::field_of<&l::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&l::at>({.name = "at", .summary = "when", .read_only = true}),
      record::field_of<&l::kind>(
          {.name = "kind", .summary = "activated, level, role, task, resource, overdue, note, opened, stood_down", .read_only = true}),
      record::field_of<&l::code>({.name = "code", .summary = "role, task or resource", .read_only = true}),
      record::field_of<&l::by>({.name = "by", .summary = "account; empty: the system", .read_only = true}),
      record::field_of<&l::by_name>({.name = "by_name", .summary = "its name then", .read_only = true}),
      record::field_of<&l::text>({.name = "text", .summary = "for people", .read_only = true}),
      record::field_of<&l::note>({.name = "note", .summary = "in the words of who did it", .read_only = true, .max_length = 10000}),
  };
  static const record::table table{.name = "ActivationLine", .summary = "A line of the log of a plan in force.", .fields = fields};
  return table;
}

}  // namespace plan
