#include "jobs/dispatch/incident_intake.h"

#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "jobs/dispatch/incident_merge.h"
#include "town/area/area_tree.h"

namespace dispatch {
namespace {

// What is wrong with a draft as such: each wrong field.
void check_draft(const incident_draft& draft, const placed& place, base::instant now) {
  auto wrong = check_times(draft, now);
  if (place.fault != bad_place::none && !(place.fault == bad_place::outside && draft.allow_outside)) {
    wrong.push_back(explain(place.fault, draft.location));
  }
  if (draft.source_id && base::trim(draft.source).empty()) wrong.push_back({"/source", "missing", "is needed with source_id"});
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
}

incident incident_from(const incident_draft& draft, const incident_type& type, const placed& place) {
  incident one{.type = type.code, .type_name = type.name, .priority = draft.priority.value_or(type.priority)};
  one.location = draft.location;
  one.outside = place.fault == bad_place::outside;
  one.address = draft.address;
  one.crossing = draft.crossing;
  one.area_id = place.area_id;
  one.area_path = place.area_path;
  one.area_name = place.area_name;
  one.description = draft.description;
  one.source = draft.source;
  one.source_id = draft.source_id;
  one.answered_at = draft.answered_at;
  one.hung_up_at = draft.hung_up_at;
  one.occurred_at = draft.occurred_at;
  return one;
}

// The incident taken before from the same record; it must be one the requester may see.
std::optional<incident> taken_before(const incident_work& work, const incident_draft& draft, const operation::caller& who) {
  if (!draft.source_id) return std::nullopt;
  const incident_query all(work.transaction().db(), work.parts().types, work.now());
  auto before = all.find_by_source(draft.source, *draft.source_id);
  if (before && !who.may(may_read, before->area_path)) {
    throw base::conflict("source_taken", "This record was taken before.",
                         "Record " + *draft.source_id + " of " + draft.source + ", in another area.");
  }
  return before;
}

}  // namespace

placed place_of(const base::position& at, const area::area_tree& areas) {
  placed place;
  if (areas.bounds().is_empty()) {
    place.fault = judge_place(at, [](const base::position&) { return true; });
    if (at.lon == 0 && at.lat == 0) place.fault = bad_place::null_island;
    return place;
  }
  place.fault = judge_place(at, [&](const base::position& p) { return areas.find_at(p) != nullptr; });
  if (const auto* found = place.fault == bad_place::none ? areas.find_at(at) : nullptr) {
    place.area_id = found->id;
    place.area_path = found->path;
    place.area_name = found->name;
  } else if (areas.list_roots().size() == 1) {
    place.area_path = areas.list_roots().front()->path;
  }
  return place;
}

intake_result take_call(const incident_work& work, const incident_draft& draft, const operation::caller& who,
                        const std::optional<caller_person>& caller) {
  const auto& parts = work.parts();
  const auto& type = parts.types.get(draft.type);
  if (type.retired) throw base::bad_input({{"/type", "not_a_choice", "is retired: choose one that is still offered"}});
  if (auto before = taken_before(work, draft, who)) return {.what = std::move(*before), .created = false};
  const auto place = place_of(draft.location, *parts.areas.now());
  check_draft(draft, place, work.now());
  if (!who.may(may_write, place.area_path)) throw base::forbidden(std::string(may_write));

  auto& db = work.transaction().db();
  incident one = incident_from(draft, type, place);
  one.id = work.transaction().new_id();
  one.reported_at = draft.reported_at.value_or(work.now());
  one.created_at = one.updated_at = work.now();
  one.created_by = work.who().id;
  // By the day of the call; a reporter's clock that is ahead gives no number of tomorrow.
  const auto day = local_day(std::min(one.reported_at, work.now()), parts.utc_offset_min);
  one.number = incident_number(day, next_number(db, day));
  if (!insert_incident(db, one)) {
    // Another node took the same record a moment ago.
    throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "Record " + one.source_id.value_or("") + ".",
                        "Try again.");
  }
  if (caller) {
    one.caller_expires_at = parts.callers.put(work.transaction(), one.id, *caller);
    one.has_caller = true;
  }
  work.say(one.id, "taken", say_taken(one), json_of({{"number", one.number}, {"type", one.type}, {"source", one.source}}));
  work.journal("create_incident", "incident", one.id, json_of({{"number", one.number}, {"type", one.type}, {"area_id", one.area_id.value_or("")}}));
  if (!draft.duplicate_of) {
    work.publish(one);
    return {.what = std::move(one), .created = true};
  }
  const incident_query seen(db, parts.types, work.now(), who, may_read);
  auto main = seen.find(*draft.duplicate_of);
  if (!main) throw base::bad_input({{"/duplicate_of", "unknown", "is no incident that can be seen"}});
  merge_into(work, one, *main, merged_units::move);
  return {.what = std::move(one), .created = true};
}

}  // namespace dispatch
