#include "app/replay_town.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "foundation/geo/distance.h"

namespace app {
namespace {

// Two numbers in (0, 1) from a seed and an index (splitmix64): no state, so a call's service time does not depend on
// what happened before it and both policies see the same town.
double unit_number(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t x = seed * 0x9E3779B97F4A7C15ULL + index + 0x632BE59BD9B4E019ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return (static_cast<double>((x ^ (x >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

// A standard normal number (Box–Muller).
double normal_number(std::uint64_t seed, std::uint64_t index) {
  const double u = unit_number(seed, 2 * index);
  const double v = unit_number(seed, 2 * index + 1);
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

base::duration from_seconds(double s) { return base::microseconds(static_cast<std::int64_t>(s * 1e6)); }

}  // namespace

base::position along_route(const replay_route& route, double seconds) {
  const auto& line = route.line;
  if (route.duration_s <= 0) return line.back();
  double length = 0;
  for (std::size_t i = 1; i < line.size(); ++i) length += geo::distance_m(line[i - 1], line[i]);
  double left = length * std::clamp(seconds / route.duration_s, 0.0, 1.0);
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double piece = geo::distance_m(line[i - 1], line[i]);
    if (left <= piece && piece > 0) {
      const double share = left / piece;
      return {line[i - 1].lon + (line[i].lon - line[i - 1].lon) * share, line[i - 1].lat + (line[i].lat - line[i - 1].lat) * share};
    }
    left -= piece;
  }
  return line.back();
}

replay_town::replay_town(replay_desk& desk, std::vector<replay_unit> units, replay_rules rules) : desk_(desk), rules_(rules) {
  for (auto& unit : units) {
    unit_by_id_[unit.id] = units_.size();
    units_.push_back({.unit = unit, .where = unit.home, .route = {}, .started = {}, .epoch = 0, .call = {}, .assigned = {}});
  }
}

std::vector<replayed_call> replay_town::run(const std::vector<past_call>& calls, const std::function<void(std::size_t)>& told) {
  results_.assign(calls.size(), {});
  open_.assign(calls.size(), {});
  for (std::size_t i = 0; i < calls.size(); ++i) plan(calls[i].at, step::call, i);
  if (calls.empty()) return results_;
  plan(calls.front().at - base::seconds(1), step::beat, 0);
  std::size_t done = 0;
  while (!events_.empty()) {
    const event next = events_.top();
    events_.pop();
    now_ = next.at;
    desk_.advance_to(now_);
    happen(next, calls);
    if (next.what == step::call && told) told(++done);
  }
  totals_.shift_s = (now_ - calls.front().at).seconds() * static_cast<double>(units_.size());
  return results_;
}

void replay_town::plan(base::instant at, step what, std::size_t subject) {
  const bool of_unit = what != step::call && what != step::beat;
  events_.push({.at = at, .order = order_++, .what = what, .subject = subject, .epoch = of_unit ? units_[subject].epoch : 0});
}

void replay_town::happen(const event& e, const std::vector<past_call>& calls) {
  if (e.what == step::call) return arrives_call(e.subject, calls[e.subject]);
  if (e.what == step::beat) {
    report_moving(true);
    if (!events_.empty()) plan(now_ + rules_.beat, step::beat, 0);
    return;
  }
  moving& unit = units_[e.subject];
  if (e.epoch != unit.epoch) return;  // another plan has taken this one's place
  switch (e.what) {
    case step::sets_out: return sets_out(e.subject, calls[*unit.call]);
    case step::arrives: return arrives(e.subject);
    case step::clears: return clears(e.subject);
    default: unit.where = unit.unit.home; unit.route.reset();
  }
}

void replay_town::arrives_call(std::size_t index, const past_call& call) {
  report_moving(false);
  auto& result = results_[index];
  open_[index].taken = desk_.take_call(call);
  open_[index].missing = open_[index].taken.units;
  result.incident_id = open_[index].taken.incident_id;
  result.type = call.type;
  result.priority = open_[index].taken.priority;
  result.reported = now_;
  send_units(index);
  if (!result.assigned) {
    result.waited = true;
    waiting_.push_back(index);
  }
}

void replay_town::send_units(std::size_t index) {
  auto& open = open_[index];
  auto& result = results_[index];
  const auto chosen = desk_.recommend(open.taken.incident_id);
  if (!result.assigned && !chosen.empty()) {
    if (const auto compared = desk_.compare(open.taken.incident_id)) {
      result.fastest_s = compared->fastest_s;
      result.straight_line_s = compared->straight_line_s;
      result.straight_line_is_not_nearest = compared->differs;
    }
  }
  for (const auto& id : chosen) {
    const auto found = unit_by_id_.find(id);
    if (open.missing == 0 || found == unit_by_id_.end() || !desk_.assign(open.taken.incident_id, id)) continue;
    if (!result.assigned) result.assigned = now_;
    --open.missing;
    ++open.working;
    send_unit(index, found->second);
  }
  open.missing = 0;  // who could not come at once is not waited for: the first unit decides
}

void replay_town::send_unit(std::size_t index, std::size_t number) {
  moving& unit = units_[number];
  unit.where = position_of(unit);
  const bool at_home = !unit.route && unit.where == unit.unit.home;
  unit.route.reset();
  ++unit.epoch;
  unit.call = index;
  unit.assigned = now_;
  plan(now_ + from_seconds(at_home ? unit.unit.turnout_s : 10), step::sets_out, number);
}

void replay_town::sets_out(std::size_t number, const past_call& call) {
  moving& unit = units_[number];
  desk_.set_status(unit.unit.id, "en_route");
  auto route = desk_.route(unit.where, call.where, unit.unit.kind);
  if (!route) route = replay_route{.line = {unit.where, unit.where}};  // recommended, so reachable; a closure came between
  totals_.driven_m += route->distance_m;
  unit.route = std::move(route);
  unit.started = now_;
  plan(now_ + from_seconds(unit.route->duration_s), step::arrives, number);
}

void replay_town::arrives(std::size_t number) {
  moving& unit = units_[number];
  unit.where = unit.route->line.back();
  unit.route.reset();
  desk_.report_positions({{unit.unit.id, unit.where, now_}});
  desk_.set_status(unit.unit.id, "on_scene");
  auto& result = results_[*unit.call];
  if (!result.on_scene) result.on_scene = now_;
  plan(now_ + service_time(*unit.call), step::clears, number);
}

void replay_town::clears(std::size_t number) {
  moving& unit = units_[number];
  desk_.set_status(unit.unit.id, "cleared");
  desk_.set_status(unit.unit.id, "released");
  totals_.busy_s += (now_ - unit.assigned).seconds();
  auto& open = open_[*unit.call];
  if (--open.working == 0 && !open.done) {
    open.done = true;
    desk_.close(open.taken.incident_id);
  }
  unit.call.reset();
  ++unit.epoch;
  unit.route = desk_.route(unit.where, unit.unit.home, unit.unit.kind);
  unit.started = now_;
  if (unit.route) plan(now_ + from_seconds(unit.route->duration_s), step::home, number);
  retry_waiting();
}

// The most urgent first, then the longest waiting.
void replay_town::retry_waiting() {
  if (waiting_.empty()) return;
  report_moving(false);
  std::stable_sort(waiting_.begin(), waiting_.end(), [&](std::size_t a, std::size_t b) { return open_[a].taken.priority < open_[b].taken.priority; });
  std::vector<std::size_t> still;
  for (const auto index : waiting_) {
    open_[index].missing = open_[index].taken.units;
    send_units(index);
    if (!results_[index].assigned) still.push_back(index);
  }
  waiting_ = std::move(still);
}

void replay_town::report_moving(bool all) {
  std::vector<unit_report> reports;
  for (auto& unit : units_) {
    if (all || unit.route) reports.push_back({unit.unit.id, position_of(unit), now_});
  }
  if (!reports.empty()) desk_.report_positions(reports);
}

base::position replay_town::position_of(const moving& one) const {
  if (!one.route || one.route->line.empty()) return one.where;
  return along_route(*one.route, (now_ - one.started).seconds());
}

base::duration replay_town::service_time(std::size_t index) const {
  const double sigma = rules_.service_spread;
  // The mean of a lognormal is exp(mu + sigma²/2).
  const double mu = std::log(rules_.service_mean_s) - sigma * sigma / 2;
  return from_seconds(std::clamp(std::exp(mu + sigma * normal_number(rules_.seed, index)), 120.0, 4 * 3'600.0));
}

}  // namespace app
