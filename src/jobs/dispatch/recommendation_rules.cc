#include "jobs/dispatch/recommendation_rules.h"

#include <algorithm>
#include <array>
#include <bit>

namespace dispatch {
namespace {

// A unit the search gave, with its whole time.
struct arrival {
  reached road;
  std::int64_t eta_ms = 0;
};

template <class F>
void for_each_bit(std::uint64_t bits, const F& act) {
  for (; bits != 0; bits &= bits - 1) act(static_cast<std::size_t>(std::countr_zero(bits)));
}

bool sooner(const arrival& a, const arrival& b) { return a.eta_ms != b.eta_ms ? a.eta_ms < b.eta_ms : a.road.unit < b.road.unit; }

// One decision in the making: what has been found, and how far the search still has to go.
class chooser {
 public:
  chooser(std::span<const unit_fact> units, const need& asked, const rule_parameters& rules)
      : units_(units),
        asked_{.units = std::max(asked.units, 1U), .capabilities = asked.capabilities},
        rules_(rules),
        keep_(std::max<std::size_t>(rules.considered, asked_.units + 1)) {
    out_.reserve(units.size());
    for (const auto& unit : units) {
      out_.push_back(exclusion(unit, asked_, rules));
      if (out_.back()) continue;
      ++open_;
      for_each_bit(unit.has & asked_.capabilities, [this](std::size_t bit) { ++open_with_[bit]; });
      least_turnout_ms_ = std::min(least_turnout_ms_, unit.turnout_ms);
      if (unit.responsible_depth < 0) continue;
      ++responsible_open_;
      least_responsible_turnout_ms_ = std::min(least_responsible_turnout_ms_, unit.turnout_ms);
    }
  }

  void search(nearest_units& roads) {
    while (open_ > 0) {
      const auto next = roads.next(limit_ms());
      if (!next) break;
      add(*next);
    }
    frontier_ms_ = open_ == 0 ? never_ms : roads.frontier_ms();
  }

  decision finish() {
    decision d{.asked = asked_, .frontier_ms = frontier_ms_};
    choose(d);
    judge();
    list(d);
    note_responsible(d);
    return d;
  }

 private:
  void add(const reached& road) {
    const auto& unit = units_[road.unit];
    const arrival one{.road = road, .eta_ms = road.drive_ms + unit.turnout_ms};
    found_.insert(std::upper_bound(found_.begin(), found_.end(), one, sooner), one);
    --open_;
    for_each_bit(unit.has & asked_.capabilities, [this](std::size_t bit) { --open_with_[bit]; });
    if (unit.responsible_depth >= 0) --responsible_open_;
  }

  // A unit that drives this long or longer cannot change the answer any more. A unit with the same time as the last
  // one kept still can (the lower number wins), hence the + 1.
  [[nodiscard]] std::int64_t limit_ms() const {
    if (found_.size() < keep_) return never_ms;
    const auto picked = pick();
    if (may_still_be_met(picked.unmet)) return never_ms;
    const auto last_ms = found_[*std::max_element(picked.places.begin(), picked.places.end())].eta_ms;
    std::int64_t limit = std::max(found_[keep_ - 1].eta_ms, last_ms) - least_turnout_ms_ + 1;
    if (responsible_open_ > 0) {
      limit = std::max(limit, found_.front().eta_ms + rules_.responsible_margin_ms - least_responsible_turnout_ms_ + 1);
    }
    if (units_.size() <= rules_.list_all_up_to) limit = std::max(limit, rules_.exact_for_all_ms);
    return limit;
  }

  // Of the responsible units within the margin the one of the deepest area, then the soonest.
  [[nodiscard]] const arrival* responsible_within_margin() const {
    const arrival* best = nullptr;
    for (const auto& one : found_) {
      if (one.eta_ms > found_.front().eta_ms + rules_.responsible_margin_ms) break;
      if (depth(one) >= 0 && (best == nullptr || depth(one) > depth(*best))) best = &one;
    }
    return best;
  }

  struct picks {
    std::vector<std::size_t> places = {};  // in found_, in the order of sending
    std::uint64_t unmet = 0;
  };

  // Who of those found would be sent.
  [[nodiscard]] picks pick() const {
    picks p{.unmet = asked_.capabilities};
    if (found_.empty()) return p;
    const auto* responsible = responsible_within_margin();
    take(p, responsible == nullptr ? 0 : static_cast<std::size_t>(responsible - found_.data()));
    while (p.places.size() < found_.size()) {
      auto next = p.unmet == 0 ? std::nullopt : soonest(p, p.unmet);
      if (!next && p.places.size() < asked_.units) next = soonest(p, 0);
      if (!next || (p.places.size() >= asked_.units && p.unmet == 0)) break;
      take(p, *next);
    }
    return p;
  }
  void take(picks& p, std::size_t place) const {
    p.places.push_back(place);
    p.unmet &= ~units_[found_[place].road.unit].has;
  }
  // The soonest not yet taken that has one of these capabilities; 0: any.
  [[nodiscard]] std::optional<std::size_t> soonest(const picks& p, std::uint64_t with) const {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (with != 0 && (units_[found_[i].road.unit].has & with) == 0) continue;
      if (std::find(p.places.begin(), p.places.end(), i) == p.places.end()) return i;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool may_still_be_met(std::uint64_t unmet) const {
    bool may = false;
    for_each_bit(unmet, [&](std::size_t bit) { may = may || open_with_[bit] > 0; });
    return may;
  }

  void choose(decision& d) {
    const auto picked = pick();
    d.unmet = picked.unmet;
    if (picked.places.empty()) return;
    for (const auto place : picked.places) d.chosen.push_back(found_[place].road.unit);
    const auto& first = found_[picked.places.front()];
    first_eta_ms_ = first.eta_ms;
    if (depth(first) >= 0) {
      d.how = first.eta_ms == found_.front().eta_ms ? outcome::fastest_is_responsible : outcome::responsible_first;
    } else {
      d.how = any_responsible_can_go() ? outcome::responsible_too_slow : outcome::no_responsible;
    }
    chosen_ = d.chosen;
  }

  // A responsible unit that was found too late, or one that may still be on the way of an unfinished search.
  [[nodiscard]] bool any_responsible_can_go() const {
    if (responsible_open_ > 0 && frontier_ms_ != never_ms) return true;
    return std::any_of(found_.begin(), found_.end(), [this](const arrival& one) { return depth(one) >= 0; });
  }

  // Verdicts of the units found, in order of ETA.
  void judge() {
    bool backup_named = false;
    for (const auto& one : found_) {
      if (std::find(chosen_.begin(), chosen_.end(), one.road.unit) != chosen_.end()) {
        judged_.push_back(verdict::chosen);
      } else if (one.eta_ms < first_eta_ms_) {
        judged_.push_back(verdict::not_responsible);
      } else {
        judged_.push_back(backup_named ? verdict::slower : verdict::backup);
        backup_named = true;
      }
    }
  }

  [[nodiscard]] candidate candidate_of(std::size_t place) const {
    const auto& one = found_[place];
    return {.unit = one.road.unit,
            .judged = judged_[place],
            .drive_ms = one.road.drive_ms,
            .eta_ms = one.eta_ms,
            .distance_m = one.road.distance_m,
            .at_least_ms = one.road.drive_ms,
            .straight_line_rank = straight_line_rank(one.road.unit),
            .road_rank = road_rank(one.road.drive_ms)};
  }

  // Ranks count the units that can go and are strictly nearer, so ties share a rank.
  [[nodiscard]] std::uint32_t straight_line_rank(std::uint32_t unit) const {
    std::uint32_t rank = 1;
    for (std::size_t i = 0; i < units_.size(); ++i) rank += !out_[i] && units_[i].crow_m < units_[unit].crow_m ? 1 : 0;
    return rank;
  }
  // Exact although the search stopped: it gave everything nearer than what it gave.
  [[nodiscard]] std::uint32_t road_rank(std::int64_t drive_ms) const {
    std::uint32_t rank = 1;
    for (const auto& one : found_) rank += one.road.drive_ms < drive_ms ? 1 : 0;
    return rank;
  }

  [[nodiscard]] std::int32_t depth(const arrival& one) const { return units_[one.road.unit].responsible_depth; }

  // Where in found_ the responsible unit to speak of is: the one within the margin, else the soonest of all.
  [[nodiscard]] std::optional<std::size_t> responsible_place() const {
    if (const auto* within = responsible_within_margin()) return static_cast<std::size_t>(within - found_.data());
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (depth(found_[i]) >= 0) return i;
    }
    return std::nullopt;
  }

  void list(decision& d) {
    const bool all = units_.size() <= rules_.list_all_up_to;
    std::vector<bool> listed(units_.size(), false);
    const auto responsible = responsible_place();
    for (const auto unit : chosen_) {  // the order of sending comes first
      for (std::size_t i = 0; i < found_.size(); ++i) {
        if (found_[i].road.unit == unit) d.candidates.push_back(candidate_of(i));
      }
      listed[unit] = true;
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (listed[found_[i].road.unit] || !(all || i < keep_ || responsible == i)) continue;
      d.candidates.push_back(candidate_of(i));
      listed[found_[i].road.unit] = true;
    }
    list_rest(d, listed, all);
  }

  void list_rest(decision& d, std::vector<bool>& listed, bool all) {
    group later{.judged = verdict::slower, .at_least_ms = never_ms};  // looked at, but not worth a line of their own
    for (const auto& one : found_) {
      if (listed[one.road.unit]) continue;
      later.units.push_back(one.road.unit);
      later.at_least_ms = std::min(later.at_least_ms, one.road.drive_ms);
      listed[one.road.unit] = true;
    }
    const auto unseen = frontier_ms_ == never_ms ? verdict::unreachable : verdict::slower;
    std::array<group, 12> groups;
    for (std::uint32_t i = 0; i < units_.size(); ++i) {
      if (listed[i]) continue;
      const auto judged = out_[i].value_or(unseen);
      const auto at_least_ms = judged == verdict::slower ? frontier_ms_ : 0;
      if (all) {
        d.candidates.push_back({.unit = i, .judged = judged, .at_least_ms = at_least_ms});
        if (judged == verdict::slower) d.candidates.back().straight_line_rank = straight_line_rank(i);
        continue;
      }
      auto& into = groups[static_cast<std::size_t>(judged)];
      into.judged = judged;
      into.at_least_ms = at_least_ms;
      into.units.push_back(i);
    }
    if (!later.units.empty()) {
      std::sort(later.units.begin(), later.units.end());
      d.others.push_back(std::move(later));
    }
    for (auto& one : groups) {
      if (!one.units.empty()) d.others.push_back(std::move(one));
    }
  }

  void note_responsible(decision& d) const {
    // Of several equally soon the one that goes is called the fastest.
    if (!found_.empty()) d.fastest = first_eta_ms_ == found_.front().eta_ms ? d.candidates.front() : candidate_of(0);
    if (const auto place = responsible_place()) {
      d.responsible = candidate_of(*place);
      return;
    }
    if (responsible_open_ > 0 && frontier_ms_ != never_ms) {
      d.responsible_at_least_ms = frontier_ms_ + least_responsible_turnout_ms_;
      return;
    }
    std::int32_t deepest = -1;  // all responsible units are out: name the one of the deepest area
    for (std::uint32_t i = 0; i < units_.size(); ++i) {
      if (units_[i].responsible_depth <= deepest) continue;
      deepest = units_[i].responsible_depth;
      d.responsible_out = i;
      d.responsible_out_why = out_[i].value_or(verdict::unreachable);
    }
    if (d.responsible_out && d.how == outcome::no_responsible) d.how = outcome::responsible_unavailable;
  }

  std::span<const unit_fact> units_;
  need asked_;
  const rule_parameters& rules_;
  std::size_t keep_;                         // so many best units must be known exactly
  std::vector<std::optional<verdict>> out_;  // by unit
  std::vector<arrival> found_;               // by ETA
  std::vector<verdict> judged_;              // beside found_
  std::vector<std::uint32_t> chosen_;
  std::size_t open_ = 0;                     // may go and not yet found
  std::array<std::size_t, 64> open_with_{};  // of those, by needed capability
  std::size_t responsible_open_ = 0;
  std::int64_t least_turnout_ms_ = never_ms;
  std::int64_t least_responsible_turnout_ms_ = never_ms;
  std::int64_t first_eta_ms_ = 0;
  std::int64_t frontier_ms_ = 0;
};

}  // namespace

std::string_view name_of(verdict v) {
  constexpr std::array<std::string_view, 10> names = {"chosen",           "backup", "slower",           "not_responsible", "off_shift",
                                                      "lacks_capability", "busy",   "position_unknown", "position_stale",  "unreachable"};
  return names[static_cast<std::size_t>(v)];
}

std::optional<verdict> exclusion(const unit_fact& unit, const need& asked, const rule_parameters& rules) {
  if (!unit.on_shift) return verdict::off_shift;
  if (asked.capabilities != 0 && (unit.has & asked.capabilities) == 0) return verdict::lacks_capability;
  if (unit.busy) return verdict::busy;
  if (!unit.has_position) return verdict::position_unknown;
  if (unit.position_age_ms > rules.max_position_age_ms) return verdict::position_stale;
  if (!unit.on_road) return verdict::unreachable;
  return std::nullopt;
}

decision decide(std::span<const unit_fact> units, const need& asked, const rule_parameters& rules, nearest_units& search) {
  chooser one(units, asked, rules);
  one.search(search);
  return one.finish();
}

}  // namespace dispatch
