#include "insight/moment/moment_api.h"

#include <algorithm>
#include <set>

#include "foundation/base/text.h"
#include "foundation/record/json_text.h"
#include "foundation/seal/hash.h"
#include "insight/moment/member_text.h"
#include "insight/moment/moment_rules.h"
#include "insight/moment/moment_store.h"

namespace moment {
namespace {

using operation::answer;
using operation::request;

constexpr std::int64_t most_marks = 500;
constexpr base::duration longest_range = base::days(62);

base::instant time_parameter(const request& what, std::string_view name) {
  const auto text = what.parameter(name);
  if (const auto at = base::instant_from_rfc3339(text)) return *at;
  throw base::bad_input({{"/query/" + std::string(name), text.empty() ? "missing" : "wrong_type", "must be a time such as 2026-11-22T01:30:00Z"}});
}

// A moment that has been and is still remembered.
base::instant moment_parameter(const request& what, store::connection& db, base::instant now) {
  const auto at = time_parameter(what, "at");
  if (at > now) throw base::bad_input({{"/query/at", "out_of_range", "lies in the future (the server has " + base::to_rfc3339(now) + ")"}});
  const auto floor = find_floor(db);
  if (floor && at < *floor) {
    throw base::problem(410, "moment_forgotten", "That moment is no longer kept.", "The history begins at " + base::to_rfc3339(*floor) + ".",
                        "Ask for a later moment; history.days says how long states are kept.");
  }
  return at;
}

bool with_hindsight_asked(const request& what) {
  const auto known = what.parameter("known");
  if (known.empty() || known == "then") return false;
  if (known == "now") return true;
  throw base::bad_input({{"/query/known", "not_a_choice", "must be then or now"}});
}

std::string list_of(const std::vector<std::string>& items) {
  record::json_array out;
  for (const auto& one : items) out.raw(one);
  return out.done();
}

std::string texts_of(const std::vector<std::string>& items) {
  record::json_array out;
  for (const auto& one : items) out.text(one);
  return out.done();
}

std::string positions_json(const std::vector<position_then>& found, const state& shown) {
  std::set<std::string, std::less<>> visible;
  for (const auto& unit : shown.units) visible.emplace(text_member(unit, "id"));
  record::json_array out;
  for (const auto& one : found) {
    if (!visible.contains(one.unit_id)) continue;
    record::json_object where, item;
    where.number("lon", one.position.lon);
    where.number("lat", one.position.lat);
    item.text("unit_id", one.unit_id);
    item.raw("position", where.done());
    item.text("at", base::to_rfc3339(one.at));
    item.raw("late", one.late ? "true" : "false");
    out.raw(item.done());
  }
  return out.done();
}

// Replaces what was known then by what is known now; the ids of what that changed.
std::vector<std::string> look_back(store::connection& db, const operation::caller& who, base::instant at, std::vector<past_state>& shown,
                                   std::vector<past_state>& open) {
  std::vector<std::string> late;
  std::set<std::string, std::less<>> seen;
  for (const auto& one : shown) seen.insert(one.subject_id);
  for (auto& one : open) {
    auto corrected = with_hindsight(one, latest_record(db, one.topic, one.subject_id), at);
    if (!corrected) continue;
    for (auto& other : shown) {
      if (other.topic == one.topic && other.subject_id == one.subject_id) other = *corrected;
    }
    if (seen.contains(one.subject_id)) late.push_back(one.subject_id);
    one = std::move(*corrected);
  }
  std::erase_if(shown, [](const past_state& one) { return one.ended; });
  for (auto& one : list_typed_in_later(db, who, at)) {
    late.push_back(one.subject_id);
    shown.push_back(std::move(one));
  }
  return late;
}

answer get_moment(const request& what, store::connection& db, const moment_services& use) {
  const auto at = moment_parameter(what, db, use.time.now());
  const bool known_now = with_hindsight_asked(what);
  auto shown = fold(list_states(db, what.who, at), at);
  auto open = list_open_assignments(db, at);
  std::vector<std::string> late;
  if (known_now) late = look_back(db, what.who, at, shown, open);
  const auto then = compose(shown, tasks_of(open), at);
  record::json_object out;
  out.text("at", base::to_rfc3339(at));
  out.text("known", known_now ? "now" : "then");
  out.raw("incidents", list_of(then.incidents));
  out.raw("assignments", list_of(then.assignments));
  out.raw("units", list_of(then.units));
  out.raw("posts", list_of(then.posts));
  out.raw("shifts", list_of(then.shifts));
  out.raw("closures", list_of(then.closures));
  out.raw("positions", use.positions ? positions_json(use.positions(db, at, known_now), then) : "[]");
  out.text("positions_from", use.positions ? "trails" : "none");
  out.raw("late", texts_of(late));
  return {.body = out.done()};
}

answer get_range(const request& what, store::connection& db, const moment_services& use) {
  const auto from = time_parameter(what, "from");
  const auto to = time_parameter(what, "to");
  if (to <= from || to - from > longest_range) {
    throw base::bad_input({{"/query/to", "out_of_range", "must lie after from, at most 62 days"}});
  }
  const auto asked = what.parameter("buckets").empty() ? std::optional<std::int64_t>(96) : base::parse_int(what.parameter("buckets"));
  if (!asked || *asked < 1 || *asked > most_marks) throw base::bad_input({{"/query/buckets", "out_of_range", "must be 1 to 500"}});
  const stretch over{.from = from, .width = {((to - from).us + *asked - 1) / *asked}, .count = *asked};
  record::json_array marks;
  for (const auto& one : list_marks(db, what.who, over)) {
    record::json_object item;
    item.text("from", base::to_rfc3339(one.from));
    item.raw("opened", std::to_string(one.opened));
    item.raw("closed", std::to_string(one.closed));
    marks.raw(item.done());
  }
  record::json_object out;
  out.text("from", base::to_rfc3339(from));
  out.text("to", base::to_rfc3339(to));
  out.text("now", base::to_rfc3339(use.time.now()));
  const auto floor = find_floor(db);
  out.raw("earliest", floor ? record::json_object::quoted(base::to_rfc3339(*floor)) : "null");
  out.raw("buckets", marks.done());
  return {.body = out.done()};
}

answer get_proof(const request& what, store::connection& db, const moment_services& use) {
  const past_state which{.topic = std::string(what.parameter("topic")),
                         .subject_id = std::string(what.parameter("id")),
                         .at_us = moment_parameter(what, db, use.time.now()).us};
  const auto row = find_row(db, what.who, which);
  if (!row) throw base::not_found("a state of " + which.topic + " " + which.subject_id + " at that moment");
  record::json_object out;
  out.text("at", base::to_rfc3339({row->at_us}));
  out.text("sha256", seal::to_hex(seal::sha256(store::history_line(*row))));
  out.text("line", store::history_line(*row));
  out.text("journal_node", row->node);
  out.raw("journal_seq", std::to_string(row->seq));
  out.raw("part", std::to_string(row->part));
  out.raw("journaled", store::is_journaled(db, *row) ? "true" : "false");
  return {.body = out.done()};
}

}  // namespace

std::vector<operation::definition> moment_operations(moment_services use) {
  using operation::shape;
  const auto read = [use](answer (*run)(const request&, store::connection&, const moment_services&)) {
    return [use, run](const request& what, store::connection& db) { return run(what, db, use); };
  };
  return {
      {.name = "get_moment",
       .method = "GET",
       .path = "/api/moments",
       .summary = "Open incidents, units, assignments, posts, shifts and closures as they stood at a moment, for this viewer.",
       .permission = "",  // each record asks for its own
       .output_shape = shape::other,
       .parameters = {{"at", "the moment, RFC 3339", true}, {"known", "then (standard): what was known at that moment; now: with what came in late"}},
       .read = read(get_moment)},
      {.name = "get_moment_range",
       .method = "GET",
       .path = "/api/moments/range",
       .summary = "How many incidents opened and closed per stretch of time, for a slider.",
       .permission = "",  // each record asks for its own
       .output_shape = shape::other,
       .parameters = {{"from", "RFC 3339", true}, {"to", "RFC 3339, at most 62 days later", true}, {"buckets", "1 to 500, 96 when left out"}},
       .read = read(get_range)},
      {.name = "get_moment_proof",
       .method = "GET",
       .path = "/api/moments/proof",
       .summary = "The journal entry that answers for a record's state at a moment.",
       .permission = "",  // each record asks for its own
       .output_shape = shape::other,
       .parameters = {{"topic", "incident, assignment, unit, closure, post or shift", true}, {"id", "of the record", true}, {"at", "RFC 3339", true}},
       .read = read(get_proof)},
  };
}

}  // namespace moment
