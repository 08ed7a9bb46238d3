#include "jobs/dispatch/cover.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

namespace dispatch {
namespace {

constexpr int nearest_within_cells = 2;

template <class F>
void for_each_bit(std::span<const std::uint64_t> words, const F& act) {
  for (std::size_t w = 0; w < words.size(); ++w) {
    for (auto rest = words[w]; rest != 0; rest &= rest - 1) act(w * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
  }
}

}  // namespace

std::int64_t cover_model::total_weight() const {
  std::int64_t total = 0;
  for (const auto& one : cells) total += one.weight;
  return total;
}

cover_locator::cover_locator(const cover_model& model)
    : south_west_(model.south_west),
      cell_lon_(model.cell_lon),
      cell_lat_(model.cell_lat),
      columns_(model.columns),
      rows_(model.rows),
      nearest_(static_cast<std::size_t>(model.columns) * static_cast<std::size_t>(model.rows), -1) {
  std::vector<int> distance(nearest_.size(), nearest_within_cells * nearest_within_cells + 1);
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    const auto& cell = model.cells[i];
    for (int dy = -nearest_within_cells; dy <= nearest_within_cells; ++dy) {
      for (int dx = -nearest_within_cells; dx <= nearest_within_cells; ++dx) {
        const auto column = cell.column + dx;
        const auto row = cell.row + dy;
        if (column < 0 || row < 0 || column >= columns_ || row >= rows_) continue;
        const auto slot = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
        if (dx * dx + dy * dy >= distance[slot]) continue;
        distance[slot] = dx * dx + dy * dy;
        nearest_[slot] = static_cast<std::int32_t>(i);
      }
    }
  }
}

std::int32_t cover_locator::cell_at(base::position where) const {
  if (cell_lon_ <= 0 || cell_lat_ <= 0) return -1;
  const auto column = std::floor((where.lon - south_west_.lon) / cell_lon_);
  const auto row = std::floor((where.lat - south_west_.lat) / cell_lat_);
  if (!(column >= 0 && row >= 0 && column < columns_ && row < rows_)) return -1;
  return nearest_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column)];
}

cover_view::cover_view(const cover_model& model, std::span<const std::int32_t> unit_cells)
    : model_(model), units_in_cell_(model.cells.size(), 0), covered_(model.words(), 0), total_(model.total_weight()) {
  for (const auto cell : unit_cells) {
    if (cell >= 0) ++units_in_cell_[static_cast<std::size_t>(cell)];
  }
  count(units_in_cell_, covered_);
}

void cover_view::count(std::span<const std::uint16_t> units_in_cell, std::vector<std::uint64_t>& covered) const {
  for (std::size_t cell = 0; cell < units_in_cell.size(); ++cell) {
    if (units_in_cell[cell] == 0) continue;
    const auto row = model_.row_of(cell);
    for (std::size_t w = 0; w < row.size(); ++w) covered[w] |= row[w];
  }
}

std::int32_t cover_view::share_of(std::span<const std::uint64_t> covered) const {
  if (total_ == 0) return 0;
  std::int64_t weight = 0;
  for_each_bit(covered, [&](std::size_t cell) { weight += model_.cells[cell].weight; });
  return static_cast<std::int32_t>((weight * 1'000'000 + total_ / 2) / total_);
}

std::int32_t cover_view::share() const { return share_of(covered_); }

cover_change cover_view::without(std::span<const std::int32_t> leaving) const {
  auto left = units_in_cell_;
  for (const auto cell : leaving) {
    if (cell >= 0 && left[static_cast<std::size_t>(cell)] > 0) --left[static_cast<std::size_t>(cell)];
  }
  std::vector<std::uint64_t> covered(model_.words(), 0);
  count(left, covered);
  cover_change change{.before = share(), .after = share_of(covered)};
  for (std::size_t w = 0; w < covered.size(); ++w) covered[w] = covered_[w] & ~covered[w];  // now: what is lost
  std::map<std::string, std::int64_t> lost;
  for_each_bit(covered, [&](std::size_t cell) {
    const auto& one = model_.cells[cell];
    if (!one.area_id.empty() && one.weight > 0) lost[one.area_id] += one.weight;
  });
  std::vector<std::pair<std::string, std::int64_t>> worst(lost.begin(), lost.end());
  std::stable_sort(worst.begin(), worst.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (std::size_t i = 0; i < std::min<std::size_t>(worst.size(), 3); ++i) change.areas.push_back(worst[i].first);
  return change;
}

double expected_cover(std::span<const double> demand, std::span<const std::int32_t> units_near, double q) {
  double expected = 0;
  for (std::size_t i = 0; i < demand.size(); ++i) expected += demand[i] * (1 - std::pow(q, units_near[i]));
  return expected;
}

}  // namespace dispatch
