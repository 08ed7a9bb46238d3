#include "insight/moment/moment_store.h"

#include <set>

#include "insight/moment/member_text.h"

namespace moment {
namespace {

constexpr std::string_view state_columns = "h.topic, h.subject_id, h.at_us, h.node, h.seq, h.ended, h.record";

// $1: the key before the moment, $2: the moment. The records that were there at the key and those that changed since;
// of each its last state by then. CROSS JOIN: SQLite then begins with the subjects, which are few.
constexpr std::string_view states_at =
    "WITH subject AS (SELECT topic, subject_id FROM history_keys WHERE at_us = $1"
    " UNION SELECT topic, subject_id FROM history WHERE at_us > $1 AND at_us <= $2)"
    " SELECT h.topic, h.subject_id, h.at_us, h.node, h.seq, h.ended, h.record"
    " FROM subject s CROSS JOIN history h WHERE h.topic = s.topic AND h.subject_id = s.subject_id AND h.at_us ="
    " (SELECT max(x.at_us) FROM history x WHERE x.topic = s.topic AND x.subject_id = s.subject_id AND x.at_us <= $2)"
    " AND NOT h.ended AND NOT EXISTS (SELECT 1 FROM history y WHERE y.topic = h.topic AND y.subject_id = h.subject_id"
    " AND y.at_us = h.at_us AND (y.node > h.node OR (y.node = h.node AND y.seq > h.seq))) AND ";

std::int64_t key_before(store::connection& db, base::instant at) {
  return db.query("SELECT COALESCE(max(at_us), 0) FROM history_keys WHERE at_us <= $1", {at.us}).integer(0, 0);
}

// What the caller may see of h, by the permission and the area it had.
std::string rights(const operation::caller& who, std::vector<store::value>& parameters) {
  std::set<std::string> held;
  for (const auto& one : who.grants) held.insert(one.permission);
  std::string sql;
  for (const auto& permission : held) {
    if (!permission.ends_with(".read")) continue;
    parameters.emplace_back(permission);
    const auto mark = "$" + std::to_string(parameters.size());
    sql += (sql.empty() ? "(" : " OR ") + ("(h.permission = " + mark) + " AND (h.area_path = '' OR " +
           who.condition(permission, "h.area_path", parameters) + "))";
  }
  return sql.empty() ? "FALSE" : sql + ")";
}

std::vector<past_state> states_of(const store::rows& rows) {
  std::vector<past_state> out;
  out.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.push_back({.topic = rows.text(i, 0),
                   .subject_id = rows.text(i, 1),
                   .at_us = rows.integer(i, 2),
                   .node = rows.text(i, 3),
                   .seq = rows.integer(i, 4),
                   .ended = rows.boolean(i, 5),
                   .record = rows.text(i, 6)});
  }
  return out;
}

}  // namespace

std::vector<past_state> list_states(store::connection& db, const operation::caller& who, base::instant at) {
  std::vector<store::value> parameters = {key_before(db, at), at.us};
  const auto allowed = rights(who, parameters);
  return states_of(db.query(std::string(states_at) + allowed, parameters));
}

std::vector<past_state> list_open_assignments(store::connection& db, base::instant at) {
  return states_of(db.query(std::string(states_at) + "s.topic = 'assignment'", {key_before(db, at), at.us}));
}

std::string latest_record(store::connection& db, std::string_view topic, std::string_view id) {
  const auto found = db.query("SELECT record FROM history WHERE topic = $1 AND subject_id = $2 ORDER BY at_us DESC, node DESC, seq DESC LIMIT 1",
                              {std::string(topic), std::string(id)});
  return found.empty() ? std::string() : found.text(0, 0);
}

std::vector<past_state> list_typed_in_later(store::connection& db, const operation::caller& who, base::instant at) {
  std::vector<store::value> parameters = {at.us, (at + typed_in_within).us};
  const auto allowed = rights(who, parameters);
  auto found = states_of(db.query("SELECT " + std::string(state_columns) +
                                      " FROM history h WHERE h.at_us > $1 AND h.at_us <= $2 AND h.topic = 'incident' AND NOT h.ended AND NOT EXISTS"
                                      " (SELECT 1 FROM history x WHERE x.topic = h.topic AND x.subject_id = h.subject_id AND"
                                      " (x.at_us < h.at_us OR (x.at_us = h.at_us AND x.seq < h.seq))) AND " +
                                      allowed,
                                  parameters));
  std::erase_if(found, [&](const past_state& one) { return time_member(one.record, "reported_at").value_or(base::instant{one.at_us}) > at; });
  return found;
}

std::optional<base::instant> find_floor(store::connection& db) {
  const auto found = db.query("SELECT COALESCE((SELECT max(at_us) FROM history_floor), (SELECT min(at_us) FROM history))");
  if (found.null(0, 0)) return std::nullopt;
  return base::instant{found.integer(0, 0)};
}

std::vector<mark> list_marks(store::connection& db, const operation::caller& who, const stretch& over) {
  std::vector<store::value> parameters = {over.from.us, over.width.us, over.from.us + over.width.us * over.count};
  const auto allowed = rights(who, parameters);
  // before: how the incident stood before this state; NULL when this is its first.
  const auto found = db.query(
      "SELECT n, sum(CASE WHEN NOT ended AND (before IS NULL OR before) THEN 1 ELSE 0 END),"
      " sum(CASE WHEN ended AND NOT COALESCE(before, FALSE) THEN 1 ELSE 0 END)"
      " FROM (SELECT (h.at_us - $1) / $2 AS n, h.ended AS ended, (SELECT x.ended FROM history x WHERE x.topic = 'incident'"
      " AND x.subject_id = h.subject_id AND x.at_us <= h.at_us"
      " AND (x.at_us < h.at_us OR x.seq < h.seq OR (x.seq = h.seq AND x.part < h.part))"
      " ORDER BY x.at_us DESC, x.seq DESC, x.part DESC LIMIT 1) AS before"
      " FROM history h WHERE h.at_us >= $1 AND h.at_us < $3 AND h.topic = 'incident' AND " +
          allowed + ") AS step GROUP BY n",
      parameters);
  std::vector<mark> marks;
  for (std::int64_t n = 0; n < over.count; ++n) marks.push_back({.from = {over.from.us + n * over.width.us}});
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto& one = marks[static_cast<std::size_t>(found.integer(i, 0))];
    one.opened = found.integer(i, 1);
    one.closed = found.integer(i, 2);
  }
  return marks;
}

std::optional<store::history_row> find_row(store::connection& db, const operation::caller& who, const past_state& which) {
  std::vector<store::value> parameters = {which.topic, which.subject_id, which.at_us};
  const auto allowed = rights(who, parameters);
  const auto found = db.query(
      "SELECT h.node, h.seq, h.part, h.at_us, h.area_path, h.permission, h.ended, h.record FROM history h"
      " WHERE h.topic = $1 AND h.subject_id = $2 AND h.at_us = (SELECT max(x.at_us) FROM history x WHERE x.topic = $1"
      " AND x.subject_id = $2 AND x.at_us <= $3) AND " +
          allowed + " ORDER BY h.node DESC, h.seq DESC LIMIT 1",
      parameters);
  if (found.empty()) return std::nullopt;
  return store::history_row{.node = found.text(0, 0),
                            .seq = found.integer(0, 1),
                            .part = found.integer(0, 2),
                            .at_us = found.integer(0, 3),
                            .what = {.topic = which.topic,
                                     .subject_id = which.subject_id,
                                     .area_path = found.text(0, 4),
                                     .permission = found.text(0, 5),
                                     .ended = found.boolean(0, 6),
                                     .record = found.text(0, 7)}};
}

}  // namespace moment
