#include "foundation/geo/area_index.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <thread>

namespace {

using random_source = std::mt19937_64;

std::vector<std::uint32_t> brute_force(const std::vector<geo::multi_polygon>& areas, const base::position& p) {
  std::vector<std::uint32_t> in;
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    if (geo::contains(areas[i], p)) in.push_back(i);
  }
  return in;
}

std::int32_t between(random_source& random, std::int64_t low, std::int64_t high) {
  return static_cast<std::int32_t>(std::uniform_int_distribution<std::int64_t>(low, high)(random));
}

// A ring of any shape (crossings included: the index must agree with even–odd all the same) within a window.
geo::ring any_ring(random_source& random, const geo::point& low, std::int64_t size) {
  geo::ring line;
  const int n = between(random, 3, 14);
  for (int i = 0; i < n; ++i) {
    // Often level with or above an earlier vertex, so that ties happen.
    geo::point p{between(random, low.x, low.x + size), between(random, low.y, low.y + size)};
    if (!line.empty() && i % 3 == 0) p.x = geo::to_point(line[0]).x;
    if (!line.empty() && i % 3 == 1) p.y = geo::to_point(line.back()).y;
    line.push_back(geo::to_position(p));
  }
  line.push_back(line.front());
  return line;
}

std::vector<geo::multi_polygon> any_areas(random_source& random, std::int64_t extent) {
  std::vector<geo::multi_polygon> areas(static_cast<std::size_t>(between(random, 1, 12)));
  for (auto& area : areas) {
    for (int part = between(random, 1, 2); part > 0; --part) {
      const geo::point low{between(random, -extent, extent / 2), between(random, -extent, extent / 2)};
      geo::polygon next{any_ring(random, low, extent / 2), {}};
      if (between(random, 0, 2) == 0) next.holes.push_back(any_ring(random, low, extent / 4));
      area.polygons.push_back(std::move(next));
    }
  }
  return areas;
}

// Vertices, points on edges, their neighbours by one unit, level with vertices, and anywhere.
geo::point any_point(random_source& random, const std::vector<geo::multi_polygon>& areas, std::int64_t extent) {
  const auto& area = areas[static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(areas.size()) - 1))];
  const auto& line = area.polygons[0].exterior;
  const std::size_t i = static_cast<std::size_t>(between(random, 1, static_cast<std::int64_t>(line.size()) - 1));
  const geo::point a = geo::to_point(line[i - 1]);
  const geo::point b = geo::to_point(line[i]);
  const geo::point anywhere{between(random, -extent - 3, extent + 3), between(random, -extent - 3, extent + 3)};
  switch (between(random, 0, 4)) {
    case 0: return {a.x + between(random, -1, 1), a.y + between(random, -1, 1)};
    case 1: {
      const std::int64_t t = between(random, 0, 8);
      return {static_cast<std::int32_t>(a.x + (std::int64_t{b.x} - a.x) * t / 8 + between(random, -1, 1)),
              static_cast<std::int32_t>(a.y + (std::int64_t{b.y} - a.y) * t / 8 + between(random, -1, 1))};
    }
    case 2: return {a.x, anywhere.y};
    case 3: return {anywhere.x, a.y};
    default: return anywhere;
  }
}

}  // namespace

TEST(AreaIndex, IsExactAgainstBruteForceOnAndBesideBorders) {
  random_source random(20161);
  std::vector<std::uint32_t> got;
  int inside = 0;
  for (const std::int64_t extent : {40LL, 1'000LL, 1'000'000LL, 890'000'000LL}) {
    for (int round = 0; round < 60; ++round) {
      const auto areas = any_areas(random, extent);
      const geo::area_index index(areas, round % 2 == 0 ? 1U << 20U : 50);
      for (int i = 0; i < 400; ++i) {
        const auto p = geo::to_position(any_point(random, areas, extent));
        index.find(p, got);
        const auto expected = brute_force(areas, p);
        ASSERT_EQ(got, expected) << "extent " << extent << " round " << round << " at " << geo::to_point(p).x << "," << geo::to_point(p).y;
        inside += expected.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_GT(inside, 20'000);
}

TEST(AreaIndex, EveryPointOfATilingIsInExactlyOneTile) {
  // A town cut into quadrilaterals with shared, slanted borders.
  constexpr int n = 12;
  random_source random(5);
  std::vector<std::vector<base::position>> corner(n + 1, std::vector<base::position>(n + 1));
  for (int x = 0; x <= n; ++x) {
    for (int y = 0; y <= n; ++y) {
      const int jitter = x == 0 || y == 0 || x == n || y == n ? 0 : 3'000;
      corner[std::size_t(x)][std::size_t(y)] =
          geo::to_position({x * 10'000 + between(random, -jitter, jitter), y * 10'000 + between(random, -jitter, jitter)});
    }
  }
  std::vector<geo::multi_polygon> tiles;
  for (std::size_t x = 0; x < n; ++x) {
    for (std::size_t y = 0; y < n; ++y) {
      tiles.push_back({{{{corner[x][y], corner[x + 1][y], corner[x + 1][y + 1], corner[x][y + 1], corner[x][y]}, {}}}});
    }
  }
  const geo::area_index index(tiles);
  for (int i = 0; i < 20'000; ++i) {
    const geo::point p{between(random, 0, n * 10'000 - 1), between(random, 0, n * 10'000 - 1)};
    ASSERT_EQ(index.find(geo::to_position(p)).size(), 1U) << p.x << "," << p.y;
  }
  for (const auto& line : corner) {
    for (const auto& p : line) {
      const bool beyond = p.lon >= n * 0.001 || p.lat >= n * 0.001;
      ASSERT_EQ(index.find(p).size(), beyond ? 0U : 1U);
    }
  }
}

TEST(AreaIndex, NothingIsFoundInNothingOrOffTheGlobe) {
  EXPECT_TRUE(geo::area_index().find({1, 1}).empty());
  EXPECT_TRUE(geo::area_index(std::vector<geo::multi_polygon>(3)).find({1, 1}).empty());
  const geo::ring whole{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}};
  const std::vector<geo::multi_polygon> world{{{{whole, {}}}}};
  const geo::area_index index(world);
  EXPECT_EQ(index.find({0, 0}).size(), 1U);
  EXPECT_EQ(index.find({179.9999999, 89.9999999}).size(), 1U);
  for (const base::position bad : {base::position{181, 0}, {0, 91}, {std::nan(""), 0}, {0, -INFINITY}}) EXPECT_TRUE(index.find(bad).empty());
}

TEST(AreaIndex, ACombOfManyTeethStaysSmall) {
  geo::ring comb;
  constexpr int teeth = 20'000;
  for (int i = 0; i < teeth; ++i) {
    comb.push_back({i * 1e-5, 0.001});
    comb.push_back({(i + 0.5) * 1e-5, 1});
  }
  comb.push_back({teeth * 1e-5, 0});
  comb.push_back({0, 0});
  comb.push_back(comb.front());
  const std::vector<geo::multi_polygon> areas{{{{comb, {}}}}};
  const geo::area_index index(areas);
  EXPECT_LT(index.memory_bytes(), 200U << 20U);
  EXPECT_EQ(index.find({0.1, 0.0005}).size(), 1U);
}

TEST(AreaIndex, EqualSetsHaveEqualNumbersAndOthersOthers) {
  random_source random(77);
  for (const std::int64_t extent : {40LL, 1'000'000LL, 890'000'000LL}) {
    const auto areas = any_areas(random, extent);
    const geo::area_index index(areas, 200);
    std::map<std::vector<std::uint32_t>, geo::set_id> numbers{{{}, geo::no_areas}};
    std::map<geo::set_id, std::vector<std::uint32_t>> sets{{geo::no_areas, {}}};
    for (int i = 0; i < 3'000; ++i) {
      const auto p = geo::to_position(any_point(random, areas, extent));
      const auto id = index.set_at(p);
      const auto inside = brute_force(areas, p);
      EXPECT_EQ(numbers.try_emplace(inside, id).first->second, id);
      EXPECT_EQ(sets.try_emplace(id, inside).first->second, inside);
      const auto members = index.members(id);
      EXPECT_EQ(std::vector(members.begin(), members.end()), inside);
    }
  }
}

// Forty slices of a cake overlap and meet in its middle: far more borders in one cell than have their answers listed.
TEST(AreaIndex, WhereManyBordersMeetSeveralThreadsGetTheSameSets) {
  std::vector<geo::multi_polygon> slices;
  for (int i = 0; i < 40; ++i) {
    geo::ring line{{113, 27}};
    for (int step = 0; step <= 6; ++step) {
      const double angle = (i + step) * 6.283185307179586 / 40;
      line.push_back({113 + 0.01 * std::cos(angle), 27 + 0.01 * std::sin(angle)});
    }
    line.push_back(line.front());
    slices.push_back({{{line, {}}}});
  }
  const geo::area_index index(slices, 100);
  const auto copy = index;
  std::vector<std::vector<geo::set_id>> got(4);
  std::vector<std::thread> threads;
  constexpr int places = 4'000;
  const auto place = [](int i) {
    random_source random(static_cast<std::uint64_t>(i));
    return geo::point{1'130'000'000 + between(random, -2'000, 2'000), 270'000'000 + between(random, -2'000, 2'000)};
  };
  for (std::size_t t = 0; t < got.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < places; ++i) got[t].push_back((t % 2 == 0 ? index : copy).set_at(place(i)));
    });
  }
  for (auto& one : threads) one.join();
  for (int i = 0; i < places; ++i) {
    const auto inside = brute_force(slices, geo::to_position(place(i)));
    for (const auto& ids : got) {
      ASSERT_EQ(ids[static_cast<std::size_t>(i)], got[0][static_cast<std::size_t>(i)]);
      const auto members = index.members(ids[static_cast<std::size_t>(i)]);
      ASSERT_EQ(std::vector(members.begin(), members.end()), inside);
    }
  }
}
