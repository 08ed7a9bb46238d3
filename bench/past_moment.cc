// links: moment
// A past moment out of 30 days of a town's history: 500 units changing shift, 300 incidents a day with their assignments.
// Also what the history costs an operation that keeps a record.
#include <algorithm>
#include <functional>
#include <iostream>
#include <random>

#include "bench/bench_report.h"
#include "foundation/store/store.h"
#include "insight/moment/moment_api.h"
#include "insight/moment/moment_keys.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace {

constexpr int days = 30;
constexpr int units = 500;
constexpr int incidents_a_day = 300;
const base::instant began = *base::instant_from_rfc3339("2026-10-01T00:00:00Z");

std::string padded(std::string json, std::size_t bytes) {
  json.pop_back();
  json += R"(,"rest":")" + std::string(bytes > json.size() + 11 ? bytes - json.size() - 11 : 0, 'x') + "\"}";
  return json;
}

struct change {
  std::int64_t at_us;
  std::function<void(store::transaction&)> what;
};

store::kept_record state(std::string topic, std::string id, std::string record, bool ended = false) {
  const std::string permission = topic == "unit" ? "unit.read" : "incident.read";
  return {.topic = std::move(topic),
          .subject_id = std::move(id),
          .area_path = "/town/a/",
          .permission = permission,
          .ended = ended,
          .record = std::move(record)};
}

void add_units(std::vector<change>& all) {
  for (int u = 0; u < units; ++u) {
    const auto id = "019ac000-0000-7000-8000-00000000" + std::to_string(1000 + u);
    for (int turn = 0; turn < days * 4; ++turn) {
      const auto at = began + base::hours(6 * turn) + base::seconds(u);
      const std::string record =
          R"({"id":")" + id + R"(","on_shift":)" + (turn % 2 == 0 ? "true" : "false") + R"(,"state":"available","incident_id":null})";
      all.push_back({at.us, [id, record](store::transaction& t) { t.keep(state("unit", id, padded(record, 700))); }});
    }
  }
}

// An incident's life: eight states within about an hour, six of its assignment.
void add_incident(std::vector<change>& all, std::mt19937_64& random, std::int64_t number) {
  const auto id = "019ac000-0000-7000-9000-" + std::to_string(100'000'000'000 + number);
  const auto unit = "019ac000-0000-7000-8000-00000000" + std::to_string(1000 + static_cast<int>(random() % units));
  auto at = base::instant{began.us + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(base::days(1).us)) +
                          number / incidents_a_day * base::days(1).us};
  const char* const steps[] = {"assigned", "assigned", "accepted", "en_route", "on_scene", "cleared", "released", "released"};
  const auto reported = base::to_rfc3339(at);
  for (int step = 0; step < 8; ++step) {
    const std::string incident = R"({"id":")" + id + R"(","priority":3,"reported_at":")" + reported + "\"}";
    const std::string assignment =
        R"({"id":"a)" + id + R"(","incident_id":")" + id + R"(","unit_id":")" + unit + R"(","status":")" + steps[step] + "\"}";
    all.push_back({at.us, [id, incident, assignment, step](store::transaction& t) {
                     t.keep(state("incident", id, padded(incident, 1'500), step == 7));
                     if (step > 0 && step < 7) t.keep(state("assignment", "a" + id, padded(assignment, 600), step == 6));
                   }});
    at = at + base::seconds(60 + static_cast<int>(random() % 900));
  }
}

void fill(store::database& db, base::manual_clock& clock) {
  std::vector<change> all;
  std::mt19937_64 random(1);
  add_units(all);
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(days) * incidents_a_day; ++i) add_incident(all, random, i);
  std::sort(all.begin(), all.end(), [](const change& a, const change& b) { return a.at_us < b.at_us; });
  auto next_key = began + base::hours(6);
  std::size_t waiting = 0;
  for (const auto& one : all) {
    if (one.at_us > next_key.us) {
      moment::write_key(db, next_key);
      next_key = next_key + base::hours(6);
    }
    // A few at once, at the time of the first: an operation's time is taken when it runs.
    if (waiting == 0) clock.set_wall({one.at_us});
    waiting = (waiting + 1) % 4;
    if (waiting == 0) {
      db.write_and_wait({}, one.what);
    } else {
      db.write({}, one.what, nullptr);
    }
  }
  db.write_and_wait({}, [](store::transaction&) {});
}

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
