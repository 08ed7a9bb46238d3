#include "jobs/dispatch/assignment.h"

namespace dispatch {

const record::table& record_of(const assignment*) {
  using a = assignment;
  static constexpr record::field fields[] = {
      record::field_of<&a::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
      record::field_of<&a::incident_id>(
          {.name = "incident_id", .summary = "the incident", .read_only = true, .max_length = 36, .refers_to = "incidents"}),
      record::field_of<&a::unit_id>({.name = "unit_id", .summary = "the unit sent", .read_only = true, .max_length = 36, .refers_to = "units"}),
      record::field_of<&a::unit_name>({.name = "unit_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&a::status>({.name = "status", .summary = "the last step reported", .read_only = true, .choices = assignment_status_choices}),
      record::field_of<&a::epoch>({.name = "epoch", .summary = "rises with each assignment of this unit", .read_only = true}),
      record::field_of<&a::assigned_at>({.name = "assigned_at", .summary = "sent", .read_only = true}),
      record::field_of<&a::assigned_by>({.name = "assigned_by", .summary = "account that sent it", .read_only = true, .max_length = 36}),
      record::field_of<&a::assigned_by_name>({.name = "assigned_by_name", .summary = "its name", .read_only = true}),
      record::field_of<&a::accepted_at>({.name = "accepted_at", .summary = "the unit accepted", .read_only = true}),
      record::field_of<&a::en_route_at>({.name = "en_route_at", .summary = "the unit moved off", .read_only = true}),
      record::field_of<&a::on_scene_at>({.name = "on_scene_at", .summary = "the unit arrived", .read_only = true}),
      record::field_of<&a::cleared_at>({.name = "cleared_at", .summary = "the unit finished there", .read_only = true}),
      record::field_of<&a::released_at>({.name = "released_at", .summary = "the unit is free again", .read_only = true}),
      record::field_of<&a::eta_s>({.name = "eta_s", .summary = "seconds to arrival expected when it was sent", .read_only = true}),
      record::field_of<&a::recommendation_id>(
          {.name = "recommendation_id", .summary = "the recommendation it follows", .read_only = true, .max_length = 36}),
      record::field_of<&a::reason>({.name = "reason", .summary = "why this unit", .read_only = true, .max_length = 500}),
      record::field_of<&a::release_reason>(
          {.name = "release_reason", .summary = "reported, transferred, merged, cancelled or closed", .read_only = true}),
      record::field_of<&a::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
  };
  static const record::table table{.name = "Assignment", .summary = "One unit sent to one incident.", .fields = fields};
  return table;
}

const record::table& record_of(const assignment_draft*) {
  using d = assignment_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::unit_id>({.name = "unit_id", .summary = "the unit to send", .min_length = 1, .max_length = 36, .refers_to = "units"}),
      record::field_of<&d::recommendation_id>({.name = "recommendation_id", .summary = "the recommendation it follows", .max_length = 36}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why this unit", .max_length = 500}),
  };
  static const record::table table{.name = "AssignmentDraft", .summary = "A unit to send.", .fields = fields};
  return table;
}

const record::table& record_of(const status_report*) {
  static constexpr record::field fields[] = {
      record::field_of<&status_report::status>({.name = "status", .summary = "the step reached", .choices = assignment_status_choices}),
      record::field_of<&status_report::at>({.name = "at", .summary = "the device's own time of the step; now when left out"}),
  };
  static const record::table table{.name = "StatusReport", .summary = "A step a unit has reached.", .fields = fields};
  return table;
}

const record::table& record_of(const transfer_draft*) {
  static constexpr record::field fields[] = {
      record::field_of<&transfer_draft::unit_id>(
          {.name = "unit_id", .summary = "the unit that goes instead", .min_length = 1, .max_length = 36, .refers_to = "units"}),
      record::field_of<&transfer_draft::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 500}),
  };
  static const record::table table{.name = "TransferDraft", .summary = "Another unit takes over.", .fields = fields};
  return table;
}

}  // namespace dispatch
