#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/record/record.h"
#include "foundation/record/words.h"

namespace matter {

using record::words;

inline constexpr std::string_view may_read = "matter.read";
inline constexpr std::string_view may_write = "matter.write";
// What a role of the catalogue is as a permission: "as.mediator".
std::string permission_of(std::string_view role);

enum class handing : std::uint8_t { none, asked, ruling };
inline constexpr record::choice handing_choices[] = {
    {"none", "正常办理", "In hand"}, {"asked", "待补充", "More was asked for"}, {"ruling", "待裁定", "Waits for a ruling"}};

// One matter, as it is stored and sent.
struct matter_record {
  std::string id = {};
  std::string number = {};
  std::string kind = {};
  words kind_name = {};
  std::string kind_version = {};
  std::string stage = {};
  words stage_name = {};
  base::instant stage_since = {};
  std::string title = {};
  words title_name = {};
  std::string brief = {};
  std::string area_id = {};
  std::string area_path = {};
  std::string area_name = {};
  std::string desk_path = {};
  std::string desk_name = {};
  std::optional<std::string> place_id = {};
  std::optional<std::string> place_name = {};
  std::optional<base::position> position = {};
  std::string subject_kind = {};
  std::string subject_id = {};
  record::json_text fields = {.text = "{}"};
  base::instant reported_at = {};
  std::optional<base::instant> event_at = {};
  std::optional<base::instant> known_at = {};
  std::string opened_by = {};
  std::optional<std::string> handler = {};
  std::optional<std::string> handler_name = {};
  std::optional<std::string> leader = {};
  std::optional<std::string> leader_name = {};
  handing hand = handing::none;
  std::optional<std::string> referred_from = {};
  std::int64_t bounces = 0;
  bool ruled = false;
  std::int64_t asked = 0;
  std::optional<base::instant> listed_at = {};
  std::optional<std::string> listed_path = {};
  std::optional<std::string> escalated_path = {};
  std::optional<base::instant> escalated_at = {};
  std::optional<base::instant> due_at = {};
  std::string due_clock = {};
  bool provisional = false;
  std::int64_t round = 1;
  std::optional<base::instant> reopened_at = {};
  std::optional<base::instant> ended_at = {};
  std::string result = {};
  std::optional<std::string> merged_into = {};
  std::string same_key = {};
  base::instant created_at = {};
  base::instant updated_at = {};
  std::int64_t version = 1;
};
const record::table& record_of(const matter_record*);

enum class clock_state : std::uint8_t { running, paused, met, missed, dropped };
inline constexpr record::choice clock_state_choices[] = {{"running", "计时中", "Running"},
                                                         {"paused", "已暂停", "Paused"},
                                                         {"met", "按时完成", "Met"},
                                                         {"missed", "超期完成", "Missed"},
                                                         {"dropped", "不再计时", "Dropped"}};

// A clock of a matter. `due_at` is the first moment that is too late.
struct running_clock {
  std::int64_t serial = 0;
  std::string code = {};
  clock_state state = clock_state::running;
  std::string owner = {};
  base::instant started_at = {};
  base::instant due_at = {};
  bool provisional = false;
  std::string citation = {};
  std::optional<base::instant> warn_at = {};
  std::optional<base::instant> warned_at = {};
  std::optional<base::instant> overdue_at = {};
  std::int64_t escalated = 0;
  std::optional<base::instant> paused_at = {};
  std::string pause_reason = {};
  record::json_text pauses = {.text = "[]"};  // [{"from": us, "to": us, "reason": code}]
  std::optional<base::instant> ended_at = {};
  std::optional<base::instant> next_at = {};
  bool operator==(const running_clock&) const = default;
};
const record::table& record_of(const running_clock*);

struct line {
  std::string id = {};
  base::instant at = {};
  std::string kind = {};  // opened, step, signed, clock, referred, returned, ruled, asked, answered, …
  std::string code = {};
  std::int64_t round = 1;
  std::string by = {};
  std::string by_name = {};
  words text = {};
  std::string reason = {};
  record::json_text detail = {.text = "{}"};
};
const record::table& record_of(const line*);

struct signature {
  std::string step = {};
  std::string account_id = {};
  std::string account_name = {};
  std::string role = {};
  base::instant signed_at = {};
  record::json_text content = {.text = "{}"};  // {"fields": {…}, "reason": "…"}
  bool operator==(const signature&) const = default;
};
const record::table& record_of(const signature*);

struct receipt {
  std::int64_t serial = 0;
  std::string code = {};
  std::string role = {};
  std::string desk_path = {};
  base::instant asked_at = {};
  std::optional<base::instant> received_at = {};
  std::string received_by = {};
  std::string received_name = {};
  bool operator==(const receipt&) const = default;
};
const record::table& record_of(const receipt*);

struct evidence {
  std::string id = {};
  std::string code = {};
  std::string kind = {};  // photo, document
  std::string file_id = {};
  std::string name = {};
  std::int64_t round = 1;
  base::instant added_at = {};
  std::string added_by = {};
  std::string added_name = {};
  std::optional<base::instant> removed_at = {};
  std::size_t after = 0;   // steps that were done before it; from the timeline
  bool relied_on = false;  // a step was done on it: it stays
};
const record::table& record_of(const evidence*);

struct link {
  std::string matter_id = {};
  std::string number = {};
  std::string title = {};
  std::string kind = {};       // opened, split, merged, related
  std::string direction = {};  // to, from
  bool open = false;
};
const record::table& record_of(const link*);

}  // namespace matter
