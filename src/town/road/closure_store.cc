#include "town/road/closure_store.h"

namespace road {
namespace {

std::string closure_query() {
  return "SELECT " + record::column_list(record_of(static_cast<const closure*>(nullptr))) + ", from_at, until_at FROM closures";
}

closure closure_of(const store::rows& rows, std::size_t row) {
  closure one;
  const auto next = record::load(record_of(&one), &one, rows[row]);
  one.from = {rows.integer(row, next)};
  if (!rows.null(row, next + 1)) one.until = base::instant{rows.integer(row, next + 1)};
  return one;
}

}  // namespace

std::vector<closure> load_closures(store::connection& db, base::instant now) {
  const auto rows = db.query(closure_query() + " WHERE removed_at IS NULL AND (until_at IS NULL OR until_at > $1) ORDER BY from_at, id", {now.us});
  std::vector<closure> all;
  for (std::size_t i = 0; i < rows.size(); ++i) all.push_back(closure_of(rows, i));
  return all;
}

std::optional<closure> find_closure(store::connection& db, std::string_view id) {
  const auto rows = db.query(closure_query() + " WHERE id = $1", {std::string(id)});
  if (rows.empty()) return std::nullopt;
  return closure_of(rows, 0);
}

void insert_closure(store::connection& db, const closure& one) {
  db.execute(record::insert_sql(record_of(&one), "closures"), record::bind(one));
  db.execute("UPDATE closures SET from_at = $1, until_at = $2 WHERE id = $3",
             {one.from.us, one.until ? store::value(one.until->us) : store::value(), one.id});
}

void remove_closure(store::connection& db, const closure& one) {
  db.execute("UPDATE closures SET removed_at = $1, version = $2 WHERE id = $3", {one.removed_at->us, one.version, one.id});
}

}  // namespace road
