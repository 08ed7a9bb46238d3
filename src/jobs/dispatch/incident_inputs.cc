#include "jobs/dispatch/incident.h"

namespace dispatch {

const record::table& record_of(const note_draft*) {
  static constexpr record::field fields[] = {
      record::field_of<&note_draft::text>({.name = "text", .summary = "what to note; never who called", .min_length = 1, .max_length = 4000}),
  };
  static const record::table table{.name = "NoteDraft", .summary = "A note on an incident.", .fields = fields};
  return table;
}

const record::table& record_of(const reason_draft*) {
  static constexpr record::field fields[] = {
      record::field_of<&reason_draft::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 500}),
  };
  static const record::table table{.name = "ReasonDraft", .summary = "Why something is done.", .fields = fields};
  return table;
}

const record::table& record_of(const close_draft*) {
  static constexpr record::field fields[] = {
      record::field_of<&close_draft::result>({.name = "result", .summary = "what came of it", .min_length = 1, .max_length = 500}),
      record::field_of<&close_draft::note>({.name = "note", .summary = "a last note", .max_length = 4000}),
  };
  static const record::table table{.name = "CloseDraft", .summary = "How an incident ended.", .fields = fields};
  return table;
}

const record::table& record_of(const merge_draft*) {
  static constexpr record::field fields[] = {
      record::field_of<&merge_draft::into>(
          {.name = "into", .summary = "the incident that stays", .min_length = 1, .max_length = 36, .refers_to = "incidents"}),
      record::field_of<&merge_draft::units>({.name = "units", .summary = "what becomes of units still out", .choices = merged_units_choices}),
  };
  static const record::table table{.name = "MergeDraft", .summary = "The incident this one is merged into.", .fields = fields};
  return table;
}

}  // namespace dispatch
