#include "jobs/dispatch/incident_store.h"

#include <bit>
#include <cmath>
#include <numbers>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/geo/box.h"
#include "jobs/dispatch/caller.h"

namespace dispatch {
namespace {

const record::table& incident_table() { return record_of(static_cast<const incident*>(nullptr)); }
const record::table& assignment_table() { return record_of(static_cast<const assignment*>(nullptr)); }

std::string mark(const std::vector<store::value>& parameters) { return "$" + std::to_string(parameters.size()); }

// The cursor's parts: `count` whole numbers and an id, joined by commas.
std::optional<std::vector<store::value>> read_cursor(std::string_view cursor, std::size_t count) {
  const auto parts = base::split(cursor, ',');
  if (parts.size() != count + 1) return std::nullopt;
  std::vector<store::value> values;
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = base::parse_int(parts[i]);
    if (!number) return std::nullopt;
    values.emplace_back(*number);
  }
  values.emplace_back(std::string(parts[count]));
  return values;
}

std::string cursor_of(const incident& one, which_incidents which) {
  switch (which) {
    case which_incidents::open: return std::to_string(one.priority) + "," + std::to_string(one.reported_at.us) + "," + one.id;
    case which_incidents::ended: return std::to_string(one.closed_at.value_or(base::instant{}).us) + "," + one.id;
    case which_incidents::all: return std::to_string(one.reported_at.us) + "," + one.id;
  }
  return {};
}

// "($3, $4, $5)" for the last `count` parameters.
std::string row_of_last(const std::vector<store::value>& parameters, std::size_t count) {
  std::string row = "(";
  for (std::size_t i = parameters.size() - count; i < parameters.size(); ++i) {
    row += (row.size() > 1 ? ", $" : "$") + std::to_string(i + 1);
  }
  return row + ")";
}

geo::box around(const base::position& center, double by_m) {
  geo::box out;
  out.extend(center);
  return geo::grow(out, by_m);
}

// The condition that an incident lies within the circle: by an index on the latitude, then as on a plane (within 2 km of a
// place below 70° of latitude it is wrong by less than a metre in a thousand: tan φ · 2 km / the earth's radius).
std::string lies_within(const circle& where, std::vector<store::value>& p) {
  const auto box = around(where.center, where.radius_m);
  const double lat = box.north - where.center.lat, shrink = std::cos(where.center.lat * std::numbers::pi / 180);
  p.insert(p.end(), {box.south, box.north, where.center.lon, where.center.lat, shrink, lat * lat});
  const auto m = [&](std::size_t from_last) { return "$" + std::to_string(p.size() - from_last); };
  const auto lon_off = "(i.location_lon - " + m(3) + ") * " + m(1), lat_off = "(i.location_lat - " + m(2) + ")";
  return "i.location_lat BETWEEN " + m(5) + " AND " + m(4) + " AND " + lon_off + " * " + lon_off + " + " + lat_off + " * " + lat_off + " <= " + m(0);
}

}  // namespace

std::vector<incident> incident_query::read(clause what) const {
  if (who_ != nullptr) what.where = who_->condition(permission_, "i.area_path", what.parameters) + " AND " + what.where;
  what.parameters.emplace_back(now_.us);
  const auto rows = db_.query("SELECT " + record::column_list(incident_table(), "i.") +
                                  ", a.name, c.expires_at FROM incidents i LEFT JOIN areas a ON a.id = i.area_id" +
                                  std::string(join_caller_expiry()) + mark(what.parameters) + " WHERE " + what.where + what.order,
                              what.parameters);
  std::vector<incident> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& one = found.emplace_back();
    const auto column = record::load(incident_table(), &one, rows[i]);
    one.area_name = rows.text(i, column);
    one.has_caller = !rows.null(i, column + 1);
    if (one.has_caller) one.caller_expires_at = base::instant{rows.integer(i, column + 1)};
    // A type that left the catalogue is still shown, by its code.
    const auto* type = types_.find(one.type);
    one.type_name = type == nullptr ? words{.zh = one.type, .en = one.type} : type->name;
  }
  add_assignments(found);
  return found;
}

void incident_query::add_assignments(std::vector<incident>& incidents) const {
  if (incidents.empty()) return;
  std::map<std::string_view, incident*> by_id;
  std::vector<store::value> ids;
  std::string marks;
  for (auto& one : incidents) by_id.emplace(one.id, &one);
  // Filled up to a power of two with the last id: few different statements to prepare.
  const auto wanted = std::bit_ceil(incidents.size());
  for (std::size_t i = 0; i < wanted; ++i) {
    ids.emplace_back(incidents[std::min(i, incidents.size() - 1)].id);
    marks += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
  }
  const auto rows = db_.query("SELECT " + record::column_list(assignment_table(), "s.") +
                                  ", u.name FROM assignments s JOIN units u ON u.id = s.unit_id WHERE s.incident_id IN (" + marks +
                                  ") ORDER BY s.incident_id, s.assigned_at, s.id",
                              ids);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    assignment a;
    const auto column = record::load(assignment_table(), &a, rows[i]);
    a.unit_name = rows.text(i, column);
    by_id.at(a.incident_id)->assignments.push_back(std::move(a));
  }
}

std::vector<assignment> list_assignments(store::connection& db, std::string_view incident_id) {
  const auto rows = db.query("SELECT " + record::column_list(assignment_table(), "s.") +
                                 ", u.name FROM assignments s JOIN units u ON u.id = s.unit_id WHERE s.incident_id = $1 ORDER BY s.assigned_at, s.id",
                             {std::string(incident_id)});
  std::vector<assignment> all(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) all[i].unit_name = rows.text(i, record::load(assignment_table(), &all[i], rows[i]));
  return all;
}

std::optional<incident> incident_query::find(std::string_view id) const {
  clause what;
  what.parameters.emplace_back(std::string(id));
  what.where = "i.id = $1";
  auto found = read(std::move(what));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

incident incident_query::get(std::string_view id) const {
  auto found = find(id);
  if (!found) throw base::not_found("incident " + std::string(id));
  return std::move(*found);
}

std::optional<incident> incident_query::find_by_source(std::string_view source, std::string_view source_id) const {
  clause what;
  what.parameters = {std::string(source), std::string(source_id)};
  what.where = "i.source = $1 AND i.source_id = $2";
  auto found = read(std::move(what));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

incident_query::listed incident_query::list(which_incidents which, const operation::page& page, const std::optional<circle>& within) const {
  clause what;
  auto& p = what.parameters;
  const bool open = which == which_incidents::open;
  const char* const keys = open ? "i.priority, i.reported_at, i.id" : which == which_incidents::ended ? "i.closed_at, i.id" : "i.reported_at, i.id";
  what.where = open ? "i.closed_at IS NULL" : which == which_incidents::ended ? "i.closed_at IS NOT NULL" : "TRUE";
  if (!page.after.empty()) {
    const std::size_t numbers = open ? 2 : 1;
    const auto after = read_cursor(page.after, numbers);
    if (!after) throw base::bad_input({{"/after", "bad_cursor", "is not a cursor of this list; take `next` of the page before"}});
    p.insert(p.end(), after->begin(), after->end());
    what.where += std::string(" AND (") + keys + (open ? ") > " : ") < ") + row_of_last(p, numbers + 1);
  }
  if (within) what.where += " AND " + lies_within(*within, p);
  p.emplace_back(static_cast<std::int64_t>(page.limit) + 1);  // one more shows whether there is a next page
  what.order = std::string(" ORDER BY ") +
               (open                              ? keys
                : which == which_incidents::ended ? "i.closed_at DESC, i.id DESC"
                                                  : "i.reported_at DESC, i.id DESC") +
               " LIMIT " + mark(p);
  listed result{.items = read(std::move(what)), .next = {}};
  if (result.items.size() > page.limit) {
    result.items.pop_back();
    result.next = cursor_of(result.items.back(), which);
  }
  return result;
}

std::vector<incident> incident_query::near(const duplicate_query& call) const {
  const auto box = around(call.location, duplicate_distance_m);
  clause what;
  what.parameters = {call.at.us - duplicate_age.us, call.at.us + duplicate_age.us, box.west, box.east, box.south, box.north};
  what.where = "i.closed_at IS NULL AND i.reported_at BETWEEN $1 AND $2 AND i.location_lon BETWEEN $3 AND $4 AND i.location_lat BETWEEN $5 AND $6";
  what.order = " ORDER BY i.reported_at DESC, i.id LIMIT 200";
  return read(std::move(what));
}

std::vector<std::string> incident_query::merged_into(std::string_view id) const {
  std::vector<store::value> parameters{std::string(id)};
  const auto seen = who_ == nullptr ? std::string("TRUE") : who_->condition(permission_, "i.area_path", parameters);
  const auto rows = db_.query("SELECT i.id FROM incidents i WHERE i.merged_into = $1 AND " + seen + " ORDER BY i.reported_at, i.id", parameters);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(rows.text(i, 0));
  return ids;
}

bool insert_incident(store::connection& db, const incident& one) {
  return db.execute(record::insert_sql(incident_table(), "incidents") + " ON CONFLICT (source, source_id) DO NOTHING", record::bind(one)) == 1;
}

void update_incident(store::connection& db, const incident& one) {
  auto parameters = record::bind(one);
  parameters.emplace_back(one.version - 1);
  const auto sql = record::update_sql(incident_table(), "incidents") + " AND version = " + mark(parameters);
  if (db.execute(sql, parameters) == 1) return;
  throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "Incident " + one.number + ".",
                      "Read it again and decide again.");
}

std::int64_t next_number(store::connection& db, const std::string& day) {
  const auto rows = db.query(
      "INSERT INTO incident_numbers (day, last) VALUES ($1, 1) ON CONFLICT (day) DO UPDATE SET last = incident_numbers.last + 1 RETURNING last",
      {day});
  return rows.integer(0, 0);
}

}  // namespace dispatch
