#include "engines/matter/kind_roles.h"

namespace matter {

std::vector<choice_item> kind_roles() {
  return {
      {.code = "grid_worker", .name = {.zh = "网格员", .en = "Grid worker"}},
      {.code = "mediator", .name = {.zh = "调解员", .en = "Mediator"}},
      {.code = "inspector", .name = {.zh = "检查员", .en = "Inspector"}},
      {.code = "office", .name = {.zh = "综治办", .en = "Office"}},
      {.code = "supervisor", .name = {.zh = "督办领导", .en = "Supervisor"}},
      {.code = "key_site", .name = {.zh = "重点单位", .en = "Key site"}},
      {.code = "partner", .name = {.zh = "协作部门", .en = "Partner department"}},
      {.code = "dispatcher", .name = {.zh = "接警调度员", .en = "Dispatcher"}},
      {.code = "commander", .name = {.zh = "指挥长", .en = "Commander"}},
      {.code = "patrol_leader", .name = {.zh = "巡逻组长", .en = "Patrol leader"}},
      {.code = "field_officer", .name = {.zh = "一线人员", .en = "Field officer"}},
  };
}

bool conducts(std::string_view role) { return role != "key_site"; }

}  // namespace matter
