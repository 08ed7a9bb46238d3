#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "town/road/graph.h"

namespace road {

// Flat metres around a place: right to 0.1 % within some kilometres, which is all that snapping needs.
class local_metres {
 public:
  explicit local_metres(point_e7 centre) : centre_(centre) {
    constexpr double radians = 3.14159265358979323846 / 180;
    y_ = 6'371'008.8 * radians * 1e-7;
    x_ = y_ * std::cos(centre.lat * 1e-7 * radians);
  }
  struct xy {
    double x = 0, y = 0;
  };
  [[nodiscard]] xy of(point_e7 p) const { return {(static_cast<double>(p.lon) - centre_.lon) * x_, (static_cast<double>(p.lat) - centre_.lat) * y_}; }
  [[nodiscard]] point_e7 back(xy at) const {
    return {.lon = centre_.lon + static_cast<std::int32_t>(std::lround(at.x / x_)),
            .lat = centre_.lat + static_cast<std::int32_t>(std::lround(at.y / y_))};
  }
  // The square of the distance from the centre to the box.
  [[nodiscard]] double square_to(const box_e7& box) const {
    const double x = std::max({0.0, static_cast<double>(box.west) - centre_.lon, static_cast<double>(centre_.lon) - box.east}) * x_;
    const double y = std::max({0.0, static_cast<double>(box.south) - centre_.lat, static_cast<double>(centre_.lat) - box.north}) * y_;
    return x * x + y * y;
  }

 private:
  point_e7 centre_;
  double x_ = 0, y_ = 0;
};

// The nearest place of an edge to the centre.
struct place_on_edge {
  edge_id edge = nothing;
  double distance_m = 0;
  double along_m = 0;   // from the edge's first point
  double length_m = 0;  // in the same flat metres
  point_e7 at;
};
place_on_edge nearest_on_edge(const graph& roads, const local_metres& metres, edge_id edge);

// Calls visit(edge) for every edge whose box comes within the present limit; visit returns the limit (metres, squared)
// from then on, so that it can shrink as better places are found. Boxes nearer to the centre come first on each level.
template <typename Visit>
void visit_edges_near(const graph& roads, const local_metres& metres, double limit_square, const Visit& visit) {
  const auto tree = roads.tree();
  if (tree.empty()) return;
  struct level {
    std::size_t first, count;
  };
  std::vector<level> levels;
  for (std::size_t first = 0, count = roads.edges().size();; count = (count + tree_fan - 1) / tree_fan) {
    levels.push_back({first, count});
    first += count;
    if (count == 1) break;
  }
  struct box_at {
    double square;
    std::size_t level, index;
  };
  std::vector<box_at> todo = {{metres.square_to(tree[levels.back().first]), levels.size() - 1, 0}};
  while (!todo.empty()) {
    const auto box = todo.back();
    todo.pop_back();
    if (box.square > limit_square) continue;
    if (box.level == 0) {
      limit_square = visit(static_cast<edge_id>(box.index));
      continue;
    }
    const auto& below = levels[box.level - 1];
    const auto begin = box.index * tree_fan;
    const auto before = todo.size();
    for (auto i = begin; i < std::min(begin + tree_fan, below.count); ++i) {
      const double square = metres.square_to(tree[below.first + i]);
      if (square <= limit_square) todo.push_back({square, box.level - 1, i});
    }
    std::sort(todo.begin() + static_cast<std::ptrdiff_t>(before), todo.end(), [](const box_at& a, const box_at& b) {
      return a.square != b.square ? a.square > b.square : a.index > b.index;  // the nearest is taken first from the end
    });
  }
}

}  // namespace road
