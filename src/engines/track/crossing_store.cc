#include "engines/track/crossing_store.h"

#include <algorithm>
#include <array>

#include "foundation/record/json_text.h"

namespace track {
namespace {

constexpr std::int64_t most_crossings = 50'000;
constexpr base::duration longest_visit{std::int64_t{36} * 3'600 * 1'000'000};  // a double shift and more

std::string_view name_of(crossing_kind kind) { return crossing_kind_choices[static_cast<std::size_t>(kind)].code; }

crossing_kind kind_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(crossing_kind_choices); ++i) {
    if (crossing_kind_choices[i].code == name) return static_cast<crossing_kind>(i);
  }
  throw base::problem(500, "crossing_unreadable", "A stored crossing cannot be read.", std::string(name), "Restore the database from a backup.");
}

// In the order they were given out: of one ring at one moment, being heard again comes before falling silent.
constexpr std::string_view in_order =
    "c.unit_id, c.crossed_at, CASE c.kind WHEN 'leave' THEN 0 WHEN 'enter' THEN 1 WHEN 'regained' THEN 2 WHEN 'lost' THEN 3 ELSE 4 END";

// Few different statements: 50 rows each while there are, then one by one.
void insert(store::connection& db, std::span<const unit_crossing> all, base::instant recorded) {
  constexpr std::size_t columns = 5;
  std::vector<store::value> parameters;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t count = all.size() - at >= 50 ? 50 : all.size() - at >= 8 ? 8 : 1;
    parameters.clear();
    std::string sql = "INSERT INTO track_crossings (unit_id, ring_id, crossed_at, kind, recorded_at) VALUES ";
    for (std::size_t i = 0; i < count; ++i) {
      sql += i == 0 ? "(" : ", (";
      for (std::size_t k = 1; k <= columns; ++k) sql += (k == 1 ? "$" : ", $") + std::to_string(i * columns + k);
      sql += ")";
      const auto& one = all[at + i];
      parameters.insert(parameters.end(), {one.unit_id, one.what.ring_id, one.what.at_us, std::string(name_of(one.what.kind)), recorded.us});
    }
    db.execute(sql, parameters);
    at += count;
  }
}

void tell(store::transaction& work, const unit_crossing& one, const watched_ring& where) {
  record::json_object payload;
  payload.text("unit_id", one.unit_id);
  payload.text("ring_id", one.what.ring_id);
  payload.text("at", base::to_rfc3339({one.what.at_us}));
  payload.text("kind", name_of(one.what.kind));
  work.publish(
      {.topic = "crossing", .subject_id = one.what.ring_id, .area_path = where.area_path, .permission = "ring.read", .payload = payload.done()});
}

struct of_unit {
  std::string unit_id;
  std::vector<crossing> crossings;
};

// Rows unit_id, ring_id, crossed_at, kind in order.
std::vector<of_unit> by_unit(const store::rows& rows) {
  std::vector<of_unit> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (all.empty() || all.back().unit_id != rows.text(i, 0)) all.push_back({rows.text(i, 0), {}});
    all.back().crossings.push_back({rows.text(i, 1), rows.integer(i, 2), kind_of(rows.text(i, 3))});
  }
  return all;
}

std::vector<of_unit> read(store::connection& db, const operation::caller& who, const visit_question& what) {
  std::vector<store::value> parameters = {(what.from - longest_visit).us, what.to.us, most_crossings + 1};
  std::string condition = "c.replaced_at IS NULL AND c.crossed_at >= $1 AND c.crossed_at < $2";
  const auto add = [&](const char* column, const std::string& value) {
    if (value.empty()) return;
    parameters.emplace_back(value);
    condition += std::string(" AND ") + column + " = $" + std::to_string(parameters.size());
  };
  add("c.unit_id", what.unit_id);
  add("c.ring_id", what.ring_id);
  if (!what.permission.empty()) condition += " AND " + who.condition(what.permission, "COALESCE(a.path, '/')", parameters);
  const auto rows = db.query(
      "SELECT c.unit_id, c.ring_id, c.crossed_at, c.kind FROM track_crossings c JOIN units u ON u.id = c.unit_id LEFT JOIN areas a ON a.id = "
      "u.area_id"
      " WHERE " +
          condition + " ORDER BY " + std::string(in_order) + " LIMIT $3",
      parameters);
  if (static_cast<std::int64_t>(rows.size()) > most_crossings) {
    throw base::problem(422, "too_many_visits", "There are too many visits to list at once.", "", "Ask for a shorter time, or for one unit.");
  }
  return by_unit(rows);
}

visit visit_of(const std::string& unit_id, const visit_span& span, const std::optional<base::instant>& heard_until) {
  visit out{.unit_id = unit_id, .ring_id = span.ring_id, .entered_at = {span.entered_at_us}};
  if (span.left_at_us) out.left_at = base::instant{*span.left_at_us};
  out.ended_by = span.ended_by;
  const std::int64_t known_until = span.left_at_us ? *span.left_at_us : heard_until ? heard_until->us : span.entered_at_us + span.unknown_us;
  out.dwell_s = std::max<std::int64_t>(0, known_until - span.entered_at_us - span.unknown_us) / 1'000'000;
  out.unknown_s = span.unknown_us / 1'000'000;
  return out;
}

}  // namespace

void put_crossings(store::transaction& work, std::span<const unit_crossing> all, const ring_set& rings) {
  insert(work.db(), all, work.now());
  for (const auto& one : all) {
    const auto number = rings.find(one.what.ring_id);
    if (number && rings.ring(*number).announced) tell(work, one, rings.ring(*number));
  }
}

void replace_crossings(store::transaction& work, const std::string& unit_id, base::instant from, base::instant to, std::span<const crossing> fresh) {
  work.db().execute("UPDATE track_crossings SET replaced_at = $1 WHERE unit_id = $2 AND crossed_at >= $3 AND crossed_at < $4 AND replaced_at IS NULL",
                    {work.now().us, unit_id, from.us, to.us});
  std::vector<unit_crossing> rows;
  for (const auto& one : fresh) rows.push_back({unit_id, one});
  insert(work.db(), rows, work.now());
}

std::map<std::string, std::vector<stay>> open_stays(store::connection& db, base::instant since) {
  const auto rows = db.query(
      "SELECT c.unit_id, c.ring_id, c.crossed_at, c.kind FROM track_crossings c WHERE c.replaced_at IS NULL AND c.crossed_at >= $1"
      " ORDER BY " +
          std::string(in_order),
      {since.us});
  std::map<std::string, std::vector<stay>> open;
  for (const auto& unit : by_unit(rows)) {
    for (const auto& span : pair_crossings(unit.crossings)) {
      if (!span.left_at_us) open[unit.unit_id].push_back({.ring_id = span.ring_id, .entered_at_us = span.entered_at_us});
    }
  }
  return open;
}

std::int64_t delete_crossings_before(store::connection& db, base::instant before, std::int64_t limit) {
  // The two engines name their rows differently, so the limit is a time: that of the last row to go.
  const auto last =
      db.query("SELECT crossed_at FROM track_crossings WHERE crossed_at < $1 ORDER BY crossed_at LIMIT 1 OFFSET $2", {before.us, limit});
  const std::int64_t until = last.empty() ? before.us : last.integer(0, 0);
  return db.execute("DELETE FROM track_crossings WHERE crossed_at < $1", {until});
}

std::vector<visit> list_visits(store::connection& db, const operation::caller& who, const visit_question& what) {
  std::vector<visit> out;
  for (const auto& unit : read(db, who, what)) {
    const auto heard = what.heard_until ? what.heard_until(unit.unit_id) : std::nullopt;
    for (const auto& span : pair_crossings(unit.crossings)) {
      if (span.left_at_us && *span.left_at_us < what.from.us) continue;
      auto one = visit_of(unit.unit_id, span, heard);
      if (!one.left_at || one.dwell_s >= what.dwell_min_s) out.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace track
