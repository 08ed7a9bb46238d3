#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "foundation/geo/geojson.h"
#include "foundation/geo/point.h"
#include "foundation/geo/polygon.h"
#include "support/gzip.h"
#include "support/shared_data.h"

// The town of the polygon benches: San Francisco's response zones and neighbourhoods, filled up to 1,200 with generated
// concave areas that overlap them and one another; three days of its cabs as the moving units. Without the shared data
// all is generated, and `is_real` says so.
namespace bench {

struct unit_point {
  geo::point at;
  std::uint32_t unit = 0;
};

struct polygon_town {
  std::vector<geo::multi_polygon> areas;
  std::vector<unit_point> moving;  // in order of time
  std::uint32_t units = 0;
  geo::point low, high;  // of all areas
  bool is_real = false;
};

inline void add_real_areas(polygon_town& town, const std::string& file) {
  geo::geojson_options options;
  options.close_open_rings = true;
  for (const auto& one : geo::read_geojson(test::read_file(file), options).features) town.areas.push_back(geo::area_of(one.place));
}

// A blob with bays: 20 to 200 vertices around a middle, 150 m to 1,500 m across.
inline geo::multi_polygon bay_blob(std::mt19937_64& random, const base::position& middle) {
  std::uniform_real_distribution<double> share(0, 1);
  const int vertices = 20 + static_cast<int>(share(random) * 180);
  const double radius = 0.0008 + 0.007 * share(random) * share(random);
  const double waves = 2 + std::floor(share(random) * 6), turned = 6.28 * share(random), depth = 0.2 + 0.3 * share(random);
  geo::ring line;
  for (int i = 0; i < vertices; ++i) {
    const double angle = 6.283185307179586 * i / vertices;
    const double r = radius * (1 + depth * std::sin(waves * angle + turned) + 0.1 * (share(random) - 0.5));
    line.push_back(geo::to_position(geo::to_point({middle.lon + r * 1.26 * std::cos(angle), middle.lat + r * std::sin(angle)})));
  }
  line.push_back(line.front());
  return {{{line, {}}}};
}

inline void add_cabs(polygon_town& town, const std::string& file) {
  std::istringstream in(test::read_gzip(file));
  std::unordered_map<std::string, std::uint32_t> cabs;
  std::string line, at, cab, lat, lon;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::getline(std::getline(std::getline(std::getline(cells, at, ','), cab, ','), lat, ','), lon, ',');
    const auto unit = cabs.try_emplace(cab, static_cast<std::uint32_t>(cabs.size())).first->second;
    town.moving.push_back({geo::to_point({std::stod(lon), std::stod(lat)}), unit});
  }
  town.units = static_cast<std::uint32_t>(cabs.size());
}

// 500 units that drive about, a step of up to 100 m a fix.
inline void add_walks(polygon_town& town, std::mt19937_64& random) {
  constexpr std::uint32_t units = 500;
  std::uniform_int_distribution<std::int32_t> step(-9'000, 9'000), x(town.low.x, town.high.x), y(town.low.y, town.high.y);
  std::vector<geo::point> now(units);
  for (auto& one : now) one = {x(random), y(random)};
  for (std::uint32_t i = 0; i < 1'000'000; ++i) {
    auto& one = now[i % units];
    one = {std::clamp(one.x + step(random), town.low.x, town.high.x), std::clamp(one.y + step(random), town.low.y, town.high.y)};
    town.moving.push_back({one, i % units});
  }
  town.units = units;
}

inline polygon_town build_polygon_town(std::size_t wanted = 1'200) {
  polygon_town town;
  std::mt19937_64 random(20080520);
  const auto zones = test::shared_file("data/sf_stations/sf_zones.geojson");
  const auto neighbourhoods = test::shared_file("data/sf_stations/sf_neighborhoods.geojson");
  if (zones) add_real_areas(town, *zones);
  if (neighbourhoods) add_real_areas(town, *neighbourhoods);
  town.low = {-1'225'148'972, 377'080'893};
  town.high = {-1'223'569'820, 378'323'959};
  std::uniform_int_distribution<std::int32_t> x(town.low.x, town.high.x), y(town.low.y, town.high.y);
  while (town.areas.size() < wanted) town.areas.push_back(bay_blob(random, geo::to_position({x(random), y(random)})));
  const auto cabs = test::shared_file("data/gps_sf_cabs/sf_cabs_2008-05-20_22.csv.gz");
  if (cabs) {
    add_cabs(town, *cabs);
  } else {
    add_walks(town, random);
  }
  town.is_real = zones && neighbourhoods && cabs;
  return town;
}

}  // namespace bench
