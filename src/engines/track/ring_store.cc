#include "engines/track/ring_store.h"

namespace track {
namespace {

const record::table& ring_table() { return record_of(static_cast<const ring*>(nullptr)); }

std::vector<stored_ring> read(store::connection& db, const std::string& condition, std::span<const store::value> parameters = {}) {
  const auto rows = db.query("SELECT " + record::column_list(ring_table(), "r.") +
                                 ", p.position_lon, p.position_lat FROM rings r LEFT JOIN places p ON p.id = r.place_id WHERE " + condition,
                             parameters);
  std::vector<stored_ring> found(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto next = record::load(ring_table(), &found[i].what, rows[i]);
    if (!rows.null(i, next)) found[i].place = base::position{rows.number(i, next), rows.number(i, next + 1)};
  }
  return found;
}

}  // namespace

std::vector<stored_ring> load_rings(store::connection& db) { return read(db, "r.removed_at IS NULL ORDER BY r.id"); }

std::optional<stored_ring> find_ring(store::connection& db, std::string_view id) {
  const store::value parameters[] = {std::string(id)};
  auto found = read(db, "r.id = $1", parameters);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<ring> list_rings(store::connection& db, const operation::caller& who, std::string_view kind, const operation::page& page) {
  std::vector<store::value> parameters = {page.after, static_cast<std::int64_t>(page.limit)};
  auto condition = "r.removed_at IS NULL AND r.id > $1 AND " + who.condition("ring.read", "r.area_path", parameters);
  if (!kind.empty()) {
    parameters.emplace_back(std::string(kind));
    condition += " AND r.kind = $" + std::to_string(parameters.size());
  }
  std::vector<ring> out;
  for (auto& one : read(db, condition + " ORDER BY r.id LIMIT $2", parameters)) out.push_back(std::move(one.what));
  return out;
}

std::int64_t count_rings(store::connection& db) { return db.query("SELECT count(*) FROM rings WHERE removed_at IS NULL").integer(0, 0); }

void insert_ring(store::connection& db, const ring& one) { db.execute(record::insert_sql(ring_table(), "rings"), record::bind(one)); }

void update_ring(store::connection& db, const ring& one) { db.execute(record::update_sql(ring_table(), "rings"), record::bind(one)); }

}  // namespace track
