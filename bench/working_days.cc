// links: calendar
// Our file of working days against the reference, every day of 2015–2026; and how many deadlines a core computes.
#include <cstdio>
#include <random>

#include "bench/bench_report.h"
#include "foundation/calendar/deadline.h"
#include "support/holiday_reference.h"
#include "support/shared_data.h"

namespace {

constexpr int runs = 5;
constexpr std::size_t starts = 200'000;

void print(const std::string& metric, double value, const std::string& unit, int of_runs) {
  bench::print({.bench = "working_days", .metric = metric, .value = value, .unit = unit, .runs = of_runs, .peer = {}, .ratio = {}});
}

std::size_t count_agreeing(const calendar::working_days& known, const std::string& folder) {
  std::size_t agree = 0;
  for (const auto& [text, is_working] : test::reference_working_days(folder)) {
    const auto on = calendar::day_from_text(text);
    if (on && known.is_working(*on) == is_working) ++agree;
  }
  return agree;
}

// Deadlines a second, each from another moment of 2025 and 2026 and with a pause of two days.
double deadlines_s(const calendar::local_days& in, const calendar::limit& within, std::int64_t& sum) {
  std::mt19937_64 random(5);
  const auto first = calendar::start_of(calendar::first_day_of(2025), in.utc_offset_min);
  std::vector<calendar::pause> pauses(1);
  const bench::stopwatch watch;
  for (std::size_t i = 0; i < starts; ++i) {
    const auto start = first + base::minutes(static_cast<std::int64_t>(random() % (700 * 1'440)));
    pauses[0] = {start + base::hours(20), start + base::hours(68)};
    sum += calendar::deadline_of(start, within, pauses, in).at.us & 1'023;
  }
  return static_cast<double>(starts) / watch.ms() * 1'000;
}

}  // namespace

int main() {
  const auto known = calendar::read_working_days(test::project_file("catalogue/working_days.yaml"));
  if (const auto folder = test::shared_file("conformance/holidays")) {
    print("agree", static_cast<double>(count_agreeing(known, *folder)), "of 4383 days", 1);
  } else {
    std::fprintf(stderr, "agree is left out: it needs ../shared/conformance/holidays\n");
  }
  const calendar::local_days in{.known = known, .utc_offset_min = 480};
  std::int64_t sum = 0;
  std::vector<double> working, plain;
  for (int run = 0; run < runs; ++run) {
    working.push_back(deadlines_s(in, {.amount = 5, .in = calendar::unit::working_days}, sum));
    plain.push_back(deadlines_s(in, {.amount = 30, .in = calendar::unit::days, .rolls = true}, sum));
  }
  print("deadlines_5_working_days_s", bench::median(working), "1/s", runs);
  print("deadlines_30_days_s", bench::median(plain), "1/s", runs);
  return sum < 0 ? 1 : 0;
}
