#include <boost/json/parse.hpp>

#include <algorithm>

#include "engines/matter/burden.h"
#include "engines/matter/clock_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_view.h"
#include "engines/matter/step_rules.h"
#include "foundation/base/problem.h"

// Opening a matter.
namespace matter {
namespace {

using operation::answer;
using operation::request;

struct where {
  std::string area_id;
  std::optional<std::string> place_id = {};
  std::optional<base::position> position = {};
};

// The area: said, or of the place, or of the position.
where where_of(const services& on, store::connection& db, const matter_draft& draft) {
  where out{.area_id = draft.area_id.value_or(""), .place_id = draft.place_id, .position = draft.position};
  if (draft.position) {
    if (auto fault = record::position_fault(*draft.position)) {
      fault->pointer = "/position" + fault->pointer;
      throw base::bad_input({*fault});
    }
  }
  if (draft.place_id) {
    const auto rows = db.query("SELECT area_id, position_lon, position_lat, area_path FROM places WHERE id = $1", {*draft.place_id});
    if (rows.empty()) throw base::bad_input({{"/place_id", "unknown", "is no place"}});
    // A place of somewhere else would open, under the own area, what lies on another desk.
    const auto areas = on.areas.now();
    const auto* said = draft.area_id ? areas->find(*draft.area_id) : nullptr;
    const auto& there = rows.text(0, 3);
    if (said != nullptr && !rows.null(0, 0) && !there.starts_with(said->path) && !said->path.starts_with(there)) {
      throw base::bad_input({{"/place_id", "elsewhere", "does not lie in this area"}});
    }
    if (out.area_id.empty() && !rows.null(0, 0)) out.area_id = rows.text(0, 0);
    if (!out.position) out.position = base::position{.lon = rows.number(0, 1), .lat = rows.number(0, 2)};
  }
  if (draft.position) {
    const auto areas = on.areas.now();
    const auto* there = areas->find_at(*draft.position);
    const auto* said = areas->find(out.area_id);
    // A phone across the street stands in the next area; one in another town is a slip.
    if (there != nullptr && said != nullptr && !there->path.starts_with(path_above(said->path, 1)) && !said->path.starts_with(there->path)) {
      throw base::bad_input({{"/position", "elsewhere", "does not lie in this area"}});
    }
    if (out.area_id.empty() && there != nullptr) out.area_id = there->id;
  }
  if (out.area_id.empty()) throw base::bad_input({{"/area_id", "missing", "say where: an area, a place or a position within an area"}});
  return out;
}

void check_who(const services& on, const request& what, const kind& of, const std::string& area_id) {
  const auto areas = on.areas.now();
  const auto* area = areas->find(area_id);
  if (area == nullptr) throw base::bad_input({{"/area_id", "unknown", "is no area"}});
  if (!what.who.may(may_write, area->path)) throw base::forbidden(std::string(may_write));
  if (!std::ranges::any_of(of.opened_by, [&](const std::string& role) { return is_at(what.who, role, area->path); })) {
    throw_if(refusal{.code = "not_your_step", .detail = "Matters of this kind are opened by others.", .fields = {}, .status = 403});
  }
}

std::string opening_role(const services& on, const request& what, const kind& of, const std::string& area_id) {
  const auto areas = on.areas.now();
  const auto role = std::ranges::find_if(of.opened_by, [&](const std::string& one) { return is_at(what.who, one, areas->get(area_id).path); });
  return role == of.opened_by.end() ? std::string() : *role;
}

boost::json::object fields_of(const kind& of, const matter_draft& draft) {
  auto parsed = boost::json::parse(draft.fields.text);
  if (!parsed.is_object()) throw base::bad_input({{"/fields", "wrong_type", "must be an object"}});
  auto given = std::move(parsed.as_object());
  auto allowed = of.asks;
  allowed.insert(allowed.end(), of.takes.begin(), of.takes.end());
  auto wrong = field_faults(of, given, allowed);
  boost::json::object filled;
  put_fields(filled, given);
  for (auto& fault : missing_fields(of, filled, of.asks)) wrong.push_back(std::move(fault));
  if (wrong.empty()) wrong = check_faults(of, filled, of.checks);
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  return filled;
}

// What a clock counts back from lies ahead when it is reported; anything else has happened.
bool is_of_a_day_to_come(const kind& of) {
  return std::ranges::any_of(of.clocks, [](const clock_rule& clock) { return clock.starts == clock_start::event && clock.before; });
}

void check_times(const matter_draft& draft, const kind& of, base::instant now) {
  std::vector<base::wrong_field> wrong;
  if (draft.event_at && *draft.event_at > now + base::minutes(5) && !is_of_a_day_to_come(of)) {
    wrong.push_back({"/event_at", "out_of_range", "lies ahead"});
  }
  if (draft.known_at && *draft.known_at > now + base::minutes(5)) wrong.push_back({"/known_at", "out_of_range", "lies ahead"});
  if (draft.known_at && !can_be_counted(*draft.known_at)) wrong.push_back({"/known_at", "out_of_range", "must lie in the years 1900 to 2199"});
  if (draft.event_at && !can_be_counted(*draft.event_at)) wrong.push_back({"/event_at", "out_of_range", "must lie in the years 1900 to 2199"});
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
}

answer create(const services& on, const request& what, store::transaction& work) {
  const auto draft = record::from_json<matter_draft>(what.body);
  const auto present = on.catalogue.now();
  const auto found = present->all.kinds.find(draft.kind);
  if (found == present->all.kinds.end()) throw base::bad_input({{"/kind", "unknown", "is no kind of the catalogue"}});
  const auto& of = found->second;
  const auto at = where_of(on, work.db(), draft);
  check_who(on, what, of, at.area_id);
  check_times(draft, of, work.now());
  if (draft.incident_id && on.sees_incident && !on.sees_incident(work.db(), what.who, *draft.incident_id)) {
    throw base::bad_input({{"/incident_id", "unknown", "is no incident that can be seen"}});
  }
  const auto fields = fields_of(of, draft);
  check_references(work.db(), of, fields);
  if (draft.parties && !draft.parties->empty()) check_parties(of, *draft.parties);
  const auto opened = open_matter(on, work,
                                  {.who = what.who,
                                   .kind = draft.kind,
                                   .fields = fields,
                                   .area_id = at.area_id,
                                   .place_id = at.place_id,
                                   .position = at.position,
                                   .event_at = draft.event_at,
                                   .known_at = draft.known_at,
                                   .subject_kind = draft.incident_id ? "incident" : "",
                                   .subject_id = draft.incident_id.value_or(""),
                                   .by = what.who.account_id});
  if (draft.parties && !draft.parties->empty()) {
    if (opened.reopened) check_parties(*on.catalogue.kind_at(work.db(), opened.what.kind, opened.what.kind_version), *draft.parties);
    on.parties.add(work, opened.what.id, *draft.parties);  // reopened: who reports does not undo what is known there
    work.journal({.action = "seal_parties", .subject_kind = "matter", .subject_id = opened.what.id});
  }
  count_form(
      work,
      {.kind = draft.kind, .step = "", .role = opening_role(on, what, of, at.area_id), .desk_path = opened.what.area_path, .seconds = draft.seconds},
      on.utc_offset_min);
  auto view = view_of(on, work.db(), what.who, get_matter(work.db(), nullptr, opened.what.id));
  answer out{.status = opened.reopened ? 200 : 201, .body = record::to_json(view), .version = view.matter.version};
  if (!opened.reopened) out.location = "/api/matters/" + opened.what.id;
  return out;
}

}  // namespace

void check_references(store::connection& db, const kind& of, const boost::json::object& fields) {
  std::vector<base::wrong_field> wrong;
  for (const auto& [name, content] : fields) {
    const auto* field = of.find_field(std::string_view(name));
    if (field == nullptr || field->type < field_type::place || !content.is_string()) continue;
    const char* const tables[] = {"places", "areas", "units", "forces"};
    const auto* sql_table = tables[static_cast<std::size_t>(field->type) - static_cast<std::size_t>(field_type::place)];
    const auto rows = db.query(std::string("SELECT id FROM ") + sql_table + " WHERE id = $1", {std::string(content.as_string())});
    if (rows.empty()) wrong.push_back({"/fields/" + std::string(name), "unknown", "is none of the " + std::string(sql_table)});
  }
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
}

void check_parties(const kind& of, const std::vector<party>& all) {
  std::vector<base::wrong_field> wrong;
  if (!of.parties) throw base::bad_input({{"/parties", "not_asked", "matters of this kind have no named parties"}});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (std::ranges::find(of.parties->roles, all[i].role, &choice_item::code) == of.parties->roles.end()) {
      wrong.push_back({"/parties/" + std::to_string(i) + "/role", "not_a_choice", "is no role of this kind's parties"});
    }
  }
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
}

std::vector<operation::definition> opening_operations(const services& on) {
  return {{.name = "create_matter",
           .method = "POST",
           .path = "/api/matters",
           .summary = "Opens a matter; the same once more within its kind's time reopens the old one (200).",
           .permission = may_write,
           .input = &record_of(static_cast<const matter_draft*>(nullptr)),
           .output = &record_of(static_cast<const matter_view*>(nullptr)),
           .write = [&on](const request& what, store::transaction& work, void*) { return create(on, what, work); }}};
}

}  // namespace matter
