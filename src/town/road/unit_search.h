#pragma once
#include <cstdint>
#include <optional>

#include "town/road/nearest_units.h"
#include "town/road/reverse_search.h"

namespace road {

// nearest_units for a caller who finds out on the way how far to look. Graph, units, closures and workspace must outlive
// it, and the workspace serves nobody else meanwhile.
class unit_search {
 public:
  // Of the request the profile, the target and the closures count.
  unit_search(const graph& roads, const unit_positions& units, const nearest_request& request, search_workspace& workspace)
      : units_(units), search_(roads, request.who, request.shut, workspace) {
    search_.begin(request.target, units);
  }

  static constexpr std::uint64_t no_frontier = reverse_search::no_frontier;

  // The next unit by time, then by number, if it reaches the target in less than limit_ms. May be asked again with a
  // later limit.
  std::optional<unit_time> next(std::uint64_t limit_ms) {
    if (limit_ms == 0) return std::nullopt;
    const auto within_ms = static_cast<std::uint32_t>(std::min<std::uint64_t>(limit_ms - 1, nothing));
    const auto found = search_.next(units_, {.within_ms = within_ms});
    if (!found) return std::nullopt;
    return unit_time{.unit = units_.units()[found->slot].unit, .time_ms = found->time_ms, .distance_cm = search_.length_cm(*found)};
  }

  // No unit that was not given yet is nearer; no_frontier when no other can reach the target.
  [[nodiscard]] std::uint64_t frontier_ms() const { return search_.frontier_ms(); }
  [[nodiscard]] std::uint32_t settled() const { return search_.settled; }

 private:
  const unit_positions& units_;
  reverse_search search_;
};

}  // namespace road
