#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "town/road/road_types.h"
#include "town/road/time_queue.h"

namespace road {

constexpr std::uint32_t longest_trip_ms = 1U << 31;  // 24 days; beyond it nothing is looked for (keeps sums in 32 bits)
constexpr std::uint32_t seed_mark = 1U << 31;        // a parent with this bit is no state but the number of a seed

// A way for a unit to a target: over a state, or straight along the target's own arc.
struct search_candidate {
  std::uint32_t time_ms = 0;
  std::uint32_t slot = 0;
  std::uint32_t fraction = 0;                        // of the unit, along the arc
  state_id state = nothing;                          // where it starts; `nothing`: straight
  std::uint32_t seed = 0;                            // the target's arc it reaches straight
  bool operator<(const search_candidate& b) const {  // for a heap with the least on top
    return time_ms != b.time_ms ? time_ms > b.time_ms : slot > b.slot;
  }
};

// One arc on which the end (or the start) of a search lies.
struct search_seed {
  arc_id arc = 0;
  std::uint32_t fraction = 0;  // along the arc
};

// The memory of searches: one per thread, used by one search at a time. Grows to the largest graph and set of units it
// met and then allocates nothing more.
class search_workspace {
 public:
  struct label {
    std::uint32_t stamp = 0;
    std::uint32_t ms = 0;
    std::uint32_t parent = 0;  // the state from which this one was reached, or seed_mark | seed
  };

  // Forgets the last search. Labels are not cleared: they carry the number of the search they belong to.
  void begin(std::size_t states) {
    if (labels_.size() < states) labels_.resize(states);
    if (++stamp_ == 0) {
      for (auto& one : labels_) one.stamp = 0;
      stamp_ = 1;
    }
    queue_.clear();
    unit_heap.clear();
    seeds.clear();
  }
  void begin_units(std::size_t units) {
    if (unit_stamps_.size() < units) unit_stamps_.resize(units);
    if (stamp_ == 1) std::fill(unit_stamps_.begin(), unit_stamps_.end(), 0U);
  }
  [[nodiscard]] bool unit_seen(std::uint32_t slot) const { return unit_stamps_[slot] == stamp_; }
  void see_unit(std::uint32_t slot) { unit_stamps_[slot] = stamp_; }

  // Notes a way to the state unless one at least as short is known; whether it was noted.
  bool set(state_id state, std::uint32_t ms, std::uint32_t parent) {
    auto& own = labels_[state];
    if (ms >= longest_trip_ms || (own.stamp == stamp_ && own.ms <= ms)) return false;
    own = {stamp_, ms, parent};
    return true;
  }
  // The same, and the state will be taken in its turn.
  void offer(state_id state, std::uint32_t ms, std::uint32_t parent) {
    if (set(state, ms, parent)) queue_.push(ms, state);
  }

  // Takes a state of the nearest that are not done; false when there is none. It may be taken again with a better time
  // that still lies at or above floor_ms().
  bool take(state_id& state, std::uint32_t& ms) {
    time_queue::entry next;
    while (queue_.take(next)) {
      state = next.state;
      ms = next.ms;
      if (labels_[state].ms == ms) return true;  // else a shorter way was found after this entry was made
    }
    return false;
  }
  [[nodiscard]] std::uint32_t floor_ms() const { return queue_.floor_ms(); }

  std::vector<search_candidate> unit_heap;
  std::vector<search_seed> seeds;
  std::vector<state_id> chain;  // states that are certain and still to be looked at

  // Whether the state was reached in this search; its time and where it was reached from.
  [[nodiscard]] const label* find(state_id state) const { return labels_[state].stamp == stamp_ ? &labels_[state] : nullptr; }

 private:
  std::vector<label> labels_;
  time_queue queue_;
  std::vector<std::uint32_t> unit_stamps_;
  std::uint32_t stamp_ = 0;
};

}  // namespace road
