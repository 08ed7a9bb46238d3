#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace dispatch {

// Later than every time: "cannot be reached", "never found".
constexpr std::int64_t never_ms = std::numeric_limits<std::int64_t>::max();

// What may differ from town to town. Stored with each recommendation.
struct rule_parameters {
  std::int64_t responsible_margin_ms = 120'000;  // the responsible unit goes first when at most this much later than the fastest
  std::int64_t max_position_age_ms = 600'000;    // an older position is not known any more
  std::int64_t cover_within_ms = 480'000;        // a cell is covered when an available unit reaches it within this
  std::int64_t exact_for_all_ms = 1'200'000;     // a small fleet: look this far for exact times of all units
  std::int64_t at_station_m = 150;               // within this distance of its station a unit still has to turn out
  std::uint32_t considered = 5;                  // so many best units get exact times at least
  std::uint32_t list_all_up_to = 60;             // a small fleet: every unit is listed by itself
  bool operator==(const rule_parameters&) const = default;
};

// What is known of one unit when the rules look at it; its number is its place in the list.
struct unit_fact {
  bool on_shift = false;
  bool busy = false;      // has an assignment that is not released
  std::uint64_t has = 0;  // which of the needed capabilities it has: bit i is the i-th of the needs
  bool has_position = false;
  bool on_road = false;                 // the position could be brought onto a road for its kind
  std::int32_t responsible_depth = -1;  // how deep its area lies in the chain of the incident's areas; -1: not in it
  std::int64_t position_age_ms = 0;
  std::int64_t turnout_ms = 0;  // until it moves
  std::int64_t crow_m = 0;      // straight line, metres
};

enum class verdict : std::uint8_t {
  chosen,
  backup,
  slower,
  not_responsible,  // can go
  off_shift,
  lacks_capability,
  busy,
  position_unknown,
  position_stale,
  unreachable  // excluded
};
constexpr bool can_go(verdict v) { return v <= verdict::not_responsible; }
std::string_view name_of(verdict v);

// What the incident asks for.
struct need {
  std::uint32_t units = 1;
  std::uint64_t capabilities = 0;  // a bit for each; the units sent must have them between them
};

// A unit the road search came upon. distance_m: along the road; -1 when not known.
struct reached {
  std::uint32_t unit = 0;
  std::int64_t drive_ms = 0;
  std::int64_t distance_m = -1;
};

// The units that may go, in rising order of road time to the incident. Anything that keeps this promise will do.
class nearest_units {
 public:
  virtual ~nearest_units() = default;
  // The next unit if it drives less than limit_ms; nothing when there is none. May be asked again with a higher limit.
  virtual std::optional<reached> next(std::int64_t limit_ms) = 0;
  // No unit that has not been given drives less than this; never_ms when nothing more can be reached.
  [[nodiscard]] virtual std::int64_t frontier_ms() const = 0;
};

// How the first unit was found; the explanation's main clause.
enum class outcome : std::uint8_t {
  nobody,                   // no unit can go
  fastest_is_responsible,   // no conflict
  responsible_first,        // the responsible unit, though another is faster
  responsible_too_slow,     // the fastest, as the responsible one is too much later
  responsible_unavailable,  // the fastest, as no responsible unit can go
  no_responsible            // the fastest, as no unit is responsible for the place
};

struct candidate {
  std::uint32_t unit = 0;
  verdict judged = verdict::slower;
  std::int64_t drive_ms = -1;  // -1: not known exactly, see at_least_ms
  std::int64_t eta_ms = -1;    // turn-out + drive
  std::int64_t distance_m = -1;
  std::int64_t at_least_ms = 0;          // drive, when not known exactly: a true lower bound
  std::uint32_t straight_line_rank = 0;  // among the units that can go; 0: none
  std::uint32_t road_rank = 0;
};

// Units that share verdict and reason.
struct group {
  verdict judged = verdict::slower;
  std::int64_t at_least_ms = 0;           // drive; a true lower bound, 0 when excluded
  std::vector<std::uint32_t> units = {};  // rising
};

struct decision {
  outcome how = outcome::nobody;
  need asked = {};
  std::uint64_t unmet = 0;                            // needed capabilities nobody sent has
  std::vector<std::uint32_t> chosen = {};             // in the order of sending
  std::vector<candidate> candidates = {};             // chosen first, then by ETA, then the rest by number
  std::vector<group> others = {};                     // everyone not listed above
  std::optional<candidate> fastest = {};              // of those that can go
  std::optional<candidate> responsible = {};          // the responsible unit looked at: chosen, or the best that lost
  std::int64_t responsible_at_least_ms = -1;          // ETA, when responsible units exist but were not come upon
  std::optional<std::uint32_t> responsible_out = {};  // an excluded responsible unit, when all are
  verdict responsible_out_why = verdict::busy;
  std::int64_t frontier_ms = 0;  // where the search stopped; never_ms: all looked at
};

}  // namespace dispatch
