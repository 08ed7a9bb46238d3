#pragma once
#include <string>
#include <vector>

#include "engines/matter/matter_case.h"
#include "jobs/plan/activation.h"
#include "town/area/area_tree.h"

// What can be done with a plan in force. Pure: an act either gives a refusal, and the caller throws its copy away, or changes the
// case and says what was done. Times and rights come in as arguments.
namespace plan {

using matter::refusal;
using matter::refused;

struct activation_case {
  activation what;
  std::vector<role_row> roles;
  std::vector<task_row> tasks;
  std::vector<resource_row> resources;
};

struct scene {
  const plan_type& of;
  const area::area_tree& areas;
  const operation::caller& who;
  base::instant now;
};

using lines = std::vector<log_line>;

// A line by the caller, now.
log_line line_of(const scene& in, std::string kind, std::string code, words text, std::string note = {});

// Whether the caller may decide at this level for that area.
bool decides(const scene& in, level at, const std::string& area_id);
// Whether the caller can take over the role of the plan there.
bool can_hold(const scene& in, const plan_role& role, const std::string& area_id);
// Whether the caller acts for the role: holds it, can take it over, or decides.
bool acts_for(const activation_case& one, const scene& in, const std::string& role);

// Asks for the roles and opens the tasks of the present level that are not there; lets go of what only graver levels need.
void follow_level(activation_case& one, const scene& in);

refused refuse_activation(const scene& in, level at, const std::string& area_id);
void begin(activation_case& one, lines& out, const scene& in);
refused set_level(activation_case& one, level to, const std::string& reason, lines& out, const scene& in);
refused stand_down(activation_case& one, const std::string& report, lines& out, const scene& in);

// A role taken over; `unit_id`: for that unit, which the caller serves on (`serves`) or sends.
struct taking {
  std::string role;
  std::string unit_id = {};
  std::string unit_name = {};
  std::vector<std::string> capabilities = {};
  bool serves = false;
  bool over = false;  // from whoever has it now
};
refused confirm_role(activation_case& one, const taking& what, lines& out, const scene& in);

struct task_act {
  std::string task;
  std::string text = {};  // note or reason
};
refused start_task(activation_case& one, const task_act& act, lines& out, const scene& in);
refused complete_task(activation_case& one, const task_act& act, lines& out, const scene& in);
refused confirm_task(activation_case& one, const task_act& act, lines& out, const scene& in);
// Says that it cannot be done; of a task that was reported: sends it back.
refused refuse_task(activation_case& one, const task_act& act, lines& out, const scene& in);

// Notices what has run out. Returns whether anything had.
bool note_overdue(activation_case& one, lines& out, const scene& in);

// Late: not done when its clock had run out, or done after.
bool is_late(const task_row& task, base::instant now);
bool is_late(const role_row& role, base::instant now);

// Puts the figures of an activation in agreement with its rows.
void count(activation_case& one, base::instant now);

}  // namespace plan
