#include "insight/moment/moment_keys.h"

#include <string>
#include <utility>

namespace moment {
namespace {

const store::actor housekeeper{.account_id = "", .remote = "local", .request_id = "housekeeping"};
constexpr base::duration prune_step = base::hours(6);  // of history in one operation: some milliseconds

// A state before the key that the key does not stand for.
constexpr std::string_view prune_sql =
    "DELETE FROM history WHERE at_us >= $2 AND at_us < $3 AND at_us <= $1 AND NOT (EXISTS"
    " (SELECT 1 FROM history_keys k WHERE k.at_us = $1 AND k.topic = history.topic AND k.subject_id = history.subject_id)"
    " AND at_us = (SELECT max(x.at_us) FROM history x WHERE x.topic = history.topic AND x.subject_id = history.subject_id AND x.at_us <= $1))";

}  // namespace

bool write_key(store::database& db, base::instant now) {
  const base::instant at = now - key_lag;
  std::int64_t before = 0;
  bool worth_it = false;
  db.read([&](store::connection& reader) {
    before = reader.query("SELECT COALESCE(max(at_us), 0) FROM history_keys").integer(0, 0);
    worth_it = !reader.query("SELECT 1 FROM history WHERE at_us <= $1 LIMIT 1", {at.us}).empty();
  });
  if (!worth_it || at.us - before < key_every.us) return false;
  db.write_and_wait(housekeeper, [&](store::transaction& work) {
    work.db().execute(
        "INSERT INTO history_keys (at_us, topic, subject_id)"
        " SELECT CAST($2 AS bigint), s.topic, s.subject_id FROM (SELECT topic, subject_id FROM history_keys WHERE at_us = $1"
        " UNION SELECT topic, subject_id FROM history WHERE at_us > $1 AND at_us <= $2) AS s WHERE EXISTS"
        " (SELECT 1 FROM history h WHERE h.topic = s.topic AND h.subject_id = s.subject_id AND NOT h.ended AND h.at_us ="
        " (SELECT max(x.at_us) FROM history x WHERE x.topic = s.topic AND x.subject_id = s.subject_id AND x.at_us <= $2))"
        " ON CONFLICT DO NOTHING",
        {before, at.us});
  });
  return true;
}

std::int64_t prune_history(store::database& db, base::instant before) {
  std::int64_t key = 0, floor = 0, oldest = 0;
  db.read([&](store::connection& reader) {
    key = reader.query("SELECT COALESCE(max(at_us), 0) FROM history_keys WHERE at_us <= $1", {before.us}).integer(0, 0);
    floor = reader.query("SELECT COALESCE(max(at_us), 0) FROM history_floor").integer(0, 0);
    oldest = reader.query("SELECT COALESCE(min(at_us), 0) FROM history").integer(0, 0);
  });
  if (key <= floor || oldest == 0) return 0;
  // First the word that nothing before the key can be shown, then the deed.
  db.write_and_wait(housekeeper, [&](store::transaction& work) {
    work.db().execute("INSERT INTO history_floor (only_row, at_us) VALUES (1, $1) ON CONFLICT (only_row) DO UPDATE SET at_us = excluded.at_us",
                      {key});
    work.db().execute("DELETE FROM history_keys WHERE at_us < $1", {key});
  });
  std::int64_t gone = 0;
  const auto step = [&](std::int64_t from, std::int64_t until) {
    db.write_and_wait(housekeeper, [&](store::transaction& work) { gone += work.db().execute(prune_sql, {key, from, until}); });
  };
  // What is left from before the old floor are records that had not changed for long: few, in one step.
  auto from = oldest;
  if (from < floor) step(std::exchange(from, floor), floor);
  for (; from <= key; from += prune_step.us) step(from, from + prune_step.us);
  return gone;
}

}  // namespace moment
