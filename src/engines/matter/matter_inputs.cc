#include "engines/matter/matter_inputs.h"

#include "town/area/area.h"

namespace matter {

const record::table& record_of(const matter_draft*) {
  using d = matter_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::kind>({.name = "kind", .summary = "of the catalogue", .min_length = 1, .max_length = 60}),
      record::field_of<&d::fields>({.name = "fields", .summary = "by the fields its kind asks at the opening", .required = false}),
      record::field_of<&d::area_id>({.name = "area_id", .summary = "where; left out: by place or position", .max_length = 36}),
      record::field_of<&d::place_id>({.name = "place_id", .summary = "the place it is about", .max_length = 36}),
      record::field_of<&d::position>({.name = "position", .summary = "where, WGS-84"}),
      record::field_of<&d::event_at>({.name = "event_at", .summary = "the day of what it is about: legal rows are chosen by it"}),
      record::field_of<&d::known_at>({.name = "known_at", .summary = "when it became known"}),
      record::field_of<&d::incident_id>({.name = "incident_id", .summary = "the incident it comes from", .max_length = 36}),
      record::field_of<&d::parties>({.name = "parties", .summary = "sealed in it", .max_length = 30}),
      record::field_of<&d::seconds>(
          {.name = "seconds", .summary = "how long the form was open: counted by kind and desk, never by person", .minimum = 0, .maximum = 86'400}),
  };
  static const record::table table{.name = "MatterDraft", .summary = "A matter to be opened.", .fields = fields};
  return table;
}

const record::table& record_of(const step_draft*) {
  using d = step_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::fields>({.name = "fields", .summary = "what is filled in with it", .required = false}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why", .required = false, .max_length = 2000}),
      record::field_of<&d::seconds>(
          {.name = "seconds", .summary = "how long the form was open: counted by kind and desk, never by person", .minimum = 0, .maximum = 86'400}),
  };
  static const record::table table{.name = "MatterStep", .summary = "A step of a matter.", .fields = fields};
  return table;
}

const record::table& record_of(const text_draft*) {
  using d = text_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::text>({.name = "text", .summary = "what is said", .min_length = 1, .max_length = 2000})};
  static const record::table table{.name = "MatterText", .summary = "Something said on a matter.", .fields = fields};
  return table;
}

const record::table& record_of(const reason_draft*) {
  using d = reason_draft;
  static constexpr record::field fields[] = {record::field_of<&d::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 2000})};
  static const record::table table{.name = "MatterReason", .summary = "Why something is done with a matter.", .fields = fields};
  return table;
}

const record::table& record_of(const desk_draft*) {
  using d = desk_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::level>({.name = "level", .summary = "whose desk", .choices = area::level_choices}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 2000}),
  };
  static const record::table table{.name = "MatterDesk", .summary = "The desk a matter is handed to.", .fields = fields};
  return table;
}

const record::table& record_of(const area_draft*) {
  using d = area_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::area_id>({.name = "area_id", .summary = "area", .min_length = 1, .max_length = 36})};
  static const record::table table{.name = "MatterArea", .summary = "The area whose desk handles a matter too.", .fields = fields};
  return table;
}

const record::table& record_of(const account_draft*) {
  using d = account_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::account_id>({.name = "account_id", .summary = "account", .min_length = 1, .max_length = 36})};
  static const record::table table{.name = "MatterLeader", .summary = "Who is in charge of a matter to its end.", .fields = fields};
  return table;
}

const record::table& record_of(const listing_draft*) {
  using d = listing_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 2000}),
      record::field_of<&d::until>({.name = "until", .summary = "day by which it must be put right", .max_length = 10, .pattern_hint = "YYYY-MM-DD"}),
  };
  static const record::table table{.name = "MatterListing", .summary = "Putting a matter under listed supervision.", .fields = fields};
  return table;
}

const record::table& record_of(const pause_draft*) {
  using d = pause_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::clock>({.name = "clock", .summary = "which clock", .min_length = 1, .max_length = 80}),
      record::field_of<&d::reason>({.name = "reason", .summary = "to pause: one of its reasons", .max_length = 60}),
  };
  static const record::table table{.name = "MatterPause", .summary = "A clock to pause or resume.", .fields = fields};
  return table;
}

const record::table& record_of(const code_draft*) {
  using d = code_draft;
  static constexpr record::field fields[] = {record::field_of<&d::code>({.name = "code", .summary = "which", .min_length = 1, .max_length = 60})};
  static const record::table table{.name = "MatterCode", .summary = "One of a matter's receipts.", .fields = fields};
  return table;
}

const record::table& record_of(const edition_draft*) {
  using d = edition_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::code>({.name = "code", .summary = "the open stage it goes on in, where its own is gone", .max_length = 60}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why in that one", .max_length = 2000}),
  };
  static const record::table table{.name = "MatterEdition", .summary = "Where a matter goes on in the newer edition of its kind.", .fields = fields};
  return table;
}

const record::table& record_of(const other_draft*) {
  using d = other_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::matter_id>({.name = "matter_id", .summary = "the other matter", .min_length = 1, .max_length = 36})};
  static const record::table table{.name = "OtherMatter", .summary = "Another matter.", .fields = fields};
  return table;
}

const record::table& record_of(const split_draft*) {
  using d = split_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::parts>({.name = "parts", .summary = "the fields of each part", .min_length = 1, .max_length = 20})};
  static const record::table table{.name = "MatterSplit", .summary = "Parts that become matters of their own.", .fields = fields};
  return table;
}

const record::table& record_of(const evidence_draft*) {
  using d = evidence_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::code>({.name = "code", .summary = "what it shows", .min_length = 1, .max_length = 60}),
      record::field_of<&d::file_id>({.name = "file_id", .summary = "a file that was sent", .min_length = 1, .max_length = 36}),
  };
  static const record::table table{.name = "EvidenceDraft", .summary = "A file to be added as evidence.", .fields = fields};
  return table;
}

}  // namespace matter
