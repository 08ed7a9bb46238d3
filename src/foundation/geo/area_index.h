#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "foundation/geo/point.h"
#include "foundation/geo/polygon.h"

namespace geo {

// Many areas, and which of them contain a point: the same answer as `contains` on each, in well under a
// microsecond. A raster over all areas whose cells know the areas that cover them whole, and for each area whose
// border touches the cell the few edges there and the state of the cell's corner. Immutable: share it freely.
class area_index {
 public:
  area_index() = default;

  // Areas are named by their place in the span. `max_cells` bounds the raster (12 bytes a cell).
  explicit area_index(std::span<const multi_polygon> areas, std::size_t max_cells = 1U << 20U);

  // The areas that contain the position, ascending; empty outside all of them or off the globe.
  [[nodiscard]] std::vector<std::uint32_t> find(const base::position& p) const;
  // The same into a vector that is reused: no allocation once it has grown.
  void find(const base::position& p, std::vector<std::uint32_t>& out) const;

  [[nodiscard]] std::size_t cells() const { return std::size_t{columns_} * rows_; }
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  friend class area_index_builder;
  struct edge {
    point a;
    point b;
  };
  // One polygon whose border touches a cell.
  struct border {
    std::uint32_t area = 0;
    std::uint32_t first_edge = 0;  // in edges_
    std::uint32_t edge_count : 31 = 0;
    std::uint32_t corner_inside : 1 = 0;  // whether the cell's south-east corner point is inside
  };
  [[nodiscard]] point corner(std::int64_t column, std::int64_t row) const;
  [[nodiscard]] bool is_inside(const border& part, const point& p, const point& corner) const;

  point origin_;                // south-west corner of the raster
  std::int64_t cell_size_ = 1;  // of its square cells, in units of 10⁻⁷ degrees
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  std::vector<std::uint32_t> whole_;      // cell → set of areas that cover it whole
  std::vector<std::uint32_t> set_begin_;  // set → first member; one more at the end
  std::vector<std::uint32_t> set_members_;
  std::vector<std::uint32_t> border_begin_;  // cell → first border; one more at the end
  std::vector<border> borders_;
  std::vector<edge> edges_;
};

}  // namespace geo
