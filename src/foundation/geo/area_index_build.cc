#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <stdexcept>

#include "foundation/geo/area_index.h"
#include "foundation/geo/late_sets.h"

namespace geo {

// Fills an area_index polygon by polygon: which cells its edges touch, and by a scan along each row of cells
// whether the corners are inside.
class area_index_builder {
 public:
  area_index_builder(area_index& index, std::span<const multi_polygon> areas, std::size_t max_cells) : index_(index) {
    if (!lay_out(areas, max_cells)) return;
    for (std::size_t i = 0; i < areas.size(); ++i) {
      for (const polygon& part : areas[i].polygons) add(part, static_cast<std::uint32_t>(i));
    }
    build_wholes();
    build_borders();
    index_.late_ = std::make_shared<late_sets>(std::move(known_), static_cast<set_id>(index_.set_begin_.size() - 1));
  }

 private:
  using edge = area_index::edge;
  struct touch {
    std::uint32_t cell;
    std::uint32_t edge;
  };
  struct cell_area {
    std::uint32_t cell;
    std::uint32_t area;
  };
  struct cell_border {
    std::uint32_t cell;
    std::uint32_t area;
    std::uint32_t first_edge;  // in border_edges_
    std::uint32_t edge_count;
    bool corner_inside;
  };

  // About eight cells an edge, square, at most max_cells. False when there is nothing to lay out.
  bool lay_out(std::span<const multi_polygon> areas, std::size_t max_cells) {
    point high{INT32_MIN, INT32_MIN};
    point low{INT32_MAX, INT32_MAX};
    double edges = 0;
    double length = 0;  // of all edges, along the axes
    const auto measure = [&](const ring& line) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        const point p = to_point(line[i]);
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        const point before = to_point(line[i == 0 ? 0 : i - 1]);
        length += std::abs(double(p.x) - before.x) + std::abs(double(p.y) - before.y);
        edges += 1;
      }
    };
    for (const multi_polygon& area : areas) {
      for (const polygon& part : area.polygons) {
        measure(part.exterior);
        for (const ring& hole : part.holes) measure(hole);
      }
    }
    if (edges == 0) return false;
    const double wanted = std::clamp(8.0 * edges, 1.0, static_cast<double>(std::max<std::size_t>(max_cells, 1)));
    const double width = double(high.x) - low.x + 1;
    const double height = double(high.y) - low.y + 1;
    // Not finer for extremely flat rectangles (columns × rows stays near `wanted`) nor where long edges lie dense, as in a
    // comb of a hundred thousand teeth (copies of edges in cells stay near 64 an edge).
    const double dense = length / (64 * edges + 100'000);
    const double size = std::max({std::sqrt(width / wanted * height), width / wanted, height / wanted, dense, 16.0});
    index_.origin_ = low;
    index_.cell_size_ = static_cast<std::uint32_t>(std::ceil(size));
    index_.columns_ = static_cast<std::uint32_t>((std::int64_t{high.x} - low.x) / index_.cell_size_ + 1);
    index_.rows_ = static_cast<std::uint32_t>((std::int64_t{high.y} - low.y) / index_.cell_size_ + 1);
    return true;
  }

  [[nodiscard]] std::int64_t column_of(double x) const {
    return static_cast<std::int64_t>(std::floor((x - index_.origin_.x) / double(index_.cell_size_)));
  }
  [[nodiscard]] std::int64_t row_of(std::int64_t y) const { return (y - index_.origin_.y) / index_.cell_size_; }
  [[nodiscard]] std::int32_t row_y(std::int64_t row) const { return index_.corner(0, row).y; }

  void add(const polygon& part, std::uint32_t area) {
    edges_.clear();
    touches_.clear();
    add_edges(part.exterior);
    for (const ring& hole : part.holes) add_edges(hole);
    if (edges_.empty()) return;
    toggles_.assign(std::size_t{index_.rows_}, {});
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      touch_cells(static_cast<std::uint32_t>(i));
      cut_rows(edges_[i]);
    }
    std::sort(touches_.begin(), touches_.end(),
              [](const touch& a, const touch& b) { return a.cell < b.cell || (a.cell == b.cell && a.edge < b.edge); });
    scan(area);
  }

  void add_edges(const ring& line) {
    for (std::size_t i = 1; i < line.size(); ++i) {
      edge next{.a = to_point(line[i - 1]), .b = to_point(line[i]), .border = 0};
      if (next.a.x > next.b.x) std::swap(next.a, next.b);
      if (next.a != next.b) edges_.push_back(next);
    }
  }

  // The cells an edge may touch, row by row: its span within the row's band, a unit wider than computed.
  void touch_cells(std::uint32_t number) {
    const edge& e = edges_[number];
    const point& low = e.a.y <= e.b.y ? e.a : e.b;
    const point& high = e.a.y <= e.b.y ? e.b : e.a;
    const std::int64_t first_row = std::max<std::int64_t>(row_of(std::int64_t{low.y} - 1), 0);
    const std::int64_t last_row = std::min<std::int64_t>(row_of(std::int64_t{high.y} + 1), index_.rows_ - 1);
    const double rise = double(high.y) - low.y;
    const double per_y = rise > 0 ? (double(high.x) - low.x) / rise : 0;
    for (std::int64_t row = first_row; row <= last_row; ++row) {
      const double bottom = std::max(double(row_y(row)) - 1, double(low.y));
      const double top = std::min(double(row_y(row)) + double(index_.cell_size_) + 1, double(high.y));
      double from = low.x + (bottom - low.y) * per_y;
      double to = rise > 0 ? low.x + (top - low.y) * per_y : high.x;
      if (from > to) std::swap(from, to);
      const std::int64_t first = std::max<std::int64_t>(column_of(from - 2), 0);
      const std::int64_t last = std::min<std::int64_t>(column_of(to + 2), index_.columns_ - 1);
      for (std::int64_t column = first; column <= last; ++column) {
        touches_.push_back({static_cast<std::uint32_t>(row * index_.columns_ + column), number});
      }
    }
  }

  // For each row whose base line the edge cuts: the number of columns whose corner has the edge to its east.
  void cut_rows(const edge& e) {
    const std::int32_t low = std::min(e.a.y, e.b.y);
    const std::int32_t high = std::max(e.a.y, e.b.y);
    if (low == high) return;
    const std::int64_t last_row = std::min<std::int64_t>(row_of(high), index_.rows_ - 1);
    for (std::int64_t row = row_of(low); row <= last_row; ++row) {
      const std::int32_t y = row_y(row);
      if ((e.a.y <= y) == (e.b.y <= y)) continue;
      const double x = e.a.x + (double(y) - e.a.y) * (double(e.b.x) - e.a.x) / (double(e.b.y) - e.a.y);
      std::int64_t column = std::clamp<std::int64_t>(column_of(x), 0, index_.columns_);
      while (column > 0 && !crosses_ray(e.a, e.b, index_.corner(column - 1, row))) --column;  // the estimate is corrected exactly
      while (column < index_.columns_ && crosses_ray(e.a, e.b, index_.corner(column, row))) ++column;
      if (column > 0) toggles_[static_cast<std::size_t>(row)].push_back(static_cast<std::uint32_t>(column));
    }
  }

  // Along each row from the west: inside while an odd number of edges lies east of the corner. Whole cells lie between
  // cells that the border touches, so a row ends with its last touched cell.
  void scan(std::uint32_t area) {
    std::size_t at = 0;
    for (std::uint32_t row = 0; row < index_.rows_; ++row) {
      auto& ends = toggles_[row];
      std::sort(ends.begin(), ends.end());
      std::size_t passed = 0;
      const std::uint32_t row_start = row * index_.columns_;
      const std::uint32_t row_end = row_start + index_.columns_;
      if (at == touches_.size() || touches_[at].cell >= row_end) continue;
      for (std::uint32_t column = touches_[at].cell - row_start; at < touches_.size() && touches_[at].cell < row_end; ++column) {
        while (passed < ends.size() && ends[passed] <= column) ++passed;
        const bool inside = (ends.size() - passed) % 2 == 1;
        const std::uint32_t cell = row_start + column;
        if (touches_[at].cell == cell) {
          at = add_border(at, area, inside);
        } else if (inside) {
          wholes_.push_back({cell, area});
        }
      }
    }
  }

  std::size_t add_border(std::size_t at, std::uint32_t area, bool inside) {
    cell_border next{.cell = touches_[at].cell,
                     .area = area,
                     .first_edge = static_cast<std::uint32_t>(border_edges_.size()),
                     .edge_count = 0,
                     .corner_inside = inside};
    for (; at < touches_.size() && touches_[at].cell == next.cell; ++at, ++next.edge_count) border_edges_.push_back(edges_[touches_[at].edge]);
    borders_.push_back(next);
    return at;
  }

  // Equal sets are kept once; a county's cells share a few thousand of them.
  set_id number_of(const std::vector<std::uint32_t>& areas) {
    const auto [found, is_new] = known_.try_emplace(areas, static_cast<set_id>(index_.set_begin_.size() - 1));
    if (is_new) {
      index_.set_members_.insert(index_.set_members_.end(), areas.begin(), areas.end());
      index_.set_begin_.push_back(static_cast<std::uint32_t>(index_.set_members_.size()));
    }
    return found->second;
  }

  void build_wholes() {
    std::stable_sort(wholes_.begin(), wholes_.end(), [](const cell_area& a, const cell_area& b) { return a.cell < b.cell; });
    index_.cells_.assign(std::size_t{index_.columns_} * index_.rows_, no_areas);
    index_.set_begin_ = {0};
    std::vector<std::uint32_t> set;
    number_of(set);  // no_areas
    for (std::size_t at = 0; at < wholes_.size();) {
      const std::uint32_t cell = wholes_[at].cell;
      set.clear();
      for (; at < wholes_.size() && wholes_[at].cell == cell; ++at) {
        if (set.empty() || set.back() != wholes_[at].area) set.push_back(wholes_[at].area);
      }
      index_.cells_[cell] = number_of(set);
    }
  }

  void build_borders() {
    std::stable_sort(borders_.begin(), borders_.end(), [](const cell_border& a, const cell_border& b) { return a.cell < b.cell; });
    for (std::size_t at = 0; at < borders_.size();) {
      std::size_t end = at;
      while (end < borders_.size() && borders_[end].cell == borders_[at].cell) ++end;
      write_cell({borders_.data() + at, end - at});
      at = end;
    }
  }

  void write_cell(std::span<const cell_border> borders) {
    std::uint32_t& cell = index_.cells_[borders[0].cell];
    area_index::head head{.sets = cell, .borders = static_cast<std::uint32_t>(borders.size()), .edges = 0, .corner = 0};
    const bool few = head.borders <= area_index::most_borders;
    if (few) head.sets = answers_of(cell, borders);
    for (std::uint32_t i = 0; i < head.borders; ++i) {
      head.edges += borders[i].edge_count;
      if (few && borders[i].corner_inside) head.corner |= 1U << i;
    }
    cell = area_index::has_borders | static_cast<std::uint32_t>(index_.words_.size());
    write(head);
    for (const cell_border& border : borders) {
      if (!few) write(area_index::area_border{.area = border.area, .corner_inside = border.corner_inside ? 1U : 0U});
    }
    for (std::uint32_t i = 0; i < head.borders; ++i) {
      for (std::uint32_t k = 0; k < borders[i].edge_count; ++k) {
        edge next = border_edges_[borders[i].first_edge + k];
        next.border = few ? 1U << i : i;
        write(next);
      }
    }
    if (index_.words_.size() >= area_index::has_borders) throw std::length_error("the areas have too many edges for one index");
  }

  template <typename T>
  void write(const T& what) {
    const std::size_t at = index_.words_.size();
    index_.words_.resize(at + sizeof what / sizeof index_.words_[0]);
    std::memcpy(index_.words_.data() + at, &what, sizeof what);
  }

  // Where the sets of the 2ᵏ answers of a cell's k borders begin. Cells along the same borders share them.
  std::uint32_t answers_of(set_id whole, std::span<const cell_border> borders) {
    std::vector<std::uint32_t> key{whole};
    for (const cell_border& border : borders) key.push_back(border.area);
    const auto [found, is_new] = answers_.try_emplace(key, static_cast<std::uint32_t>(index_.answers_.size()));
    if (!is_new) return found->second;
    const auto members = index_.members(whole);
    const std::vector<std::uint32_t> covering(members.begin(), members.end());
    std::vector<std::uint32_t> set;
    for (std::uint32_t answer = 0; answer < 1U << borders.size(); ++answer) {
      set = covering;
      for (std::size_t i = 0; i < borders.size(); ++i) {
        if ((answer >> i & 1U) != 0) set.push_back(borders[i].area);
      }
      std::sort(set.begin(), set.end());
      set.erase(std::unique(set.begin(), set.end()), set.end());  // overlapping parts of one area
      index_.answers_.push_back(number_of(set));
    }
    return found->second;
  }

  area_index& index_;
  std::vector<edge> edges_;                          // of the polygon being added
  std::vector<touch> touches_;                       // of the polygon being added
  std::vector<std::vector<std::uint32_t>> toggles_;  // of the polygon being added, by row
  std::vector<cell_area> wholes_;
  std::vector<cell_border> borders_;
  std::vector<edge> border_edges_;
  std::map<std::vector<std::uint32_t>, set_id> known_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> answers_;  // the whole cell's set and its borders' areas → where in answers_
};

area_index::area_index(std::span<const multi_polygon> areas, std::size_t max_cells) { area_index_builder(*this, areas, max_cells); }

}  // namespace geo
