// Recommendations stay; where every unit was when they were computed does not.
#include <boost/json.hpp>

#include <set>

#include "foundation/base/text.h"
#include "jobs/dispatch/recommender.h"

namespace dispatch {
namespace {

constexpr std::int64_t rows_at_once = 200;
constexpr base::duration overlap = base::hours(1);  // clocks of several nodes need not agree

// The digests of the parts with units that recommendations computed at or after this moment name.
std::set<std::string> named_since(store::connection& db, base::instant since) {
  std::set<std::string> out;
  std::string after;
  for (;;) {
    const auto rows =
        db.query("SELECT id, inputs FROM recommendations WHERE computed_at >= $1 AND id > $2 ORDER BY id LIMIT $3", {since.us, after, rows_at_once});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto document = boost::json::parse(rows.text(i, 1));
      for (const auto& sha256 : document.at("units").as_array()) out.insert(std::string(sha256.as_string()));
      after = rows.text(i, 0);
    }
    if (rows.size() < static_cast<std::size_t>(rows_at_once)) return out;
  }
}

std::set<std::string> unnamed(store::connection& db, base::instant since) {
  std::set<std::string> out;
  const auto named = named_since(db, since);
  const auto rows = db.query("SELECT sha256 FROM recommendation_parts WHERE kind = 'units'");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!named.contains(rows.text(i, 0))) out.insert(rows.text(i, 0));
  }
  return out;
}

}  // namespace

std::size_t recommender::forget_positions(store::database& db, base::instant before) {
  std::set<std::string> gone;
  const auto looked_at = from_.time.now();
  db.read([&](store::connection& reader) { gone = unnamed(reader, before); });
  db.write_and_wait({.account_id = "", .remote = "local", .request_id = "housekeeping"}, [&](store::transaction& work) {
    {
      const std::lock_guard lock(mutex_);
      stored_parts_.clear();  // what comes after this stores its parts again
    }
    if (gone.empty()) return;
    for (const auto& sha256 : named_since(work.db(), looked_at - overlap)) gone.erase(sha256);
    for (const auto& sha256 : gone) work.db().execute("DELETE FROM recommendation_parts WHERE sha256 = $1", {sha256});
    work.journal({.action = "forget_recommended_positions",
                  .subject_kind = "recommendations",
                  .subject_id = "",
                  .detail = R"({"parts":)" + std::to_string(gone.size()) + "}"});
  });
  return gone.size();
}

}  // namespace dispatch
