#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/position.h"

namespace dispatch {

// A square of the place where help may be needed.
struct cover_cell {
  std::int32_t column = 0;
  std::int32_t row = 0;
  std::int64_t weight = 0;  // demand: thousandths of a past incident, and a little for each kilometre of road
  std::string area_id;      // deepest area at its middle; may be empty
  bool operator==(const cover_cell&) const = default;
};

// Where demand lies and which cell reaches which in time. Immutable once built; at most 65,535 cells.
struct cover_model {
  base::position south_west = {};     // corner of column 0, row 0
  double cell_lon = 0, cell_lat = 0;  // size of a cell, degrees
  std::int32_t columns = 0, rows = 0;
  std::int64_t within_ms = 0;
  std::vector<cover_cell> cells = {};
  std::vector<std::uint64_t> reach = {};  // a row of words() per cell: bit j of row i = a unit in i is in j within within_ms
  [[nodiscard]] std::size_t words() const { return (cells.size() + 63) / 64; }
  [[nodiscard]] std::span<const std::uint64_t> row_of(std::size_t cell) const { return std::span(reach).subspan(cell * words(), words()); }
  [[nodiscard]] std::int64_t total_weight() const;
};

// Finds the cell of a position: its own, or the nearest one at most two cells away; -1 when there is none.
class cover_locator {
 public:
  explicit cover_locator(const cover_model& model);
  [[nodiscard]] std::int32_t cell_at(base::position where) const;

 private:
  base::position south_west_;
  double cell_lon_ = 0, cell_lat_ = 0;
  std::int32_t columns_ = 0, rows_ = 0;
  std::vector<std::int32_t> nearest_;  // by row * columns + column
};

// Shares in millionths of the demand.
struct cover_change {
  std::int32_t before = 0;
  std::int32_t after = 0;
  std::vector<std::string> areas = {};  // that lose most, at most three
};

// The demand some units cover, and what is lost when some of them go. A few microseconds for hundreds of cells,
// however many units there are: cells are bits of a word.
class cover_view {
 public:
  // unit_cells: the cell of each available unit, -1 for one that covers nothing.
  cover_view(const cover_model& model, std::span<const std::int32_t> unit_cells);
  [[nodiscard]] std::int32_t share() const;
  // When the units in these cells leave (one entry per unit).
  [[nodiscard]] cover_change without(std::span<const std::int32_t> leaving) const;

 private:
  void count(std::span<const std::uint16_t> units_in_cell, std::vector<std::uint64_t>& covered) const;
  [[nodiscard]] std::int32_t share_of(std::span<const std::uint64_t> covered) const;

  const cover_model& model_;
  std::vector<std::uint16_t> units_in_cell_;
  std::vector<std::uint64_t> covered_;
  std::int64_t total_ = 0;
};

// Maximal expected covering (Daskin 1983): the demand expected to find a free unit in time, when each of the `units_near`
// units that could cover a place is busy with probability q: sum of demand * (1 - q^units).
double expected_cover(std::span<const double> demand, std::span<const std::int32_t> units_near, double q);

}  // namespace dispatch
