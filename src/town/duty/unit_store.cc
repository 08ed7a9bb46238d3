#include "town/duty/unit_store.h"

#include "town/duty/presence_store.h"

namespace duty {
namespace {

constexpr std::string_view further_columns =
    ", s.name, a.name, a.path, s.position_lon, s.position_lat, p.position_lon, p.position_lat, p.at, p.speed_mps, p.heading_deg, t.due_at";

std::string unit_query() {
  return "SELECT " + record::column_list(record_of(static_cast<const unit*>(nullptr)), "u.") + std::string(further_columns) +
         " FROM units u LEFT JOIN places s ON s.id = u.station_id LEFT JOIN areas a ON a.id = u.area_id"
         " LEFT JOIN unit_positions p ON p.unit_id = u.id LEFT JOIN presence_timers t ON t.unit_id = u.id";
}

unit unit_of(const store::rows& rows, std::size_t row) {
  unit one;
  auto at = record::load(record_of(&one), &one, rows[row]);
  one.station_name = rows.text(row, at++);
  one.area_name = rows.text(row, at++);
  one.area_path = rows.null(row, at) ? "/" : rows.text(row, at);
  ++at;
  if (!rows.null(row, at)) one.station_position = base::position{.lon = rows.number(row, at), .lat = rows.number(row, at + 1)};
  at += 2;
  if (!rows.null(row, at)) {
    one.position = base::position{.lon = rows.number(row, at), .lat = rows.number(row, at + 1)};
    one.position_at = base::instant{rows.integer(row, at + 2)};
    if (!rows.null(row, at + 3)) one.speed_mps = rows.number(row, at + 3);
    if (!rows.null(row, at + 4)) one.heading_deg = rows.number(row, at + 4);
  }
  if (!rows.null(row, at + 5)) one.check_in_due_at = base::instant{rows.integer(row, at + 5)};
  return one;
}

std::vector<unit> units_of(const store::rows& rows) {
  std::vector<unit> units;
  units.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) units.push_back(unit_of(rows, i));
  return units;
}

// What the database refused, in words.
[[noreturn]] void explain(const store::constraint_error& error) {
  if (error.broken == store::constraint_error::rule::unique) {
    throw base::conflict("name_taken", "There is a unit of this name already.", "Two units of one name are mistaken for each other on the air.");
  }
  if (error.broken == store::constraint_error::rule::foreign_key) {
    throw base::bad_input({{"/", "unknown_reference", "the station or the area does not exist"}});
  }
  throw error;
}

}  // namespace

std::vector<unit> load_units(store::connection& db) { return units_of(db.query(unit_query() + " ORDER BY u.id")); }

std::optional<unit> find_unit(store::connection& db, std::string_view id) {
  auto units = units_of(db.query(unit_query() + " WHERE u.id = $1", {std::string(id)}));
  if (units.empty()) return std::nullopt;
  return std::move(units.front());
}

std::vector<unit> list_units(store::connection& db, const operation::caller& who, std::string_view permission, const operation::page& page) {
  std::vector<store::value> parameters = {page.after, static_cast<std::int64_t>(page.limit)};
  const auto allowed = who.condition(permission, "COALESCE(a.path, '/')", parameters);
  return units_of(db.query(unit_query() + " WHERE u.id > $1 AND " + allowed + " ORDER BY u.id LIMIT $2", parameters));
}

unit get_unit(store::connection& db, const operation::caller& who, std::string_view permission, std::string_view id) {
  std::vector<store::value> parameters = {std::string(id)};
  const auto allowed = who.condition(permission, "COALESCE(a.path, '/')", parameters);
  const auto units = units_of(db.query(unit_query() + " WHERE u.id = $1 AND " + allowed, parameters));
  if (units.empty()) throw base::not_found("unit " + std::string(id));
  return units.front();
}

void insert_unit(store::connection& db, const unit& one) {
  try {
    db.execute(record::insert_sql(record_of(&one), "units"), record::bind(one));
  } catch (const store::constraint_error& error) {
    explain(error);
  }
}

void update_unit(store::connection& db, const unit& one) {
  try {
    db.execute(record::update_sql(record_of(&one), "units"), record::bind(one));
  } catch (const store::constraint_error& error) {
    explain(error);
  }
}

void set_shift(store::connection& db, const unit& one) {
  db.execute("UPDATE units SET on_shift = $1, version = $2 WHERE id = $3", {one.on_shift, one.version, one.id});
  if (one.on_shift) return;
  db.execute("DELETE FROM unit_positions WHERE unit_id = $1", {one.id});
  delete_timer(db, one.id);  // nobody who is off shift is waited for
}

std::int64_t delete_positions_before(store::connection& db, base::instant before) {
  return db.execute("DELETE FROM unit_positions WHERE at < $1", {before.us});
}

bool put_position(store::connection& db, const unit_move& last, base::instant received) {
  const auto optional = [](const std::optional<double>& number) { return number ? store::value(*number) : store::value(); };
  return db.execute(
             "INSERT INTO unit_positions (unit_id, at, received_at, position_lon, position_lat, speed_mps, heading_deg)"
             " SELECT id, CAST($2 AS bigint), CAST($3 AS bigint), CAST($4 AS double precision), CAST($5 AS double precision),"
             " CAST($6 AS double precision), CAST($7 AS double precision) FROM units WHERE id = $1 AND on_shift"
             " ON CONFLICT (unit_id) DO UPDATE SET at = excluded.at, received_at = excluded.received_at, position_lon = excluded.position_lon,"
             " position_lat = excluded.position_lat, speed_mps = excluded.speed_mps, heading_deg = excluded.heading_deg"
             " WHERE excluded.at > unit_positions.at",
             {last.unit_id, last.at.us, received.us, last.position.lon, last.position.lat, optional(last.speed_mps), optional(last.heading_deg)}) > 0;
}

}  // namespace duty
