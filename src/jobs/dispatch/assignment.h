#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "foundation/record/record.h"

namespace dispatch {

// A unit's way through one incident. Steps only go forward; some may be skipped, none taken back.
enum class assignment_status : std::uint8_t { assigned, accepted, en_route, on_scene, cleared, released };

inline constexpr record::choice assignment_status_choices[] = {
    {"assigned", "已派", "Assigned"}, {"accepted", "已接受", "Accepted"}, {"en_route", "出发", "En route"},
    {"on_scene", "到场", "On scene"}, {"cleared", "处置完毕", "Cleared"}, {"released", "归队", "Released"},
};
inline std::string_view name_of(assignment_status s) { return assignment_status_choices[static_cast<std::size_t>(s)].code; }

// One unit sent to one incident. While released_at is empty it holds the unit: the database refuses a second one.
struct assignment {
  std::string id = {};
  std::string incident_id = {};
  std::string unit_id = {};
  std::string unit_name = {};
  assignment_status status = assignment_status::assigned;
  std::int64_t epoch = 0;  // rises by one with each assignment of this unit: fences late reports of an earlier one
  base::instant assigned_at = {};
  std::string assigned_by = {};       // account
  std::string assigned_by_name = {};  // its name then: what the loser of a race is told
  std::optional<base::instant> accepted_at = {};
  std::optional<base::instant> en_route_at = {};
  std::optional<base::instant> on_scene_at = {};
  std::optional<base::instant> cleared_at = {};
  std::optional<base::instant> released_at = {};
  std::optional<std::int64_t> eta_s = {};
  std::optional<std::string> recommendation_id = {};
  std::string reason = {};          // why this unit, when somebody said so
  std::string release_reason = {};  // reported, transferred, merged, cancelled, closed or reopened; "" while it holds
  std::int64_t version = 1;
};
const record::table& record_of(const assignment*);

// The unit is out for the incident and not done yet.
constexpr bool is_out(assignment_status s) { return s < assignment_status::cleared; }

// Input of POST /api/incidents/{id}/assignments.
struct assignment_draft {
  std::string unit_id = {};
  std::optional<std::string> recommendation_id = {};
  std::optional<std::string> reason = {};
};
const record::table& record_of(const assignment_draft*);

// Input of POST /api/assignments/{id}/status.
struct status_report {
  assignment_status status = assignment_status::assigned;
  std::optional<base::instant> at = {};  // the device's own time of the step
};
const record::table& record_of(const status_report*);

// Input of POST /api/assignments/{id}/transfer.
struct transfer_draft {
  std::string unit_id = {};
  std::string reason = {};
};
const record::table& record_of(const transfer_draft*);

}  // namespace dispatch
