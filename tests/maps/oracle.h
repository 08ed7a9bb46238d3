#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "town/road/closures.h"
#include "town/road/graph.h"
#include "town/road/snap.h"
#include "town/road/unit_positions.h"

namespace test {

// Travel times as a text book would compute them, to compare the fast searches with: Dijkstra over arcs and their turn
// tables with the standard library's queue, no early end, no index, none of the search code of road.
class oracle {
 public:
  oracle(const road::graph& roads, road::profile who);

  // By one full search forward from `from`.
  [[nodiscard]] std::optional<std::uint32_t> time(const road::closures& shut, const road::snapped& from, const road::snapped& to) const;

  // The time of every unit to the target, in the order of units; by one full search over turns put round by the oracle.
  [[nodiscard]] std::vector<std::optional<std::uint32_t>> times_to(const road::closures& shut, const road::snapped& to,
                                                                   const std::vector<road::unit_on_road>& units) const;

 private:
  struct link {
    std::uint32_t state;
    std::uint64_t turn_ms;
  };
  struct place {
    std::uint32_t arc;
    std::uint64_t before_ms, after_ms;  // from the arc's begin to the place, from the place to its end
    std::uint32_t fraction;
  };
  [[nodiscard]] std::vector<place> places(const road::closures& shut, const road::snapped& at) const;
  [[nodiscard]] bool open(const road::closures& shut, std::uint32_t arc) const;

  const road::graph& roads_;
  std::vector<std::uint64_t> arc_ms_;
  std::vector<std::uint32_t> arc_of_;                  // by state
  std::vector<std::vector<link>> on_, back_;           // ways on from a state, and back
  std::vector<std::vector<std::uint32_t>> states_of_;  // by arc
};

}  // namespace test
