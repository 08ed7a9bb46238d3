#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/store/store.h"
#include "jobs/dispatch/incident.h"
#include "jobs/dispatch/words.h"

namespace dispatch {

// One step of an incident: who did what when. Never a sealed word.
struct timeline_line {
  base::instant at = {};
  std::string kind = {};     // taken, changed, note, recommended, assigned, step, released, cancelled, closed, reopened, merged, …
  std::string by = {};       // account; "" for the system itself
  std::string by_name = {};  // its name then
  record::json_text detail = {};
  words text = {};
  std::string incident_id = {};  // of a merged incident's own lines: that incident
};
const record::table& record_of(const timeline_line*);

void add_line(store::transaction& work, const timeline_line& line);

// The lines of these incidents in the order they happened.
std::vector<timeline_line> list_lines(store::connection& db, const std::vector<std::string>& incident_ids);

// What the lines say. Pure.
words say_taken(const incident& one);
words say_assigned(const assignment& one);
words say_step(const assignment& one, assignment_status step);
words say_released(const assignment& one);
words say_transferred(const assignment& from, const assignment& to);
words say_changed(const incident& before, const incident& after);
words say_cancelled(const std::string& reason);
words say_closed(const std::string& result);
words say_reopened(const std::string& reason);
words say_merged_into(const std::string& number);
words say_merged_from(const std::string& number);

}  // namespace dispatch
