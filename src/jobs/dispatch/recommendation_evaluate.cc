#include "jobs/dispatch/recommendation_evaluate.h"

#include <algorithm>

#include "jobs/dispatch/recommendation_rules.h"
#include "jobs/dispatch/recommendation_text.h"
#include "town/road/unit_search.h"

namespace dispatch {
namespace {

constexpr double reach_of_roads_m = 500;  // an incident farther from every road cannot be driven to

// The search of one kind of unit on its own roads.
class kind_search {
 public:
  kind_search(const recommendation_inputs& inputs, road::profile who, const road::snapped& target, std::vector<road::unit_on_road> units,
              road::search_workspace& workspace)
      : positions_(*inputs.roads, units),
        search_(*inputs.roads, positions_, {.who = who, .target = target, .shut = inputs.closures->shut.get()}, workspace) {}

  [[nodiscard]] std::uint64_t key() const { return ready_ ? ready_->time_ms : search_.frontier_ms(); }
  std::optional<road::unit_time> take() { return std::exchange(ready_, std::nullopt); }
  [[nodiscard]] bool ready() const { return ready_.has_value(); }
  void advance(std::uint64_t limit_ms) { ready_ = search_.next(limit_ms); }

 private:
  road::unit_positions positions_;
  road::unit_search search_;
  std::optional<road::unit_time> ready_;
};

// The searches of all kinds as one, in order of time.
class road_search final : public nearest_units {
 public:
  road_search(const recommendation_inputs& inputs, std::span<const unit_fact> facts, std::uint64_t needs, search_memory& memory) {
    if (!inputs.roads) return;
    std::array<std::vector<road::unit_on_road>, road::profile_count> units;
    const need asked{.units = inputs.incident.units, .capabilities = needs};
    for (std::uint32_t i = 0; i < facts.size(); ++i) {
      if (exclusion(facts[i], asked, inputs.rules)) continue;
      const auto who = duty::profile_of((*inputs.units->units)[i].kind);
      units[road::index_of(who)].push_back({.unit = i, .place = *(*inputs.units)[i].place});
    }
    const auto at = road::to_position(road::to_point(inputs.incident.location));
    for (const auto who : road::all_profiles) {
      auto& own = units[road::index_of(who)];
      if (own.empty()) continue;
      const auto target = road::snap(
          *inputs.roads, {.who = who, .role = road::snap_role::incident, .at = at, .max_m = reach_of_roads_m, .shut = inputs.closures->shut.get()});
      if (!target) continue;
      searches_.push_back(std::make_unique<kind_search>(inputs, who, *target, std::move(own), memory.of_profile[road::index_of(who)]));
    }
  }

  std::optional<reached> next(std::int64_t limit_ms) override {
    const auto limit = static_cast<std::uint64_t>(std::max<std::int64_t>(limit_ms, 0));
    for (;;) {
      std::uint64_t second = limit;
      auto* first = soonest(second);
      if (first == nullptr || first->key() >= limit) return std::nullopt;
      if (first->ready()) {
        const auto found = *first->take();
        return reached{.unit = found.unit, .drive_ms = found.time_ms, .distance_m = static_cast<std::int64_t>((found.distance_cm + 50) / 100)};
      }
      first->advance(std::min(limit, second == never ? never : second + 1));
    }
  }

  [[nodiscard]] std::int64_t frontier_ms() const override {
    std::uint64_t least = never;
    for (const auto& one : searches_) least = std::min(least, one->key());
    return least >= static_cast<std::uint64_t>(never_ms) ? never_ms : static_cast<std::int64_t>(least);
  }

 private:
  static constexpr std::uint64_t never = road::unit_search::no_frontier;

  // The search that may give the next unit; `second` becomes the time from which another one may.
  kind_search* soonest(std::uint64_t& second) {
    kind_search* first = nullptr;
    std::uint64_t other = never;
    for (const auto& one : searches_) {
      if (first == nullptr || one->key() < first->key()) {
        if (first != nullptr) other = std::min(other, first->key());
        first = one.get();
      } else {
        other = std::min(other, one->key());
      }
    }
    second = other;
    return first;
  }

  std::vector<std::unique_ptr<kind_search>> searches_;
};

// What the available units cover, and what it costs to send some.
class cover_costs {
 public:
  cover_costs(const recommendation_inputs& inputs, std::span<const unit_fact> facts) {
    if (!inputs.cover) return;
    cells_.assign(facts.size(), -1);
    for (std::uint32_t i = 0; i < facts.size(); ++i) {
      if ((*inputs.units->units)[i].kind == duty::unit_kind::foot) continue;  // the times are those of cars
      if (exclusion(facts[i], {.units = 1, .capabilities = 0}, inputs.rules)) continue;
      cells_[i] = inputs.cover->locator.cell_at(road::to_position(road::to_point((*inputs.units)[i].position)));
    }
    view_.emplace(inputs.cover->model, cells_);
  }

  [[nodiscard]] bool known() const { return view_.has_value(); }
  [[nodiscard]] cover_change without(std::span<const std::uint32_t> units) const {
    std::vector<std::int32_t> leaving;
    for (const auto unit : units) leaving.push_back(cells_[unit]);
    return view_->without(leaving);
  }

 private:
  std::vector<std::int32_t> cells_;
  std::optional<cover_view> view_;
};

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1'000; }
double share(std::int32_t millionths) { return millionths / 1e6; }

// The decision in the form it is shown.
class presenter {
 public:
  presenter(const recommendation_inputs& inputs, std::span<const unit_fact> facts, const decision& d)
      : inputs_(inputs), facts_(facts), d_(d), fleet_(*inputs.units->units), cover_(inputs, facts) {
    for (const auto& need : inputs.incident.needs) needs_.push_back(need.name);
  }

  recommendation present() {
    const text_source about{.name = [this](std::uint32_t unit) { return fleet_[unit].name; },
                            .state = [this](std::uint32_t unit) { return (*inputs_.units)[unit].state(); },
                            .facts = facts_,
                            .needs = needs_,
                            .rules = inputs_.rules};
    recommendation r;
    r.incident_id = inputs_.incident.id;
    r.computed_at = inputs_.at;
    r.rule = rule_name(inputs_.rules);
    for (const auto unit : d_.chosen) r.chosen.push_back(fleet_[unit].id);
    r.needed = d_.asked.units;
    for (std::size_t i = 0; i < inputs_.incident.needs.size(); ++i) {
      if ((d_.unmet >> i & 1) != 0) r.missing_capabilities.push_back(inputs_.incident.needs[i].code);
    }
    r.explanation = explain(d_, about);
    for (const auto& one : d_.candidates) r.candidates.push_back(view_of(one, about));
    for (const auto& one : d_.others) r.others.push_back(view_of(one, about));
    if (cover_.known()) {
      const auto change = cover_.without(d_.chosen);
      r.cover = {.within_s = seconds(inputs_.cover->model.within_ms), .share_before = share(change.before), .share_after = share(change.after)};
    }
    r.closures_epoch = static_cast<std::int64_t>(inputs_.closures->shut->epoch());
    r.graph_id = inputs_.roads ? inputs_.roads->id() : "";
    return r;
  }

 private:
  candidate_view view_of(const candidate& one, const text_source& about) const {
    const auto& fact = facts_[one.unit];
    candidate_view v;
    v.unit_id = fleet_[one.unit].id;
    v.unit_name = fleet_[one.unit].name;
    v.state = (*inputs_.units)[one.unit].state();
    v.turnout_s = seconds(fact.turnout_ms);
    v.responsible = fact.responsible_depth >= 0;
    v.judged = one.judged;
    v.reason = reason_of(one, d_, about);
    if (fact.has_position) v.position_age_s = fact.position_age_ms / 1'000;
    if (one.eta_ms >= 0) {
      v.eta_s = seconds(one.eta_ms);
      v.drive_s = seconds(one.drive_ms);
    } else if (can_go(one.judged)) {
      v.at_least_s = seconds(one.at_least_ms);
    }
    if (one.distance_m >= 0) v.distance_m = one.distance_m;
    if (one.straight_line_rank > 0) v.straight_line_rank = one.straight_line_rank;
    if (one.road_rank > 0) v.road_rank = one.road_rank;
    if (can_go(one.judged) && cover_.known()) {
      auto change = cover_.without(std::span(&one.unit, 1));
      v.cover = {.share_before = share(change.before), .share_after = share(change.after), .areas = std::move(change.areas)};
    }
    return v;
  }

  group_view view_of(const group& several, const text_source& about) const {
    group_view v{.judged = several.judged, .reason = reason_of(several, d_, about)};
    if (can_go(several.judged)) v.at_least_s = seconds(several.at_least_ms);
    v.unit_ids.reserve(several.units.size());
    for (const auto unit : several.units) v.unit_ids.push_back(fleet_[unit].id);
    return v;
  }

  const recommendation_inputs& inputs_;
  std::span<const unit_fact> facts_;
  const decision& d_;
  const duty::fleet& fleet_;
  cover_costs cover_;
  std::vector<words> needs_;
};

}  // namespace

std::unique_ptr<search_memory> search_memories::take() {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) return std::make_unique<search_memory>();
  auto memory = std::move(free_.back());
  free_.pop_back();
  return memory;
}

void search_memories::give_back(std::unique_ptr<search_memory> memory) {
  const std::lock_guard lock(mutex_);
  free_.push_back(std::move(memory));
}

recommendation evaluate(const recommendation_inputs& inputs, search_memory& memory) {
  std::uint64_t needs = 0;
  const auto facts = facts_of(inputs, needs);
  road_search search(inputs, facts, needs, memory);
  const auto d = decide(facts, {.units = inputs.incident.units, .capabilities = needs}, inputs.rules, search);
  return presenter(inputs, facts, d).present();
}

}  // namespace dispatch
