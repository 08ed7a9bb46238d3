#include "jobs/dispatch/sos_store.h"

#include "foundation/base/problem.h"

namespace dispatch {
namespace {

const record::table& receipt_table() { return record_of(static_cast<const help_receipt*>(nullptr)); }

// With the incident, for the rights on it.
std::string receipts() {
  return "SELECT " + record::column_list(receipt_table(), "s.") +
         ", u.name FROM sos s JOIN units u ON u.id = s.unit_id LEFT JOIN incidents i ON i.id = s.incident_id WHERE ";
}

std::vector<help_receipt> read(store::connection& db, const std::string& where, const std::vector<store::value>& parameters) {
  const auto rows = db.query(receipts() + where, parameters);
  std::vector<help_receipt> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& one = found.emplace_back();
    const auto column = record::load(receipt_table(), &one, rows[i]);
    one.unit_name = rows.text(i, column);
    one.state = one.confirmed_at ? help_state::confirmed : help_state::received;
  }
  return found;
}

std::optional<help_receipt> first(std::vector<help_receipt> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<base::position> position_in(const store::rows& rows, std::size_t column) {
  if (rows.null(0, column) || rows.null(0, column + 1)) return std::nullopt;
  return base::position{.lon = rows.number(0, column), .lat = rows.number(0, column + 1)};
}

std::optional<calling_unit> calling_unit_where(store::connection& db, const std::string& allowed, const std::vector<store::value>& parameters) {
  const auto rows = db.query(
      "SELECT u.id, u.name, p.position_lon, p.position_lat, p.at, s.position_lon, s.position_lat, a.position_lon, a.position_lat"
      " FROM units u LEFT JOIN places s ON s.id = u.station_id LEFT JOIN areas a ON a.id = u.area_id"
      " LEFT JOIN unit_positions p ON p.unit_id = u.id WHERE u.id = $1 AND " +
          allowed,
      parameters);
  if (rows.empty()) return std::nullopt;
  calling_unit one{.id = rows.text(0, 0), .name = rows.text(0, 1)};
  one.places.last_known = position_in(rows, 2);
  if (one.places.last_known) one.last_known_at = base::instant{rows.integer(0, 4)};
  one.places.station = position_in(rows, 5);
  one.places.area = position_in(rows, 7);
  return one;
}

}  // namespace

std::optional<calling_unit> find_calling_unit(store::connection& db, const operation::caller& who, const std::string& unit_id) {
  std::vector<store::value> parameters = {unit_id};
  const auto allowed = who.condition(may_call_for_help, "COALESCE(a.path, '/')", parameters);
  return calling_unit_where(db, allowed, parameters);
}

std::optional<calling_unit> find_calling_unit(store::connection& db, const std::string& unit_id) { return calling_unit_where(db, "TRUE", {unit_id}); }

void take_live_position(calling_unit& one, const duty::live_units& live) {
  const auto now = live.now();
  const auto number = now->units->find(one.id);
  if (!number) return;
  const auto& seen = (*now)[*number];
  if (!seen.has_position || (one.last_known_at && seen.position_at < *one.last_known_at)) return;
  one.places.last_known = seen.position;
  one.last_known_at = seen.position_at;
}

bool reserve_help(store::connection& db, const help_receipt& one, const std::string& account_id) {
  return db.execute(
             "INSERT INTO sos (id, unit_id, client_key, account_id, sent_at, received_at, position_lon, position_lat, position_from, position_at, "
             "note,"
             " version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) ON CONFLICT DO NOTHING",
             {one.id, one.unit_id, one.client_key, account_id, one.sent_at.value().us, one.received_at.value().us, one.position.value().lon,
              one.position.value().lat, std::string(name_of(one.position_from.value())),
              one.position_at ? store::value(one.position_at->us) : store::value(), one.note}) > 0;
}

void set_help_incident(store::connection& db, const help_receipt& one) {
  db.execute("UPDATE sos SET incident_id = $1 WHERE id = $2", {one.incident_id.value(), one.id});
}

void set_help_confirmed(store::connection& db, const help_receipt& one, const std::string& account_id) {
  db.execute("UPDATE sos SET confirmed_at = $1, confirmed_by = $2, version = $3 WHERE id = $4",
             {one.confirmed_at.value().us, account_id, one.version, one.id});
}

std::optional<help_receipt> find_help(store::connection& db, const std::string& unit_id, const std::string& client_key) {
  return first(read(db, "s.unit_id = $1 AND s.client_key = $2", {unit_id, client_key}));
}

help_receipt get_help(store::connection& db, const operation::caller& who, const std::string& id) {
  std::vector<store::value> parameters = {id};
  const auto allowed = who.condition(may_read, "i.area_path", parameters);
  auto found = first(read(db, "s.id = $1 AND " + allowed, parameters));
  if (!found) throw base::not_found("call for help " + id);
  return *found;
}

std::optional<help_receipt> find_help_for(store::connection& db, const operation::caller& who, const std::string& client_key) {
  std::vector<store::value> parameters = {client_key, who.account_id};
  const auto allowed = who.condition(may_read, "i.area_path", parameters);
  return first(
      read(db, "s.client_key = $1 AND (s.account_id = $2 OR " + allowed + ") ORDER BY CASE WHEN s.account_id = $2 THEN 0 ELSE 1 END, s.received_at",
           parameters));
}

std::vector<help_receipt> list_waiting_help(store::connection& db, const operation::caller& who) {
  std::vector<store::value> parameters;
  const auto allowed = who.condition(may_read, "i.area_path", parameters);
  return read(db, "s.confirmed_at IS NULL AND " + allowed + " ORDER BY s.received_at, s.id LIMIT 500", parameters);
}

}  // namespace dispatch
