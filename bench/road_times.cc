// links: road package_json
// Car times against another router's tables for two extracts (its opinion, not the truth): rank correlation over all
// pairs, the median of our time over its time, pairs without a way, and the pair that differs most.
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <numeric>

#include "bench/bench_report.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/road/road_import.h"
#include "town/road/snap.h"
#include "town/road/travel.h"

namespace {

struct golden {
  std::string source;
  std::vector<base::position> points;
  std::vector<std::vector<double>> seconds;  // -1: the other router has none
};

golden read_golden(const std::string& path) {
  const auto document = boost::json::parse(test::read_file(path)).as_object();
  golden out;
  out.source = std::string(document.at("source").as_string());
  for (const auto& p : document.at("points_lon_lat").as_array()) {
    out.points.push_back({.lon = p.at(0).to_number<double>(), .lat = p.at(1).to_number<double>()});
  }
  for (const auto& row : document.at("durations").as_array()) {
    std::vector<double> seconds;
    for (const auto& value : row.as_array()) seconds.push_back(value.is_null() ? -1 : value.to_number<double>());
    out.seconds.push_back(std::move(seconds));
  }
  return out;
}

// The ranks of the values, equal values sharing the mean of their ranks.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) out[order[k]] = (static_cast<double>(i) + static_cast<double>(end) - 1) / 2;
    i = end;
  }
  return out;
}

// Spearman's rank correlation: Pearson's of the ranks.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto x = ranks(a), y = ranks(b);
  const double mean = (static_cast<double>(x.size()) - 1) / 2;
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  return xy / std::sqrt(xx * yy);
}

std::vector<road::snapped> snap_all(const road::graph& roads, const golden& other, road::snap_role role) {
  std::vector<road::snapped> out;
  for (const auto& p : other.points) {
    const auto found = road::snap(roads, {.who = road::profile::car, .role = role, .at = p, .max_m = 2000});
    out.push_back(found.value_or(road::snapped{}));
    if (!found) std::fprintf(stderr, "no road near %.6f,%.6f\n", p.lon, p.lat);
  }
  return out;
}

void compare(const std::string& name) {
  const auto other = read_golden(*test::shared_file("golden/osrm_" + name + ".json"));
  const test::folder folder;
  const auto graph_path = folder.file("roads.graph");
  road::import_roads({.source_path = *test::shared_file("data/osm/" + other.source), .graph_path = graph_path});
  const auto roads = road::open_graph(graph_path);
  const auto starts = snap_all(*roads, other, road::snap_role::unit);
  const auto ends = snap_all(*roads, other, road::snap_role::incident);
  road::search_workspace workspace;
  std::vector<double> ours, theirs, ratios;
  std::size_t unroutable = 0, worst_from = 0, worst_to = 0;
  double worst = 1;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto times = road::travel_times(*roads, road::profile::car, nullptr, starts[i], ends, workspace);
    for (std::size_t k = 0; k < ends.size(); ++k) {
      if (i == k || other.seconds[i][k] <= 0) continue;
      if (!times[k]) {
        ++unroutable;
        continue;
      }
      const double seconds = *times[k] / 1000.0;
      ours.push_back(seconds);
      theirs.push_back(other.seconds[i][k]);
      const double ratio = seconds / other.seconds[i][k];
      ratios.push_back(ratio);
      const double off = std::abs(std::log(ratio)) * std::min(1.0, other.seconds[i][k] / 120);  // seconds of difference matter little
      if (off > std::abs(std::log(worst))) worst = std::exp(off * (ratio < 1 ? -1 : 1)), worst_from = i, worst_to = k;
    }
  }
  const auto print = [&](const std::string& metric, double value, const std::string& unit) {
    bench::print({.bench = "road_times", .metric = metric + "_" + name, .value = value, .unit = unit, .runs = 1, .peer = "OSRM", .ratio = {}});
  };
  print("rank_correlation", rank_correlation(ours, theirs), "");
  print("median_ratio", bench::median(ratios), "times");
  print("unroutable", static_cast<double>(unroutable), "pairs");
  print("worst_ratio", worst, "times");
  print("p05_ratio", bench::quantile(ratios, 0.05), "times");
  print("p95_ratio", bench::quantile(ratios, 0.95), "times");
  std::fprintf(stderr, "%s: %zu pairs; the worst is from %.6f,%.6f to %.6f,%.6f: the other router says %.0f s\n", name.c_str(), ratios.size(),
               other.points[worst_from].lon, other.points[worst_from].lat, other.points[worst_to].lon, other.points[worst_to].lat,
               other.seconds[worst_from][worst_to]);
}

}  // namespace

int main() {
  for (const auto* name : {"porto_region", "liechtenstein"}) {
    if (!test::shared_file("golden/osrm_" + std::string(name) + ".json")) {
      std::fprintf(stderr, "road_times needs ../shared\n");
      return 0;
    }
    compare(name);
  }
  return 0;
}
