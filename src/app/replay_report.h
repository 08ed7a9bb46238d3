#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/time.h"

namespace app {

// What became of one call in a replay.
struct replayed_call {
  std::string incident_id;
  std::string type;
  int priority = 3;
  base::instant reported;
  std::optional<base::instant> assigned;  // the first unit
  std::optional<base::instant> on_scene;  // the first unit
  std::optional<double> fastest_s;        // road time of the unit nearest by road, of those that could be sent
  std::optional<double> straight_line_s;  // road time of the unit nearest by straight line, of the same
  bool straight_line_is_not_nearest = false;
  bool waited = false;  // no unit was free at first
};

// The figures of one policy over the same calls.
struct replay_figures {
  std::string policy;  // "responsible unit first within 120 s", "nearest by road"
  std::int64_t calls = 0;
  std::int64_t answered = 0;    // a unit reached the scene
  std::int64_t unanswered = 0;  // none could be sent before the replay ended
  std::int64_t waited = 0;
  double median_s = 0, p90_s = 0;              // reported → first on scene
  double within_5_min = 0, within_10_min = 0;  // share of the answered
  double urgent_median_s = 0;                  // priorities 1 and 2
  double straight_line_wrong = 0;              // share of calls whose nearest by straight line is not the nearest by road
  double straight_line_cost_min = 0;           // mean minutes that sending it would have cost, over those calls
  double straight_line_cost_p90_min = 0;
  double busy_share = 0;  // assigned time ÷ time on shift, all units
  double kilometres = 0;  // driven to calls
};

// `busy_s`: the units' assigned time in all; `shift_s`: their time on shift; `driven_m`: to calls.
struct replay_totals {
  double busy_s = 0, shift_s = 0, driven_m = 0;
};
replay_figures figures_of(const std::vector<replayed_call>& calls, std::string policy, const replay_totals& totals);

// The value below which the share `p` of the values lies (nearest rank); 0 of none.
double quantile(std::vector<double> values, double p);

struct replay_heading {
  std::string place;
  base::instant from, to;
  std::string invented;  // what of it is invented, one sentence
};
// For people (Markdown) and for programs (JSON).
std::string report_text(const replay_heading& heading, const std::vector<replay_figures>& figures);
std::string report_json(const replay_heading& heading, const std::vector<replay_figures>& figures);

}  // namespace app
