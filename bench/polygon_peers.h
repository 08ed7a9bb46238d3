#pragma once
#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "foundation/geo/point.h"
#include "foundation/geo/polygon.h"
#ifdef BENCH_HAS_S2
#include <s2/mutable_s2shape_index.h>
#include <s2/s2contains_point_query.h>
#include <s2/s2lax_polygon_shape.h>
#endif

// Who else can say which areas contain a point. Both are given their points already in their own form.
namespace bench {

// Boost.Geometry, in flat degrees: a packed R*-tree of boxes, then `within`.
class boost_peer {
 public:
  using point = boost::geometry::model::d2::point_xy<double>;

  explicit boost_peer(const std::vector<geo::multi_polygon>& areas) {
    std::vector<std::pair<box, std::uint32_t>> boxes;
    for (const auto& area : areas) {
      multi next;
      for (const auto& part : area.polygons) {
        polygon one;
        for (const auto& p : part.exterior) boost::geometry::append(one.outer(), point(p.lon, p.lat));
        for (const auto& hole : part.holes) {
          one.inners().emplace_back();
          for (const auto& p : hole) boost::geometry::append(one.inners().back(), point(p.lon, p.lat));
        }
        boost::geometry::correct(one);
        next.push_back(std::move(one));
      }
      const auto around = geo::bounds(area);
      boxes.emplace_back(box(point(around.west, around.south), point(around.east, around.north)), static_cast<std::uint32_t>(areas_.size()));
      areas_.push_back(std::move(next));
    }
    tree_ = decltype(tree_)(boxes);
  }
  [[nodiscard]] static point own(const geo::point& p) { return {p.x / geo::units_per_degree, p.y / geo::units_per_degree}; }

  // How many areas contain it.
  [[nodiscard]] std::uint32_t count(const point& p) const {
    std::uint32_t inside = 0;
    for (auto at = tree_.qbegin(boost::geometry::index::intersects(p)); at != tree_.qend(); ++at) {
      inside += boost::geometry::within(p, areas_[at->second]) ? 1U : 0U;
    }
    return inside;
  }

 private:
  using box = boost::geometry::model::box<point>;
  using polygon = boost::geometry::model::polygon<point>;
  using multi = boost::geometry::model::multi_polygon<polygon>;
  std::vector<multi> areas_;
  boost::geometry::index::rtree<std::pair<box, std::uint32_t>, boost::geometry::index::rstar<16>> tree_;
};

#ifdef BENCH_HAS_S2
// S2's shape index with one query object kept, as its documentation wants it.
class s2_peer {
 public:
  using point = S2Point;

  explicit s2_peer(const std::vector<geo::multi_polygon>& areas) {
    for (const auto& area : areas) {
      std::vector<S2LaxPolygonShape::Loop> loops;
      for (const auto& part : area.polygons) {
        loops.push_back(loop(part.exterior, true));
        for (const auto& hole : part.holes) loops.push_back(loop(hole, false));
      }
      index_.Add(std::make_unique<S2LaxPolygonShape>(loops));
    }
    index_.ForceBuild();
    query_ = std::make_unique<S2ContainsPointQuery<MutableS2ShapeIndex>>(&index_);
  }
  [[nodiscard]] static point own(const geo::point& p) {
    return S2LatLng::FromDegrees(p.y / geo::units_per_degree, p.x / geo::units_per_degree).ToPoint();
  }

  [[nodiscard]] std::uint32_t count(const point& p) const {
    std::uint32_t inside = 0;
    query_->VisitContainingShapes(p, [&inside](S2Shape*) {
      ++inside;
      return true;
    });
    return inside;
  }

 private:
  // S2's inside is on the left of a loop.
  static std::vector<S2Point> loop(geo::ring line, bool is_exterior) {
    if (geo::is_counter_clockwise(line) != is_exterior) std::reverse(line.begin(), line.end());
    std::vector<S2Point> out;
    for (std::size_t i = 1; i < line.size(); ++i) {
      if (line[i] != line[i - 1]) out.push_back(own(geo::to_point(line[i])));
    }
    return out;
  }

  MutableS2ShapeIndex index_;
  std::unique_ptr<S2ContainsPointQuery<MutableS2ShapeIndex>> query_;
};
#endif

}  // namespace bench
