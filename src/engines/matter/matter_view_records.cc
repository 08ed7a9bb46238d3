#include "engines/matter/matter_view.h"

namespace matter {

const record::table& record_of(const clock_view*) {
  using v = clock_view;
  static constexpr record::field fields[] = {
      record::field_of<&v::code>({.name = "code", .summary = "of its kind", .read_only = true}),
      record::field_of<&v::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&v::state>({.name = "state", .summary = "state", .read_only = true, .choices = clock_state_choices}),
      record::field_of<&v::owner_name>({.name = "owner_name", .summary = "who owes it", .read_only = true}),
      record::field_of<&v::started_at>({.name = "started_at", .summary = "when it began", .read_only = true}),
      record::field_of<&v::due_at>({.name = "due_at", .summary = "the first moment that is too late", .read_only = true}),
      record::field_of<&v::overdue>({.name = "overdue", .summary = "it has run out", .read_only = true}),
      record::field_of<&v::provisional>({.name = "provisional", .summary = "reaches into a year that is not published", .read_only = true}),
      record::field_of<&v::citation>({.name = "citation", .summary = "where the limit is from", .read_only = true}),
      record::field_of<&v::paused_at>({.name = "paused_at", .summary = "standing still since", .read_only = true}),
      record::field_of<&v::ended_at>({.name = "ended_at", .summary = "when it stopped", .read_only = true}),
      record::field_of<&v::pauses>({.name = "pauses", .summary = "reasons it can be paused for", .read_only = true}),
  };
  static const record::table table{.name = "ClockView", .summary = "A clock as it is shown.", .fields = fields};
  return table;
}

const record::table& record_of(const evidence_need*) {
  using v = evidence_need;
  static constexpr record::field fields[] = {
      record::field_of<&v::code>({.name = "code", .summary = "code", .read_only = true}),
      record::field_of<&v::name>({.name = "name", .summary = "what it shows", .read_only = true}),
      record::field_of<&v::kind>({.name = "kind", .summary = "photo, document or any", .read_only = true}),
      record::field_of<&v::at_least>({.name = "at_least", .summary = "how many", .read_only = true}),
      record::field_of<&v::there>({.name = "there", .summary = "how many there are", .read_only = true}),
      record::field_of<&v::or_next>({.name = "or_next", .summary = "this one or the next will do", .read_only = true}),
  };
  static const record::table table{.name = "EvidenceNeed", .summary = "Evidence that is asked for.", .fields = fields};
  return table;
}

const record::table& record_of(const step_view*) {
  using v = step_view;
  static constexpr record::field fields[] = {
      record::field_of<&v::code>({.name = "code", .summary = "code", .read_only = true}),
      record::field_of<&v::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&v::allowed>({.name = "allowed", .summary = "the viewer can do it now", .read_only = true}),
      record::field_of<&v::why_not>({.name = "why_not", .summary = "else why: code of the refusal", .read_only = true}),
      record::field_of<&v::who>({.name = "who", .summary = "roles that do it", .read_only = true}),
      record::field_of<&v::needs>({.name = "needs", .summary = "fields to fill", .read_only = true}),
      record::field_of<&v::anew>({.name = "anew", .summary = "of these: said before the matter came back, and to be said again", .read_only = true}),
      record::field_of<&v::may>({.name = "may", .summary = "fields that can be filled", .read_only = true}),
      record::field_of<&v::evidence>({.name = "evidence", .summary = "evidence it needs", .read_only = true}),
      record::field_of<&v::reason>({.name = "reason", .summary = "a reason is needed", .read_only = true}),
      record::field_of<&v::signers>({.name = "signers", .summary = "signatures it takes", .read_only = true}),
      record::field_of<&v::signatures>({.name = "signatures", .summary = "those there are", .read_only = true}),
      record::field_of<&v::to>({.name = "to", .summary = "stage it leads to", .read_only = true}),
      record::field_of<&v::result_name>({.name = "result_name", .summary = "what comes of the matter by it", .read_only = true}),
  };
  static const record::table table{.name = "StepView", .summary = "A step that can be done where the matter stands.", .fields = fields};
  return table;
}

const record::table& record_of(const stage_view*) {
  using v = stage_view;
  static constexpr record::field fields[] = {
      record::field_of<&v::code>({.name = "code", .summary = "code", .read_only = true}),
      record::field_of<&v::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&v::ends>({.name = "ends", .summary = "the matter is over there", .read_only = true}),
      record::field_of<&v::ahead>({.name = "ahead", .summary = "on the way it usually takes from where it stands", .read_only = true}),
  };
  static const record::table table{.name = "StageView", .summary = "A stage of its kind.", .fields = fields};
  return table;
}

const record::table& record_of(const desk_view*) {
  using v = desk_view;
  static constexpr record::field fields[] = {
      record::field_of<&v::area_id>({.name = "area_id", .summary = "its area", .read_only = true}),
      record::field_of<&v::name>({.name = "name", .summary = "the area's name", .read_only = true}),
  };
  static const record::table table{.name = "DeskView", .summary = "A further desk that handles a matter.", .fields = fields};
  return table;
}

const record::table& record_of(const matter_view*) {
  using v = matter_view;
  static constexpr record::field fields[] = {
      record::field_of<&v::matter>({.name = "matter", .summary = "the matter", .read_only = true}),
      record::field_of<&v::result_name>({.name = "result_name", .summary = "name of its result", .read_only = true}),
      record::field_of<&v::stages>({.name = "stages", .summary = "all stages of its kind", .read_only = true}),
      record::field_of<&v::clocks>({.name = "clocks", .summary = "its clocks", .read_only = true}),
      record::field_of<&v::steps>({.name = "steps", .summary = "steps of the present stage", .read_only = true}),
      record::field_of<&v::acts>({.name = "acts", .summary = "what else the viewer can do", .read_only = true}),
      record::field_of<&v::refer_to>({.name = "refer_to", .summary = "levels it can be handed to", .read_only = true}),
      record::field_of<&v::file_set>({.name = "file_set", .summary = "what its file must hold", .read_only = true}),
      record::field_of<&v::files>({.name = "files", .summary = "evidence", .read_only = true}),
      record::field_of<&v::may_see_files>({.name = "may_see_files", .summary = "the viewer may open them", .read_only = true}),
      record::field_of<&v::receipts>({.name = "receipts", .summary = "who has received it", .read_only = true}),
      record::field_of<&v::links>({.name = "links", .summary = "other matters", .read_only = true}),
      record::field_of<&v::joint>({.name = "joint", .summary = "further desks", .read_only = true}),
      record::field_of<&v::lines>({.name = "lines", .summary = "who did what when and why", .read_only = true}),
      record::field_of<&v::has_parties>({.name = "has_parties", .summary = "there are sealed parties", .read_only = true}),
      record::field_of<&v::may_read_parties>(
          {.name = "may_read_parties", .summary = "the viewer handles it as one who may know them", .read_only = true}),
      record::field_of<&v::parties_expire_at>({.name = "parties_expire_at", .summary = "when they are destroyed", .read_only = true}),
      record::field_of<&v::newer_edition>({.name = "newer_edition", .summary = "the catalogue has a newer edition", .read_only = true}),
      record::field_of<&v::as_of>({.name = "as_of", .summary = "when this was so", .read_only = true}),
  };
  static const record::table table{.name = "MatterView", .summary = "A matter with everything that belongs to it.", .fields = fields};
  return table;
}

}  // namespace matter
