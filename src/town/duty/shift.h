#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/record/record.h"

namespace duty {

// By whose act a shift, or one member's part of it, began or ended.
enum class shift_way : std::uint8_t { member, roster, desk, walk_up, import };
inline constexpr record::choice shift_way_choices[] = {
    {"member", "本人", "The member"}, {"roster", "排班", "The roster"}, {"desk", "指挥台", "The desk"}, {"walk_up", "现场签到", "Walk-up check-in"},
    {"import", "导入", "An import"},
};

// A member on a shift: planned when began_at is empty.
struct shift_member {
  std::string member_id;
  std::string name;
  std::optional<base::instant> began_at = {};
  std::optional<base::instant> ended_at = {};
  std::optional<shift_way> began_how = {};
  std::optional<shift_way> ended_how = {};
  [[nodiscard]] bool is_present() const { return began_at && !ended_at; }
};
const record::table& record_of(const shift_member*);

// A turn of duty of one unit, post or force: planned, running or over.
struct shift {
  std::string id;
  std::optional<std::string> unit_id = {};
  std::optional<std::string> post_id = {};
  std::optional<std::string> force_id = {};
  std::string place;
  std::int64_t minimum_strength = 0;
  std::optional<base::instant> starts_at = {};  // planned; nothing: nobody planned it
  std::optional<base::instant> ends_at = {};
  bool automatic = false;                      // the roster begins and ends it
  std::optional<base::instant> began_at = {};  // actual
  std::optional<base::instant> ended_at = {};
  std::optional<shift_way> began_how = {};
  std::optional<shift_way> ended_how = {};
  std::string note;
  base::instant created_at;
  std::string created_by;
  std::int64_t version = 1;

  std::string name;             // of the unit, post or force
  std::string area_id;          // "" for none
  std::string area_path = "/";  // whose permission is asked
  std::vector<shift_member> members = {};

  [[nodiscard]] bool is_running() const { return began_at && !ended_at; }
};
const record::table& record_of(const shift*);

// Input of POST and PATCH /api/shifts.
struct shift_draft {
  std::optional<std::string> unit_id = {};
  std::optional<std::string> post_id = {};
  std::optional<std::string> force_id = {};
  std::vector<std::string> member_ids = {};
  std::optional<base::instant> starts_at = {};
  std::optional<base::instant> ends_at = {};
  std::string place;
  std::int64_t minimum_strength = 0;
  bool automatic = false;
  std::string note;
};
const record::table& record_of(const shift_draft*);

}  // namespace duty
