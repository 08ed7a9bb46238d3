#include "town/road/unit_positions.h"

#include <algorithm>
#include <tuple>

namespace road {

unit_positions::unit_positions(const graph& roads, std::span<const unit_on_road> units) : units_(units.begin(), units.end()) {
  std::stable_sort(units_.begin(), units_.end(), [](const unit_on_road& a, const unit_on_road& b) { return a.unit < b.unit; });
  const auto same = [](const unit_on_road& a, const unit_on_road& b) { return a.unit == b.unit; };
  units_.erase(units_.begin(), std::unique(units_.rbegin(), units_.rend(), same).base());
  index(roads);
}

unit_positions unit_positions::with(const graph& roads, std::span<const unit_on_road> changed, std::span<const unit_key> removed) const {
  std::vector<unit_on_road> all;
  all.reserve(units_.size() + changed.size());
  for (const auto& one : units_) {
    if (std::find(removed.begin(), removed.end(), one.unit) == removed.end()) all.push_back(one);
  }
  all.insert(all.end(), changed.begin(), changed.end());
  return {roads, all};
}

void unit_positions::index(const graph& roads) {
  edge_bits_.assign((roads.edges().size() + 63) / 64, 0);
  anchors_.clear();
  for (std::uint32_t slot = 0; slot < units_.size(); ++slot) {
    for_each_anchor(roads, units_[slot].place, [&](edge_id edge, std::uint32_t fraction) {
      anchors_.push_back({.edge = edge, .fraction = fraction, .slot = slot});
      edge_bits_[edge >> 6] |= std::uint64_t{1} << (edge & 63);
    });
  }
  std::sort(anchors_.begin(), anchors_.end(),
            [](const unit_anchor& a, const unit_anchor& b) { return std::tie(a.edge, a.slot, a.fraction) < std::tie(b.edge, b.slot, b.fraction); });
}

std::span<const unit_anchor> unit_positions::on(edge_id edge) const {
  if (!any_on(edge)) return {};
  const auto less = [](const unit_anchor& a, edge_id e) { return a.edge < e; };
  const auto first = std::lower_bound(anchors_.begin(), anchors_.end(), edge, less);
  const auto last = std::lower_bound(first, anchors_.end(), edge + 1, less);
  return {first, last};
}

}  // namespace road
