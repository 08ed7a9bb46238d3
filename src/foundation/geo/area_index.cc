#include "foundation/geo/area_index.h"

#include <algorithm>
#include <cstring>

#include "foundation/geo/late_sets.h"

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

// For each border from the cell's south-east corner, whose state is known, north to p's latitude and then west to p: the
// state changes with every edge passed on the way. Only edges that touch the cell can be passed.
set_id area_index::set_in(const std::uint32_t* words, const point& p, const point& corner) const {
  constexpr std::size_t part_words = sizeof(part) / sizeof *words;
  constexpr std::size_t edge_words = sizeof(edge) / sizeof *words;
  const point elbow{corner.x, p.y};
  head here;
  std::memcpy(static_cast<void*>(&here), words, sizeof here);
  words += sizeof here / sizeof *words;
  const bool is_listed = here.borders <= most_borders;
  std::uint32_t answer = 0;
  std::vector<std::uint32_t> inside_of;
  for (std::uint32_t i = 0; i < here.borders; ++i) {
    part border;
    std::memcpy(static_cast<void*>(&border), words, sizeof border);
    words += part_words;
    bool inside = border.corner_inside != 0;
    for (std::uint32_t k = 0; k < border.edge_count; ++k, words += edge_words) {
      edge one;
      std::memcpy(static_cast<void*>(&one), words, sizeof one);
      inside ^= crosses_meridian(one.a, one.b, corner, elbow);
      inside ^= crosses_ray(one.a, one.b, elbow) != crosses_ray(one.a, one.b, p);
    }
    answer |= std::uint32_t{inside} << (i % 32);
    if (!is_listed && inside) inside_of.push_back(border.area);
  }
  if (is_listed) return answers_[here.sets + answer];
  const auto whole = members(here.sets);
  inside_of.insert(inside_of.end(), whole.begin(), whole.end());
  std::sort(inside_of.begin(), inside_of.end());
  inside_of.erase(std::unique(inside_of.begin(), inside_of.end()), inside_of.end());
  return late_->number(inside_of);
}

// The last point of the cell's lowest line (kept on the globe: the raster may reach beyond 180°).
point area_index::corner(std::int64_t column, std::int64_t row) const {
  const std::int64_t x = std::min<std::int64_t>(origin_.x + (column + 1) * cell_size_ - 1, 1'800'000'000);
  return {static_cast<std::int32_t>(x), static_cast<std::int32_t>(origin_.y + row * cell_size_)};
}

set_id area_index::set_at(const point& p) const {
  if (columns_ == 0 || p.x < origin_.x || p.y < origin_.y) return no_areas;
  // Differences of two places on the globe fit 32 bits without a sign; such divisions are the cheap ones.
  const std::uint32_t column = static_cast<std::uint32_t>(std::int64_t{p.x} - origin_.x) / cell_size_;
  const std::uint32_t row = static_cast<std::uint32_t>(std::int64_t{p.y} - origin_.y) / cell_size_;
  if (column >= columns_ || row >= rows_) return no_areas;
  const std::uint32_t cell = cells_[std::size_t{row} * columns_ + column];
  if ((cell & has_borders) == 0) return cell;
  return set_in(words_.data() + (cell & ~has_borders), p, corner(column, row));
}

std::span<const std::uint32_t> area_index::members(set_id set) const {
  if (std::size_t{set} + 1 < set_begin_.size()) return {set_members_.data() + set_begin_[set], set_begin_[set + 1] - set_begin_[set]};
  if (set == no_areas) return {};
  return late_->members(set);
}

std::vector<std::uint32_t> area_index::find(const base::position& p) const {
  const auto set = members(set_at(p));
  return {set.begin(), set.end()};
}

void area_index::find(const base::position& p, std::vector<std::uint32_t>& out) const {
  const auto set = members(set_at(p));
  out.assign(set.begin(), set.end());
}

std::size_t area_index::memory_bytes() const {
  return 4 * (cells_.size() + words_.size() + answers_.size() + set_begin_.size() + set_members_.size());
}

}  // namespace geo
