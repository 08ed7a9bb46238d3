#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/record/record.h"
#include "foundation/record/words.h"
#include "jobs/plan/plan_type.h"

// A plan in force, as its rows are stored and sent. What is marked "shown" is filled in for whoever reads it.
namespace plan {

inline constexpr std::string_view may_read = "plan.read";
inline constexpr std::string_view may_write = "plan.write";

struct activation {
  std::string id = {};
  std::string number = {};
  std::string plan = {};
  words plan_name = {};  // shown
  std::string plan_version = {};
  level at = level::blue;
  words level_name = {};  // shown
  base::instant level_since = {};
  std::string area_id = {};
  std::string area_path = {};
  std::string area_name = {};  // shown
  std::optional<std::string> place_id = {};
  std::optional<base::position> position = {};
  std::string incident_id = {};
  std::optional<base::instant> reported_at = {};
  std::string reason = {};
  base::instant activated_at = {};
  std::string activated_by = {};
  std::string activated_name = {};
  std::optional<base::instant> stood_down_at = {};
  std::string stood_down_by = {};
  std::string stood_down_name = {};
  std::string end_report = {};
  std::optional<std::string> report_matter_id = {};
  std::optional<std::string> review_matter_id = {};
  base::instant updated_at = {};
  std::int64_t version = 1;
  std::int64_t roles_asked = 0;  // shown, as the following
  std::int64_t roles_confirmed = 0;
  std::int64_t tasks_open = 0;
  std::int64_t tasks_done = 0;
  std::int64_t tasks_overdue = 0;
};
const record::table& record_of(const activation*);

enum class role_state : std::uint8_t { asked, confirmed, released };
inline constexpr record::choice role_state_choices[] = {
    {"asked", "待到位", "Asked"}, {"confirmed", "已到位", "Confirmed"}, {"released", "已解除", "Released"}};

struct role_row {
  std::string role = {};
  words name = {};                        // shown
  std::vector<std::string> held_by = {};  // shown
  std::vector<std::string> units = {};    // shown
  role_state state = role_state::asked;
  base::instant asked_at = {};
  base::instant due_at = {};
  std::optional<base::instant> confirmed_at = {};
  std::string confirmed_by = {};
  std::string confirmed_name = {};
  std::optional<std::string> unit_id = {};
  std::string unit_name = {};
  std::optional<base::instant> overdue_at = {};
  std::optional<base::instant> next_at = {};
  bool overdue = false;      // shown
  bool may_confirm = false;  // shown
  bool operator==(const role_row&) const = default;
};
const record::table& record_of(const role_row*);

enum class task_state : std::uint8_t { waiting, open, started, reported, done, refused, dropped };
inline constexpr record::choice task_state_choices[] = {{"waiting", "待前项完成", "Waits for another"},
                                                        {"open", "待办", "To be done"},
                                                        {"started", "进行中", "Under way"},
                                                        {"reported", "待确认", "To be confirmed"},
                                                        {"done", "已完成", "Done"},
                                                        {"refused", "无法完成", "Refused"},
                                                        {"dropped", "已取消", "Dropped"}};
inline std::string_view name_of(task_state s) { return task_state_choices[static_cast<std::size_t>(s)].code; }

struct task_row {
  std::string task = {};
  words name = {};  // shown, as the following
  words hint = {};
  std::string role = {};
  std::string after = {};
  std::string confirming = {};  // role that must confirm it
  bool needs_note = false;
  task_state state = task_state::waiting;
  std::optional<base::instant> opened_at = {};
  std::optional<base::instant> due_at = {};
  std::optional<base::instant> started_at = {};
  std::string started_by = {};
  std::string started_name = {};
  std::optional<base::instant> done_at = {};
  std::string done_by = {};
  std::string done_name = {};
  std::optional<base::instant> confirmed_at = {};
  std::string confirmed_by = {};
  std::string confirmed_name = {};
  std::string note = {};
  std::string reason = {};
  std::optional<base::instant> overdue_at = {};
  std::optional<base::instant> next_at = {};
  bool overdue = false;      // shown: late now, or done late
  bool may_act = false;      // shown
  bool may_confirm = false;  // shown
  bool operator==(const task_row&) const = default;
};
const record::table& record_of(const task_row*);

enum class resource_state : std::uint8_t { needed, asked, on_the_way, ready, in_use, withdrawn };
inline constexpr record::choice resource_state_choices[] = {{"needed", "需要", "Needed"},         {"asked", "已调用", "Asked for"},
                                                            {"on_the_way", "途中", "On the way"}, {"ready", "就位", "Ready"},
                                                            {"in_use", "使用中", "In use"},       {"withdrawn", "已撤回", "Withdrawn"}};

struct resource_row {
  std::string id = {};
  std::string code = {};
  resource_kind kind = resource_kind::other;
  std::optional<std::string> place_id = {};
  std::optional<std::string> kit_item_id = {};
  std::string name = {};
  std::int64_t count = 1;
  std::optional<base::position> position = {};
  resource_state state = resource_state::needed;
  std::string note = {};
  base::instant updated_at = {};
  std::string updated_by = {};
  std::string updated_name = {};
  bool operator==(const resource_row&) const = default;
};
const record::table& record_of(const resource_row*);

struct log_line {
  std::string id = {};
  base::instant at = {};
  std::string kind = {};  // activated, level, role, task, resource, overdue, note, stood_down, opened
  std::string code = {};
  std::string by = {};
  std::string by_name = {};
  words text = {};
  std::string note = {};
};
const record::table& record_of(const log_line*);

}  // namespace plan
