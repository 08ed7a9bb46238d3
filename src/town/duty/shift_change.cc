#include "town/duty/shift_change.h"

namespace duty {
namespace {

constexpr std::size_t id_length = 80;

}  // namespace

const record::table& record_of(const kit_move*) {
  using m = kit_move;
  using record::field_of;
  static constexpr record::field fields[] = {
      field_of<&m::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      field_of<&m::change_id>({.name = "change_id", .summary = "the handing-over", .read_only = true, .max_length = 64}),
      field_of<&m::item_id>({.name = "item_id", .summary = "the thing", .read_only = true, .max_length = 64, .refers_to = "kit_items"}),
      field_of<&m::kind>(
          {.name = "kind", .summary = "from the store, to it, or between holders", .read_only = true, .choices = kit_move_kind_choices}),
      field_of<&m::from_member_id>({.name = "from_member_id", .summary = "who had it", .read_only = true, .max_length = 64}),
      field_of<&m::from_unit_id>({.name = "from_unit_id", .summary = "or which unit", .read_only = true, .max_length = 64}),
      field_of<&m::from_post_id>({.name = "from_post_id", .summary = "or which post; none: the store", .read_only = true, .max_length = 64}),
      field_of<&m::to_member_id>({.name = "to_member_id", .summary = "who gets it", .read_only = true, .max_length = 64}),
      field_of<&m::to_unit_id>({.name = "to_unit_id", .summary = "or which unit", .read_only = true, .max_length = 64}),
      field_of<&m::to_post_id>({.name = "to_post_id", .summary = "or which post; none: the store", .read_only = true, .max_length = 64}),
      field_of<&m::condition>({.name = "condition", .summary = "how it was", .read_only = true, .choices = kit_condition_choices}),
      field_of<&m::note>({.name = "note", .summary = "what was noted", .read_only = true}),
      field_of<&m::state>({.name = "state", .summary = "how far the signatures are", .read_only = true, .choices = signed_state_choices}),
      field_of<&m::at>({.name = "at", .summary = "of the last signature", .read_only = true}),
      field_of<&m::item_code>({.name = "item_code", .summary = "the thing's number", .read_only = true, .column = false}),
      field_of<&m::item_kind>({.name = "item_kind", .summary = "what it is", .read_only = true, .column = false}),
      field_of<&m::signed_by_name>({.name = "signed_by_name", .summary = "who signed first", .read_only = true, .column = false}),
      field_of<&m::confirmed_by_name>({.name = "confirmed_by_name", .summary = "who signed second", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "KitMove", .summary = "A thing handed over.", .fields = fields};
  return table;
}

const record::table& record_of(const shift_handover*) {
  using h = shift_handover;
  using record::field_of;
  static constexpr record::field fields[] = {
      field_of<&h::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      field_of<&h::unit_id>({.name = "unit_id", .summary = "the unit", .read_only = true, .max_length = 64, .refers_to = "units"}),
      field_of<&h::post_id>({.name = "post_id", .summary = "or the post", .read_only = true, .max_length = 64, .refers_to = "posts"}),
      field_of<&h::force_id>({.name = "force_id", .summary = "or the force", .read_only = true, .max_length = 64, .refers_to = "forces"}),
      field_of<&h::ends_shift_id>({.name = "ends_shift_id", .summary = "the shift that ends with it", .read_only = true, .max_length = id_length}),
      field_of<&h::begins_shift_id>({.name = "begins_shift_id", .summary = "the shift that begins", .read_only = true, .max_length = id_length}),
      field_of<&h::state>({.name = "state", .summary = "how far the signatures are", .read_only = true, .choices = signed_state_choices}),
      field_of<&h::note>({.name = "note", .summary = "a remark", .read_only = true, .max_length = 500}),
      field_of<&h::signed_at>({.name = "signed_at", .summary = "the first signature", .read_only = true}),
      field_of<&h::signed_by>({.name = "signed_by", .summary = "account id", .read_only = true, .max_length = 64}),
      field_of<&h::signed_by_name>({.name = "signed_by_name", .summary = "who", .read_only = true}),
      field_of<&h::signed_as>({.name = "signed_as", .summary = "for which side", .read_only = true, .choices = signing_side_choices}),
      field_of<&h::confirmed_at>({.name = "confirmed_at", .summary = "the second signature", .read_only = true}),
      field_of<&h::confirmed_by>({.name = "confirmed_by", .summary = "account id, another one", .read_only = true, .max_length = 64}),
      field_of<&h::confirmed_by_name>({.name = "confirmed_by_name", .summary = "who", .read_only = true}),
      field_of<&h::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      field_of<&h::name>({.name = "name", .summary = "of the unit, post or force", .read_only = true, .column = false}),
      field_of<&h::moves>({.name = "moves", .summary = "the things", .read_only = true, .column = false, .max_length = 500}),
  };
  static const record::table table{.name = "ShiftHandover", .summary = "A handing-over, signed by both sides.", .fields = fields};
  return table;
}

const record::table& record_of(const kit_line*) {
  using l = kit_line;
  using record::field_of;
  static constexpr record::field fields[] = {
      field_of<&l::item_id>({.name = "item_id", .summary = "the thing", .min_length = 1, .max_length = 64, .refers_to = "kit_items"}),
      field_of<&l::to_member_id>({.name = "to_member_id", .summary = "to this member", .max_length = 64, .refers_to = "members"}),
      field_of<&l::to_unit_id>({.name = "to_unit_id", .summary = "or this unit", .max_length = 64, .refers_to = "units"}),
      field_of<&l::to_post_id>({.name = "to_post_id", .summary = "or this post; none: to the store", .max_length = 64, .refers_to = "posts"}),
      field_of<&l::condition>({.name = "condition", .summary = "how it is", .required = false, .choices = kit_condition_choices}),
      field_of<&l::note>({.name = "note", .summary = "what is wrong with it", .required = false}),
  };
  static const record::table table{.name = "KitLine", .summary = "A thing to hand over.", .fields = fields};
  return table;
}

const record::table& record_of(const shift_handover_draft*) {
  using d = shift_handover_draft;
  using record::field_of;
  static constexpr record::field fields[] = {
      field_of<&d::unit_id>({.name = "unit_id", .summary = "the unit", .max_length = 64, .refers_to = "units"}),
      field_of<&d::post_id>({.name = "post_id", .summary = "or the post", .max_length = 64, .refers_to = "posts"}),
      field_of<&d::force_id>({.name = "force_id", .summary = "or the force", .max_length = 64, .refers_to = "forces"}),
      field_of<&d::signed_as>({.name = "signed_as", .summary = "for which side you sign", .choices = signing_side_choices}),
      field_of<&d::ends_shift_id>(
          {.name = "ends_shift_id", .summary = "the running shift that ends", .max_length = id_length, .refers_to = "shifts"}),
      field_of<&d::begins_shift_id>(
          {.name = "begins_shift_id", .summary = "the planned one that begins", .max_length = id_length, .refers_to = "shifts"}),
      field_of<&d::items>({.name = "items", .summary = "the things", .required = false, .max_length = 500}),
      field_of<&d::note>({.name = "note", .summary = "a remark", .required = false, .max_length = 500}),
  };
  static const record::table table{.name = "ShiftHandoverDraft", .summary = "The first signature of a handing-over.", .fields = fields};
  return table;
}

const record::table& record_of(const kit_finding*) {
  using f = kit_finding;
  using record::field_of;
  static constexpr record::field fields[] = {
      field_of<&f::item_id>({.name = "item_id", .summary = "the thing", .min_length = 1, .max_length = 64}),
      field_of<&f::condition>({.name = "condition", .summary = "how it really is", .choices = kit_condition_choices}),
      field_of<&f::note>({.name = "note", .summary = "what is wrong with it", .required = false}),
  };
  static const record::table table{.name = "KitFinding", .summary = "What the second side found otherwise.", .fields = fields};
  return table;
}

const record::table& record_of(const shift_handover_signature*) {
  static constexpr record::field fields[] = {record::field_of<&shift_handover_signature::items>(
      {.name = "items", .summary = "what was found otherwise", .required = false, .max_length = 500})};
  static const record::table table{.name = "ShiftHandoverSignature", .summary = "The second signature.", .fields = fields};
  return table;
}

}  // namespace duty
