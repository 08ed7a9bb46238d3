#include "engines/matter/matter.h"

namespace matter {

std::string permission_of(std::string_view role) { return "as." + std::string(role); }

const record::table& record_of(const matter_record*) {
  using m = matter_record;
  static constexpr record::field fields[] = {
      record::field_of<&m::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&m::number>({.name = "number", .summary = "prefix, year and serial number", .read_only = true}),
      record::field_of<&m::kind>({.name = "kind", .summary = "code of the catalogue", .read_only = true}),
      record::field_of<&m::kind_name>({.name = "kind_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&m::kind_version>({.name = "kind_version", .summary = "edition it began with", .read_only = true}),
      record::field_of<&m::stage>({.name = "stage", .summary = "where it stands", .read_only = true}),
      record::field_of<&m::stage_name>({.name = "stage_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&m::stage_since>({.name = "stage_since", .summary = "since when", .read_only = true}),
      record::field_of<&m::title>({.name = "title", .summary = "what it is about, made of its fields", .read_only = true, .max_length = 4000}),
      record::field_of<&m::title_name>({.name = "title_name", .summary = "the same in both languages", .read_only = true, .column = false}),
      record::field_of<&m::brief>({.name = "brief", .summary = "the first of what was written of it", .read_only = true, .column = false}),
      record::field_of<&m::area_id>(
          {.name = "area_id", .summary = "the smallest area it lies in", .read_only = true, .max_length = 36, .refers_to = "areas"}),
      record::field_of<&m::area_path>({.name = "area_path", .summary = "its areas from the top", .read_only = true, .max_length = 500}),
      record::field_of<&m::area_name>({.name = "area_name", .summary = "the area's name", .read_only = true, .column = false}),
      record::field_of<&m::desk_path>({.name = "desk_path", .summary = "whose desk it is on", .read_only = true, .max_length = 500}),
      record::field_of<&m::desk_name>({.name = "desk_name", .summary = "that area's name", .read_only = true, .column = false}),
      record::field_of<&m::place_id>(
          {.name = "place_id", .summary = "the place it is about", .read_only = true, .max_length = 36, .refers_to = "places"}),
      record::field_of<&m::place_name>({.name = "place_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&m::position>({.name = "position", .summary = "where, WGS-84", .read_only = true}),
      record::field_of<&m::subject_kind>(
          {.name = "subject_kind", .summary = "what it was opened from: incident, matter, recurrence, or empty", .read_only = true}),
      record::field_of<&m::subject_id>({.name = "subject_id", .summary = "its id", .read_only = true}),
      record::field_of<&m::fields>({.name = "fields", .summary = "what is known, by the fields of its kind", .read_only = true}),
      record::field_of<&m::reported_at>({.name = "reported_at", .summary = "reported: clocks begin here", .read_only = true}),
      record::field_of<&m::event_at>({.name = "event_at", .summary = "the day of what it is about", .read_only = true}),
      record::field_of<&m::known_at>({.name = "known_at", .summary = "when it became known", .read_only = true}),
      record::field_of<&m::opened_by>({.name = "opened_by", .summary = "account; empty: the system", .read_only = true}),
      record::field_of<&m::handler>({.name = "handler", .summary = "account that took it", .read_only = true}),
      record::field_of<&m::handler_name>({.name = "handler_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&m::leader>({.name = "leader", .summary = "account in charge", .read_only = true}),
      record::field_of<&m::leader_name>({.name = "leader_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&m::hand>({.name = "handing", .summary = "between desks", .read_only = true, .choices = handing_choices}),
      record::field_of<&m::referred_from>({.name = "referred_from", .summary = "the desk it came from", .read_only = true, .max_length = 500}),
      record::field_of<&m::bounces>({.name = "bounces", .summary = "how often it was returned", .read_only = true}),
      record::field_of<&m::ruled>({.name = "ruled", .summary = "the level above has ruled whose it is", .read_only = true}),
      record::field_of<&m::asked>({.name = "asked", .summary = "how often more was asked for", .read_only = true}),
      record::field_of<&m::listed_at>({.name = "listed_at", .summary = "under listed supervision since", .read_only = true}),
      record::field_of<&m::listed_path>({.name = "listed_path", .summary = "by the desk of this area", .read_only = true, .max_length = 500}),
      record::field_of<&m::escalated_path>(
          {.name = "escalated_path", .summary = "the highest desk told that it is late", .read_only = true, .max_length = 500}),
      record::field_of<&m::escalated_at>({.name = "escalated_at", .summary = "when", .read_only = true}),
      record::field_of<&m::due_at>(
          {.name = "due_at", .summary = "the first moment that is too late, of the clock that runs out first", .read_only = true}),
      record::field_of<&m::due_clock>({.name = "due_clock", .summary = "that clock", .read_only = true}),
      record::field_of<&m::provisional>(
          {.name = "provisional", .summary = "it reaches into a year whose working days are not published", .read_only = true}),
      record::field_of<&m::round>({.name = "round", .summary = "1, and one more with each reopening", .read_only = true}),
      record::field_of<&m::reopened_at>({.name = "reopened_at", .summary = "the last time", .read_only = true}),
      record::field_of<&m::ended_at>({.name = "ended_at", .summary = "since when it is over", .read_only = true}),
      record::field_of<&m::result>({.name = "result", .summary = "what came of it", .read_only = true}),
      record::field_of<&m::merged_into>(
          {.name = "merged_into", .summary = "the matter that stands for it", .read_only = true, .max_length = 36, .refers_to = "matters"}),
      record::field_of<&m::same_key>({.name = "same_key", .summary = "what makes it the same once more", .read_only = true}),
      record::field_of<&m::created_at>({.name = "created_at", .summary = "entered", .read_only = true}),
      record::field_of<&m::updated_at>({.name = "updated_at", .summary = "last change", .read_only = true}),
      record::field_of<&m::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
  };
  static const record::table table{.name = "Matter", .summary = "Something with a deadline: about a place, a thing or a duty.", .fields = fields};
  return table;
}

const record::table& record_of(const running_clock*) {
  using m = running_clock;
  static constexpr record::field fields[] = {
      record::field_of<&m::serial>({.name = "serial", .summary = "number within the matter", .read_only = true}),
      record::field_of<&m::code>({.name = "code", .summary = "of its kind", .read_only = true}),
      record::field_of<&m::state>({.name = "state", .summary = "state", .read_only = true, .choices = clock_state_choices}),
      record::field_of<&m::owner>({.name = "owner", .summary = "role that owes it", .read_only = true}),
      record::field_of<&m::started_at>({.name = "started_at", .summary = "when it began", .read_only = true}),
      record::field_of<&m::due_at>({.name = "due_at", .summary = "the first moment that is too late", .read_only = true}),
      record::field_of<&m::provisional>(
          {.name = "provisional", .summary = "it reaches into a year whose working days are not published", .read_only = true}),
      record::field_of<&m::citation>({.name = "citation", .summary = "where the limit is from", .read_only = true}),
      record::field_of<&m::warn_at>({.name = "warn_at", .summary = "when to warn", .read_only = true}),
      record::field_of<&m::warned_at>({.name = "warned_at", .summary = "when it was", .read_only = true}),
      record::field_of<&m::overdue_at>({.name = "overdue_at", .summary = "when running out was noticed", .read_only = true}),
      record::field_of<&m::escalated>({.name = "escalated", .summary = "levels told so far", .read_only = true}),
      record::field_of<&m::paused_at>({.name = "paused_at", .summary = "standing still since", .read_only = true}),
      record::field_of<&m::pause_reason>({.name = "pause_reason", .summary = "why", .read_only = true}),
      record::field_of<&m::pauses>({.name = "pauses", .summary = "when it stood still before", .read_only = true}),
      record::field_of<&m::ended_at>({.name = "ended_at", .summary = "when it stopped", .read_only = true}),
      record::field_of<&m::next_at>({.name = "next_at", .summary = "when it is looked at again", .read_only = true}),
  };
  static const record::table table{.name = "MatterClock", .summary = "A clock of a matter.", .fields = fields};
  return table;
}

const record::table& record_of(const line*) {
  using m = line;
  static constexpr record::field fields[] = {
      record::field_of<&m::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&m::at>({.name = "at", .summary = "when", .read_only = true}),
      record::field_of<&m::kind>({.name = "kind", .summary = "what kind of act", .read_only = true}),
      record::field_of<&m::code>({.name = "code", .summary = "step or clock", .read_only = true}),
      record::field_of<&m::round>({.name = "round", .summary = "of the matter", .read_only = true}),
      record::field_of<&m::by>({.name = "by", .summary = "account; empty: the system", .read_only = true}),
      record::field_of<&m::by_name>({.name = "by_name", .summary = "its name then", .read_only = true}),
      record::field_of<&m::text>({.name = "text", .summary = "for people", .read_only = true, .column = false}),
      record::field_of<&m::reason>({.name = "reason", .summary = "why", .read_only = true, .max_length = 4000}),
      record::field_of<&m::detail>({.name = "detail", .summary = "for programs", .read_only = true}),
  };
  static const record::table table{.name = "MatterLine", .summary = "Who did what when, and why.", .fields = fields};
  return table;
}

const record::table& record_of(const signature*) {
  using m = signature;
  static constexpr record::field fields[] = {
      record::field_of<&m::step>({.name = "step", .summary = "step", .read_only = true}),
      record::field_of<&m::account_id>({.name = "account_id", .summary = "account", .read_only = true}),
      record::field_of<&m::account_name>({.name = "account_name", .summary = "its name", .read_only = true}),
      record::field_of<&m::role>({.name = "role", .summary = "as what", .read_only = true}),
      record::field_of<&m::signed_at>({.name = "signed_at", .summary = "when", .read_only = true}),
      record::field_of<&m::content>({.name = "content", .summary = "what was signed", .read_only = true, .max_length = 4000}),
  };
  static const record::table table{.name = "MatterSignature", .summary = "A signature under a step that waits for others.", .fields = fields};
  return table;
}

const record::table& record_of(const receipt*) {
  using m = receipt;
  static constexpr record::field fields[] = {
      record::field_of<&m::serial>({.name = "serial", .summary = "number within the matter", .read_only = true}),
      record::field_of<&m::code>({.name = "code", .summary = "of its kind", .read_only = true}),
      record::field_of<&m::role>({.name = "role", .summary = "who must", .read_only = true}),
      record::field_of<&m::desk_path>({.name = "desk_path", .summary = "at the desk of this area", .read_only = true, .max_length = 500}),
      record::field_of<&m::asked_at>({.name = "asked_at", .summary = "since when", .read_only = true}),
      record::field_of<&m::received_at>({.name = "received_at", .summary = "when it was", .read_only = true}),
      record::field_of<&m::received_by>({.name = "received_by", .summary = "account", .read_only = true}),
      record::field_of<&m::received_name>({.name = "received_name", .summary = "its name", .read_only = true}),
  };
  static const record::table table{.name = "MatterReceipt", .summary = "Proof that somebody received it.", .fields = fields};
  return table;
}

const record::table& record_of(const evidence*) {
  using m = evidence;
  static constexpr record::field fields[] = {
      record::field_of<&m::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&m::code>({.name = "code", .summary = "what it shows, of its kind", .read_only = true}),
      record::field_of<&m::kind>({.name = "kind", .summary = "photo or document", .read_only = true}),
      record::field_of<&m::file_id>({.name = "file_id", .summary = "the file", .read_only = true}),
      record::field_of<&m::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&m::round>({.name = "round", .summary = "of the matter", .read_only = true}),
      record::field_of<&m::added_at>({.name = "added_at", .summary = "when", .read_only = true}),
      record::field_of<&m::added_by>({.name = "added_by", .summary = "account", .read_only = true}),
      record::field_of<&m::added_name>({.name = "added_name", .summary = "its name", .read_only = true}),
      record::field_of<&m::removed_at>({.name = "removed_at", .summary = "taken away", .read_only = true}),
      record::field_of<&m::relied_on>({.name = "relied_on", .summary = "a step was done on it: it stays", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "MatterEvidence", .summary = "A photo or document of a matter.", .fields = fields};
  return table;
}

const record::table& record_of(const link*) {
  using m = link;
  static constexpr record::field fields[] = {
      record::field_of<&m::matter_id>({.name = "matter_id", .summary = "the other", .read_only = true}),
      record::field_of<&m::number>({.name = "number", .summary = "its number", .read_only = true}),
      record::field_of<&m::title>({.name = "title", .summary = "its title", .read_only = true, .max_length = 4000}),
      record::field_of<&m::kind>({.name = "kind", .summary = "opened, split, merged or related", .read_only = true}),
      record::field_of<&m::direction>({.name = "direction", .summary = "to or from it", .read_only = true}),
      record::field_of<&m::open>({.name = "open", .summary = "not ended", .read_only = true}),
  };
  static const record::table table{.name = "MatterLink", .summary = "Another matter this one has to do with.", .fields = fields};
  return table;
}

}  // namespace matter
