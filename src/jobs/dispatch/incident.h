#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jobs/dispatch/assignment.h"
#include "jobs/dispatch/words.h"

namespace dispatch {

enum class incident_state : std::uint8_t { waiting, dispatched, on_scene, cleared, closed, cancelled, merged };

inline constexpr record::choice incident_state_choices[] = {
    {"new", "待处置", "New"},       {"dispatched", "已派警", "Dispatched"}, {"on_scene", "已到场", "On scene"}, {"cleared", "处置完毕", "Cleared"},
    {"closed", "已结案", "Closed"}, {"cancelled", "已撤销", "Cancelled"},   {"merged", "已合并", "Merged"},
};
inline std::string_view name_of(incident_state s) { return incident_state_choices[static_cast<std::size_t>(s)].code; }
constexpr bool is_open(incident_state s) { return s < incident_state::closed; }

// A call that came in, as everybody may see it: nothing here names the caller.
struct incident {
  std::string id = {};
  std::string number = {};  // YYYYMMDD-NNNN, day and number in the place's own time
  std::string type = {};
  words type_name = {};
  std::int64_t priority = 3;
  incident_state state = incident_state::waiting;
  base::position location = {};
  bool outside = false;  // outside the place's areas, taken on somebody's word
  std::string address = {};
  std::string crossing = {};
  std::optional<std::string> area_id = {};
  std::string area_path = "/";
  std::string area_name = {};
  std::string description = {};
  std::string source = {};                    // 110 source code (JQLYFS) or the name of an import
  std::optional<std::string> source_id = {};  // the record's own number there; unique with `source`
  base::instant reported_at = {};
  std::optional<base::instant> answered_at = {};
  std::optional<base::instant> hung_up_at = {};
  std::optional<base::instant> occurred_at = {};
  base::instant created_at = {};
  std::string created_by = {};
  base::instant updated_at = {};
  std::optional<base::instant> closed_at = {};  // closed, cancelled or merged
  std::string result = {};                      // what came of it, when closed; the reason, when cancelled
  std::optional<std::string> merged_into = {};
  std::int64_t reopened_count = 0;
  std::optional<base::instant> reopened_at = {};
  std::optional<std::string> first_type = {};  // before it was reclassified (110: CSJQ…)
  bool has_caller = false;
  std::optional<base::instant> caller_expires_at = {};
  std::vector<assignment> assignments = {};
  std::optional<std::string> recommendation_id = {};
  std::int64_t version = 1;
};
const record::table& record_of(const incident*);

// Who called. Sealed the moment it arrives; never in an incident, an event, the journal, the timeline or a log line.
struct caller_draft {
  std::optional<std::string> name = {};
  std::optional<std::string> phone = {};
  std::optional<std::string> note = {};
};
const record::table& record_of(const caller_draft*);

// Input of POST /api/incidents.
struct incident_draft {
  std::string type = {};
  std::optional<std::int64_t> priority = {};  // the type's when left out
  base::position location = {};
  bool allow_outside = false;
  std::string address = {};
  std::string crossing = {};
  std::string description = {};
  std::string source = {};
  std::optional<std::string> source_id = {};
  std::optional<caller_draft> caller = {};
  std::optional<base::instant> reported_at = {};
  std::optional<base::instant> answered_at = {};
  std::optional<base::instant> hung_up_at = {};
  std::optional<base::instant> occurred_at = {};
  std::optional<std::string> duplicate_of = {};
};
const record::table& record_of(const incident_draft*);

// Input of PATCH /api/incidents/{id}: what is left out stays.
struct incident_change {
  std::optional<std::string> type = {};
  std::optional<std::int64_t> priority = {};
  std::optional<base::position> location = {};
  bool allow_outside = false;
  std::optional<std::string> address = {};
  std::optional<std::string> description = {};
};
const record::table& record_of(const incident_change*);

struct note_draft {
  std::string text = {};
};
const record::table& record_of(const note_draft*);

struct reason_draft {
  std::string reason = {};
};
const record::table& record_of(const reason_draft*);

struct close_draft {
  std::string result = {};
  std::optional<std::string> note = {};
};
const record::table& record_of(const close_draft*);

// What becomes of units still out for the incident that is merged away.
enum class merged_units : std::uint8_t { move, release };
inline constexpr record::choice merged_units_choices[] = {{"move", "转到主警情", "Move to the other"}, {"release", "撤回", "Release"}};

struct merge_draft {
  std::string into = {};
  std::optional<merged_units> units = {};  // move when left out
};
const record::table& record_of(const merge_draft*);

}  // namespace dispatch
