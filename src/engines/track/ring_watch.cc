#include "engines/track/ring_watch.h"

#include <algorithm>

namespace track {
namespace {

bool holds(std::span<const std::uint32_t> set, std::uint32_t ring) { return std::binary_search(set.begin(), set.end(), ring); }

bool by_number(const stay& a, const stay& b) { return a.number < b.number; }

void adopt(ring_state& state, const ring_set& rings, std::vector<crossing>& out) {
  std::vector<stay> kept;
  for (stay& one : state.inside) {
    if (const auto number = rings.find(one.ring_id)) {
      one.number = *number;
      kept.push_back(std::move(one));
    } else {
      out.push_back({one.ring_id, state.last_at_us, crossing_kind::leave});
    }
  }
  std::sort(kept.begin(), kept.end(), by_number);
  state.inside = std::move(kept);
  state.last_set = state.heard ? rings.set_at(state.last) : geo::no_areas;
  state.epoch = rings.epoch();
  state.settled = false;
}

// The sets differ, something waits for its second fix, or there was a silence.
class step_taker {
 public:
  step_taker(ring_state& state, const fix& next, const ring_set& rings, std::vector<crossing>& out)
      : state_(state), next_(next), rings_(rings), before_(rings.members(state.last_set)), out_(out) {}

  void take(geo::set_id set, bool silent) {
    const auto now = rings_.members(set);
    std::vector<stay> kept;
    for (stay& one : state_.inside) {
      if (stays(one, holds(now, one.number), silent)) kept.push_back(std::move(one));
    }
    if (silent) {
      for (const stay& one : kept) out_.push_back({one.ring_id, next_.at_us, crossing_kind::regained});
    } else if (state_.heard) {
      enter(now, kept);
    }
    state_.settled = std::equal(kept.begin(), kept.end(), now.begin(), now.end(), [](const stay& one, std::uint32_t r) { return one.number == r; });
    state_.inside = std::move(kept);
  }

 private:
  bool stays(const stay& one, bool inside_now, bool silent) {
    const bool left = !inside_now && !holds(before_, one.number);
    if (left) out_.push_back({one.ring_id, state_.last_at_us, crossing_kind::leave});
    if (left || !silent) return !left;
    out_.push_back({one.ring_id, state_.last_at_us, crossing_kind::lost});
    return inside_now;
  }

  void enter(std::span<const std::uint32_t> now, std::vector<stay>& kept) {
    const std::size_t before = kept.size();
    for (const std::uint32_t r : now) {
      const bool is_in =
          std::binary_search(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(before), stay{.ring_id = {}, .number = r}, by_number);
      if (is_in || !holds(before_, r)) continue;
      kept.push_back({.ring_id = rings_.ring(r).id, .entered_at_us = state_.last_at_us, .number = r});
      out_.push_back({rings_.ring(r).id, state_.last_at_us, crossing_kind::enter});
    }
    std::inplace_merge(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(before), kept.end(), by_number);
  }

  ring_state& state_;
  const fix& next_;
  const ring_set& rings_;
  std::span<const std::uint32_t> before_;
  std::vector<crossing>& out_;
};

}  // namespace

ring_set::ring_set(std::vector<watched_ring> rings, std::uint64_t epoch) : rings_(std::move(rings)), epoch_(epoch) {
  std::vector<geo::multi_polygon> shapes;
  shapes.reserve(rings_.size());
  for (std::uint32_t i = 0; i < rings_.size(); ++i) {
    shapes.push_back(rings_[i].shape);
    by_id_.emplace(rings_[i].id, i);
  }
  index_ = geo::area_index(shapes);
}

std::optional<std::uint32_t> ring_set::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

void step(ring_state& state, const fix& next, const ring_set& rings, const watch_rules& rules, std::vector<crossing>& out) {
  if (next.at_us <= state.last_at_us) return;
  if (state.epoch != rings.epoch()) adopt(state, rings, out);
  const geo::point at{next.lon_e7, next.lat_e7};
  const geo::set_id set = rings.set_at(at);
  const bool silent = state.heard && next.at_us - state.last_at_us > rules.gap_us;
  if (set != state.last_set || !state.settled || silent) step_taker(state, next, rings, out).take(set, silent);
  state.heard = true;
  state.last = at;
  state.last_at_us = next.at_us;
  state.last_set = set;
}

void end_shift(ring_state& state, std::int64_t at_us, const watch_rules& rules, std::vector<crossing>& out) {
  const bool silent = state.heard && at_us > state.last_at_us && at_us - state.last_at_us > rules.gap_us;
  for (const stay& one : state.inside) {
    if (silent) {
      out.push_back({one.ring_id, state.last_at_us, crossing_kind::lost});
    } else {
      out.push_back({one.ring_id, std::max(at_us, state.last_at_us), crossing_kind::off_shift});
    }
  }
  // What came before the end confirms nothing after it; what comes from before it is late.
  state.last_at_us = std::max(state.last_at_us, at_us);
  state.inside.clear();
  state.last_set = geo::no_areas;
  state.last = {};
  state.settled = true;
  state.heard = false;
}

ring_state restored(std::vector<stay> open, const std::optional<fix>& newest, const ring_set& rings, std::vector<crossing>& out) {
  ring_state state;
  for (const stay& one : open) state.last_at_us = std::max(state.last_at_us, one.entered_at_us);
  state.inside = std::move(open);
  if (newest) {
    state.heard = true;
    state.last = {newest->lon_e7, newest->lat_e7};
    state.last_at_us = newest->at_us;
  }
  state.settled = false;
  adopt(state, rings, out);
  return state;
}

std::vector<visit_span> pair_crossings(std::span<const crossing> crossings) {
  std::vector<visit_span> all;
  struct open_visit {
    std::size_t at;
    std::optional<std::int64_t> lost_at_us;
  };
  std::unordered_map<std::string, open_visit> open;
  const auto end = [&](const open_visit& one, std::int64_t at_us, visit_end why) {
    all[one.at].left_at_us = at_us;
    all[one.at].ended_by = why;
  };
  for (const crossing& one : crossings) {
    auto found = open.find(one.ring_id);
    if (one.kind == crossing_kind::enter) {
      if (found != open.end()) end(found->second, found->second.lost_at_us.value_or(one.at_us), visit_end::gap);
      open.insert_or_assign(one.ring_id, open_visit{all.size(), std::nullopt});
      all.push_back({.ring_id = one.ring_id, .entered_at_us = one.at_us});
      continue;
    }
    if (found == open.end()) continue;
    if (one.kind == crossing_kind::lost) {
      found->second.lost_at_us = one.at_us;
    } else if (one.kind == crossing_kind::regained) {
      if (found->second.lost_at_us) all[found->second.at].unknown_us += one.at_us - *found->second.lost_at_us;
      found->second.lost_at_us.reset();
    } else {
      end(found->second, one.at_us, one.kind == crossing_kind::leave ? visit_end::left : visit_end::off_shift);
      open.erase(found);
    }
  }
  for (const auto& [ring, one] : open) {
    if (one.lost_at_us) end(one, *one.lost_at_us, visit_end::gap);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.entered_at_us < b.entered_at_us || (a.entered_at_us == b.entered_at_us && a.ring_id < b.ring_id);
  });
  return all;
}

std::vector<crossing> crossings_of(std::span<const fix> trail, const ring_set& rings, const watch_rules& rules) {
  ring_state state;
  std::vector<crossing> out;
  for (const fix& one : trail) step(state, one, rings, rules, out);
  return out;
}

std::vector<visit_span> visits_of(std::span<const fix> trail, const ring_set& rings, const watch_rules& rules) {
  return pair_crossings(crossings_of(trail, rings, rules));
}

}  // namespace track
