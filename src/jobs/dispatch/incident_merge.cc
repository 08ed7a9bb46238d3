#include "jobs/dispatch/incident_merge.h"

#include <algorithm>

#include "foundation/base/problem.h"
#include "jobs/dispatch/assignment_store.h"

namespace dispatch {
namespace {

// Open assignments go on, for the other incident now.
void move_units(const incident_work& work, incident& from, incident& into) {
  std::vector<assignment> stay;
  for (auto& a : from.assignments) {
    if (a.released_at) {
      stay.push_back(std::move(a));
      continue;
    }
    a.incident_id = into.id;
    ++a.version;
    if (!put_assignment(work.transaction().db(), a)) {
      throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "Unit " + a.unit_name + ".", "Try again.");
    }
    const auto detail = json_of({{"assignment_id", a.id}, {"unit_id", a.unit_id}, {"from", from.number}, {"to", into.number}});
    const words moved{.zh = a.unit_name + " 转到 " + into.number, .en = a.unit_name + " goes on for " + into.number};
    work.say(from.id, "moved", moved, detail);
    work.say(into.id, "moved", moved, detail);
    work.publish(a, into.area_path);
    into.assignments.push_back(std::move(a));
  }
  from.assignments = std::move(stay);
  std::ranges::stable_sort(into.assignments, {}, &assignment::assigned_at);
}

}  // namespace

void merge_into(const incident_work& work, incident& from, incident& into, merged_units units) {
  if (from.id == into.id) throw base::bad_input({{"/into", "same", "is this very incident"}});
  throw_if(refuse(incident_action::merge, from));
  throw_if(refuse(incident_action::take_in, into));
  if (units == merged_units::move) {
    move_units(work, from, into);
  } else {
    work.release_all(from, "merged");
  }
  // Whoever was merged into `from` is now one step from the incident that is worked on.
  const incident_query all(work.transaction().db(), work.parts().types, work.now());
  for (const auto& id : all.merged_into(from.id)) {
    auto earlier = all.get(id);
    earlier.merged_into = into.id;
    work.save(earlier);
  }
  from.state = incident_state::merged;
  from.merged_into = into.id;
  from.closed_at = work.now();
  work.say(from.id, "merged", say_merged_into(into.number), json_of({{"into", into.id}, {"number", into.number}}));
  work.say(into.id, "merged", say_merged_from(from.number), json_of({{"from", from.id}, {"number", from.number}}));
  work.journal("merge_incident", "incident", from.id, json_of({{"into", into.id}}));
  work.save(from);
  work.save(into);
}

}  // namespace dispatch
