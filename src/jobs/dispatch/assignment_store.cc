#include "jobs/dispatch/assignment_store.h"

#include "foundation/base/problem.h"

namespace dispatch {
namespace {

const record::table& assignment_table() { return record_of(static_cast<const assignment*>(nullptr)); }

unit_taken must_hold(store::connection& db, const std::string& unit_id) {
  auto holder = find_holder(db, unit_id);
  if (holder) return std::move(*holder);
  // On PostgreSQL the holder may have let go between our two looks: the loser simply tries again.
  throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "Unit " + unit_id + ".", "Try again.");
}

}  // namespace

std::variant<assignment, unit_taken> take_unit(store::connection& db, const assignment& wanted) {
  db.execute("INSERT INTO unit_holds (unit_id, epoch, assignment_id) VALUES ($1, 0, NULL) ON CONFLICT (unit_id) DO NOTHING", {wanted.unit_id});
  const auto taken =
      db.query("UPDATE unit_holds SET epoch = epoch + 1, assignment_id = $2 WHERE unit_id = $1 AND assignment_id IS NULL RETURNING epoch",
               {wanted.unit_id, wanted.id});
  if (taken.empty()) return must_hold(db, wanted.unit_id);
  assignment made = wanted;
  made.epoch = taken.integer(0, 0);
  const auto inserted = db.execute(record::insert_sql(assignment_table(), "assignments") + " ON CONFLICT DO NOTHING", record::bind(made));
  if (inserted == 1) return made;
  return must_hold(db, wanted.unit_id);
}

bool put_assignment(store::connection& db, const assignment& changed) {
  auto parameters = record::bind(changed);
  parameters.emplace_back(changed.version - 1);
  const auto sql = record::update_sql(assignment_table(), "assignments") + " AND version = $" + std::to_string(parameters.size());
  if (db.execute(sql, parameters) != 1) return false;
  if (!changed.released_at) return true;
  // The epoch fences: only the assignment that holds the unit can let it go.
  return db.execute("UPDATE unit_holds SET assignment_id = NULL WHERE unit_id = $1 AND assignment_id = $2 AND epoch = $3",
                    {changed.unit_id, changed.id, changed.epoch}) == 1;
}

std::optional<assignment> find_assignment(store::connection& db, std::string_view id) {
  const auto rows = db.query(
      "SELECT " + record::column_list(assignment_table(), "s.") + ", u.name FROM assignments s JOIN units u ON u.id = s.unit_id WHERE s.id = $1",
      {std::string(id)});
  if (rows.empty()) return std::nullopt;
  assignment one;
  one.unit_name = rows.text(0, record::load(assignment_table(), &one, rows[0]));
  return one;
}

std::vector<assignment> list_open_assignments(store::connection& db) {
  const auto rows = db.query("SELECT " + record::column_list(assignment_table(), "s.") +
                             ", u.name FROM assignments s JOIN units u ON u.id = s.unit_id WHERE s.released_at IS NULL ORDER BY s.unit_id");
  std::vector<assignment> all(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) all[i].unit_name = rows.text(i, record::load(assignment_table(), &all[i], rows[i]));
  return all;
}

std::optional<unit_taken> find_holder(store::connection& db, std::string_view unit_id) {
  const auto rows = db.query(
      "SELECT s.id, i.id, i.number, i.area_path, u.name, s.assigned_by, s.assigned_by_name, s.assigned_at FROM assignments s JOIN incidents i ON "
      "i.id = s.incident_id"
      " JOIN units u ON u.id = s.unit_id WHERE s.unit_id = $1 AND s.released_at IS NULL",
      {std::string(unit_id)});
  if (rows.empty()) return std::nullopt;
  return unit_taken{.assignment_id = rows.text(0, 0),
                    .incident_id = rows.text(0, 1),
                    .incident_number = rows.text(0, 2),
                    .incident_area_path = rows.text(0, 3),
                    .unit_name = rows.text(0, 4),
                    .taken_by = rows.text(0, 5),
                    .taken_by_name = rows.text(0, 6),
                    .taken_at = base::instant{rows.integer(0, 7)}};
}

}  // namespace dispatch
