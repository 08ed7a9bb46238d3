// links: matter
// Reading and judging the whole catalogue, and a year of 10,000 random matters on the rules alone.
#include <cstdio>

#include "bench/bench_report.h"
#include "engines/matter/catalogue_read.h"
#include "engines/matter/kind_roles.h"
#include "engines/matter/simulate.h"
#include "support/shared_data.h"

namespace {

constexpr int runs = 5;

void print(const std::string& metric, double value, const std::string& unit) {
  bench::print({.bench = "catalogue", .metric = metric, .value = value, .unit = unit, .runs = runs, .peer = {}, .ratio = {}});
}

}  // namespace

int main() {
  const auto folder = test::project_file("catalogue");
  const auto roles = matter::kind_roles();
  std::vector<double> load, year;
  std::size_t kinds = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<matter::fault> faults;
    const bench::stopwatch watch;
    const auto town = matter::read_catalogue(folder, roles, faults);
    load.push_back(watch.ms());
    kinds = town.kinds.size();
    if (!faults.empty()) {
      std::fprintf(stderr, "the catalogue is faulty: %s\n", faults.front().what.c_str());
      return 1;
    }
  }
  const auto town = matter::load_catalogue(folder);
  std::int64_t cases = 0;
  for (int run = 0; run < runs; ++run) {
    const bench::stopwatch watch;
    const auto report = matter::simulate(town, {.cases = 10'000, .seed = static_cast<std::uint64_t>(run + 1)});
    year.push_back(watch.ms() / 1'000);
    for (const auto& one : report.kinds) cases += one.cases;
  }
  std::fprintf(stderr, "%zu kinds, %lld cases\n", kinds, static_cast<long long>(cases));
  print("load_ms", bench::median(load), "ms");
  print("simulate_s", bench::median(year), "s");
  return 0;
}
