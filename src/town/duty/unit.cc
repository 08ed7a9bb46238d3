#include "town/duty/unit.h"

namespace duty {
namespace {

constexpr double longest_turnout_s = 3'600;

}  // namespace

const record::table& record_of(const unit*) {
  using u = unit;
  static constexpr record::field fields[] = {
      record::field_of<&u::id>({.name = "id", .summary = "UUID, or the code an import gave", .read_only = true, .max_length = 64}),
      record::field_of<&u::name>({.name = "name", .summary = "what it is called on the air", .read_only = true, .max_length = 60}),
      record::field_of<&u::kind>({.name = "kind", .summary = "how it moves", .read_only = true, .choices = unit_kind_choices}),
      record::field_of<&u::force>({.name = "force", .summary = "whose it is: police, fire, patrol, …", .read_only = true, .max_length = 40}),
      record::field_of<&u::station_id>(
          {.name = "station_id", .summary = "where it is based", .read_only = true, .max_length = 64, .refers_to = "places"}),
      record::field_of<&u::area_id>(
          {.name = "area_id", .summary = "the area it is responsible for", .read_only = true, .max_length = 64, .refers_to = "areas"}),
      record::field_of<&u::capabilities>({.name = "capabilities", .summary = "what it can do, codes", .read_only = true, .max_length = 30}),
      record::field_of<&u::turnout_s>({.name = "turnout_s", .summary = "seconds until it moves, at its station", .read_only = true}),
      record::field_of<&u::on_shift>({.name = "on_shift", .summary = "on duty now", .read_only = true}),
      record::field_of<&u::invented>({.name = "invented", .summary = "made up for a sample", .read_only = true}),
      record::field_of<&u::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&u::station_name>({.name = "station_name", .summary = "the station's name", .read_only = true, .column = false}),
      record::field_of<&u::area_name>({.name = "area_name", .summary = "the area's name", .read_only = true, .column = false}),
      record::field_of<&u::state>(
          {.name = "state", .summary = "what it is doing", .read_only = true, .column = false, .choices = unit_state_choices}),
      record::field_of<&u::position>({.name = "position", .summary = "the last known, WGS-84", .read_only = true, .column = false}),
      record::field_of<&u::position_at>({.name = "position_at", .summary = "when it was there", .read_only = true, .column = false}),
      record::field_of<&u::position_age_s>({.name = "position_age_s", .summary = "how old that is", .read_only = true, .column = false}),
      record::field_of<&u::speed_mps>({.name = "speed_mps", .summary = "speed then", .read_only = true, .column = false}),
      record::field_of<&u::heading_deg>({.name = "heading_deg", .summary = "direction then, from north", .read_only = true, .column = false}),
      record::field_of<&u::incident_id>(
          {.name = "incident_id", .summary = "what it is out for", .read_only = true, .column = false, .max_length = 64}),
      record::field_of<&u::check_in_due_at>(
          {.name = "check_in_due_at", .summary = "its next check-in is due; null without a timer", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Unit", .summary = "A car, motorcycle or foot team on duty.", .fields = fields};
  return table;
}

const record::table& record_of(const unit_draft*) {
  using d = unit_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::name>({.name = "name", .summary = "what it is called on the air; no two alike", .min_length = 1, .max_length = 60}),
      record::field_of<&d::kind>({.name = "kind", .summary = "how it moves", .choices = unit_kind_choices}),
      record::field_of<&d::force>({.name = "force", .summary = "whose it is", .min_length = 1, .max_length = 40}),
      record::field_of<&d::station_id>({.name = "station_id", .summary = "where it is based", .max_length = 64, .refers_to = "places"}),
      record::field_of<&d::area_id>({.name = "area_id", .summary = "the area it is responsible for", .max_length = 64, .refers_to = "areas"}),
      record::field_of<&d::capabilities>({.name = "capabilities", .summary = "what it can do, codes", .required = false, .max_length = 30}),
      record::field_of<&d::turnout_s>(
          {.name = "turnout_s", .summary = "seconds until it moves, at its station", .required = false, .minimum = 0, .maximum = longest_turnout_s}),
      record::field_of<&d::on_shift>({.name = "on_shift", .summary = "on duty from now", .required = false}),
      record::field_of<&d::invented>({.name = "invented", .summary = "made up for a sample", .required = false}),
  };
  static const record::table table{.name = "UnitDraft", .summary = "What is said of a unit.", .fields = fields};
  return table;
}

const record::table& record_of(const shift_change*) {
  static constexpr record::field fields[] = {record::field_of<&shift_change::on>({.name = "on", .summary = "true: comes on shift"})};
  static const record::table table{.name = "ShiftChange", .summary = "A unit comes on shift or goes off.", .fields = fields};
  return table;
}

}  // namespace duty
