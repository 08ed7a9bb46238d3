#include <algorithm>

#include "town/duty/day.h"
#include "town/duty/roster.h"
#include "town/duty/shift_store.h"

namespace duty {

const record::table& record_of(const roster_gap*) {
  using g = roster_gap;
  static constexpr record::field fields[] = {
      record::field_of<&g::post_id>({.name = "post_id", .summary = "the post below its strength", .read_only = true, .max_length = 64}),
      record::field_of<&g::shift_id>({.name = "shift_id", .summary = "or the shift below its minimum", .read_only = true, .max_length = 80}),
      record::field_of<&g::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&g::from>({.name = "from", .summary = "since when", .read_only = true}),
      record::field_of<&g::to>({.name = "to", .summary = "until when", .read_only = true}),
      record::field_of<&g::needed>({.name = "needed", .summary = "members who must be there", .read_only = true}),
      record::field_of<&g::there>({.name = "there", .summary = "who was there, or from now on is planned", .read_only = true}),
  };
  static const record::table table{.name = "RosterGap", .summary = "A time in which too few are there.", .fields = fields};
  return table;
}

const record::table& record_of(const roster_presence*) {
  using p = roster_presence;
  static constexpr record::field fields[] = {
      record::field_of<&p::member_id>({.name = "member_id", .summary = "who", .read_only = true, .max_length = 64}),
      record::field_of<&p::name>({.name = "name", .summary = "the member's name", .read_only = true}),
      record::field_of<&p::shift_id>({.name = "shift_id", .summary = "on which shift", .read_only = true, .max_length = 80}),
      record::field_of<&p::shift_name>({.name = "shift_name", .summary = "of which unit, post or force", .read_only = true}),
      record::field_of<&p::since>({.name = "since", .summary = "since when", .read_only = true}),
  };
  static const record::table table{.name = "RosterPresence", .summary = "A member on duty now.", .fields = fields};
  return table;
}

const record::table& record_of(const roster*) {
  using r = roster;
  static constexpr record::field fields[] = {
      record::field_of<&r::date>({.name = "date", .summary = "the local day", .read_only = true}),
      record::field_of<&r::from>({.name = "from", .summary = "its beginning", .read_only = true}),
      record::field_of<&r::to>({.name = "to", .summary = "its end", .read_only = true}),
      record::field_of<&r::now>({.name = "now", .summary = "when this was worked out", .read_only = true}),
      record::field_of<&r::shifts>({.name = "shifts", .summary = "planned and served", .read_only = true, .max_length = 5'000}),
      record::field_of<&r::gaps>({.name = "gaps", .summary = "posts and hours below strength", .read_only = true, .max_length = 50'000}),
      record::field_of<&r::on_now>({.name = "on_now", .summary = "members on duty now", .read_only = true, .max_length = 50'000}),
      record::field_of<&r::short_now>({.name = "short_now", .summary = "gaps open at this moment", .read_only = true}),
  };
  static const record::table table{.name = "Roster", .summary = "A day's shifts, gaps, and who is on now.", .fields = fields};
  return table;
}

namespace {

std::vector<post> posts_within(const operation::request& what, store::connection& db, std::string_view area) {
  std::vector<store::value> parameters;
  std::string where = " WHERE x.ended_on IS NULL AND " + what.who.condition(may_read_duty, post_noun().area_path, parameters);
  if (!area.empty()) {
    parameters.emplace_back("%/" + std::string(area) + "/%");
    where += " AND a.path LIKE $" + std::to_string(parameters.size());
  }
  return load_all(post_noun(), db.query(query_of(post_noun()) + where + " ORDER BY x.name, x.id", parameters));
}

roster make_roster(const operation::request& what, store::connection& db, const shift_services& use) {
  roster out;
  out.now = use.time.now();
  out.date = what.parameter("date").empty() ? day_of(out.now, use.utc_offset_min) : std::string(what.parameter("date"));
  const auto begins = start_of_day(out.date, use.utc_offset_min);
  if (!begins) throw base::bad_input({{"/date", "bad_day", "must be a day: YYYY-MM-DD"}});
  out.from = *begins;
  out.to = out.from + base::days(1);
  shift_window window{.from = out.from, .to = out.to};
  window.area_id = what.parameter("area");
  out.shifts = list_shifts(db, what.who, may_read_duty, window);
  const roster_day day{.from = out.from, .to = out.to, .now = out.now, .utc_offset_min = use.utc_offset_min};
  out.gaps = find_gaps(posts_within(what, db, window.area_id), out.shifts, day);
  out.short_now = std::count_if(out.gaps.begin(), out.gaps.end(), [&](const roster_gap& one) { return one.lacks_at(out.now); });
  for (const auto& one : out.shifts) {
    for (const auto& member : one.members) {
      if (member.is_present()) out.on_now.push_back({member.member_id, member.name, one.id, one.name, *member.began_at});
    }
  }
  return out;
}

}  // namespace

std::vector<operation::definition> roster_operations(shift_services use) {
  operation::definition gets{.name = "get_roster",
                             .method = "GET",
                             .path = "/api/roster",
                             .summary = "A day's shifts with their gaps, and who is on now.",
                             .permission = may_read_duty};
  gets.output = &table_of<roster>();
  gets.parameters = {{"date", "local day, YYYY-MM-DD; today when left out"}, {"area", "area id: there and below"}};
  gets.read = [use](const operation::request& what, store::connection& db) -> operation::answer {
    return {.body = record::to_json(make_roster(what, db, use))};
  };
  return {std::move(gets)};
}

}  // namespace duty
