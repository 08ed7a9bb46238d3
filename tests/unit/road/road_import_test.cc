#include "town/road/road_import.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "foundation/base/problem.h"
#include "maps/street_map.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/road/graph.h"

namespace {

using test::street_map;

std::string problem_code(const std::function<void()>& work) {
  try {
    work();
  } catch (const base::problem& p) {
    EXPECT_FALSE(p.remedy.empty());
    return p.code;
  }
  return "none";
}

const char* const crossroads = R"(
A----B----C
     |
     D
)";

// Writes the map of the drawing and its graph into the folder; the path of the graph.
std::string write_graph(const test::folder& folder) {
  test::write_file(folder.file("map.osm.pbf"), test::write_osm_pbf(street_map(crossroads).map()));
  road::import_roads({.source_path = folder.file("map.osm.pbf"), .graph_path = folder.file("roads.graph")});
  return folder.file("roads.graph");
}

}  // namespace

TEST(RoadImport, CountsWhatItFound) {
  street_map map(crossroads);
  map.street("BD", {{"highway", "footway"}});
  map.restrict_turn("no_left_turn", "AB", 'B', "BC");
  map.restrict_turn("no_left_turn", "AB", 'X', "BC");
  const auto roads = map.graph();
  const auto& report = map.report();
  EXPECT_EQ(report.roads, 3U);
  EXPECT_EQ(report.junctions, 4U);
  EXPECT_EQ(report.edges, 3U);
  EXPECT_EQ(report.length_m, 700U);
  EXPECT_EQ(report.profiles[0].arcs, 4U);
  EXPECT_EQ(report.profiles[2].arcs, 6U);
  EXPECT_EQ(report.restrictions_seen, 2U);
  EXPECT_EQ(report.restrictions_used, 1U);
  EXPECT_EQ(report.restrictions_ignored, (road::reason_counts{{"via is not on a road of the map", 1}}));
  EXPECT_EQ(roads->bounds(), report.bounds);
  EXPECT_EQ(road::to_position({.lon = report.bounds.west, .lat = report.bounds.north}).lon, map.at('A').lon);
}

TEST(RoadImport, GivesTheSameBytesForTheSameMap) {
  SHARED_OR_SKIP(path, "data/osm/monaco.osm.pbf");
  const auto build = [&] {
    road::import_report report;
    return road::build_graph(road::osm_file(path), 5, {.source_path = path, .graph_path = {}, .drive_on_left = false}, report);
  };
  const auto first = build();
  EXPECT_TRUE(first == build());
  EXPECT_GT(first.size(), 1'000'000U);
}

TEST(RoadImport, CutsARoadWhereTheMapEnds) {
  street_map map("A----B----C----D");
  map.join("ABCD");
  auto drawn = map.map();
  std::erase_if(drawn.nodes, [](const test::map_node& n) { return n.id == 'C'; });
  road::import_report report;
  const auto roads = test::graph_of(drawn, report);
  EXPECT_EQ(report.missing_nodes, 1U);
  EXPECT_EQ(report.edges, 1U);
}

TEST(RoadImport, ReadsAnyOrderOfObjects) {
  street_map map(crossroads);
  auto turned = map.map();
  std::reverse(turned.nodes.begin(), turned.nodes.end());
  std::reverse(turned.ways.begin(), turned.ways.end());
  road::import_report a, b;
  const auto build = [](const test::osm_map& drawn, road::import_report& report) {
    return road::build_graph(road::osm_bytes(test::write_osm_pbf(drawn), "map"), 0, {}, report);
  };
  EXPECT_TRUE(build(map.map(), a) == build(turned, b));
}

TEST(RoadImport, RefusesAMapWithoutRoads) {
  test::osm_map empty;
  road::import_report report;
  EXPECT_EQ(problem_code([&] { test::graph_of(empty, report); }), "map_without_roads");
  empty.nodes = {{1, 118, 31, {}}, {2, 118.1, 31, {}}};
  empty.ways = {{5, {1, 2}, {{"building", "yes"}}}};
  EXPECT_EQ(problem_code([&] { test::graph_of(empty, report); }), "map_without_roads");
  empty.ways = {{5, {8, 9}, {{"highway", "primary"}}}};
  EXPECT_EQ(problem_code([&] { test::graph_of(empty, report); }), "map_without_roads");
  empty.ways = {{5, {1, 1}, {{"highway", "primary"}}}};
  EXPECT_EQ(problem_code([&] { test::graph_of(empty, report); }), "map_without_roads");
}

TEST(RoadImport, RefusesANodeWithAThousandRoads) {
  test::osm_map star;
  star.nodes.push_back({.id = 1, .lon = 118, .lat = 31, .tags = {}});
  for (int i = 2; i < 1000; ++i) {
    star.nodes.push_back({.id = i, .lon = 118.1 + i * 0.001, .lat = 31.1, .tags = {}});
    star.ways.push_back({.id = i, .nodes = {1, i}, .tags = {{"highway", "residential"}}});
  }
  road::import_report report;
  EXPECT_EQ(problem_code([&] { test::graph_of(star, report); }), "map_file_broken");
}

TEST(RoadImport, KeepsTheOldGraphWhenItFails) {
  const test::folder folder;
  const auto graph = write_graph(folder);
  const auto before = test::read_file(graph);
  test::write_file(folder.file("broken.osm.pbf"), test::read_file(folder.file("map.osm.pbf")).substr(0, 150));
  EXPECT_EQ(problem_code([&] { road::import_roads({.source_path = folder.file("broken.osm.pbf"), .graph_path = graph}); }), "map_file_broken");
  EXPECT_TRUE(test::read_file(graph) == before);
  EXPECT_EQ(problem_code([&] { road::import_roads({.source_path = folder.file("none.osm.pbf"), .graph_path = graph}); }), "map_file_missing");
  EXPECT_EQ(
      problem_code([&] { road::import_roads({.source_path = folder.file("map.osm.pbf"), .graph_path = folder.file("no/such/folder/roads.graph")}); }),
      "graph_not_written");
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 3U);  // nothing half-written is left behind
}

TEST(RoadImport, TellsHowFarItIs) {
  const test::folder folder;
  test::write_file(folder.file("map.osm.pbf"), test::write_osm_pbf(street_map(crossroads).map()));
  std::vector<std::string> stages;
  road::import_roads({.source_path = folder.file("map.osm.pbf"), .graph_path = folder.file("roads.graph")},
                     [&](std::string_view stage, double share) {
                       EXPECT_GE(share, 0);
                       EXPECT_LE(share, 1);
                       if (stages.empty() || stages.back() != stage) stages.emplace_back(stage);
                     });
  EXPECT_EQ(stages, (std::vector<std::string>{"reading", "junctions", "turns", "writing"}));
}

TEST(GraphFile, IsRefusedWhenAnyByteWasDamaged) {
  const test::folder folder;
  const auto path = write_graph(folder);
  const auto good = test::read_file(path);
  for (std::size_t at = 0; at < good.size(); at += 1 + at / 40) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    test::write_file(path, bad);
    const auto code = problem_code([&] { road::open_graph(path); });
    EXPECT_TRUE(code == "graph_broken" || code == "graph_version") << at << " " << code;
  }
}

TEST(GraphFile, IsRefusedWhenItIsTooShortOrTooLong) {
  const test::folder folder;
  const auto path = write_graph(folder);
  const auto good = test::read_file(path);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{100}, good.size() / 2, good.size() - 1}) {
    test::write_file(path, good.substr(0, size));
    EXPECT_EQ(problem_code([&] { road::open_graph(path); }), "graph_broken") << size;
  }
  test::write_file(path, good + "x");
  EXPECT_EQ(problem_code([&] { road::open_graph(path); }), "graph_broken");
  EXPECT_EQ(problem_code([&] { road::open_graph(folder.file("none")); }), "graph_missing");
  test::write_file(path, good);
  EXPECT_EQ(problem_code([&] { road::open_graph(path); }), "none");
}

TEST(GraphFile, OfAnotherVersionIsRefusedWithTheWayOut) {
  const test::folder folder;
  const auto path = write_graph(folder);
  auto other = test::read_file(path);
  other[8] = 99;
  test::write_file(path, other);
  try {
    road::open_graph(path);
    FAIL();
  } catch (const base::problem& p) {
    EXPECT_EQ(p.code, "graph_version");
    EXPECT_NE(p.remedy.find("Import"), std::string::npos);
  }
}

TEST(Graph, FindsTheEdgesOfAWay) {
  street_map map("A----B----C----D");
  map.join("ABC");
  auto drawn = map.map();
  drawn.nodes[1].tags = {{"barrier", "gate"}};  // cuts the way in two
  road::import_report report;
  const auto roads = test::graph_of(drawn, report);
  const auto edges = roads->edges_of_way(map.way("AB"));
  ASSERT_EQ(edges.size(), 2U);
  EXPECT_EQ(roads->nodes()[roads->edges()[edges[0]].from], road::to_point(map.at('A')));
  EXPECT_EQ(roads->nodes()[roads->edges()[edges[1]].to], road::to_point(map.at('C')));
  EXPECT_EQ(roads->names(edges[0]).name, "AB street");
  EXPECT_TRUE(roads->edges_of_way(4711).empty());
}

TEST(RoadImport, FindsMostRoadsOfARealExtractConnected) {
  SHARED_OR_SKIP(path, "data/osm/porto_centre_full_tags.osm.pbf");
  const test::folder folder;
  const auto report = road::import_roads({.source_path = path, .graph_path = folder.file("roads.graph")});
  EXPECT_EQ(report.restrictions_seen, 42U);
  EXPECT_GE(report.restrictions_used, 39U);
  for (const auto& profile : report.profiles) EXPECT_GT(profile.components.main_share, 0.85);
  EXPECT_EQ(report.graph_id, road::open_graph(folder.file("roads.graph"))->id());
}
