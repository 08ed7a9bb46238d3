#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "town/duty/noun.h"

namespace duty {

enum class post_kind : std::uint8_t { police_room, contact_point, checkpoint, watch_post };
inline constexpr record::choice post_kind_choices[] = {{"police_room", "警务室", "Police room"},
                                                       {"contact_point", "联络点", "Contact point"},
                                                       {"checkpoint", "卡口", "Checkpoint"},
                                                       {"watch_post", "值守点", "Watch post"}};
enum class post_setting : std::uint8_t { urban, rural };
inline constexpr record::choice post_setting_choices[] = {{"urban", "城区", "Urban"}, {"rural", "农村", "Rural"}};
enum class link_state : std::uint8_t { yes, no, unknown };
inline constexpr record::choice link_state_choices[] = {
    {"yes", "已联网", "Connected"}, {"no", "未联网", "Not connected"}, {"unknown", "不详", "Unknown"}};

// How many must be there between two local times of day; `to` at or before `from`: up to that time on the next day.
struct strength {
  std::string days = "1234567";  // Monday 1 … Sunday 7, the day it begins
  std::string from;              // HH:MM
  std::string to;                // HH:MM
  std::int64_t minimum = 1;
};
const record::table& record_of(const strength*);

// A duty point.
struct post {
  std::string id;
  std::string code;
  post_kind kind = post_kind::police_room;
  post_setting setting = post_setting::urban;
  std::string name;
  std::optional<base::position> position = {};
  std::optional<std::string> place_id = {};
  std::optional<std::string> area_id = {};
  std::optional<std::string> force_id = {};
  std::vector<strength> strengths = {};
  std::vector<std::string> kit_needed = {};
  link_state connected = link_state::unknown;
  std::optional<base::instant> connected_at = {};
  bool invented = false;
  std::optional<std::string> ended_on = {};
  std::int64_t version = 0;
  std::string area_name;
  std::string force_name;
  std::string area_path = "/";
};
const record::table& record_of(const post*);

const noun<post>& post_noun();
// GET and POST /api/posts, GET, PATCH and DELETE /api/posts/{id}.
std::vector<operation::definition> post_operations();

}  // namespace duty
