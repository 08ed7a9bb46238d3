#include "town/duty/force.h"

#include "town/duty/day.h"

namespace duty {

const record::table& record_of(const force*) {
  using f = force;
  static constexpr record::field fields[] = {
      record::field_of<&f::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&f::code>({.name = "code", .summary = "its name in lists and imports; left out: its id", .required = false, .max_length = 64}),
      record::field_of<&f::kind>({.name = "kind", .summary = "what kind of force", .choices = force_kind_choices}),
      record::field_of<&f::name>({.name = "name", .summary = "what it is called", .min_length = 1, .max_length = 100}),
      record::field_of<&f::name_en>({.name = "name_en", .summary = "in English", .required = false, .max_length = 100}),
      record::field_of<&f::area_id>({.name = "area_id", .summary = "where it serves", .max_length = 64, .refers_to = "areas"}),
      record::field_of<&f::parent_id>({.name = "parent_id", .summary = "the force it is part of", .max_length = 64, .refers_to = "forces"}),
      record::field_of<&f::guarded_staff>(
          {.name = "guarded_staff", .summary = "of guards: how many people work where they stand", .minimum = 0, .maximum = 1'000'000}),
      record::field_of<&f::invented>({.name = "invented", .summary = "made up for a sample", .required = false}),
      record::field_of<&f::ended_on>({.name = "ended_on", .summary = "day it was disbanded", .max_length = 10}),
      record::field_of<&f::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&f::area_name>({.name = "area_name", .summary = "the area's name", .read_only = true, .column = false}),
      record::field_of<&f::registered>({.name = "registered", .summary = "members on its list now", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Force", .summary = "A body that holds duty.", .fields = fields};
  return table;
}

namespace {

constexpr std::size_t deepest = 20;

void load_further(force& one, const store::rows& rows, std::size_t row, std::size_t at) {
  one.area_name = rows.text(row, at);
  one.registered = rows.integer(row, at + 1);
}

std::vector<base::wrong_field> faults_of(const force& one) {
  std::vector<base::wrong_field> wrong;
  check_day(wrong, "/ended_on", one.ended_on);
  const bool guards = one.kind == force_kind::unit_guard || one.kind == force_kind::mine_guard || one.kind == force_kind::shop_guard;
  if (one.guarded_staff && !guards) wrong.push_back({"/guarded_staff", "not_allowed", "is asked of guards only"});
  return wrong;
}

// No force is part of itself, however far up.
void check_parents(store::connection& db, const force& one) {
  auto above = one.parent_id;
  for (std::size_t depth = 0; above; ++depth) {
    if (*above == one.id || depth > deepest) throw base::bad_input({{"/parent_id", "circle", "a force cannot be part of itself"}});
    const auto rows = db.query("SELECT parent_id FROM forces WHERE id = $1", {*above});
    above = rows.empty() || rows.null(0, 0) ? std::nullopt : std::optional(rows.text(0, 0));
  }
}

constexpr filter filters[] = {
    {"kind", "of this kind", "x.kind = "},
    {"area_id", "serving in this area or below", "a.path LIKE '%/' || ", " || '/%'"},
    {"parent_id", "parts of this force", "x.parent_id = "},
};

}  // namespace

const noun<force>& force_noun() {
  static const noun<force> what{.name = "force",
                                .plural = "forces",
                                .sql_table = "forces",
                                .further = ", COALESCE(a.name, ''), (SELECT COUNT(*) FROM members m WHERE m.force_id = x.id AND m.left_on IS NULL)",
                                .from = " FROM forces x LEFT JOIN areas a ON a.id = x.area_id",
                                .area_path = "COALESCE(a.path, '/')",
                                .load_further = load_further,
                                .faults = faults_of,
                                .check = check_parents,
                                .filters = filters};
  return what;
}

std::vector<operation::definition> force_operations() {
  return operations_of(force_noun(), {.list = "list_forces",
                                      .get = "get_force",
                                      .create = "create_force",
                                      .update = "update_force",
                                      .remove = "remove_force",
                                      .path = "/api/forces",
                                      .path_of_one = "/api/forces/{id}",
                                      .summary = "The forces that hold duty."});
}

}  // namespace duty
