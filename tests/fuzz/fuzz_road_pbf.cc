#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "foundation/base/problem.h"
#include "maps/oracle.h"
#include "maps/osm_writer.h"
#include "maps/street_map.h"
#include "town/road/nearest_units.h"
#include "town/road/road_import.h"

namespace {

// Gives out the input's bytes one by one, then zeros.
class dice {
 public:
  dice(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  std::size_t below(std::size_t end) { return at_ < size_ ? data_[at_++] % end : 0; }
  [[nodiscard]] bool any() const { return at_ < size_; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

void import(const std::string& bytes) {
  road::import_report report;
  try {
    road::build_graph(road::osm_bytes(bytes, "fuzz"), 0, {}, report);
  } catch (const base::problem& p) {
    if (p.remedy.empty() || p.code.empty()) std::abort();
  }
}

using tag = std::pair<const char*, const char*>;
constexpr tag way_tags[] = {{"highway", "motorway"},    {"highway", "residential"}, {"highway", "track"},      {"highway", "footway"},
                            {"route", "ferry"},         {"oneway", "yes"},          {"oneway", "-1"},          {"oneway", "reversible"},
                            {"access", "no"},           {"access", "private"},      {"access", "destination"}, {"motor_vehicle", "no"},
                            {"emergency", "yes"},       {"maxspeed", "30 mph"},     {"maxspeed", "DE:urban"},  {"maxspeed", "1;99999;x"},
                            {"junction", "roundabout"}, {"duration", "PT1H"},       {"surface", "mud"},        {"service", "driveway"}};
constexpr tag node_tags[] = {{"barrier", "gate"}, {"barrier", "bollard"}, {"access", "no"}, {"highway", "traffic_signals"}, {"highway", "stop"}};
constexpr const char* kinds[] = {"no_left_turn", "no_u_turn", "only_straight_on", "only_right_turn", "no_entry", "nonsense"};

// A small map out of the bytes: always well-formed, rarely sensible.
test::osm_map draw(dice& next) {
  test::osm_map map;
  const auto nodes = 2 + next.below(14);
  for (std::size_t i = 0; i < nodes; ++i) {
    test::map_node node{.id = static_cast<std::int64_t>(i),
                        .lon = 118 + 0.001 * static_cast<double>(next.below(12)),
                        .lat = 31 + 0.001 * static_cast<double>(next.below(12)),
                        .tags = {}};
    if (next.below(8) == 1) node.tags.emplace_back(node_tags[next.below(std::size(node_tags))]);
    map.nodes.push_back(node);
  }
  const auto ways = 1 + next.below(16);
  for (std::size_t i = 0; i < ways; ++i) {
    test::map_way way{.id = static_cast<std::int64_t>(next.below(20)), .nodes = {}, .tags = {{"highway", "residential"}}};
    for (auto length = 2 + next.below(4); length > 0; --length) way.nodes.push_back(static_cast<std::int64_t>(next.below(nodes + 1)));
    for (auto count = next.below(4); count > 0; --count) way.tags.emplace_back(way_tags[next.below(std::size(way_tags))]);
    map.ways.push_back(way);
  }
  for (auto count = next.below(6); count > 0; --count) {
    test::map_relation relation{.id = static_cast<std::int64_t>(count),
                                .members = {},
                                .tags = {{"type", "restriction"}, {"restriction", kinds[next.below(std::size(kinds))]}}};
    const auto way = [&] { return map.ways[next.below(map.ways.size())].id; };
    relation.members = {{1, way(), "from"}, {1, way(), "to"}};
    if (next.below(3) == 0) {
      for (auto vias = 1 + next.below(2); vias > 0; --vias) relation.members.push_back({1, way(), "via"});
    } else {
      relation.members.push_back({0, static_cast<std::int64_t>(next.below(nodes)), "via"});
    }
    map.relations.push_back(relation);
  }
  return map;
}

// Imports the map and compares a search on it with the plain Dijkstra.
void drive(dice next) {
  const auto map = draw(next);
  road::import_report report;
  std::shared_ptr<const road::graph> roads;
  try {
    roads = test::graph_of(map, report);
  } catch (const base::problem& p) {
    if (p.code != "map_without_roads") std::abort();
    return;
  }
  const auto who = road::all_profiles[next.below(road::profile_count)];
  const auto somewhere = [&](road::snap_role role) {
    const base::position at{.lon = 118 + 0.0005 * static_cast<double>(next.below(24)), .lat = 31 + 0.0005 * static_cast<double>(next.below(24))};
    return road::snap(*roads, {.who = who, .role = role, .at = at, .max_m = 1e5});
  };
  std::vector<road::arc_id> closed;
  for (auto count = next.below(4); count > 0; --count) closed.push_back(static_cast<road::arc_id>(next.below(roads->arc_count())));
  const road::closures shut(*roads, closed, 1);
  const auto target = somewhere(road::snap_role::incident);
  if (!target) return;
  std::vector<road::unit_on_road> units;
  for (std::uint32_t i = 0; i < 4; ++i) {
    if (const auto place = somewhere(road::snap_role::unit)) units.push_back({i, *place});
  }
  road::search_workspace workspace;
  road::nearest_answer answer;
  road::nearest_units(*roads, {*roads, units}, {.who = who, .target = *target, .wanted = 4, .shut = &shut}, workspace, answer);
  const auto times = test::oracle(*roads, who).times_to(shut, *target, units);
  std::size_t reached = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!times[i]) continue;
    ++reached;
    bool found = false;
    for (const auto& one : answer.units) found = found || (one.unit == units[i].unit && one.time_ms == *times[i]);
    if (!found) std::abort();
  }
  if (reached != answer.units.size()) std::abort();
}

}  // namespace

// The first byte says how to read the rest: as a file, as the content of a data block (so that it gets past the frames), or
// as a small map whose roads are then driven.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: import(rest); break;
    case 1: import(test::pbf_header() + test::pbf_frame("OSMData", test::pbf_blob(rest, false))); break;
    default: drive({data + 1, size - 1});
  }
  return 0;
}
