#include "town/duty/unit_api.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "foundation/record/json_text.h"
#include "town/duty/shift_work.h"
#include "town/duty/unit_store.h"

namespace duty {
namespace {

constexpr std::string_view may_read = "unit.read";
constexpr std::string_view may_manage = "unit.write";
constexpr std::string_view may_shift = "unit.write";

// What only the live picture knows.
void show_live(unit& one, const unit_snapshot& live, base::instant now) {
  one.state = derive_state(one.on_shift, task::none);
  if (const auto number = live.units->find(one.id)) {
    const auto& seen = live[*number];
    one.state = derive_state(one.on_shift, seen.doing);
    if (!seen.incident_id.empty()) one.incident_id = seen.incident_id;
    if (seen.has_position && one.on_shift) {  // newer than the stored one
      one.position = seen.position;
      one.position_at = seen.position_at;
      one.speed_mps = seen.speed_mps;
      one.heading_deg = seen.heading_deg;
    }
  }
  if (one.position_at) one.position_age_s = std::max<std::int64_t>(0, (now - *one.position_at).us / 1'000'000);
}

// What the history keeps of a unit: not where it is (trails have their own days) nor what it is doing (its assignments say).
std::string lasting_json(unit one) {
  one.state = derive_state(one.on_shift, task::none);
  one.position.reset();
  one.position_at.reset();
  one.position_age_s.reset();
  one.speed_mps.reset();
  one.heading_deg.reset();
  one.incident_id.reset();
  one.check_in_due_at.reset();
  return record::to_json(one);
}

void keep(store::transaction& transaction, const unit& one) {
  transaction.keep(
      {.topic = "unit", .subject_id = one.id, .area_path = one.area_path, .permission = std::string(may_read), .record = lasting_json(one)});
}

// Sends the unit as it now stands to whoever listens.
void publish(store::transaction& transaction, const unit& one) {
  keep(transaction, one);
  transaction.publish(
      {.topic = "unit", .subject_id = one.id, .area_path = one.area_path, .permission = std::string(may_read), .payload = record::to_json(one)});
}

unit drafted(unit one, const unit_draft& draft) {
  one.name = draft.name;
  one.kind = draft.kind;
  one.force = draft.force;
  one.station_id = draft.station_id;
  one.area_id = draft.area_id;
  one.capabilities = normal_capabilities(draft.capabilities);
  one.turnout_s = draft.turnout_s;
  one.on_shift = draft.on_shift;
  one.invented = draft.invented;
  return one;
}

unit_draft draft_of(const unit& one) {
  return {.name = one.name,
          .kind = one.kind,
          .force = one.force,
          .station_id = one.station_id,
          .area_id = one.area_id,
          .capabilities = one.capabilities,
          .turnout_s = one.turnout_s,
          .on_shift = one.on_shift,
          .invented = one.invented};
}

// The unit as stored now; refuses when it ended up where the caller may not manage units.
unit stored(store::connection& db, const operation::caller& who, const std::string& id) {
  try {
    return get_unit(db, who, may_manage, id);
  } catch (const base::problem& problem) {
    if (problem.status != 404) throw;
    throw base::forbidden("unit.write in that area");
  }
}

operation::answer list(const operation::request& what, store::connection& db, const unit_services& use) {
  const auto page = operation::page_of(what);
  auto units = list_units(db, what.who, may_read, page);
  const auto live = use.live.now();
  const auto now = use.time.now();
  std::vector<std::string> items;
  for (auto& one : units) {
    show_live(one, *live, now);
    items.push_back(record::to_json(one));
  }
  const bool more = units.size() == page.limit;
  return {.body = operation::list_json(items, more ? units.back().id : "")};
}

operation::answer show(unit one, const unit_services& use, int status = 200) {
  show_live(one, *use.live.now(), use.time.now());
  return {.status = status, .body = record::to_json(one), .version = one.version};
}

// By the desk's word the unit comes on duty or goes off: a shift begins or ends.
void turn(store::transaction& transaction, const std::string& unit_id, bool on, const unit_services& use) {
  shift_work work(transaction, use.live);
  if (on) {
    work.begin_unit(unit_id, shift_way::desk);
  } else {
    work.end_unit(unit_id, shift_way::desk);
  }
}

operation::answer create(const operation::request& what, store::transaction& transaction, const unit_services& use) {
  unit one = drafted({}, record::from_json<unit_draft>(what.body));
  one.id = transaction.new_id();
  insert_unit(transaction.db(), one);
  if (one.on_shift) turn(transaction, one.id, true, use);
  one = stored(transaction.db(), what.who, one.id);
  transaction.journal({.action = "create_unit", .subject_kind = "unit", .subject_id = one.id, .detail = record::one_line_json(what.body)});
  show_live(one, *use.live.now(), transaction.now());
  publish(transaction, one);
  auto given = show(one, use, 201);
  given.location = "/api/units/" + one.id;
  return given;
}

operation::answer change(const operation::request& what, store::transaction& transaction, const unit_services& use) {
  const unit before = get_unit(transaction.db(), what.who, may_manage, what.part("id"));
  operation::check_version(what, before.version, true);
  auto draft = draft_of(before);
  record::patch_json(what.body, record_of(&draft), &draft);
  unit one = drafted(before, draft);
  ++one.version;
  update_unit(transaction.db(), one);
  if (one.on_shift != before.on_shift) {
    set_shift(transaction.db(), one);
    turn(transaction, one.id, one.on_shift, use);
  }
  one = stored(transaction.db(), what.who, one.id);
  transaction.journal({.action = "update_unit", .subject_kind = "unit", .subject_id = one.id, .detail = record::one_line_json(what.body)});
  show_live(one, *use.live.now(), transaction.now());
  publish(transaction, one);
  return show(one, use);
}

operation::answer change_shift(const operation::request& what, store::transaction& transaction, const unit_services& use) {
  unit one = get_unit(transaction.db(), what.who, may_shift, what.part("id"));
  operation::check_version(what, one.version, false);
  const auto wanted = record::from_json<shift_change>(what.body).on;
  if (wanted == one.on_shift) return show(one, use);
  turn(transaction, one.id, wanted, use);
  transaction.journal(
      {.action = "change_shift", .subject_kind = "unit", .subject_id = one.id, .detail = wanted ? R"({"on":true})" : R"({"on":false})"});
  return show(*find_unit(transaction.db(), one.id), use);
}

template <class T>
const record::table* table_of() {
  return &record_of(static_cast<const T*>(nullptr));
}

}  // namespace

void publish_unit(store::transaction& transaction, const std::string& id, const live_units& live) {
  auto one = find_unit(transaction.db(), id);
  if (!one) return;
  show_live(*one, *live.now(), transaction.now());
  publish(transaction, *one);
}

void keep_units(store::transaction& transaction) {
  for (const auto& one : load_units(transaction.db())) keep(transaction, one);
}

void add_unit(store::transaction& transaction, unit one) {
  one.capabilities = normal_capabilities(std::move(one.capabilities));
  insert_unit(transaction.db(), one);
  if (one.on_shift) open_imported_shift(transaction, one.id);
  const auto now_stored = find_unit(transaction.db(), one.id);
  transaction.journal({.action = "import_unit", .subject_kind = "unit", .subject_id = one.id});
  publish(transaction, *now_stored);
}

std::vector<operation::definition> unit_operations(unit_services use) {
  using operation::request;
  std::vector<operation::definition> all;
  all.push_back({.name = "list_units",
                 .method = "GET",
                 .path = "/api/units",
                 .summary = "The units and what each is doing now.",
                 .permission = may_read,
                 .output = table_of<unit>(),
                 .output_shape = operation::shape::list,
                 .parameters = {{"limit", "1 to 500, 100 when left out"}, {"after", "the last page's next"}},
                 .read = [use](const request& what, store::connection& db) { return list(what, db, use); }});
  all.push_back({.name = "get_unit",
                 .method = "GET",
                 .path = "/api/units/{id}",
                 .summary = "One unit.",
                 .permission = may_read,
                 .output = table_of<unit>(),
                 .read = [use](const request& what, store::connection& db) { return show(get_unit(db, what.who, may_read, what.part("id")), use); }});
  all.push_back({.name = "create_unit",
                 .method = "POST",
                 .path = "/api/units",
                 .summary = "Adds a unit.",
                 .permission = may_manage,
                 .input = table_of<unit_draft>(),
                 .output = table_of<unit>(),
                 .write = [use](const request& what, store::transaction& t, void*) { return create(what, t, use); }});
  all.push_back({.name = "update_unit",
                 .method = "PATCH",
                 .path = "/api/units/{id}",
                 .summary = "Changes what is said of a unit.",
                 .permission = may_manage,
                 .input = table_of<unit_draft>(),
                 .output = table_of<unit>(),
                 .needs_version = true,
                 .write = [use](const request& what, store::transaction& t, void*) { return change(what, t, use); }});
  all.push_back({.name = "change_shift",
                 .method = "POST",
                 .path = "/api/units/{id}/shift",
                 .summary = "A unit comes on shift or goes off; off shift its position is forgotten.",
                 .permission = may_shift,
                 .input = table_of<shift_change>(),
                 .output = table_of<unit>(),
                 .write = [use](const request& what, store::transaction& t, void*) { return change_shift(what, t, use); }});
  return all;
}

}  // namespace duty
