#include "insight/moment/moment_rules.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "foundation/base/text.h"
#include "insight/moment/member_text.h"

namespace moment {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out;
  base::append_json_string(out, text);
  return out;
}

// The state a unit is shown in (duty's words for dispatch's steps).
std::string_view unit_state(bool on_shift, const task* doing) {
  if (doing == nullptr) return on_shift ? "available" : "off_shift";
  if (doing->status == "en_route" || doing->status == "on_scene") return doing->status;
  return doing->status == "cleared" ? "returning" : "assigned";
}

std::string unit_then(std::string record, std::string_view id, const tasks& doing) {
  const auto found = doing.find(id);
  const auto* mine = found == doing.end() ? nullptr : &found->second;
  set_member(record, "state", in_quotes(unit_state(find_member(record, "on_shift") == "true", mine)));
  set_member(record, "incident_id", mine == nullptr || mine->incident_id.empty() ? "null" : in_quotes(mine->incident_id));
  return record;
}

// Whether `at` lies within the record's two times; a missing one is open.
bool is_within(std::string_view record, std::pair<std::string_view, std::string_view> from_until, base::instant at) {
  const auto from = time_member(record, from_until.first);
  const auto until = time_member(record, from_until.second);
  return (!from || *from <= at) && (!until || *until > at);
}

// A shift that runs, or one that was planned for this time and has not begun.
bool is_on(std::string_view shift, base::instant at) {
  if (time_member(shift, "began_at")) return true;
  return time_member(shift, "starts_at") && is_within(shift, {"starts_at", "ends_at"}, at);
}

using sort_key = std::tuple<std::int64_t, std::int64_t, std::string>;

// Puts records into the order of the live lists.
std::vector<std::string> in_order(std::vector<std::pair<sort_key, std::string>> records) {
  std::sort(records.begin(), records.end());
  std::vector<std::string> out;
  out.reserve(records.size());
  for (auto& one : records) out.push_back(std::move(one.second));
  return out;
}

sort_key incident_key(const past_state& one) {
  const auto reported = time_member(one.record, "reported_at");
  return {integer_member(one.record, "priority").value_or(9), reported ? reported->us : 0, one.subject_id};
}

sort_key time_key(const past_state& one, std::string_view member) {
  const auto time = time_member(one.record, member);
  return {time ? time->us : 0, 0, one.subject_id};
}

struct step {
  std::string_view status;
  std::string_view member;
};
constexpr std::array<step, 5> steps{
    {{"accepted", "accepted_at"}, {"en_route", "en_route_at"}, {"on_scene", "on_scene_at"}, {"cleared", "cleared_at"}, {"released", "released_at"}}};

}  // namespace

std::vector<past_state> fold(std::span<const past_state> rows, base::instant at) {
  std::map<std::pair<std::string_view, std::string_view>, const past_state*> last;
  const auto order = [](const past_state& one) { return std::tie(one.at_us, one.node, one.seq); };
  for (const auto& row : rows) {
    if (row.at_us > at.us) continue;
    auto& held = last[{row.topic, row.subject_id}];
    if (held == nullptr || order(*held) < order(row)) held = &row;
  }
  std::vector<past_state> out;
  for (const auto& [subject, row] : last) {
    if (!row->ended) out.push_back(*row);
  }
  return out;
}

tasks tasks_of(std::span<const past_state> assignments) {
  tasks out;
  for (const auto& one : assignments) {
    if (one.topic != "assignment" || one.ended) continue;
    out[std::string(text_member(one.record, "unit_id"))] = {.status = std::string(text_member(one.record, "status")),
                                                            .incident_id = std::string(text_member(one.record, "incident_id"))};
  }
  return out;
}

state compose(std::span<const past_state> shown, const tasks& doing, base::instant at) {
  std::vector<std::pair<sort_key, std::string>> incidents, assignments, closures, shifts;
  state out;
  for (const auto& one : shown) {
    if (one.topic == "incident") {
      incidents.emplace_back(incident_key(one), one.record);
    } else if (one.topic == "assignment") {
      assignments.emplace_back(time_key(one, "assigned_at"), one.record);
    } else if (one.topic == "unit") {
      out.units.push_back(unit_then(one.record, one.subject_id, doing));
    } else if (one.topic == "closure" && is_within(one.record, {"", "until"}, at)) {
      auto record = one.record;
      set_member(record, "active", is_within(record, {"from", "until"}, at) ? "true" : "false");
      closures.emplace_back(time_key(one, "from"), std::move(record));
    } else if (one.topic == "shift" && is_on(one.record, at)) {
      shifts.emplace_back(time_key(one, "starts_at"), one.record);
    } else if (one.topic == "post") {
      out.posts.push_back(one.record);
    }
  }
  out.incidents = in_order(std::move(incidents));
  out.assignments = in_order(std::move(assignments));
  out.closures = in_order(std::move(closures));
  out.shifts = in_order(std::move(shifts));
  return out;
}

std::optional<past_state> with_hindsight(const past_state& then, std::string_view later_record, base::instant at) {
  past_state now = then;
  std::string_view status = "assigned";
  for (const auto& one : steps) {
    const auto when = time_member(later_record, one.member);
    const bool taken = when && *when <= at;
    if (taken) status = one.status;
    set_member(now.record, one.member, taken ? find_member(later_record, one.member) : "null");
  }
  if (status == text_member(then.record, "status")) return std::nullopt;
  set_member(now.record, "status", in_quotes(status));
  now.ended = status == "released";
  return now;
}

}  // namespace moment
