#include "town/duty/kit_item.h"

namespace duty {

const record::table& record_of(const kit_item*) {
  using k = kit_item;
  static constexpr record::field fields[] = {
      record::field_of<&k::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&k::code>({.name = "code", .summary = "its number; left out: its id", .required = false, .max_length = 64}),
      record::field_of<&k::kind>({.name = "kind", .summary = "radio, baton, body camera, key, …", .min_length = 1, .max_length = 60}),
      record::field_of<&k::force_id>({.name = "force_id", .summary = "whose it is", .max_length = 64, .refers_to = "forces"}),
      record::field_of<&k::state>({.name = "state", .summary = "how it is", .required = false, .choices = kit_state_choices}),
      record::field_of<&k::member_id>(
          {.name = "member_id", .summary = "the member who holds it", .read_only = true, .max_length = 64, .refers_to = "members"}),
      record::field_of<&k::unit_id>({.name = "unit_id", .summary = "or the unit", .read_only = true, .max_length = 64, .refers_to = "units"}),
      record::field_of<&k::post_id>({.name = "post_id", .summary = "or the post", .read_only = true, .max_length = 64, .refers_to = "posts"}),
      record::field_of<&k::held_since>({.name = "held_since", .summary = "since when", .read_only = true}),
      record::field_of<&k::note>({.name = "note", .summary = "a remark on the thing", .required = false}),
      record::field_of<&k::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&k::holder_name>(
          {.name = "holder_name", .summary = "who holds it; empty: it is in the store", .read_only = true, .column = false}),
      record::field_of<&k::waiting>(
          {.name = "waiting", .summary = "in a handing-over that waits for its second signature", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "KitItem", .summary = "A thing that is handed out.", .fields = fields};
  return table;
}

namespace {

void load_further(kit_item& one, const store::rows& rows, std::size_t row, std::size_t at) {
  one.holder_name = rows.text(row, at);
  one.waiting = rows.integer(row, at + 1) != 0;
}

std::vector<base::wrong_field> faults_of(const kit_item& one) {
  if (one.state == kit_state::retired && !one.holder().in_store()) {
    return {{"/state", "still_held", "is still held by somebody: have it returned first"}};
  }
  return {};
}

constexpr filter filters[] = {
    {"kind", "of this kind", "x.kind = "},
    {"state", "in this state", "x.state = "},
    {"force_id", "of this force", "x.force_id = "},
    {"member_id", "held by this member", "x.member_id = "},
    {"unit_id", "held by this unit", "x.unit_id = "},
    {"post_id", "held at this post", "x.post_id = "},
};

}  // namespace

const noun<kit_item>& kit_noun() {
  static const noun<kit_item> what{
      .name = "kit",
      .plural = "kit-items",
      .sql_table = "kit_items",
      .further =
          ", COALESCE(m.name, u.name, p.name, ''),"
          " CASE WHEN EXISTS (SELECT 1 FROM kit_moves km WHERE km.item_id = x.id AND km.state = 'waiting') THEN 1 ELSE 0 END",
      .from =
          " FROM kit_items x LEFT JOIN forces f ON f.id = x.force_id LEFT JOIN areas a ON a.id = f.area_id"
          " LEFT JOIN members m ON m.id = x.member_id LEFT JOIN units u ON u.id = x.unit_id LEFT JOIN posts p ON p.id = x.post_id",
      .area_path = "COALESCE(a.path, '/')",
      .load_further = load_further,
      .faults = faults_of,
      .filters = filters};
  return what;
}

std::vector<operation::definition> kit_item_operations() {
  return operations_of(kit_noun(), {.list = "list_kit_items",
                                    .get = "get_kit_item",
                                    .create = "create_kit_item",
                                    .update = "update_kit_item",
                                    .remove = "remove_kit_item",
                                    .path = "/api/kit-items",
                                    .path_of_one = "/api/kit-items/{id}",
                                    .summary = "Things that are handed out, and who holds them."});
}

}  // namespace duty
