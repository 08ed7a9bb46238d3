#include "jobs/dispatch/incident_rules.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dispatch {
namespace {

constexpr base::duration clock_tolerance = base::minutes(5);  // reporters' clocks may be this far ahead of ours

struct rule {
  incident_action action;
  bool while_open;
  bool when_closed;
  bool when_cancelled;
  bool when_merged;
};

constexpr std::array rules = {
    rule{incident_action::change, true, false, false, false}, rule{incident_action::note, true, true, true, true},
    rule{incident_action::assign, true, false, false, false}, rule{incident_action::cancel, true, false, false, false},
    rule{incident_action::close, true, false, false, false},  rule{incident_action::reopen, false, true, true, false},
    rule{incident_action::merge, true, false, false, false},  rule{incident_action::take_in, true, false, false, false},
};

bool allowed(const rule& r, incident_state state) {
  switch (state) {
    case incident_state::closed: return r.when_closed;
    case incident_state::cancelled: return r.when_cancelled;
    case incident_state::merged: return r.when_merged;
    default: return r.while_open;
  }
}

}  // namespace

std::optional<refusal> refuse(incident_action action, const incident& one) {
  const auto& r = *std::ranges::find(rules, action, &rule::action);
  if (!allowed(r, one.state)) {
    if (is_open(one.state)) return refusal{"incident_open", "Incident " + one.number + " is open; there is nothing to reopen."};
    return refusal{"incident_over", "Incident " + one.number + " is " + std::string(name_of(one.state)) +
                                        (one.merged_into ? "; work on the incident it was merged into." : "; reopen it first.")};
  }
  if (action != incident_action::close) return std::nullopt;
  const auto out = units_out(one.assignments);
  if (out.empty()) return std::nullopt;
  std::string names;
  for (const auto* a : out) names += (names.empty() ? "" : ", ") + (a->unit_name.empty() ? a->unit_id : a->unit_name);
  return refusal{"units_still_out", "Still out: " + names + ". Clear or release them first."};
}

std::vector<const assignment*> units_out(std::span<const assignment> assignments) {
  std::vector<const assignment*> out;
  for (const auto& a : assignments) {
    if (is_out(a.status)) out.push_back(&a);
  }
  return out;
}

incident_state derive_state(const incident& one, std::span<const assignment> assignments) {
  if (!is_open(one.state)) return one.state;
  bool out = false;
  bool there = false;
  bool reached = false;
  for (const auto& a : assignments) {
    // What ended before the incident was reopened says nothing about it now.
    if (a.status == assignment_status::released && one.reopened_at && a.assigned_at < *one.reopened_at) continue;
    out = out || is_out(a.status);
    there = there || a.status == assignment_status::on_scene;
    // A unit that reported "cleared" without "on scene" dealt with it all the same.
    reached = reached || a.on_scene_at || a.cleared_at;
  }
  if (there || (out && reached)) return incident_state::on_scene;
  if (out) return incident_state::dispatched;
  return reached ? incident_state::cleared : incident_state::waiting;
}

std::vector<base::wrong_field> check_times(const incident_draft& draft, base::instant now) {
  std::vector<base::wrong_field> wrong;
  const auto latest = now + clock_tolerance;
  const auto reported = draft.reported_at.value_or(now);
  const auto check_future = [&](const char* pointer, const std::optional<base::instant>& t) {
    if (t && *t > latest)
      wrong.push_back({pointer, "out_of_range", "lies more than 5 minutes in the future (the server has " + to_rfc3339(now) + ")"});
  };
  const auto check_order = [&](const char* pointer, bool broken, const char* detail) {
    if (broken) wrong.push_back({pointer, "out_of_order", detail});
  };
  check_future("/reported_at", draft.reported_at);
  check_future("/answered_at", draft.answered_at);
  check_future("/hung_up_at", draft.hung_up_at);
  check_order("/occurred_at", draft.occurred_at && *draft.occurred_at > reported, "must not lie after reported_at");
  check_order("/answered_at", draft.answered_at && *draft.answered_at < reported, "must not lie before reported_at");
  const auto answered = draft.answered_at.value_or(reported);
  check_order("/hung_up_at", draft.hung_up_at && *draft.hung_up_at < answered, "must not lie before the call was answered");
  return wrong;
}

std::string local_day(base::instant t, std::int64_t utc_offset_min) {
  const auto text = to_rfc3339(t + base::minutes(utc_offset_min));
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
}

std::string incident_number(std::string_view day, std::int64_t serial) {
  auto digits = std::to_string(serial);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return std::string(day) + "-" + digits;
}

bool on_the_globe(const base::position& at) {
  return std::isfinite(at.lon) && std::isfinite(at.lat) && std::abs(at.lon) <= 180 && std::abs(at.lat) <= 90;
}

base::wrong_field explain(bad_place what, const base::position&) {
  switch (what) {
    case bad_place::off_the_globe: return {"/location", "out_of_range", "is not on the globe: lon -180 … 180, lat -90 … 90, WGS-84"};
    case bad_place::null_island: return {"/location", "no_position", "is 0,0: a device without a fix, not a place"};
    case bad_place::swapped: return {"/location", "swapped", "longitude and latitude are swapped: turned round it lies in the place's areas"};
    case bad_place::outside:
      return {"/location", "outside", "lies outside the place's areas; move it, or send allow_outside: true to take it all the same"};
    case bad_place::none: break;
  }
  return {"/location", "ok", ""};
}

}  // namespace dispatch
