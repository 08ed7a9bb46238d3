#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "foundation/geo/point.h"
#include "foundation/geo/polygon.h"

namespace geo {

class late_sets;

// A set of areas of one area_index by number: equal numbers, the same areas. Means nothing to another index.
using set_id = std::uint32_t;
constexpr set_id no_areas = 0;

// Many areas, and which of them contain a point: the same answer as `contains` on each, in some tens of nanoseconds.
// A raster over all areas. A cell no border touches holds the set of the areas that cover it; another one the place of its
// borders: for each area there the few edges and the state of the cell's corner, and for each of the 2ᵏ answers of its k
// borders the set. Where more than six borders meet, the set is made when first asked for, under a lock; otherwise nothing
// ever changes. Share it freely between threads; copies share what was made late.
class area_index {
 public:
  area_index() = default;

  // Areas are named by their place in the span. `max_cells` bounds the raster (4 bytes a cell).
  explicit area_index(std::span<const multi_polygon> areas, std::size_t max_cells = 1U << 20U);

  // The set of the areas that contain the position; no_areas outside all of them or off the globe.
  [[nodiscard]] set_id set_at(const point& p) const;
  [[nodiscard]] set_id set_at(const base::position& p) const { return is_valid(p) ? set_at(to_point(p)) : no_areas; }
  // The areas of a set that set_at gave, ascending. Valid as long as the index.
  [[nodiscard]] std::span<const std::uint32_t> members(set_id set) const;

  // The areas that contain the position, ascending; empty outside all of them or off the globe.
  [[nodiscard]] std::vector<std::uint32_t> find(const base::position& p) const;
  // The same into a vector that is reused: no allocation once it has grown.
  void find(const base::position& p, std::vector<std::uint32_t>& out) const;

  [[nodiscard]] std::size_t cells() const { return cells_.size(); }
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  friend class area_index_builder;
  // What a cell with borders holds in words_: a head; with more borders than have their answers listed, their areas; edges.
  struct head {
    std::uint32_t sets = 0;  // where in answers_ the sets of its 2ᵏ answers begin; with too many borders, the set of the whole cell
    std::uint32_t borders = 0;
    std::uint32_t edges = 0;
    std::uint32_t corner = 0;  // in which areas the cell's south-east corner is, a bit for each of few borders
  };
  struct area_border {
    std::uint32_t area = 0;
    std::uint32_t corner_inside = 0;
  };
  struct edge {
    point a;  // not east of b
    point b;
    std::uint32_t border = 0;  // of few: its bit; of many: its place
  };
  static constexpr std::uint32_t has_borders = 1U << 31U;  // of a cell: the rest is its place in words_
  static constexpr std::uint32_t most_borders = 6;         // whose answers are listed

  [[nodiscard]] point corner(std::int64_t column, std::int64_t row) const;
  [[nodiscard]] set_id set_in(const std::uint32_t* words, const point& p, const point& corner) const;
  [[nodiscard]] set_id set_among_many(const head& here, const std::uint32_t* words, const point& p, const point& corner) const;

  point origin_;                 // south-west corner of the raster
  std::uint32_t cell_size_ = 1;  // of its square cells, in units of 10⁻⁷ degrees
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  std::vector<std::uint32_t> cells_;  // a set, or has_borders and a place
  std::vector<std::uint32_t> words_;
  std::vector<set_id> answers_;
  std::vector<std::uint32_t> set_begin_;  // set → first member; one more at the end
  std::vector<std::uint32_t> set_members_;
  std::shared_ptr<late_sets> late_;
};

}  // namespace geo
