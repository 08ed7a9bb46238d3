#include "engines/track/trail_api.h"

#include "foundation/base/problem.h"
#include "town/duty/unit_store.h"

namespace track {
namespace {

constexpr std::string_view may_read = "unit.trail.read";
constexpr base::duration longest = base::hours(48);

base::instant time_of(const operation::request& what, std::string_view name) {
  const auto found = base::instant_from_rfc3339(what.parameter(name));
  if (!found) throw base::bad_input({{"/query/" + std::string(name), "wrong_type", "is a time: 2026-11-22T08:00:00Z"}});
  return *found;
}

// The unit, for whoever may see its trail. For others it does not exist.
std::string visible_unit(const operation::request& what, store::connection& db, const trail_services& use) {
  const auto& id = what.part("id");
  if (use.is_own && use.is_own(db, what.who.account_id, id)) return id;
  return duty::get_unit(db, what.who, may_read, id).id;
}

operation::answer show(const operation::request& what, store::connection& db, const trail_services& use) {
  const auto from = time_of(what, "from");
  const auto to = time_of(what, "to");
  if (to <= from || to - from > longest) {
    throw base::bad_input({{"/query/to", "out_of_range", "is later than from, by two days at most: ask day by day"}});
  }
  const auto id = visible_unit(what, db, use);
  return {.body = record::to_json(trail_of(id, from, to, use.reader.read(db, id, from, to)))};
}

}  // namespace

std::vector<operation::definition> trail_operations(trail_services use) {
  std::vector<operation::definition> all;
  all.push_back({.name = "get_trail",
                 .method = "GET",
                 .path = "/api/units/{id}/trail",
                 .summary = "Where a unit was on shift, in order, with the stretches in which that is unknown.",
                 .permission = "",  // judged by unit: its own members need no permission
                 .output = &record_of(static_cast<const trail*>(nullptr)),
                 .parameters = {{"from", "RFC 3339", true}, {"to", "RFC 3339, two days later at most", true}},
                 .read = [use](const operation::request& what, store::connection& db) { return show(what, db, use); }});
  return all;
}

}  // namespace track
