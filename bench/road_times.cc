// links: road package_json
// Car times against another router's tables for two extracts (its opinion, not the truth): rank correlation over all
// pairs, the median of our time over its time, pairs without a way, and the pair that differs most.
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <optional>

#include "bench/bench_report.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/road/road_import.h"
#include "town/road/snap.h"
#include "town/road/travel.h"

namespace {

constexpr int runs = 5;

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

// How one extract compares; the pair that differs most is weighed so that a few seconds of difference matter little.
struct comparison {
  double rank_correlation = 0, median_ratio = 0, p05_ratio = 0, p95_ratio = 0;
  double worst_ratio = 1;
  std::size_t unroutable = 0, pairs = 0;
  std::size_t worst_from = 0, worst_to = 0;
};

comparison compare_tables(const golden& other, const std::vector<std::vector<std::optional<std::uint32_t>>>& ours_ms) {
  comparison out;
  std::vector<double> ours, theirs, ratios;
  double worst = 0;
  for (std::size_t i = 0; i < ours_ms.size(); ++i) {
    for (std::size_t k = 0; k < ours_ms.size(); ++k) {
      const double reference = other.seconds[i][k];
      if (i == k || reference <= 0) continue;
      if (!ours_ms[i][k]) {
        ++out.unroutable;
        continue;
      }
      const double seconds = *ours_ms[i][k] / 1000.0;
      ours.push_back(seconds);
      theirs.push_back(reference);
      ratios.push_back(seconds / reference);
      const double off = std::abs(std::log(ratios.back())) * std::min(1.0, reference / 120);
      if (off <= worst) continue;
      worst = off;
      out.worst_ratio = ratios.back();
      out.worst_from = i;
      out.worst_to = k;
    }
  }
  out.pairs = ratios.size();
  out.rank_correlation = rank_correlation(ours, theirs);
  out.median_ratio = bench::median(ratios);
  out.p05_ratio = bench::quantile(ratios, 0.05);
  out.p95_ratio = bench::quantile(ratios, 0.95);
  return out;
}

// Imports the extract and asks for the whole table.
comparison compare(const golden& other) {
  const test::folder folder;
  const auto graph_path = folder.file("roads.graph");
  road::import_roads({.source_path = *test::shared_file("data/osm/" + other.source), .graph_path = graph_path});
  const auto roads = road::open_graph(graph_path);
  const auto starts = snap_all(*roads, other, road::snap_role::unit);
  const auto ends = snap_all(*roads, other, road::snap_role::incident);
  road::search_workspace workspace;
  std::vector<std::vector<std::optional<std::uint32_t>>> table;
  for (const auto& start : starts) table.push_back(road::travel_times(*roads, road::profile::car, nullptr, start, ends, workspace));
  return compare_tables(other, table);
}

void print(const std::string& metric, double value, const std::string& unit) {
  bench::print({.bench = "road_times", .metric = metric, .value = value, .unit = unit, .runs = runs, .peer = "OSRM", .ratio = {}});
}

// Import and search decide nothing by chance: every run must say the same.
void check_same(const comparison& a, const comparison& b) {
  if (a.rank_correlation != b.rank_correlation || a.median_ratio != b.median_ratio || a.unroutable != b.unroutable) {
    std::fprintf(stderr, "two runs differ\n");
  }
}

double farther_from_one(double a, double b) { return std::abs(std::log(b)) > std::abs(std::log(a)) ? b : a; }

}  // namespace

int main() {
  comparison worst;
  worst.rank_correlation = worst.median_ratio = 1;
  for (const std::string name : {"porto_region", "liechtenstein"}) {
    const auto path = test::shared_file("golden/osrm_" + name + ".json");
    if (!path) {
      std::fprintf(stderr, "road_times needs ../shared\n");
      return 0;
    }
    const auto other = read_golden(*path);
    const auto found = compare(other);
    for (int run = 1; run < runs; ++run) check_same(found, compare(other));
    print("rank_correlation_" + name, found.rank_correlation, "");
    print("median_ratio_" + name, found.median_ratio, "times");
    print("p05_ratio_" + name, found.p05_ratio, "times");
    print("p95_ratio_" + name, found.p95_ratio, "times");
    print("worst_ratio_" + name, found.worst_ratio, "times");
    print("unroutable_" + name, static_cast<double>(found.unroutable), "pairs");
    const auto &from = other.points[found.worst_from], &to = other.points[found.worst_to];
    std::fprintf(stderr,
                 "%s: of %zu pairs the one that differs most is %.6f,%.6f to %.6f,%.6f: the other router says %.0f s, we say %.2f times that\n",
                 name.c_str(), found.pairs, from.lon, from.lat, to.lon, to.lat, other.seconds[found.worst_from][found.worst_to], found.worst_ratio);
    worst.rank_correlation = std::min(worst.rank_correlation, found.rank_correlation);
    worst.median_ratio = farther_from_one(worst.median_ratio, found.median_ratio);
    worst.unroutable += found.unroutable;
  }
  // Of both extracts the worse.
  print("rank_correlation", worst.rank_correlation, "");
  print("median_ratio", worst.median_ratio, "times");
  print("unroutable", static_cast<double>(worst.unroutable), "pairs");
  return 0;
}
