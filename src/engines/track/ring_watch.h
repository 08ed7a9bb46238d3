#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engines/track/fix.h"
#include "engines/track/ring_set.h"
#include "foundation/record/field.h"

// Who is inside of what, fix by fix. Pure: no clock, no disk. The rules:
//   - A unit enters with the second fix running inside, at the time of the first; it leaves with the second fix running
//     outside, at the time of the first. One stray fix changes nothing.
//   - A silence longer than the gap is unknown time, neither presence nor absence. Is the next fix inside, the visit goes on and
//     the silence is counted as unknown; is it outside, the visit ended with the last fix before the silence.
//     Nothing is confirmed across a silence but a leaving whose first fix outside came before it.
//   - A fix not newer than the unit's newest does not move the live state (see visits_of for what it does to visits).
namespace track {

struct watch_rules {
  std::int64_t gap_us = 300'000'000;  // longest silence that still counts as having been there
};

// As stored; the order is the table's.
enum class crossing_kind : std::uint8_t { enter, leave, lost, regained, off_shift };
inline constexpr record::choice crossing_kind_choices[] = {
    {"enter", "进入", "Enter"},       {"leave", "离开", "Leave"},         {"lost", "失联", "Lost"},
    {"regained", "恢复", "Regained"}, {"off_shift", "下勤", "Off shift"},
};

// One step of a visit. lost: its unit fell silent inside after this time; regained: it is heard inside again. A lost without
// a regained ended the visit.
struct crossing {
  std::string ring_id;
  std::int64_t at_us = 0;
  crossing_kind kind = crossing_kind::enter;
  bool operator==(const crossing&) const = default;
};

struct stay {
  std::string ring_id;
  std::int64_t entered_at_us = 0;
  std::uint32_t number = 0;  // of the ring in the present set
};

// What is remembered of a unit. About 80 bytes where it is inside of nothing.
struct ring_state {
  bool heard = false;
  bool settled = true;  // it is inside of exactly the rings of last_set: an equal set changes nothing
  geo::point last;
  std::int64_t last_at_us = std::numeric_limits<std::int64_t>::min();
  std::uint64_t epoch = 0;
  geo::set_id last_set = geo::no_areas;
  std::vector<stay> inside = {};  // ascending by number
};

// Takes one accepted fix in the order of arrival; appends what it crossed to `out`, in order of time. Allocates only when
// something changes. A set of another epoch is adopted at once: rings that are gone are left at the last fix.
void step(ring_state& state, const fix& next, const ring_set& rings, const watch_rules& rules, std::vector<crossing>& out);

// The unit went off shift: all visits end then, or with its last fix when it had been silent for longer than the gap.
void end_shift(ring_state& state, std::int64_t at_us, const watch_rules& rules, std::vector<crossing>& out);

// The state after a restart: the visits that are open (open_stays of crossing_store.h) and the unit's newest fix. Of rings
// that are gone meanwhile the leaving is appended to `out`.
ring_state restored(std::vector<stay> open, const std::optional<fix>& newest, const ring_set& rings, std::vector<crossing>& out);

enum class visit_end : std::uint8_t { left, gap, off_shift };
inline constexpr record::choice visit_end_choices[] = {{"left", "离开", "Left"}, {"gap", "失联", "Gap"}, {"off_shift", "下勤", "Off shift"}};

struct visit_span {
  std::string ring_id;
  std::int64_t entered_at_us = 0;
  std::optional<std::int64_t> left_at_us = {};  // nothing: still open
  std::optional<visit_end> ended_by = {};
  std::int64_t unknown_us = 0;  // silences within
  bool operator==(const visit_span&) const = default;
};

// Pairs a unit's crossings, in the order they were given out, into visits by time of entering. Of a visit that began before
// the first crossing given, the rest is left out.
std::vector<visit_span> pair_crossings(std::span<const crossing> crossings);

// The exact crossings and visits of a trail (ascending by time) that begins with a shift: what stepping would have given had
// every fix come in time. After late fixes the crossings of that shift are replaced by these
// (replace_crossings of crossing_store.h).
std::vector<crossing> crossings_of(std::span<const fix> trail, const ring_set& rings, const watch_rules& rules);
std::vector<visit_span> visits_of(std::span<const fix> trail, const ring_set& rings, const watch_rules& rules);

}  // namespace track
