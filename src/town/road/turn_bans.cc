#include "town/road/turn_bans.h"

#include <algorithm>

namespace road {

void turn_bans::ban(std::vector<arc_id> sequence) {
  if (sequence.size() == 2) {
    pairs_.push_back(static_cast<std::uint64_t>(sequence[0]) << 32 | sequence[1]);
  } else {
    sequences_.insert(std::move(sequence));
  }
}

void turn_bans::finish() {
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
  for (const auto& sequence : sequences_) {
    first_arcs_.insert(sequence[0]);
    for (std::size_t length = 2; length < sequence.size(); ++length) {
      const std::vector<arc_id> prefix(sequence.begin(), sequence.begin() + static_cast<std::ptrdiff_t>(length));
      if (prefixes_.try_emplace(prefix, static_cast<progress>(prefix_of_.size() + 1)).second) prefix_of_.push_back(prefix);
    }
  }
}

bool turn_bans::pair_banned(arc_id from, arc_id to) const {
  return std::binary_search(pairs_.begin(), pairs_.end(), static_cast<std::uint64_t>(from) << 32 | to);
}

bool turn_bans::interesting(progress so_far, arc_id last) const { return so_far != 0 || first_arcs_.contains(last); }

std::vector<arc_id> turn_bans::history(progress so_far, arc_id last, arc_id next) const {
  auto arcs = so_far == 0 ? std::vector<arc_id>{last} : prefix_of_[so_far - 1];
  arcs.push_back(next);
  return arcs;
}

bool turn_bans::sequence_banned(progress so_far, arc_id last, arc_id next) const {
  if (so_far == 0) return false;  // a long sequence cannot end on its second arc
  auto arcs = history(so_far, last, next);
  for (; arcs.size() > 2; arcs.erase(arcs.begin())) {
    if (sequences_.contains(arcs)) return true;
  }
  return false;
}

// The longest end of what was driven that begins a banned sequence, as an automaton of words does it (Aho and Corasick).
turn_bans::progress turn_bans::advance(progress so_far, arc_id last, arc_id next) const {
  if (!interesting(so_far, last)) return 0;
  auto arcs = history(so_far, last, next);
  for (; arcs.size() > 1; arcs.erase(arcs.begin())) {
    if (const auto found = prefixes_.find(arcs); found != prefixes_.end()) return found->second;
  }
  return 0;
}

}  // namespace road
