// links: geo optional_s2
// Which of 1,200 polygons contain a fix, in process on one core: moving units and random points; every answer of a
// sample against a plain even–odd test, on borders and a unit beside them too; Boost.Geometry and S2 in the same run.
#include <algorithm>
#include <cstdio>
#include <map>

#include "bench/bench_report.h"
#include "bench/polygon_peers.h"
#include "bench/polygon_town.h"
#include "foundation/geo/area_index.h"

namespace {

constexpr int runs = 5;
constexpr std::size_t random_points = 1'000'000;
constexpr std::size_t peer_points = 200'000;
constexpr std::size_t oracle_points = 60'000;  // of each of four kinds

// Even–odd by the book, sharing nothing with geo: all edges of all areas whose box holds the point. A point on a border
// belongs to the east of it, on a level one to the north.
class oracle {
 public:
  explicit oracle(const std::vector<geo::multi_polygon>& areas) {
    for (const auto& area : areas) {
      areas_.emplace_back();
      for (const auto& part : area.polygons) {
        areas_.back().emplace_back();
        add(areas_.back().back(), part.exterior);
        for (const auto& hole : part.holes) add(areas_.back().back(), hole);
      }
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> find(const geo::point& p) const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < areas_.size(); ++i) {
      if (std::any_of(areas_[i].begin(), areas_[i].end(), [&p](const part& one) { return holds(one, p); })) out.push_back(i);
    }
    return out;
  }

 private:
  struct edge {
    std::int64_t ax, ay, bx, by;
  };
  struct part {
    std::int64_t west = INT64_MAX, south = INT64_MAX, east = INT64_MIN, north = INT64_MIN;
    std::vector<edge> edges;
  };

  static void add(part& to, const geo::ring& line) {
    for (std::size_t i = 1; i < line.size(); ++i) {
      const auto a = geo::to_point(line[i - 1]), b = geo::to_point(line[i]);
      to.edges.push_back({a.x, a.y, b.x, b.y});
      to.west = std::min<std::int64_t>(to.west, a.x);
      to.east = std::max<std::int64_t>(to.east, a.x);
      to.south = std::min<std::int64_t>(to.south, a.y);
      to.north = std::max<std::int64_t>(to.north, a.y);
    }
  }

  static bool holds(const part& area, const geo::point& p) {
    if (p.x < area.west || p.x > area.east || p.y < area.south || p.y > area.north) return false;
    bool inside = false;
    for (const edge& e : area.edges) {
      if ((e.ay > p.y) == (e.by > p.y)) continue;
      // p.x < ax + (p.y − ay)(bx − ax)/(by − ay), multiplied out: no division, no rounding
      const std::int64_t rise = e.by - e.ay;
      const std::int64_t left = (p.x - e.ax) * rise, right = (p.y - e.ay) * (e.bx - e.ax);
      if (rise > 0 ? left < right : left > right) inside = !inside;
    }
    return inside;
  }

  std::vector<std::vector<part>> areas_;
};

// Vertices and points on edges, or a unit beside them.
geo::point near_border(std::mt19937_64& random, const std::vector<geo::multi_polygon>& areas, int beside) {
  const auto pick = [&random](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  const auto& parts = areas[pick(areas.size())].polygons;
  const auto& line = parts[pick(parts.size())].exterior;
  const std::size_t i = 1 + pick(line.size() - 1);
  const auto a = geo::to_point(line[i - 1]), b = geo::to_point(line[i]);
  const auto share = static_cast<std::int64_t>(pick(9));
  const auto along = [share](std::int64_t from, std::int64_t to) { return from + (to - from) * share / 8; };
  std::uniform_int_distribution<int> step(-beside, beside);
  return {static_cast<std::int32_t>(along(a.x, b.x) + step(random)), static_cast<std::int32_t>(along(a.y, b.y) + step(random))};
}

std::vector<geo::point> somewhere(std::mt19937_64& random, const bench::polygon_town& town, std::size_t count) {
  std::uniform_int_distribution<std::int32_t> x(town.low.x, town.high.x), y(town.low.y, town.high.y);
  std::vector<geo::point> out;
  while (out.size() < count) out.push_back({x(random), y(random)});
  return out;
}

// How many answers differ from the oracle's, or have a number that another set had or the same set had not.
std::size_t count_mismatches(const bench::polygon_town& town, const geo::area_index& index) {
  std::mt19937_64 random(4);
  auto points = somewhere(random, town, oracle_points);
  std::uniform_int_distribution<std::size_t> fix(0, town.moving.size() - 1);
  for (std::size_t i = 0; i < oracle_points; ++i) {
    points.push_back(town.moving[fix(random)].at);
    points.push_back(near_border(random, town.areas, 0));
    points.push_back(near_border(random, town.areas, 1));
  }
  const oracle truth(town.areas);
  std::map<std::vector<std::uint32_t>, geo::set_id> numbers{{{}, geo::no_areas}};
  std::size_t wrong = 0;
  for (const auto& p : points) {
    const auto id = index.set_at(p);
    const auto members = index.members(id);
    const auto expected = truth.find(p);
    const bool same = std::equal(members.begin(), members.end(), expected.begin(), expected.end());
    if (!same || numbers.try_emplace(expected, id).first->second != id) ++wrong;
  }
  std::fprintf(stderr, "%zu points against the oracle, %zu different sets\n", points.size(), numbers.size());
  return wrong;
}

// Every fix finds its set and compares it with the one its unit was in. Fixes a second.
double moving_per_s(const bench::polygon_town& town, const geo::area_index& index, std::size_t& changes) {
  std::vector<geo::set_id> in(town.units, geo::no_areas);
  changes = 0;
  const bench::stopwatch watch;
  for (const auto& fix : town.moving) {
    const auto set = index.set_at(fix.at);
    if (set == in[fix.unit]) continue;
    in[fix.unit] = set;
    ++changes;
  }
  return static_cast<double>(town.moving.size()) / watch.ms() * 1'000;
}

double points_per_s(const std::vector<geo::point>& points, const geo::area_index& index, std::uint64_t& sum) {
  const bench::stopwatch watch;
  for (const auto& p : points) sum += index.set_at(p);
  return static_cast<double>(points.size()) / watch.ms() * 1'000;
}

template <typename Peer>
class peer_run {
 public:
  peer_run(const bench::polygon_town& town) : peer_(town.areas) {
    const std::size_t step = std::max<std::size_t>(town.moving.size() / peer_points, 1);
    for (std::size_t i = 0; i < town.moving.size(); i += step) points_.push_back(Peer::own(town.moving[i].at));
  }
  void measure() {
    inside_ = 0;
    const bench::stopwatch watch;
    for (const auto& p : points_) inside_ += peer_.count(p);
    per_s_.push_back(static_cast<double>(points_.size()) / watch.ms() * 1'000);
  }
  void print(const std::string& metric, const std::string& name, double ours) const {
    const double per_s = bench::median(per_s_);
    std::fprintf(stderr, "%s: %zu points in %llu areas\n", name.c_str(), points_.size(), static_cast<unsigned long long>(inside_));
    bench::print({.bench = "polygons", .metric = metric, .value = per_s, .unit = "1/s", .runs = runs, .peer = name, .ratio = ours / per_s});
  }
  [[nodiscard]] double per_s() const { return bench::median(per_s_); }

 private:
  Peer peer_;
  std::vector<typename Peer::point> points_;
  std::vector<double> per_s_;
  std::uint64_t inside_ = 0;
};

}  // namespace

int main() {
  const auto town = bench::build_polygon_town();
  if (!town.is_real) std::fprintf(stderr, "without ../shared the areas or the units are generated\n");
  std::vector<double> build_ms;
  for (int run = 0; run < runs; ++run) {
    const bench::stopwatch watch;
    const geo::area_index once(town.areas);
    build_ms.push_back(watch.ms());
  }
  const geo::area_index index(town.areas);
  std::mt19937_64 random(3);
  const auto anywhere = somewhere(random, town, random_points);
  peer_run<bench::boost_peer> boost(town);
#ifdef BENCH_HAS_S2
  peer_run<bench::s2_peer> s2(town);
#endif
  std::vector<double> moving, points;
  std::size_t changes = 0;
  std::uint64_t sum = 0;
  for (int run = 0; run < runs; ++run) {  // in turns, so that a busy neighbour bothers all
    moving.push_back(moving_per_s(town, index, changes));
    points.push_back(points_per_s(anywhere, index, sum));
    boost.measure();
#ifdef BENCH_HAS_S2
    s2.measure();
#endif
  }
  const double fixes_s = bench::median(moving);
  const auto print = [](const std::string& metric, double value, const std::string& unit) {
    bench::print({.bench = "polygons", .metric = metric, .value = value, .unit = unit, .runs = runs, .peer = {}, .ratio = {}});
  };
  bench::print({.bench = "polygons",
                .metric = "fixes_s",
                .value = fixes_s,
                .unit = "1/s",
                .runs = runs,
                .peer = "Boost.Geometry rtree + within",
                .ratio = fixes_s / boost.per_s()});
  print("random_fixes_s", bench::median(points), "1/s");
  boost.print("boost_fixes_s", "Boost.Geometry rtree + within", fixes_s);
#ifdef BENCH_HAS_S2
  s2.print("s2_fixes_s", "S2 shape index", fixes_s);
#else
  std::fprintf(stderr, "S2 is left out: libs2-dev is not installed\n");
#endif
  print("changed_share", static_cast<double>(changes) / static_cast<double>(town.moving.size()), "of fixes");
  print("build_ms", bench::median(build_ms), "ms");
  print("memory_mb", static_cast<double>(index.memory_bytes()) / 1e6, "MB");
  print("mismatches", static_cast<double>(count_mismatches(town, index)), "points");
  return sum == 0 ? 1 : 0;
}
