#include <algorithm>
#include <cmath>
#include <cstdint>
#include <queue>

#include "foundation/geo/distance.h"
#include "foundation/geo/polygon.h"

namespace geo {
namespace {

// Search for the pole of inaccessibility: squares over the polygon, the most promising first, each cut in four
// until none can beat the best by more than the wanted precision.
class label_search {
 public:
  label_search(const polygon& area, const box& around) : area_(area), plane_(around.center()) {
    add_edges(area.exterior);
    for (const ring& hole : area.holes) add_edges(hole);
  }

  std::optional<base::position> run(const box& around) {
    const metres low = plane_.to_metres({around.west, around.south});
    const metres high = plane_.to_metres({around.east, around.north});
    const double size = std::min(high.x - low.x, high.y - low.y);
    if (!(size > 0)) return std::nullopt;
    constexpr double most = 10'000;  // squares; what lies beyond is an area 10,000 times as long as it is wide
    const auto columns = static_cast<std::int64_t>(std::min(most, std::ceil((high.x - low.x) / size)));
    const auto rows = static_cast<std::int64_t>(std::min(most, std::ceil((high.y - low.y) / size)));
    for (std::int64_t i = 0; i < columns * rows; ++i) {  // one of the two is 1
      const auto column = i / rows, row = i % rows;
      push({low.x + size * (static_cast<double>(column) + 0.5), low.y + size * (static_cast<double>(row) + 0.5)}, size / 2);
    }
    const metres middle = plane_.to_metres(centroid(area_));
    push(middle, 0);
    const double precision = size / 100;
    for (int left = 5'000; !open_.empty() && left > 0; --left) {
      const square next = open_.top();
      open_.pop();
      if (next.most() <= best_.inside_m + precision) break;
      const double half = next.half / 2;
      for (const double dx : {-half, half}) {
        for (const double dy : {-half, half}) push({next.center.x + dx, next.center.y + dy}, half);
      }
    }
    if (!(best_.inside_m > 0)) return std::nullopt;
    return plane_.to_position(best_.center);
  }

 private:
  struct square {
    metres center;
    double half = 0;
    double inside_m = 0;  // distance of the centre from the border, negative outside
    [[nodiscard]] double most() const { return inside_m + half * std::sqrt(2.0); }
    bool operator<(const square& other) const { return most() < other.most(); }
  };
  struct edge {
    metres a;
    metres b;
  };

  void add_edges(const ring& line) {
    for (std::size_t i = 1; i < line.size(); ++i) edges_.push_back({plane_.to_metres(line[i - 1]), plane_.to_metres(line[i])});
  }

  void push(const metres& center, double half) {
    const double border = border_distance(center);
    const square next{.center = center, .half = half, .inside_m = contains(area_, plane_.to_position(center)) ? border : -border};
    if (next.inside_m > best_.inside_m) best_ = next;
    if (half > 0 && next.most() > best_.inside_m) open_.push(next);
  }

  [[nodiscard]] double border_distance(const metres& p) const {
    double least = 1e300;
    for (const edge& e : edges_) {
      const double dx = e.b.x - e.a.x;
      const double dy = e.b.y - e.a.y;
      const double length2 = dx * dx + dy * dy;
      const double along = length2 > 0 ? std::clamp(((p.x - e.a.x) * dx + (p.y - e.a.y) * dy) / length2, 0.0, 1.0) : 0.0;
      const double x = e.a.x + along * dx - p.x;
      const double y = e.a.y + along * dy - p.y;
      least = std::min(least, x * x + y * y);
    }
    return std::sqrt(least);
  }

  const polygon& area_;
  local_plane plane_;
  std::vector<edge> edges_;
  std::priority_queue<square> open_;
  square best_;
};

}  // namespace

std::optional<base::position> label_point(const polygon& area) {
  const box around = bounds(area);
  if (around.is_empty()) return std::nullopt;
  return label_search(area, around).run(around);
}

std::optional<base::position> label_point(const multi_polygon& area) {
  const auto largest =
      std::max_element(area.polygons.begin(), area.polygons.end(), [](const polygon& a, const polygon& b) { return area_m2(a) < area_m2(b); });
  return largest == area.polygons.end() ? std::nullopt : label_point(*largest);
}

}  // namespace geo
