#include "town/duty/shift.h"

namespace duty {

const record::table& record_of(const shift_member*) {
  using m = shift_member;
  static constexpr record::field fields[] = {
      record::field_of<&m::member_id>({.name = "member_id", .summary = "who", .read_only = true, .max_length = 64}),
      record::field_of<&m::name>({.name = "name", .summary = "the member's name", .read_only = true, .max_length = 60}),
      record::field_of<&m::began_at>({.name = "began_at", .summary = "when this member came on", .read_only = true}),
      record::field_of<&m::ended_at>({.name = "ended_at", .summary = "when this member went off", .read_only = true}),
      record::field_of<&m::began_how>({.name = "began_how", .summary = "by whose act", .read_only = true, .choices = shift_way_choices}),
      record::field_of<&m::ended_how>({.name = "ended_how", .summary = "by whose act", .read_only = true, .choices = shift_way_choices}),
  };
  static const record::table table{.name = "ShiftMember", .summary = "A member on a shift.", .fields = fields};
  return table;
}

const record::table& record_of(const shift*) {
  using s = shift;
  static constexpr record::field fields[] = {
      record::field_of<&s::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 80}),
      record::field_of<&s::unit_id>({.name = "unit_id", .summary = "the unit on duty", .read_only = true, .max_length = 64, .refers_to = "units"}),
      record::field_of<&s::post_id>({.name = "post_id", .summary = "or the post", .read_only = true, .max_length = 64, .refers_to = "posts"}),
      record::field_of<&s::force_id>({.name = "force_id", .summary = "or the force", .read_only = true, .max_length = 64, .refers_to = "forces"}),
      record::field_of<&s::place>({.name = "place", .summary = "where it is served", .read_only = true}),
      record::field_of<&s::minimum_strength>({.name = "minimum_strength", .summary = "members who must be there", .read_only = true}),
      record::field_of<&s::starts_at>({.name = "starts_at", .summary = "planned; null when nobody planned it", .read_only = true}),
      record::field_of<&s::ends_at>({.name = "ends_at", .summary = "planned", .read_only = true}),
      record::field_of<&s::automatic>({.name = "automatic", .summary = "the roster begins and ends it at its times", .read_only = true}),
      record::field_of<&s::began_at>({.name = "began_at", .summary = "when it really began", .read_only = true}),
      record::field_of<&s::ended_at>({.name = "ended_at", .summary = "when it really ended; null: not yet", .read_only = true}),
      record::field_of<&s::began_how>({.name = "began_how", .summary = "by whose act", .read_only = true, .choices = shift_way_choices}),
      record::field_of<&s::ended_how>({.name = "ended_how", .summary = "by whose act", .read_only = true, .choices = shift_way_choices}),
      record::field_of<&s::note>({.name = "note", .summary = "a remark on the duty", .read_only = true, .max_length = 500}),
      record::field_of<&s::created_at>({.name = "created_at", .summary = "when it was planned or opened", .read_only = true}),
      record::field_of<&s::created_by>({.name = "created_by", .summary = "account id; empty: the system", .read_only = true, .max_length = 64}),
      record::field_of<&s::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&s::name>({.name = "name", .summary = "of the unit, post or force", .read_only = true, .column = false}),
      record::field_of<&s::area_id>({.name = "area_id", .summary = "where that serves; empty: everywhere", .read_only = true, .column = false}),
      record::field_of<&s::members>({.name = "members", .summary = "planned and present", .read_only = true, .column = false, .max_length = 500}),
  };
  static const record::table table{.name = "Shift", .summary = "A turn of duty of a unit, a post or a force.", .fields = fields};
  return table;
}

const record::table& record_of(const shift_draft*) {
  using d = shift_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::unit_id>({.name = "unit_id", .summary = "the unit on duty", .max_length = 64, .refers_to = "units"}),
      record::field_of<&d::post_id>({.name = "post_id", .summary = "or the post", .max_length = 64, .refers_to = "posts"}),
      record::field_of<&d::force_id>({.name = "force_id", .summary = "or the force", .max_length = 64, .refers_to = "forces"}),
      record::field_of<&d::member_ids>({.name = "member_ids", .summary = "who is planned", .required = false, .max_length = 500}),
      record::field_of<&d::starts_at>({.name = "starts_at", .summary = "when it is to begin"}),
      record::field_of<&d::ends_at>({.name = "ends_at", .summary = "when it is to end; at most 48 h later"}),
      record::field_of<&d::place>({.name = "place", .summary = "where it is served", .required = false}),
      record::field_of<&d::minimum_strength>(
          {.name = "minimum_strength", .summary = "members who must be there", .required = false, .minimum = 0, .maximum = 1'000}),
      record::field_of<&d::automatic>({.name = "automatic", .summary = "the roster begins and ends it at its times", .required = false}),
      record::field_of<&d::note>({.name = "note", .summary = "a remark on the duty", .required = false, .max_length = 500}),
  };
  static const record::table table{.name = "ShiftDraft", .summary = "A shift as it is planned.", .fields = fields};
  return table;
}

}  // namespace duty
