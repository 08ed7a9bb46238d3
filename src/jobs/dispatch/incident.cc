#include "jobs/dispatch/incident.h"

namespace dispatch {

const record::table& record_of(const incident*) {
  using i = incident;
  static constexpr record::field fields[] = {
      record::field_of<&i::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
      record::field_of<&i::number>({.name = "number", .summary = "YYYYMMDD-NNNN in the place's own time", .read_only = true, .max_length = 20}),
      record::field_of<&i::type>({.name = "type", .summary = "code of the catalogue", .read_only = true, .max_length = 60}),
      record::field_of<&i::type_name>({.name = "type_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&i::priority>(
          {.name = "priority", .summary = "1 life in danger now … 4 can wait", .read_only = true, .minimum = 1, .maximum = 4}),
      record::field_of<&i::state>(
          {.name = "state", .summary = "derived from the assignments while open", .read_only = true, .choices = incident_state_choices}),
      record::field_of<&i::location>({.name = "location", .summary = "where, WGS-84", .read_only = true}),
      record::field_of<&i::outside>({.name = "outside", .summary = "outside the place's areas, taken on somebody's word", .read_only = true}),
      record::field_of<&i::address>({.name = "address", .summary = "as said", .read_only = true, .max_length = 500}),
      record::field_of<&i::crossing>(
          {.name = "crossing", .summary = "the two roads, when located by a crossing", .read_only = true, .max_length = 300}),
      record::field_of<&i::area_id>(
          {.name = "area_id", .summary = "the smallest area it lies in", .read_only = true, .max_length = 36, .refers_to = "areas"}),
      record::field_of<&i::area_path>({.name = "area_path", .summary = "its areas from the top", .read_only = true, .max_length = 500}),
      record::field_of<&i::area_name>({.name = "area_name", .summary = "the area's name", .read_only = true, .column = false}),
      record::field_of<&i::description>({.name = "description", .summary = "what happened", .read_only = true, .max_length = 4000}),
      record::field_of<&i::source>(
          {.name = "source", .summary = "110 source code (JQLYFS) or name of an import", .read_only = true, .max_length = 60}),
      record::field_of<&i::source_id>({.name = "source_id", .summary = "the record's number there", .read_only = true, .max_length = 60}),
      record::field_of<&i::reported_at>({.name = "reported_at", .summary = "the call came in (BJSJ)", .read_only = true}),
      record::field_of<&i::answered_at>({.name = "answered_at", .summary = "it was answered (JJSJ)", .read_only = true}),
      record::field_of<&i::hung_up_at>({.name = "hung_up_at", .summary = "the call ended (JJWCSJ)", .read_only = true}),
      record::field_of<&i::occurred_at>({.name = "occurred_at", .summary = "it happened, as said", .read_only = true}),
      record::field_of<&i::created_at>({.name = "created_at", .summary = "entered", .read_only = true}),
      record::field_of<&i::created_by>({.name = "created_by", .summary = "by this account", .read_only = true, .max_length = 36}),
      record::field_of<&i::updated_at>({.name = "updated_at", .summary = "last change", .read_only = true}),
      record::field_of<&i::closed_at>({.name = "closed_at", .summary = "closed, cancelled or merged", .read_only = true}),
      record::field_of<&i::result>({.name = "result", .summary = "what came of it; the reason when cancelled", .read_only = true, .max_length = 500}),
      record::field_of<&i::merged_into>(
          {.name = "merged_into", .summary = "the incident that stands for it", .read_only = true, .max_length = 36, .refers_to = "incidents"}),
      record::field_of<&i::reopened_count>({.name = "reopened_count", .summary = "how often it was reopened", .read_only = true}),
      record::field_of<&i::reopened_at>({.name = "reopened_at", .summary = "the last time", .read_only = true}),
      record::field_of<&i::first_type>({.name = "first_type", .summary = "the type before it was reclassified", .read_only = true, .max_length = 60}),
      record::field_of<&i::has_caller>({.name = "has_caller", .summary = "a sealed caller is kept", .read_only = true, .column = false}),
      record::field_of<&i::caller_expires_at>(
          {.name = "caller_expires_at", .summary = "when the caller is destroyed", .read_only = true, .column = false}),
      record::field_of<&i::assignments>({.name = "assignments", .summary = "units sent, oldest first", .read_only = true, .column = false}),
      record::field_of<&i::recommendation_id>(
          {.name = "recommendation_id", .summary = "the latest recommendation", .read_only = true, .max_length = 36}),
      record::field_of<&i::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
  };
  static const record::table table{.name = "Incident", .summary = "A call that came in.", .fields = fields};
  return table;
}

const record::table& record_of(const caller_draft*) {
  using c = caller_draft;
  static constexpr record::field fields[] = {
      record::field_of<&c::name>({.name = "name", .summary = "sealed", .max_length = 100}),
      record::field_of<&c::phone>({.name = "phone", .summary = "sealed", .max_length = 40}),
      record::field_of<&c::note>({.name = "note", .summary = "sealed", .max_length = 1000}),
  };
  static const record::table table{.name = "CallerDraft", .summary = "Who called; sealed at once and destroyed when it expires.", .fields = fields};
  return table;
}

const record::table& record_of(const incident_draft*) {
  using d = incident_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::type>({.name = "type", .summary = "code of the catalogue", .min_length = 1, .max_length = 60}),
      record::field_of<&d::priority>({.name = "priority", .summary = "the type's own when left out", .minimum = 1, .maximum = 4}),
      record::field_of<&d::location>({.name = "location", .summary = "where, WGS-84"}),
      record::field_of<&d::allow_outside>(
          {.name = "allow_outside", .summary = "take it though it lies outside the place's areas", .required = false}),
      record::field_of<&d::address>({.name = "address", .summary = "as said", .required = false, .max_length = 500}),
      record::field_of<&d::crossing>({.name = "crossing", .summary = "the two roads", .required = false, .max_length = 300}),
      record::field_of<&d::description>({.name = "description", .summary = "what happened; never who called", .required = false, .max_length = 4000}),
      record::field_of<&d::source>(
          {.name = "source", .summary = "110 source code (JQLYFS) or name of an import", .required = false, .max_length = 60}),
      record::field_of<&d::source_id>(
          {.name = "source_id", .summary = "the record's number there: a second one is the first again", .min_length = 1, .max_length = 60}),
      record::field_of<&d::caller>({.name = "caller", .summary = "sealed at once"}),
      record::field_of<&d::reported_at>({.name = "reported_at", .summary = "the call came in; now when left out"}),
      record::field_of<&d::answered_at>({.name = "answered_at", .summary = "it was answered"}),
      record::field_of<&d::hung_up_at>({.name = "hung_up_at", .summary = "the call ended"}),
      record::field_of<&d::occurred_at>({.name = "occurred_at", .summary = "it happened, as said"}),
      record::field_of<&d::duplicate_of>(
          {.name = "duplicate_of", .summary = "merge it into this incident at once", .min_length = 1, .max_length = 36, .refers_to = "incidents"}),
  };
  static const record::table table{.name = "IncidentDraft", .summary = "A call to take.", .fields = fields};
  return table;
}

const record::table& record_of(const incident_change*) {
  using c = incident_change;
  static constexpr record::field fields[] = {
      record::field_of<&c::type>({.name = "type", .summary = "code of the catalogue", .min_length = 1, .max_length = 60}),
      record::field_of<&c::priority>({.name = "priority", .summary = "1 … 4", .minimum = 1, .maximum = 4}),
      record::field_of<&c::location>({.name = "location", .summary = "where, WGS-84"}),
      record::field_of<&c::allow_outside>(
          {.name = "allow_outside", .summary = "take it though it lies outside the place's areas", .required = false}),
      record::field_of<&c::address>({.name = "address", .summary = "as said", .max_length = 500}),
      record::field_of<&c::description>({.name = "description", .summary = "what happened", .max_length = 4000}),
  };
  static const record::table table{.name = "IncidentChange", .summary = "What to change; what is left out stays.", .fields = fields};
  return table;
}

}  // namespace dispatch
