// links: road
// porto_region.osm.pbf to a ready graph: wall time and peak memory of an import in a process of its own, and the time to
// open the graph; and the start of a server with it, from the command to the line that says it listens.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "bench/bench_report.h"
#include "bench/server_town.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/road/graph.h"
#include "town/road/road_import.h"

namespace {

struct cost {
  double wall_s = 0;
  double peak_mb = 0;
};

// Imports in a child, so that its peak is its own.
cost import_once(const std::string& map, const std::string& graph) {
  const bench::stopwatch watch;
  const pid_t child = ::fork();
  if (child == 0) {
    road::import_roads({.source_path = map, .graph_path = graph});
    ::_exit(0);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || ::wait4(child, &status, 0, &used) != child || status != 0) throw std::runtime_error("the import failed");
  return {.wall_s = watch.ms() / 1000, .peak_mb = static_cast<double>(used.ru_maxrss) / 1024};
}

std::vector<double> start_ms(const std::string& map, int runs) {
  const test::folder folder;
  const auto place = bench::write_place(folder, {.roads = map, .west = -9, .south = 40.9, .east = -8, .north = 41.5, .units = 50});
  const auto data = folder.file("data");
  test::server_process::import_place(place, data);
  test::server_process server(data);  // the first start makes the accounts
  std::vector<double> out;
  for (int run = 0; run < runs; ++run) {
    server.terminate();
    const bench::stopwatch watch;
    server.start();
    out.push_back(watch.ms());
  }
  return out;
}

}  // namespace

int main() {
  const auto map = test::shared_file("data/osm/porto_region.osm.pbf");
  if (!map) {
    std::fprintf(stderr, "import_roads needs ../shared\n");
    return 0;
  }
  constexpr int runs = 5;
  const test::folder folder;
  const auto graph = folder.file("roads.graph");
  std::vector<double> wall_s, peak_mb, open_ms;
  for (int run = 0; run < runs; ++run) {
    const auto one = import_once(*map, graph);
    wall_s.push_back(one.wall_s);
    peak_mb.push_back(one.peak_mb);
    const bench::stopwatch watch;
    const auto roads = road::open_graph(graph);
    open_ms.push_back(watch.ms());
  }
  const auto print = [](const std::string& metric, const std::vector<double>& values, const std::string& unit) {
    bench::print({.bench = "import_roads", .metric = metric, .value = bench::median(values), .unit = unit, .runs = runs, .peer = {}, .ratio = {}});
  };
  print("wall_s", wall_s, "s");
  print("peak_mb", peak_mb, "MB");
  print("open_ms", open_ms, "ms");
  print("start_ms", start_ms(*map, runs), "ms");
  return 0;
}
