#include <algorithm>
#include <set>

#include "town/duty/day.h"
#include "town/duty/roster.h"

namespace duty {
namespace {

struct presence {
  std::string_view member_id;
  base::instant from;
  base::instant to;
};

// When a member counts: as long as he was really there; from now on as long as he is planned. One who is on when his
// shift should have ended stays on until he goes.
std::optional<presence> presence_of(const shift& of, const shift_member& one, const roster_day& day) {
  if (one.began_at) {
    const auto open_end = std::max(of.ends_at.value_or(day.to), day.now);
    return presence{one.member_id, *one.began_at, one.ended_at.value_or(open_end)};
  }
  if (of.ended_at || !of.starts_at || !of.ends_at) return std::nullopt;
  const presence planned{one.member_id, std::max(*of.starts_at, day.now), *of.ends_at};
  if (planned.from >= planned.to) return std::nullopt;
  return planned;
}

void collect(std::vector<presence>& all, const shift& of, const roster_day& day) {
  for (const auto& one : of.members) {
    if (const auto found = presence_of(of, one, day)) all.push_back(*found);
  }
}

std::int64_t count_at(const std::vector<presence>& all, base::instant at) {
  std::set<std::string_view> there;  // one member on two shifts is one
  for (const auto& one : all) {
    if (one.from <= at && at < one.to) there.insert(one.member_id);
  }
  return static_cast<std::int64_t>(there.size());
}

// Sweeps over the moments at which something changes; neighbouring gaps of one depth are one.
void add_gaps(std::vector<roster_gap>& out, const roster_gap& of, const std::vector<strength_window>& windows, const std::vector<presence>& all) {
  std::set<base::instant> edges;
  for (const auto& one : windows) edges.insert({one.from, one.to});
  for (const auto& one : all) edges.insert({one.from, one.to});
  const auto first = out.size();
  for (auto edge = edges.begin(); edge != edges.end() && std::next(edge) != edges.end(); ++edge) {
    std::int64_t needed = 0;
    for (const auto& one : windows) {
      if (one.from <= *edge && *edge < one.to) needed = std::max(needed, one.minimum);
    }
    const auto there = count_at(all, *edge);
    if (there >= needed) continue;
    if (out.size() > first && out.back().to == *edge && out.back().needed == needed && out.back().there == there) {
      out.back().to = *std::next(edge);
      continue;
    }
    auto gap = of;
    gap.from = *edge;
    gap.to = *std::next(edge);
    gap.needed = needed;
    gap.there = there;
    out.push_back(std::move(gap));
  }
}

void add_window(std::vector<strength_window>& windows, const strength& one, base::instant midnight, const roster_day& day) {
  const auto begins = minutes_of(one.from);
  const auto ends = minutes_of(one.to);
  if (!begins || !ends) return;
  const auto from = midnight + base::minutes(*begins);
  const auto to = midnight + base::minutes(*ends <= *begins ? *ends + 24 * 60 : *ends);
  if (to <= day.from || from >= day.to) return;
  windows.push_back({std::max(from, day.from), std::min(to, day.to), one.minimum});
}

}  // namespace

std::vector<strength_window> windows_of(const post& one, const roster_day& day) {
  std::vector<strength_window> windows;
  for (const auto& strength : one.strengths) {
    for (const int back : {1, 0}) {
      const auto midnight = day.from - base::days(back);
      const auto weekday = static_cast<char>('0' + weekday_of(midnight, day.utc_offset_min));
      if (strength.days.find(weekday) != std::string::npos) add_window(windows, strength, midnight, day);
    }
  }
  return windows;
}

std::vector<roster_gap> find_gaps(std::span<const post> posts, std::span<const shift> shifts, const roster_day& day) {
  std::vector<roster_gap> gaps;
  for (const auto& one : posts) {
    if (one.ended_on) continue;
    std::vector<presence> all;
    for (const auto& shift : shifts) {
      if (shift.post_id == one.id) collect(all, shift, day);
    }
    roster_gap gap;
    gap.post_id = one.id;
    gap.name = one.name;
    add_gaps(gaps, gap, windows_of(one, day), all);
  }
  for (const auto& one : shifts) {
    if (one.minimum_strength == 0 || one.ended_at || !one.starts_at || !one.ends_at) continue;
    const auto from = std::max(*one.starts_at, day.from);
    const auto to = std::min(*one.ends_at, day.to);
    if (from >= to) continue;
    std::vector<presence> all;
    collect(all, one, day);
    roster_gap gap;
    gap.shift_id = one.id;
    gap.name = one.name;
    add_gaps(gaps, gap, {{from, to, one.minimum_strength}}, all);
  }
  return gaps;
}

}  // namespace duty
