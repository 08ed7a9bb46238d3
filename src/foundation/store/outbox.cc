#include "foundation/store/outbox.h"

namespace store {
namespace {

constexpr std::int64_t prune_step = 2000;  // rows in one operation: a few milliseconds

}  // namespace

std::vector<committed_event> list_events(connection& db, const std::string& node, std::pair<std::int64_t, std::int64_t> after_and_limit) {
  const auto found =
      db.query("SELECT seq, at_us, topic, subject_id, area_path, permission, payload FROM outbox WHERE node = $1 AND seq > $2 ORDER BY seq LIMIT $3",
               {node, after_and_limit.first, after_and_limit.second});
  std::vector<committed_event> events;
  events.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    events.push_back({.seq = found.integer(i, 0),
                      .at = {found.integer(i, 1)},
                      .what = {.topic = found.text(i, 2),
                               .subject_id = found.text(i, 3),
                               .area_path = found.text(i, 4),
                               .permission = found.text(i, 5),
                               .payload = found.text(i, 6)}});
  }
  return events;
}

std::int64_t prune_events(database& db, base::instant before) {
  const std::string node = db.node();
  std::int64_t keep_from = 0;
  db.read([&](connection& reader) {
    keep_from = reader
                    .query(
                        "SELECT COALESCE((SELECT seq FROM outbox WHERE node = $1 AND at_us >= $2 ORDER BY seq LIMIT 1), "
                        "(SELECT max(seq) FROM outbox WHERE node = $1), 0)",
                        {node, before.us})
                    .integer(0, 0);
  });
  std::int64_t gone = 0;
  for (;;) {
    std::int64_t step = 0;
    db.write_and_wait({.account_id = "", .remote = "local", .request_id = ""}, [&](transaction& t) {
      const auto oldest = t.db().query("SELECT min(seq) FROM outbox WHERE node = $1", {node}).integer(0, 0);
      step = t.db().execute("DELETE FROM outbox WHERE node = $1 AND seq < $2 AND seq < $3", {node, keep_from, oldest + prune_step});
    });
    gone += step;
    if (step == 0) return gone;
  }
}

}  // namespace store
