#pragma once
#include <cstdint>
#include <vector>

#include "foundation/base/position.h"
#include "town/road/place_search.h"

namespace road {

// Rings as GeoJSON wants them: closed, the outer one counter-clockwise and first, then its holes clockwise.
using polygon_rings = std::vector<std::vector<base::position>>;

// The outline of everything within a distance of some lines: draws them into a raster, widens it and walks round it.
// Sure to contain every line (by at least half a cell) and nothing farther than radius + 2 cells from all of them.
class outline_raster {
 public:
  // For lines within the box; about `cell_m` metres a cell, more for a box that would need over a million cells.
  outline_raster(box_e7 box, double cell_m, double radius_m);

  void draw(point_e7 from, point_e7 to);
  // Polygons of the drawn lines, the largest first. Holes smaller than a few radii across are filled.
  [[nodiscard]] std::vector<polygon_rings> polygons() const;
  [[nodiscard]] double cell_m() const { return cell_m_; }

 private:
  struct ring {
    std::vector<base::position> points;
    double area = 0;         // square metres; negative for a hole
    std::uint32_t part = 0;  // the connected part it bounds
  };
  struct corner {
    std::int32_t x = 0, y = 0;
  };
  [[nodiscard]] bool at(const std::vector<std::uint8_t>& cells, std::int32_t x, std::int32_t y) const {
    return x >= 0 && y >= 0 && x < width_ && y < height_ && cells[index(x, y)] != 0;
  }
  [[nodiscard]] std::size_t index(std::int32_t x, std::int32_t y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }
  [[nodiscard]] std::vector<std::uint8_t> widened() const;
  [[nodiscard]] std::vector<std::uint32_t> parts(const std::vector<std::uint8_t>& cells) const;
  [[nodiscard]] std::vector<ring> rings(const std::vector<std::uint8_t>& cells) const;
  [[nodiscard]] ring walk(const std::vector<std::uint8_t>& cells, std::vector<std::uint8_t>& walked, corner cell) const;
  [[nodiscard]] base::position place(double x, double y) const;

  local_metres metres_;
  double cell_m_, radius_m_;
  local_metres::xy origin_;
  std::int32_t width_ = 0, height_ = 0;
  std::vector<std::uint8_t> drawn_;
};

}  // namespace road
