#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/record/record.h"

namespace duty {

enum class unit_kind : std::uint8_t { car, motorcycle, foot };
inline constexpr record::choice unit_kind_choices[] = {{"car", "汽车", "Car"}, {"motorcycle", "摩托车", "Motorcycle"}, {"foot", "步巡", "On foot"}};

enum class unit_state : std::uint8_t { available, assigned, en_route, on_scene, returning, off_shift };
inline constexpr record::choice unit_state_choices[] = {
    {"available", "待命", "Available"}, {"assigned", "已派", "Assigned"},   {"en_route", "途中", "En route"},
    {"on_scene", "现场", "On scene"},   {"returning", "返回", "Returning"}, {"off_shift", "下勤", "Off shift"},
};
inline std::string_view name_of(unit_state s) { return unit_state_choices[static_cast<std::size_t>(s)].code; }
inline std::string_view name_of(unit_kind k) { return unit_kind_choices[static_cast<std::size_t>(k)].code; }
constexpr bool is_busy(unit_state s) { return s >= unit_state::assigned && s <= unit_state::returning; }

// A unit as others see it. The first part is its master data (table units); the rest is live.
struct unit {
  std::string id;
  std::string name;
  unit_kind kind = unit_kind::car;
  std::string force;
  std::optional<std::string> station_id = {};
  std::optional<std::string> area_id = {};     // it is responsible for this area and everything below
  std::vector<std::string> capabilities = {};  // codes, sorted, each once
  std::int64_t turnout_s = 0;                  // from its station
  bool on_shift = false;
  bool invented = false;  // made up for a sample
  std::int64_t version = 1;

  std::string station_name;
  std::string area_name;
  std::string area_path = "/";
  std::optional<base::position> station_position = {};

  unit_state state = unit_state::off_shift;
  std::optional<base::position> position = {};
  std::optional<base::instant> position_at = {};
  std::optional<std::int64_t> position_age_s = {};
  std::optional<double> speed_mps = {};
  std::optional<double> heading_deg = {};
  std::optional<std::string> incident_id = {};
  std::optional<base::instant> check_in_due_at = {};  // by its check-in timer (presence.h)
};
const record::table& record_of(const unit*);

// Input of POST and PATCH /api/units.
struct unit_draft {
  std::string name;
  unit_kind kind = unit_kind::car;
  std::string force;
  std::optional<std::string> station_id = {};
  std::optional<std::string> area_id = {};
  std::vector<std::string> capabilities = {};
  std::int64_t turnout_s = 0;
  bool on_shift = false;
  bool invented = false;
};
const record::table& record_of(const unit_draft*);

struct shift_change {
  bool on = false;
};
const record::table& record_of(const shift_change*);

// Where a unit was last.
struct unit_move {
  std::string unit_id;
  base::position position;
  base::instant at;
  std::optional<double> speed_mps = {};
  std::optional<double> heading_deg = {};
};

// The same of a unit known by its number in the fleet.
struct numbered_move {
  std::uint32_t number = 0;
  base::position position;
  base::instant at;
  std::optional<double> speed_mps = {};
  std::optional<double> heading_deg = {};
};

}  // namespace duty
