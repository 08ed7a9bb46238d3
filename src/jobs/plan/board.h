#pragma once
#include <string>
#include <vector>

#include "jobs/plan/activation_work.h"

// Everything the command screen needs of a plan in force, as of one moment.
namespace plan {

// What waits for who decides: a role nobody took over in time, a task that is late or refused.
struct escalated_item {
  std::string kind = {};  // role, task
  std::string code = {};
  words name = {};
  std::string why = {};  // overdue, refused
  base::instant since = {};
};
const record::table& record_of(const escalated_item*);

struct level_view {
  level at = level::blue;
  words name = {};
  words when = {};
  bool may_set = false;  // the reader can activate it, or move to it
};
const record::table& record_of(const level_view*);

struct board {
  activation what = {};
  std::vector<level_view> levels = {};
  std::vector<role_row> roles = {};
  std::vector<task_row> tasks = {};
  std::vector<resource_row> resources = {};
  std::vector<escalated_item> escalated = {};
  std::vector<log_line> log = {};  // the newest 100, newest first
  bool may_stand_down = false;
  base::instant as_of = {};
};
const record::table& record_of(const board*);

// The names, lateness and rights of each row are filled in for the caller.
board board_of(const services& on, store::connection& db, const operation::caller& who, activation_case one);

// Names of an activation, from its plan and the areas.
void add_names(activation& one, const setting& in);

}  // namespace plan
