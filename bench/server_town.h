#pragma once
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "support/server_process.h"
#include "support/test_folder.h"

// A place made for benches: any road extract, one area over all of it and as many units as asked for.
namespace bench {

struct town_wanted {
  std::string roads;  // path of the .osm.pbf
  double west = 0, south = 0, east = 0, north = 0;
  std::size_t units = 0;
};

// Writes the place's folder; returns its path.
inline std::string write_place(const test::folder& folder, const town_wanted& wanted) {
  const auto path = folder.file("place");
  std::filesystem::create_directory(path);
  const auto number = [](double value) { return std::to_string(value); };
  const auto box = number(wanted.west) + ", " + number(wanted.south) + ", " + number(wanted.east) + ", " + number(wanted.north);
  std::filesystem::create_symlink(wanted.roads, path + "/roads.osm.pbf");
  std::ofstream(path + "/place.yaml") << "name: bench\ntitle: {zh: 测速, en: Bench}\nbounds: [" << box
                                      << "]\nfiles: {roads: roads.osm.pbf, areas: areas.geojson, units: units.csv, stations: stations.csv}\n"
                                         "areas: {root: {code: town, name: Town, name_zh: 镇}, level: district, code: CODE, name: CODE}\n";
  const auto corner = [&](double lon, double lat) { return "[" + number(lon) + "," + number(lat) + "]"; };
  std::ofstream(path + "/areas.geojson")
      << R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"CODE":"all"},"geometry":{"type":"Polygon","coordinates":[[)"
      << corner(wanted.west, wanted.south) << "," << corner(wanted.east, wanted.south) << "," << corner(wanted.east, wanted.north) << ","
      << corner(wanted.west, wanted.north) << "," << corner(wanted.west, wanted.south) << "]]}}]}";
  std::ofstream(path + "/stations.csv") << "id,kind,name,name_zh,lon,lat,source\nbase,police,Base,驻地," << (wanted.west + wanted.east) / 2 << ","
                                        << (wanted.south + wanted.north) / 2 << ",invented\n";
  std::ofstream units(path + "/units.csv");
  units << "id,name,name_zh,kind,force,station,area,capabilities,turnout_s\n";
  for (std::size_t i = 0; i < wanted.units; ++i) {
    units << "car-" << i << ",Car " << i << "," << i << "号车,car,police,base,all,patrol;traffic,40\n";
  }
  return path;
}

// The ids of all units, page by page.
inline std::vector<std::string> unit_ids(test::desk_client& desk) {
  std::vector<std::string> ids;
  for (std::string target = "/api/units?limit=500"; !target.empty();) {
    const auto page = desk.get(target).body;
    for (auto at = page.find(R"({"id":")"); at != std::string::npos; at = page.find(R"({"id":")", at + 1)) {
      ids.push_back(page.substr(at + 7, page.find('"', at + 7) - at - 7));
    }
    const auto next = test::json_member(page, "next");
    target = next.empty() ? "" : "/api/units?limit=500&after=" + next;
  }
  return ids;
}

// Reports each unit where the function says (a pair of degrees east and north); throws std::runtime_error when refused.
template <class Where>
void place_units(test::desk_client& desk, const std::vector<std::string>& ids, const Where& where) {
  const auto at = base::to_rfc3339(base::system_clock().now());
  for (std::size_t begin = 0; begin < ids.size(); begin += 500) {
    std::string body = R"({"positions":[)";
    for (std::size_t i = begin; i < std::min(ids.size(), begin + 500); ++i) {
      const auto [lon, lat] = where(i);
      char one[200];
      std::snprintf(one, sizeof one, R"(%s{"unit_id":"%s","position":{"lon":%.6f,"lat":%.6f},"at":"%s"})", i == begin ? "" : ",", ids[i].c_str(), lon,
                    lat, at.c_str());
      body += one;
    }
    const auto answer = desk.post("/api/unit-positions", body + "]}");
    if (answer.status != 200) throw std::runtime_error("positions refused: " + answer.body);
  }
}

}  // namespace bench
