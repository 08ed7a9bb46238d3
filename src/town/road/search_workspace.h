#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "town/road/road_types.h"

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
    heap_.clear();
    unit_heap.clear();
    seeds.clear();
  }
  void begin_units(std::size_t units) {
    if (unit_stamps_.size() < units) unit_stamps_.resize(units);
    if (stamp_ == 1) std::fill(unit_stamps_.begin(), unit_stamps_.end(), 0U);
  }
  [[nodiscard]] bool unit_seen(std::uint32_t slot) const { return unit_stamps_[slot] == stamp_; }
  void see_unit(std::uint32_t slot) { unit_stamps_[slot] = stamp_; }

  // Notes a way to the state unless one at least as short is known.
  void offer(state_id state, std::uint32_t ms, std::uint32_t parent) {
    auto& own = labels_[state];
    if (ms >= longest_trip_ms || (own.stamp == stamp_ && own.ms <= ms)) return;
    own = {stamp_, ms, parent};
    push(static_cast<std::uint64_t>(ms) << 32 | state);
  }

  // Takes the nearest state that is not done yet; false when there is none.
  bool take(state_id& state, std::uint32_t& ms) {
    while (!heap_.empty()) {
      const auto top = pop();
      state = static_cast<state_id>(top);
      ms = static_cast<std::uint32_t>(top >> 32);
      if (labels_[state].ms == ms) return true;  // else a shorter way was found after this entry was made
    }
    return false;
  }

  std::vector<search_candidate> unit_heap;
  std::vector<search_seed> seeds;

  // Whether the state was reached in this search; its time and where it was reached from.
  [[nodiscard]] const label* find(state_id state) const { return labels_[state].stamp == stamp_ ? &labels_[state] : nullptr; }

 private:
  // A heap with four children a node: shallower than a binary one, and the children share a cache line.
  void push(std::uint64_t entry) {
    std::size_t at = heap_.size();
    heap_.push_back(entry);
    while (at > 0) {
      const std::size_t up = (at - 1) / 4;
      if (heap_[up] <= entry) break;
      heap_[at] = heap_[up];
      at = up;
    }
    heap_[at] = entry;
  }

  std::uint64_t pop() {
    const auto top = heap_.front();
    const auto last = heap_.back();
    heap_.pop_back();
    const std::size_t size = heap_.size();
    if (size == 0) return top;
    std::size_t at = 0;
    for (std::size_t child = 1; child < size; child = 4 * at + 1) {
      std::size_t least = child;
      const std::size_t end = child + 4 < size ? child + 4 : size;
      for (std::size_t i = child + 1; i < end; ++i) {
        if (heap_[i] < heap_[least]) least = i;
      }
      if (heap_[least] >= last) break;
      heap_[at] = heap_[least];
      at = least;
    }
    heap_[at] = last;
    return top;
  }

  std::vector<label> labels_;
  std::vector<std::uint64_t> heap_;  // time in the upper half, state in the lower: ties go to the lower state
  std::vector<std::uint32_t> unit_stamps_;
  std::uint32_t stamp_ = 0;
};

}  // namespace road
