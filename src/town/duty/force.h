#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "town/duty/noun.h"

namespace duty {

enum class force_kind : std::uint8_t {
  professional,
  auxiliary,
  city_team,
  township_team,
  community_team,
  emergency_team,
  volunteer,
  watch_keeper,
  mediator,
  unit_guard,
  mine_guard,
  shop_guard
};
inline constexpr record::choice force_kind_choices[] = {
    {"professional", "专业警力", "Professional"},
    {"auxiliary", "辅警", "Auxiliary"},
    {"city_team", "城区巡逻队", "City patrol"},
    {"township_team", "乡镇巡防队", "Township team"},
    {"community_team", "村(社区)巡防队", "Community team"},
    {"emergency_team", "应急队伍", "Emergency team"},
    {"volunteer", "志愿者", "Volunteers"},
    {"watch_keeper", "值守员", "Watch keepers"},
    {"mediator", "调解员", "Mediators"},
    {"unit_guard", "单位保安", "Guards of a unit"},
    {"mine_guard", "矿山护卫", "Mine guards"},
    {"shop_guard", "商铺保安", "Shop guards"},
};
inline std::string_view name_of(force_kind k) { return force_kind_choices[static_cast<std::size_t>(k)].code; }

// A body that holds duty. Its members are duty holders (member.h).
struct force {
  std::string id;
  std::string code;
  force_kind kind = force_kind::professional;
  std::string name;
  std::string name_en;
  std::optional<std::string> area_id = {};
  std::optional<std::string> parent_id = {};
  std::optional<std::int64_t> guarded_staff = {};
  bool invented = false;
  std::optional<std::string> ended_on = {};
  std::int64_t version = 0;
  std::string area_name;
  std::int64_t registered = 0;  // members now
  std::string area_path = "/";
};
const record::table& record_of(const force*);

const noun<force>& force_noun();
// GET and POST /api/forces, GET, PATCH and DELETE /api/forces/{id}.
std::vector<operation::definition> force_operations();

}  // namespace duty
