#include "foundation/geo/crossing.h"

#include <algorithm>
#include <cstdint>

#include "foundation/geo/point.h"

namespace geo {
namespace {

struct edge {
  point a;
  point b;
  point before;  // the vertex before a on the same ring
  point after;   // the vertex after b
  std::uint32_t ring = 0;
};

struct bounds_of_edges {
  std::int32_t west = INT32_MAX;
  std::int32_t south = INT32_MAX;
  std::int32_t east = INT32_MIN;
  std::int32_t north = INT32_MIN;
  void extend(const point& p) {
    west = std::min(west, p.x);
    east = std::max(east, p.x);
    south = std::min(south, p.y);
    north = std::max(north, p.y);
  }
  [[nodiscard]] bool overlaps(const bounds_of_edges& o) const { return west <= o.east && o.west <= east && south <= o.north && o.south <= north; }
};

bool lies_on(const point& p, const edge& e) {
  return turn(e.a, e.b, p) == 0 && p.x >= std::min(e.a.x, e.b.x) && p.x <= std::max(e.a.x, e.b.x) && p.y >= std::min(e.a.y, e.b.y) &&
         p.y <= std::max(e.a.y, e.b.y);
}

// The two directions the border takes at `at`, a point of the edge: towards which vertices it leaves.
struct passage {
  point from;
  point to;
};
passage passage_at(const edge& e, const point& at) {
  if (at == e.a) return {e.before, e.b};
  if (at == e.b) return {e.a, e.after};
  return {e.a, e.b};
}

bool same_direction(const point& at, const point& p, const point& q) {
  const bool towards = (p.x > at.x) == (q.x > at.x) && (p.x < at.x) == (q.x < at.x) && (p.y > at.y) == (q.y > at.y) && (p.y < at.y) == (q.y < at.y);
  return towards && turn(at, p, q) == 0;
}

// Whether d lies strictly within the angle swept counter-clockwise from direction u to direction v, all seen from `at`.
bool within_angle(const point& at, const point& u, const point& v, const point& d) {
  if (turn(at, u, v) > 0) return turn(at, u, d) > 0 && turn(at, d, v) > 0;  // less than 180°
  return !(turn(at, v, d) >= 0 && turn(at, d, u) >= 0);                     // 180° or more: not in the rest
}

// Two borders meet at a point: do they change sides? Running along each other does not count.
bool crosses_at(const point& at, const passage& one, const passage& two) {
  for (const point& p : {one.from, one.to}) {
    if (same_direction(at, p, two.from) || same_direction(at, p, two.to)) return false;
  }
  if (same_direction(at, one.from, one.to) || same_direction(at, two.from, two.to)) return false;  // a spike has no sides
  return within_angle(at, one.from, one.to, two.from) != within_angle(at, one.from, one.to, two.to);
}

base::position meeting_point(const edge& e, const edge& f) {
  const double ex = double(e.b.x) - e.a.x;
  const double ey = double(e.b.y) - e.a.y;
  const double fx = double(f.b.x) - f.a.x;
  const double fy = double(f.b.y) - f.a.y;
  const double cross = ex * fy - ey * fx;
  const double along = cross == 0 ? 0 : ((double(f.a.x) - e.a.x) * fy - (double(f.a.y) - e.a.y) * fx) / cross;
  return {(e.a.x + along * ex) / units_per_degree, (e.a.y + along * ey) / units_per_degree};
}

// All edges in the order of their rings under a binary tree of bounding boxes, joined with itself: edges that
// follow each other lie together, so few pairs are looked at.
class crossing_search {
 public:
  crossing_search(const polygon& area, std::size_t budget) : budget_(budget) {
    add(area.exterior);
    for (const ring& hole : area.holes) add(hole);
    width_ = 1;
    while (width_ < edges_.size()) width_ *= 2;
    tree_.resize(2 * width_);
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      tree_[width_ + i].extend(edges_[i].a);
      tree_[width_ + i].extend(edges_[i].b);
    }
    for (std::size_t node = width_ - 1; node > 0; --node) {
      for (const std::size_t child : {2 * node, 2 * node + 1}) {
        if (tree_[child].west > tree_[child].east) continue;
        tree_[node].extend({tree_[child].west, tree_[child].south});
        tree_[node].extend({tree_[child].east, tree_[child].north});
      }
    }
  }

  std::optional<crossing> run() {
    if (edges_.size() > 1) compare(1, 1);
    return found_;
  }

 private:
  void add(const ring& line) {
    std::vector<point> vertices;
    for (const auto& p : line) {
      const point next = to_point(p);
      if (vertices.empty() || vertices.back() != next) vertices.push_back(next);
    }
    if (vertices.size() > 1 && vertices.front() == vertices.back()) vertices.pop_back();
    const std::size_t n = vertices.size();
    if (n < 3) return;
    for (std::size_t i = 0; i < n; ++i) {
      edges_.push_back(
          {.a = vertices[i], .b = vertices[(i + 1) % n], .before = vertices[(i + n - 1) % n], .after = vertices[(i + 2) % n], .ring = rings_});
    }
    ++rings_;
  }

  // Depth of recursion: twice the height of the tree.
  void compare(std::size_t one, std::size_t two) {
    if (found_ || !tree_[one].overlaps(tree_[two])) return;
    if (budget_ == 0) {
      found_ = crossing{.at = to_position({tree_[one].west, tree_[one].south}), .same_ring = false, .gave_up = true};
      return;
    }
    --budget_;
    if (one >= width_ && two >= width_) {
      if (one != two) compare_edges(edges_[one - width_], edges_[two - width_]);
    } else if (one == two) {
      compare(2 * one, 2 * one);
      compare(2 * one, 2 * one + 1);
      compare(2 * one + 1, 2 * one + 1);
    } else if (one < width_) {  // nodes compared are always of the same height, or one is a leaf's ancestor
      compare(2 * one, two);
      compare(2 * one + 1, two);
    } else {
      compare(one, 2 * two);
      compare(one, 2 * two + 1);
    }
  }

  void compare_edges(const edge& e, const edge& f) {
    const int f_a = turn(e.a, e.b, f.a);
    const int f_b = turn(e.a, e.b, f.b);
    const int e_a = turn(f.a, f.b, e.a);
    const int e_b = turn(f.a, f.b, e.b);
    if (f_a * f_b < 0 && e_a * e_b < 0) return report(e, f, meeting_point(e, f));
    if (f_a != 0 && f_b != 0 && e_a != 0 && e_b != 0) return;
    const bool neighbours = e.ring == f.ring && (e.b == f.a || f.b == e.a);
    for (const point& at : {e.a, e.b, f.a, f.b}) {
      if (!lies_on(at, e) || !lies_on(at, f)) continue;
      if (neighbours && ((at == e.b && at == f.a && e.after == f.b) || (at == f.b && at == e.a && f.after == e.b))) continue;
      if (crosses_at(at, passage_at(e, at), passage_at(f, at))) return report(e, f, to_position(at));
    }
  }

  void report(const edge& e, const edge& f, const base::position& at) {
    if (!found_) found_ = crossing{.at = at, .same_ring = e.ring == f.ring};
  }

  std::vector<edge> edges_;
  std::vector<bounds_of_edges> tree_;  // a heap: children of i are 2i and 2i + 1
  std::size_t width_ = 1;
  std::size_t budget_;
  std::uint32_t rings_ = 0;
  std::optional<crossing> found_;
};

}  // namespace

std::optional<crossing> find_crossing(const polygon& area, std::size_t budget) { return crossing_search(area, budget).run(); }

}  // namespace geo
