#include "town/duty/presence_store.h"

namespace duty {
namespace {

const record::table& timer_table() { return record_of(static_cast<const presence_timer*>(nullptr)); }

std::string timer_query() {
  return "SELECT " + record::column_list(timer_table(), "t.") +
         ", u.name, a.path FROM presence_timers t JOIN units u ON u.id = t.unit_id LEFT JOIN areas a ON a.id = u.area_id WHERE ";
}

std::vector<presence_timer> timers_of(const store::rows& rows) {
  std::vector<presence_timer> out;
  out.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& one = out.emplace_back();
    const auto column = record::load(timer_table(), &one, rows[i]);
    one.unit_name = rows.text(i, column);
    one.area_path = rows.null(i, column + 1) ? "/" : rows.text(i, column + 1);
  }
  return out;
}

}  // namespace

std::optional<presence_timer> find_timer(store::connection& db, const std::string& unit_id) {
  auto found = timers_of(db.query(timer_query() + "t.unit_id = $1", {unit_id}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<presence_timer> list_timers(store::connection& db, const operation::caller& who, std::string_view permission) {
  std::vector<store::value> parameters;
  const auto allowed = who.condition(permission, "COALESCE(a.path, '/')", parameters);
  return timers_of(db.query(timer_query() + allowed + " ORDER BY t.due_at, t.unit_id LIMIT 500", parameters));
}

std::vector<presence_timer> list_due(store::connection& db, base::instant now) {
  return timers_of(db.query(timer_query() + "t.due_at <= $1 ORDER BY t.due_at, t.unit_id", {now.us}));
}

void put_timer(store::connection& db, const presence_timer& one) {
  db.execute(record::insert_sql(timer_table(), "presence_timers") +
                 " ON CONFLICT (unit_id) DO UPDATE SET interval_s = excluded.interval_s, last_at = excluded.last_at, due_at = excluded.due_at,"
                 " overdue_at = excluded.overdue_at, incident_id = excluded.incident_id, set_by = excluded.set_by, version = excluded.version",
             record::bind(one));
}

void delete_timer(store::connection& db, const std::string& unit_id) { db.execute("DELETE FROM presence_timers WHERE unit_id = $1", {unit_id}); }

bool is_on_unit(store::connection& db, const std::string& unit_id, const std::string& account_id) {
  return !db.query(
                "SELECT 1 FROM shifts s JOIN shift_members part ON part.shift_id = s.id JOIN members m ON m.id = part.member_id"
                " WHERE s.unit_id = $1 AND s.began_at IS NOT NULL AND s.ended_at IS NULL AND part.ended_at IS NULL AND m.account_id = $2 LIMIT 1",
                {unit_id, account_id})
              .empty();
}

}  // namespace duty
