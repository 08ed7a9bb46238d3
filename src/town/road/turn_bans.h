#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "town/road/network.h"

namespace road {

// Turn restrictions of one profile as sequences of arcs that may not be driven one after the other: two arcs for a
// restriction with a via node, more for one with via ways.
class turn_bans {
 public:
  void ban(std::vector<arc_id> sequence);
  void finish();  // after the last ban, before the first question

  [[nodiscard]] bool pair_banned(arc_id from, arc_id to) const;
  // How far a driver is into sequences of three and more arcs. 0 is "not in one".
  using progress = std::uint32_t;
  // Whether going on to `next` completes a banned sequence; `so_far` is what advance() gave for `last`.
  [[nodiscard]] bool sequence_banned(progress so_far, arc_id last, arc_id next) const;
  [[nodiscard]] progress advance(progress so_far, arc_id last, arc_id next) const;
  [[nodiscard]] std::size_t size() const { return pairs_.size() + sequences_.size(); }

 private:
  [[nodiscard]] bool interesting(progress so_far, arc_id last) const;
  [[nodiscard]] std::vector<arc_id> history(progress so_far, arc_id last, arc_id next) const;

  std::vector<std::uint64_t> pairs_;
  std::set<std::vector<arc_id>> sequences_;
  std::set<arc_id> first_arcs_;                       // of long sequences
  std::map<std::vector<arc_id>, progress> prefixes_;  // of two and more arcs
  std::vector<std::vector<arc_id>> prefix_of_;        // by progress - 1
};

struct ban_report {
  std::uint64_t used_node = 0;  // restrictions with a via node that became bans
  std::uint64_t used_way = 0;   // with via ways
  reason_counts ignored;
};

// Finds the arcs the restrictions speak of and bans them for the profiles they bind. `times` says which arcs each
// profile can use: an only_… whose way on is closed to the profile binds it to nothing and is left out.
std::vector<turn_bans> resolve_restrictions(const network& net, const osm_roads& roads, std::span<const std::vector<std::uint32_t>> times,
                                            ban_report& report);

}  // namespace road
