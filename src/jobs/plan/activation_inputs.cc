#include "jobs/plan/activation_inputs.h"

namespace plan {

const record::table& record_of(const activation_draft*) {
  using d = activation_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::plan>({.name = "plan", .summary = "code of the catalogue", .min_length = 1, .max_length = 60}),
      record::field_of<&d::at>({.name = "level", .summary = "the gravest is red", .choices = level_choices}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 2000}),
      record::field_of<&d::area_id>({.name = "area_id", .summary = "where; left out: by place, incident or position", .max_length = 36}),
      record::field_of<&d::place_id>({.name = "place_id", .summary = "the place it is about", .max_length = 36}),
      record::field_of<&d::incident_id>({.name = "incident_id", .summary = "the incident it answers", .max_length = 36}),
      record::field_of<&d::position>({.name = "position", .summary = "where, WGS-84"}),
  };
  static const record::table table{.name = "ActivationDraft", .summary = "A plan to be activated.", .fields = fields};
  return table;
}

const record::table& record_of(const role_draft*) {
  using d = role_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::unit_id>({.name = "unit_id", .summary = "taken over for this unit", .max_length = 36}),
      record::field_of<&d::take_over>({.name = "take_over", .summary = "from whoever has it now", .required = false}),
  };
  static const record::table table{.name = "RoleTaking", .summary = "A role taken over.", .fields = fields};
  return table;
}

const record::table& record_of(const text_draft*) {
  using d = text_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::text>({.name = "text", .summary = "what was done, or why it cannot be", .required = false, .max_length = 2000})};
  static const record::table table{.name = "TaskWords", .summary = "What is said with a step of a task.", .fields = fields};
  return table;
}

const record::table& record_of(const note_draft*) {
  using d = note_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::text>({.name = "text", .summary = "what happened, of places, tasks and things", .min_length = 1, .max_length = 2000})};
  static const record::table table{.name = "ActivationNote", .summary = "A line for the log.", .fields = fields};
  return table;
}

const record::table& record_of(const level_draft*) {
  using d = level_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::to>({.name = "level", .summary = "the new level", .choices = level_choices}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 2000}),
  };
  static const record::table table{.name = "LevelChange", .summary = "Another level of response.", .fields = fields};
  return table;
}

const record::table& record_of(const end_draft*) {
  using d = end_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::report>({.name = "report", .summary = "the end report", .min_length = 1, .max_length = 10000})};
  static const record::table table{.name = "StandDown", .summary = "The end of a response.", .fields = fields};
  return table;
}

const record::table& record_of(const resource_draft*) {
  using d = resource_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::code>({.name = "code", .summary = "of the plan's list; empty: another", .required = false, .max_length = 60}),
      record::field_of<&d::place_id>({.name = "place_id", .summary = "a place", .max_length = 36}),
      record::field_of<&d::kit_item_id>({.name = "kit_item_id", .summary = "a piece of kit", .max_length = 36}),
      record::field_of<&d::name>({.name = "name", .summary = "what it is, when it is neither", .required = false}),
      record::field_of<&d::count>({.name = "count", .summary = "how many", .required = false, .minimum = 0, .maximum = 100'000}),
      record::field_of<&d::position>({.name = "position", .summary = "where; of a place: its own when left out"}),
      record::field_of<&d::state>({.name = "state", .summary = "state", .required = false, .choices = resource_state_choices}),
      record::field_of<&d::note>({.name = "note", .summary = "note", .required = false, .max_length = 2000}),
  };
  static const record::table table{.name = "ResourceDraft", .summary = "A place or thing that is added.", .fields = fields};
  return table;
}

const record::table& record_of(const resource_change*) {
  using d = resource_change;
  static constexpr record::field fields[] = {
      record::field_of<&d::count>({.name = "count", .summary = "how many", .minimum = 0, .maximum = 100'000}),
      record::field_of<&d::position>({.name = "position", .summary = "where"}),
      record::field_of<&d::state>({.name = "state", .summary = "state", .choices = resource_state_choices}),
      record::field_of<&d::note>({.name = "note", .summary = "note", .max_length = 2000}),
  };
  static const record::table table{.name = "ResourceChange", .summary = "What of it is different.", .fields = fields};
  return table;
}

}  // namespace plan
