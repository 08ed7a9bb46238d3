// links: road test_maps package_pq
// The five nearest of 1,000 units (and of 10) on porto_region, with turn restrictions and 100 closures, against a plain
// Dijkstra for correctness and against PostgreSQL with pgRouting for speed; and whole recommendations through the server.
#include <cstdio>
#include <random>

#include "bench/bench_report.h"
#include "bench/pgrouting_peer.h"
#include "bench/server_town.h"
#include "maps/oracle.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/road/nearest_units.h"
#include "town/road/road_import.h"

namespace {

constexpr std::size_t queries = 1'000;
constexpr std::size_t wanted = 5;
constexpr int runs = 5;

// Random places on roads of the extract (all of them within 250 m of one).
class places {
 public:
  places(const road::graph& roads, std::uint32_t seed) : roads_(roads), random_(seed) {}

  road::snapped next(road::snap_role role, const road::closures& shut) {
    const auto box = roads_.bounds();
    std::uniform_int_distribution<std::int32_t> lon(box.west, box.east), lat(box.south, box.north);
    for (;;) {
      const auto at = road::to_position({.lon = lon(random_), .lat = lat(random_)});
      if (const auto found = road::snap(roads_, {.who = road::profile::car, .role = role, .at = at, .max_m = 250, .shut = &shut})) return *found;
    }
  }

  road::closures closures(std::size_t count) {
    std::uniform_int_distribution<std::uint32_t> arc(0, roads_.arc_count() - 1);
    std::vector<road::arc_id> arcs;
    while (arcs.size() < count) {
      const auto a = arc(random_);
      if (roads_.of(road::profile::car).arc_ms[a] != road::nothing) arcs.push_back(a);
    }
    return {roads_, arcs, 1};
  }

  std::vector<road::unit_on_road> units(std::size_t count, const road::closures& shut) {
    std::vector<road::unit_on_road> out;
    for (std::uint32_t i = 0; i < count; ++i) out.push_back({i, next(road::snap_role::unit, shut)});
    return out;
  }

 private:
  const road::graph& roads_;
  std::mt19937 random_;
};

struct series {
  std::vector<double> p50, p99;
  double settled = 0;
};

// Times each query alone; several runs over all queries.
series measure(const road::graph& roads, const road::unit_positions& units, const road::closures& shut, const std::vector<road::snapped>& targets) {
  road::search_workspace workspace;
  road::nearest_answer answer;
  series out;
  for (int run = -1; run < runs; ++run) {  // one to warm up
    std::vector<double> ms;
    out.settled = 0;
    for (const auto& target : targets) {
      const bench::stopwatch watch;
      road::nearest_units(roads, units, {.target = target, .wanted = wanted, .shut = &shut}, workspace, answer);
      ms.push_back(watch.ms());
      out.settled += answer.settled;
    }
    if (run < 0) continue;
    out.p50.push_back(bench::median(ms));
    out.p99.push_back(bench::quantile(ms, 0.99));
  }
  out.settled /= static_cast<double>(targets.size());
  return out;
}

// The first five of all units by the oracle's times, in the order of time and number.
std::vector<road::unit_time> expected(const test::oracle& truth, const road::closures& shut, const road::snapped& target,
                                      const std::vector<road::unit_on_road>& units) {
  const auto times = truth.times_to(shut, target, units);
  std::vector<road::unit_time> all;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (times[i]) all.push_back({.unit = units[i].unit, .time_ms = *times[i]});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.time_ms != b.time_ms ? a.time_ms < b.time_ms : a.unit < b.unit; });
  all.resize(std::min(all.size(), wanted));
  return all;
}

std::size_t count_mismatches(const road::graph& roads, const std::vector<road::unit_on_road>& units, const road::closures& shut,
                             const std::vector<road::snapped>& targets) {
  const test::oracle truth(roads, road::profile::car);
  const road::unit_positions positions(roads, units);
  road::search_workspace workspace;
  road::nearest_answer answer;
  std::size_t wrong = 0;
  for (const auto& target : targets) {
    road::nearest_units(roads, positions, {.target = target, .wanted = wanted, .shut = &shut}, workspace, answer);
    const auto right = expected(truth, shut, target, units);
    const bool same = std::equal(right.begin(), right.end(), answer.units.begin(), answer.units.end(),
                                 [](const auto& a, const auto& b) { return a.unit == b.unit && a.time_ms == b.time_ms; });
    wrong += same ? 0U : 1U;
  }
  return wrong;
}

// The median of pgRouting over 50 of the queries; nothing when PostgreSQL or pgRouting is not there.
std::optional<double> peer_p50_ms(const road::graph& roads, const std::vector<road::unit_on_road>& units, const road::closures& shut,
                                  const std::vector<road::snapped>& targets) {
  if (!test::postgres_server::available()) return std::nullopt;
  try {
    bench::pgrouting_peer peer(roads, units, shut);
    const std::vector<road::snapped> some(targets.begin(), targets.begin() + 50);
    const test::oracle truth(roads, road::profile::car);
    std::vector<std::vector<road::unit_time>> right;
    for (const auto& target : some) right.push_back(expected(truth, shut, target, units));
    const auto answer = peer.ask(some, right);
    std::fprintf(stderr, "pgRouting: %zu queries, %zu answers differ from the oracle's\n", answer.queries, answer.mismatches);
    return answer.p50_ms;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "pgRouting is left out: %s\n", e.what());
    return std::nullopt;
  }
}

// A whole recommendation with its reasons, asked for over HTTP of a warm server: the units of the measurement in
// process, 100 closures. Returns the median of each run.
std::vector<double> http_p50_ms(const std::string& map, const road::graph& roads, const std::vector<road::unit_on_road>& units,
                                const std::vector<road::snapped>& targets) {
  const test::folder folder;
  const auto box = roads.bounds();
  const auto low = road::to_position({.lon = box.west, .lat = box.south}), high = road::to_position({.lon = box.east, .lat = box.north});
  const auto place =
      bench::write_place(folder, {.roads = map, .west = low.lon, .south = low.lat, .east = high.lon, .north = high.lat, .units = units.size()});
  const auto data = folder.file("data");
  test::server_process::import_place(place, data);
  const test::server_process server(data, {"dispatch.position_age_s=86400", "server.requests_s=0"});
  test::desk_client desk(server, "dispatcher");
  const auto at = [](const road::snapped& one) { return std::pair{one.on_road.lon, one.on_road.lat}; };
  bench::place_units(desk, bench::unit_ids(desk), [&](std::size_t i) { return at(units[i].place); });
  for (std::size_t i = 0; i < 100; ++i) {  // closures of a few roads each, wherever the last targets are
    const auto [lon, lat] = at(targets[targets.size() - 1 - i]);
    const auto made = desk.post("/api/closures", R"({"position":{"lon":)" + std::to_string(lon) + R"(,"lat":)" + std::to_string(lat) +
                                                     R"(},"radius_m":15,"reason":"bench"})");
    if (made.status != 201) throw std::runtime_error("closure refused: " + made.body);
  }
  std::vector<std::string> incidents;
  for (std::size_t i = 0; i < 100; ++i) {
    const auto [lon, lat] = at(targets[i]);
    const auto made =
        desk.post("/api/incidents", R"({"type":"noise","location":{"lon":)" + std::to_string(lon) + R"(,"lat":)" + std::to_string(lat) + "}}");
    if (made.status != 201) throw std::runtime_error("incident refused: " + made.body);
    incidents.push_back(test::json_member(made.body, "id"));
  }
  std::vector<double> medians;
  for (int run = -1; run < runs; ++run) {  // one to warm up
    std::vector<double> ms;
    for (const auto& id : incidents) {
      const bench::stopwatch watch;
      const auto answer = desk.post("/api/incidents/" + id + "/recommendations", "{}");
      ms.push_back(watch.ms());
      if (answer.status != 200 && answer.status != 201) throw std::runtime_error("no recommendation: " + answer.body);
    }
    if (run >= 0) medians.push_back(bench::median(ms));
  }
  return medians;
}

}  // namespace

int main() {
  const auto map = test::shared_file("data/osm/porto_region.osm.pbf");
  if (!map) {
    std::fprintf(stderr, "nearest_units needs ../shared\n");
    return 0;
  }
  const test::folder folder;
  road::import_roads({.source_path = *map, .graph_path = folder.file("roads.graph")});
  const auto roads = road::open_graph(folder.file("roads.graph"));
  places random(*roads, 20261122);
  const auto shut = random.closures(100);
  const auto many = random.units(1'000, shut);
  const auto few = random.units(10, shut);
  std::vector<road::snapped> targets;
  while (targets.size() < queries) targets.push_back(random.next(road::snap_role::incident, shut));
  const auto dense = measure(*roads, road::unit_positions(*roads, many), shut, targets);
  const auto sparse = measure(*roads, road::unit_positions(*roads, few), shut, targets);
  const double p50 = bench::median(dense.p50);
  const auto peer = peer_p50_ms(*roads, many, shut, targets);
  const auto print = [](const std::string& metric, double value, const std::string& unit) {
    bench::print({.bench = "nearest_units", .metric = metric, .value = value, .unit = unit, .runs = runs, .peer = {}, .ratio = {}});
  };
  bench::print({.bench = "nearest_units",
                .metric = "p50_ms",
                .value = p50,
                .unit = "ms",
                .runs = runs,
                .peer = peer ? "pgRouting" : "",
                .ratio = peer ? std::optional(*peer / p50) : std::nullopt});
  print("p99_ms", bench::median(dense.p99), "ms");
  print("sparse_p50_ms", bench::median(sparse.p50), "ms");
  print("sparse_p99_ms", bench::median(sparse.p99), "ms");
  print("settled", dense.settled, "states");
  print("sparse_settled", sparse.settled, "states");
  if (peer) print("pgrouting_p50_ms", *peer, "ms");
  print("http_p50_ms", bench::median(http_p50_ms(*map, *roads, many, targets)), "ms");
  print("mismatches", static_cast<double>(count_mismatches(*roads, many, shut, targets)), "queries");
  return 0;
}
