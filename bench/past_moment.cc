// links: moment
// A past moment out of 30 days of a town's history: 500 units changing shift, 300 incidents a day with their assignments.
// Also what the history costs an operation that keeps a record.
#include <functional>
#include <iostream>
#include <random>

#include "bench/bench_report.h"
#include "bench/past_town.h"
#include "foundation/store/store.h"
#include "insight/moment/moment_api.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace {

using namespace bench;  // the town

double median_ms(int runs, const std::function<void()>& what) {
  std::vector<double> took;
  for (int i = 0; i < runs; ++i) {
    const bench::stopwatch one;
    what();
    took.push_back(one.ms());
  }
  return bench::median(took);
}

void print(const char* metric, double value, const char* unit, int runs) {
  bench::print({.bench = "past_moment", .metric = metric, .value = value, .unit = unit, .runs = runs, .peer = {}, .ratio = {}});
}

// Operations a second of one client, with and without a record for the history.
double operations_s(store::database& db, bool kept) {
  constexpr int count = 3'000;
  const bench::stopwatch whole;
  for (int i = 0; i < count; ++i) {
    db.write(
        {},
        [i, kept](store::transaction& t) {
          const auto id = t.new_id();
          t.journal({.action = "change", .subject_kind = "incident", .subject_id = id});
          auto record = padded(R"({"id":")" + id + R"(","n":)" + std::to_string(i) + "}", 1'500);
          if (kept) t.keep(state("bench", id, record));
          t.publish({.topic = "bench", .subject_id = id, .area_path = "/", .permission = "incident.read", .payload = std::move(record)});
        },
        nullptr);
  }
  db.write_and_wait({}, [](store::transaction&) {});
  return count / whole.ms() * 1'000;
}

}  // namespace

int main() {
  const test::folder folder;
  base::manual_clock clock(began);
  const auto db = store::open({.location = folder.file("bench.db"), .migrations_folder = test::project_file("database")}, clock);
  fill(*db, clock);
  clock.set_wall(began + base::days(days + 1));
  const auto operations = moment::moment_operations({.time = clock});
  operation::caller viewer;
  viewer.grants = {{"incident.read", "/town/"}, {"unit.read", "/town/"}};
  const auto ask = [&](std::size_t which, std::map<std::string, std::string, std::less<>> query) {
    const operation::request request{.who = viewer, .query = std::move(query)};
    std::size_t bytes = 0;
    db->read([&](store::connection& reader) { bytes = operations[which].read(request, reader).body.size(); });
    if (bytes < 1'000) throw std::runtime_error("an empty moment");
  };
  std::mt19937_64 random(2);
  const auto some_time = [&] {
    return base::to_rfc3339(
        {began.us + base::days(1).us + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(base::days(days - 1).us))});
  };
  print("moment_ms", median_ms(101, [&] { ask(0, {{"at", some_time()}}); }), "ms", 101);
  print("moment_known_now_ms", median_ms(51, [&] { ask(0, {{"at", some_time()}, {"known", "now"}}); }), "ms", 51);
  const auto range = [&](int back) {
    ask(1, {{"from", base::to_rfc3339(began + base::days(days - back))}, {"to", base::to_rfc3339(began + base::days(days))}});
  };
  print("range_day_ms", median_ms(11, [&] { range(1); }), "ms", 11);
  print("range_month_ms", median_ms(5, [&] { range(days); }), "ms", 5);
  std::vector<double> plain, kept;
  for (int run = 0; run < 5; ++run) {
    plain.push_back(operations_s(*db, false));
    kept.push_back(operations_s(*db, true));
  }
  print("event_operations_s", bench::median(plain), "1/s", 5);
  print("kept_operations_s", bench::median(kept), "1/s", 5);
  return 0;
}
