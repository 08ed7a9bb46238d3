#include "town/road/outline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace road {
namespace {

constexpr double most_cells = 1'000'000;

// The sides of a cell in the order bottom, right, top, left, walked with the cell to the left: where each begins, where it
// goes, and the neighbour behind it.
struct side {
  std::int32_t from_x, from_y, step_x, step_y, behind_x, behind_y;
};
constexpr std::array<side, 4> sides = {{{0, 0, 1, 0, 0, -1}, {1, 0, 0, 1, 1, 0}, {1, 1, -1, 0, 0, 1}, {0, 1, 0, -1, -1, 0}}};

point_e7 middle(box_e7 box) {
  return {.lon = static_cast<std::int32_t>((static_cast<std::int64_t>(box.west) + box.east) / 2),
          .lat = static_cast<std::int32_t>((static_cast<std::int64_t>(box.south) + box.north) / 2)};
}

}  // namespace

outline_raster::outline_raster(box_e7 box, double cell_m, double radius_m) : metres_(middle(box)), cell_m_(cell_m), radius_m_(radius_m) {
  const auto low = metres_.of({.lon = box.west, .lat = box.south});
  const auto high = metres_.of({.lon = box.east, .lat = box.north});
  const double wide = high.x - low.x + 2 * radius_m, tall = high.y - low.y + 2 * radius_m;
  cell_m_ = std::max(cell_m, std::sqrt(wide * tall / most_cells));
  radius_m_ = std::max(radius_m, 1.5 * cell_m_);
  const double margin = radius_m_ + 2 * cell_m_;
  origin_ = {low.x - margin, low.y - margin};
  width_ = static_cast<std::int32_t>(std::ceil((high.x + margin - origin_.x) / cell_m_)) + 1;
  height_ = static_cast<std::int32_t>(std::ceil((high.y + margin - origin_.y) / cell_m_)) + 1;
  drawn_.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 0);
}

// Marks the cells under the line, looking every half cell.
void outline_raster::draw(point_e7 from, point_e7 to) {
  const auto a = metres_.of(from), b = metres_.of(to);
  const auto steps = static_cast<int>(std::ceil(std::hypot(b.x - a.x, b.y - a.y) / cell_m_ * 2)) + 1;
  for (int i = 0; i <= steps; ++i) {
    const double t = static_cast<double>(i) / steps;
    const auto x = static_cast<std::int32_t>(std::floor((a.x + t * (b.x - a.x) - origin_.x) / cell_m_));
    const auto y = static_cast<std::int32_t>(std::floor((a.y + t * (b.y - a.y) - origin_.y) / cell_m_));
    if (x >= 0 && y >= 0 && x < width_ && y < height_) drawn_[index(x, y)] = 1;
  }
}

std::vector<std::uint8_t> outline_raster::widened() const {
  const auto reach = static_cast<std::int32_t>(std::ceil(radius_m_ / cell_m_));
  std::vector<corner> disc;
  for (std::int32_t y = -reach; y <= reach; ++y) {
    for (std::int32_t x = -reach; x <= reach; ++x) {
      if (std::hypot(x, y) * cell_m_ <= radius_m_) disc.push_back({x, y});
    }
  }
  std::vector<std::uint8_t> cells(drawn_.size());
  for (std::int32_t y = 0; y < height_; ++y) {
    for (std::int32_t x = 0; x < width_; ++x) {
      if (drawn_[index(x, y)] == 0) continue;
      for (const auto& d : disc) {
        const auto near_x = x + d.x, near_y = y + d.y;
        if (near_x >= 0 && near_y >= 0 && near_x < width_ && near_y < height_) cells[index(near_x, near_y)] = 1;
      }
    }
  }
  return cells;
}

// The number of the connected part (over sides, not corners) of each cell; 0 outside.
std::vector<std::uint32_t> outline_raster::parts(const std::vector<std::uint8_t>& cells) const {
  std::vector<std::uint32_t> part(cells.size());
  std::uint32_t count = 0;
  std::vector<corner> todo;
  for (std::int32_t y = 0; y < height_; ++y) {
    for (std::int32_t x = 0; x < width_; ++x) {
      if (cells[index(x, y)] == 0 || part[index(x, y)] != 0) continue;
      part[index(x, y)] = ++count;
      todo.push_back({x, y});
      while (!todo.empty()) {
        const auto c = todo.back();
        todo.pop_back();
        for (const auto& s : sides) {
          const corner next{c.x + s.behind_x, c.y + s.behind_y};
          if (!at(cells, next.x, next.y) || part[index(next.x, next.y)] != 0) continue;
          part[index(next.x, next.y)] = count;
          todo.push_back(next);
        }
      }
    }
  }
  return part;
}

base::position outline_raster::place(double x, double y) const {
  return to_position(metres_.back({origin_.x + x * cell_m_, origin_.y + y * cell_m_}));
}

// Walks round a border with the drawn cells to the left, from the bottom side of `cell`. The ring's points are the middles
// of the sides walked, so that corners are cut; where two cells meet by a corner only, it stays with its own cell.
outline_raster::ring outline_raster::walk(const std::vector<std::uint8_t>& cells, std::vector<std::uint8_t>& walked, corner cell) const {
  ring out;
  std::size_t way = 0;
  const auto begin = cell;
  std::vector<std::pair<double, double>> middles;
  do {
    const auto& s = sides[way];
    walked[index(cell.x, cell.y)] |= static_cast<std::uint8_t>(1U << way);
    middles.emplace_back(cell.x + s.from_x + s.step_x / 2.0, cell.y + s.from_y + s.step_y / 2.0);
    const corner ahead{cell.x + s.step_x, cell.y + s.step_y};           // the next cell along the border
    const corner diagonal{ahead.x + s.behind_x, ahead.y + s.behind_y};  // the one that may bar the way
    if (!at(cells, ahead.x, ahead.y)) {
      way = (way + 1) % 4;  // round the own cell's corner
    } else if (at(cells, diagonal.x, diagonal.y)) {
      cell = diagonal;
      way = (way + 3) % 4;
    } else {
      cell = ahead;
    }
  } while (cell.x != begin.x || cell.y != begin.y || way != 0);
  for (std::size_t i = 0; i < middles.size(); ++i) {
    const auto& before = middles[(i + middles.size() - 1) % middles.size()];
    const auto& here = middles[i];
    const auto& after = middles[(i + 1) % middles.size()];
    out.area += (before.first * here.second - here.first * before.second) / 2 * cell_m_ * cell_m_;
    const double bend = (here.first - before.first) * (after.second - here.second) - (here.second - before.second) * (after.first - here.first);
    if (bend != 0) out.points.push_back(place(here.first, here.second));
  }
  out.points.push_back(out.points.front());
  return out;
}

std::vector<outline_raster::ring> outline_raster::rings(const std::vector<std::uint8_t>& cells) const {
  const auto part = parts(cells);
  std::vector<std::uint8_t> walked(cells.size());
  std::vector<ring> out;
  for (std::int32_t y = 0; y < height_; ++y) {
    for (std::int32_t x = 0; x < width_; ++x) {
      // Every border has a bottom side somewhere, so looking for those finds them all.
      if (cells[index(x, y)] == 0 || at(cells, x, y - 1) || (walked[index(x, y)] & 1U) != 0) continue;
      out.push_back(walk(cells, walked, {x, y}));
      out.back().part = part[index(x, y)];
    }
  }
  return out;
}

std::vector<polygon_rings> outline_raster::polygons() const {
  const double small_hole = 16 * radius_m_ * radius_m_;
  auto all = rings(widened());
  std::stable_sort(all.begin(), all.end(), [](const ring& a, const ring& b) { return a.area > b.area; });
  std::vector<polygon_rings> out;
  std::vector<std::uint32_t> part_of_polygon;
  for (auto& one : all) {
    if (one.area > 0) {
      out.push_back({std::move(one.points)});
      part_of_polygon.push_back(one.part);
    } else if (-one.area >= small_hole) {
      const auto found = std::find(part_of_polygon.begin(), part_of_polygon.end(), one.part);
      out[static_cast<std::size_t>(found - part_of_polygon.begin())].push_back(std::move(one.points));
    }
  }
  return out;
}

}  // namespace road
