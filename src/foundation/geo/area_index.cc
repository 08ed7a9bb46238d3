#include "foundation/geo/area_index.h"

#include <algorithm>
#include <cstring>

#include "foundation/geo/late_sets.h"

namespace geo {
namespace {

template <typename T>
T read(const std::uint32_t*& words) {
  static_assert(sizeof(T) % sizeof *words == 0);
  T out;
  std::memcpy(static_cast<void*>(&out), words, sizeof out);
  words += sizeof out / sizeof *words;
  return out;
}

// Whether the way from the corner north to p's latitude and then west to p passes the edge a–b an odd number of times. a is
// not east of b. Ties as in crosses_ray: a place stands an infinitely small step east and a yet smaller one north of itself,
// so ends level with it lie south of it, ends at its longitude west of it, and where a sloping edge meets it exactly, the
// step east decides: a rising edge is above it and to its west, a falling one below and to its west.
// `is_above` says on which side of the edge's line a place is, in products that fit 64 bits; without a branch, for
// which edges are passed nobody can guess.
inline std::uint32_t passes(const point& a, const point& b, const point& corner, const point& p) {
  const std::int64_t dx = std::int64_t{b.x} - a.x;
  const std::int64_t dy = std::int64_t{b.y} - a.y;
  const std::int64_t falls = dy <= 0 ? 1 : 0;
  const auto is_above = [falls](std::int64_t left, std::int64_t right) { return static_cast<std::uint32_t>(left + falls > right); };
  const std::int64_t corner_left = dx * (std::int64_t{corner.y} - a.y);
  const std::int64_t left = dx * (std::int64_t{p.y} - a.y);
  const std::int64_t corner_right = (std::int64_t{corner.x} - a.x) * dy;
  const std::int64_t right = (std::int64_t{p.x} - a.x) * dy;
  const std::uint32_t elbow = is_above(left, corner_right);
  const auto on_meridian = static_cast<std::uint32_t>((a.x <= corner.x) != (b.x <= corner.x));
  const auto on_level = static_cast<std::uint32_t>((a.y <= p.y) != (b.y <= p.y));
  return (on_meridian & (is_above(corner_left, corner_right) ^ elbow)) ^ (on_level & (elbow ^ is_above(left, right)));
}

}  // namespace

// From the cell's south-east corner, whose state is known, to p: the state changes with every edge passed on the way. Only
// edges that touch the cell can be passed.
set_id area_index::set_in(const std::uint32_t* words, const point& p, const point& corner) const {
  const auto here = read<head>(words);
  if (here.borders > most_borders) return set_among_many(here, words, p, corner);
  std::uint32_t answer = here.corner;
  for (std::uint32_t i = 0; i < here.edges; ++i) {
    const auto one = read<edge>(words);
    answer ^= one.border * passes(one.a, one.b, corner, p);
  }
  return answers_[here.sets + answer];
}

set_id area_index::set_among_many(const head& here, const std::uint32_t* words, const point& p, const point& corner) const {
  std::vector<area_border> borders;
  for (std::uint32_t i = 0; i < here.borders; ++i) borders.push_back(read<area_border>(words));
  for (std::uint32_t i = 0; i < here.edges; ++i) {
    const auto one = read<edge>(words);
    borders[one.border].corner_inside ^= passes(one.a, one.b, corner, p);
  }
  const auto whole = members(here.sets);
  std::vector<std::uint32_t> inside_of(whole.begin(), whole.end());
  for (const area_border& border : borders) {
    if (border.corner_inside != 0) inside_of.push_back(border.area);
  }
  std::sort(inside_of.begin(), inside_of.end());
  inside_of.erase(std::unique(inside_of.begin(), inside_of.end()), inside_of.end());  // overlapping parts of one area
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
