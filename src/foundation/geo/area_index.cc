#include "foundation/geo/area_index.h"

#include <algorithm>

namespace geo {
namespace {

// Whether walking north from p (at `to_y`, same longitude) passes the edge. Ties as in crosses_ray: p stands an infinitely
// small step east of its longitude, so ends at p's longitude count as west of it, and a yet smaller step north, so an
// edge level with a point lies south of it; where a sloping edge meets the longitude exactly, the
// step east decides: a rising edge is above, a falling one below.
bool edge_is_above(const point& west, const point& east, const point& p) {
  const int side = turn(west, east, p);
  if (side != 0) return side < 0;
  return east.y > west.y;
}

bool crosses_meridian(const point& a, const point& b, const point& p, const point& q) {
  const bool a_west = a.x <= p.x;
  if (a_west == (b.x <= p.x)) return false;
  const point& west = a_west ? a : b;
  const point& east = a_west ? b : a;
  return edge_is_above(west, east, p) != edge_is_above(west, east, q);
}

}  // namespace

// From the cell's south-east corner, whose state is known, north to p's latitude and then west to p: the state
// changes with every edge passed on the way. Only edges that touch the cell can be passed.
bool area_index::is_inside(const border& part, const point& p, const point& corner) const {
  bool inside = part.corner_inside != 0;
  const point elbow{corner.x, p.y};
  const edge* at = edges_.data() + part.first_edge;
  for (const edge* end = at + part.edge_count; at != end; ++at) {
    inside ^= crosses_meridian(at->a, at->b, corner, elbow);
    inside ^= crosses_ray(at->a, at->b, elbow) != crosses_ray(at->a, at->b, p);
  }
  return inside;
}

// The last point of the cell's lowest line (kept on the globe: the raster may reach beyond 180°).
point area_index::corner(std::int64_t column, std::int64_t row) const {
  const std::int64_t x = std::min<std::int64_t>(origin_.x + (column + 1) * cell_size_ - 1, 1'800'000'000);
  return {static_cast<std::int32_t>(x), static_cast<std::int32_t>(origin_.y + row * cell_size_)};
}

std::vector<std::uint32_t> area_index::find(const base::position& p) const {
  std::vector<std::uint32_t> out;
  find(p, out);
  return out;
}

void area_index::find(const base::position& position, std::vector<std::uint32_t>& out) const {
  out.clear();
  if (columns_ == 0 || !is_valid(position)) return;
  const point p = to_point(position);
  const std::int64_t dx = std::int64_t{p.x} - origin_.x;
  const std::int64_t dy = std::int64_t{p.y} - origin_.y;
  if (dx < 0 || dy < 0) return;
  const std::int64_t column = dx / cell_size_;
  const std::int64_t row = dy / cell_size_;
  if (column >= columns_ || row >= rows_) return;
  const std::size_t cell = static_cast<std::size_t>(row) * columns_ + static_cast<std::size_t>(column);
  const std::uint32_t set = whole_[cell];
  out.insert(out.end(), set_members_.begin() + set_begin_[set], set_members_.begin() + set_begin_[set + 1]);
  const std::uint32_t first = border_begin_[cell];
  const std::uint32_t last = border_begin_[cell + 1];
  if (first == last) return;
  const auto middle = static_cast<std::ptrdiff_t>(out.size());
  const point start = corner(column, row);
  for (std::uint32_t i = first; i < last; ++i) {
    if (is_inside(borders_[i], p, start)) out.push_back(borders_[i].area);
  }
  if (static_cast<std::size_t>(middle) == out.size()) return;
  std::inplace_merge(out.begin(), out.begin() + middle, out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());  // overlapping parts of one area
}

std::size_t area_index::memory_bytes() const {
  return 4 * (whole_.size() + set_begin_.size() + set_members_.size() + border_begin_.size()) + sizeof(border) * borders_.size() +
         sizeof(edge) * edges_.size();
}

}  // namespace geo
