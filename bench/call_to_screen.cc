// links: base
// Incident posted → durable → recommended → heard by a listening console, at 200 incidents a second for 60 s, on the real
// program. Arguments: seconds, calls per second and runs (60, 200 and 5 when left out).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "bench/bench_report.h"
#include "bench/server_town.h"
#include "foundation/base/clock.h"
#include "support/server_process.h"
#include "support/test_folder.h"

namespace {

using clock_type = std::chrono::steady_clock;
constexpr std::size_t senders = 8;

std::int64_t now_us() { return std::chrono::duration_cast<std::chrono::microseconds>(clock_type::now().time_since_epoch()).count(); }

// What the listening console heard of each incident: how often it appeared new, and when its recommendation came.
struct heard {
  std::map<std::string, int> created;
  std::map<std::string, std::int64_t> recommended_us;
};

void listen(const test::server_process& server, const std::string& cookie, std::size_t wanted, heard& into, std::atomic<bool>& stop) {
  test::event_reader stream(server.port(), "/api/events", {{"Cookie", cookie}});
  while (!stop && into.recommended_us.size() < wanted) {
    const auto event = stream.next();
    if (!event) return;
    if (event->name == "recommendation") {
      into.recommended_us.emplace(test::json_member(event->data, "incident_id"), now_us());
    } else if (event->name == "incident" && event->data.find(R"("version":1)") != std::string::npos) {
      ++into.created[test::json_member(event->data, "id")];
    }
  }
}

struct posted {
  std::mutex mutex;
  std::map<std::string, std::int64_t> at_us;
};

// When each call comes in: so many a second on average, at random moments, as calls do (a Poisson process).
std::vector<std::int64_t> arrivals_us(int per_s, int seconds) {
  std::mt19937 random(20261122);
  std::uniform_int_distribution<std::int64_t> moment(0, static_cast<std::int64_t>(seconds) * 1'000'000);
  std::vector<std::int64_t> out(static_cast<std::size_t>(per_s) * static_cast<std::size_t>(seconds));
  for (auto& one : out) one = moment(random);
  std::sort(out.begin(), out.end());
  return out;
}

// Posts every `senders`-th call. Its time counts from the moment it was due, so that a slow answer to the one before does not
// hide anything.
void send(const test::server_process& server, const std::string& cookie, std::size_t first, const std::vector<std::int64_t>& due_us, posted& into) {
  test::http_client client(server.port());
  const auto began = clock_type::now();
  const auto began_us = now_us();
  for (std::size_t i = first; i < due_us.size(); i += senders) {
    std::this_thread::sleep_until(began + std::chrono::microseconds(due_us[i]));
    char body[160];
    std::snprintf(body, sizeof body, R"({"type":"noise","location":{"lon":%.5f,"lat":%.5f}})", -122.70 + static_cast<double>(i * 7 % 70) * 0.001,
                  45.495 + static_cast<double>(i * 11 % 45) * 0.001);
    const auto answer = client.request("POST", "/api/incidents", {{"Cookie", cookie}, {"Content-Type", "application/json"}}, body);
    if (answer.status != 201) continue;
    const std::scoped_lock lock(into.mutex);
    into.at_us.emplace(test::json_member(answer.body, "id"), began_us + due_us[i]);
  }
}

struct outcome {
  std::size_t incidents = 0;
  double p50_ms = 0, p99_ms = 0;
  int lost = 0, twice = 0;
};

// To standard error: the slowest of each five seconds, to see what a slow moment was.
void print_course(const posted& calls, const heard& console) {
  std::map<std::int64_t, std::vector<double>> by_time;
  if (calls.at_us.empty()) return;
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  for (const auto& [id, at] : calls.at_us) first = std::min(first, at);
  for (const auto& [id, at] : calls.at_us) {
    const auto found = console.recommended_us.find(id);
    if (found != console.recommended_us.end()) by_time[(at - first) / 5'000'000].push_back(static_cast<double>(found->second - at) / 1'000);
  }
  for (const auto& [five, took_ms] : by_time)
    std::fprintf(stderr, "%3lld s: p50 %.0f, slowest %.0f ms\n", static_cast<long long>(five * 5), bench::quantile(took_ms, 0.5),
                 bench::quantile(took_ms, 1));
}

outcome judge(const posted& calls, const heard& console) {
  outcome out{.incidents = calls.at_us.size()};
  std::vector<double> took_ms;
  for (const auto& [id, at] : calls.at_us) {
    const auto found = console.recommended_us.find(id);
    const auto made = console.created.find(id);
    if (found == console.recommended_us.end() || made == console.created.end()) {
      ++out.lost;
      continue;
    }
    out.twice += made->second > 1 ? 1 : 0;
    took_ms.push_back(static_cast<double>(found->second - at) / 1'000);
  }
  print_course(calls, console);
  out.p50_ms = bench::quantile(took_ms, 0.5);
  out.p99_ms = bench::quantile(took_ms, 0.99);
  return out;
}

// One run on a new place with a new database.
outcome run_once(int seconds, int per_s) {
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data, {"dispatch.position_age_s=86400"});
  test::desk_client desk(server, "dispatcher");
  bench::place_units(desk, bench::unit_ids(desk), [](std::size_t i) {
    return std::pair{-122.70 + static_cast<double>(i % 10) * 0.007, 45.495 + static_cast<double>(i / 10) * 0.012};
  });
  const std::string listener = server.sign_in("commander");
  heard console;
  posted calls;
  std::atomic<bool> stop{false};
  const auto due_us = arrivals_us(per_s, seconds);
  std::thread reader([&] { listen(server, listener, due_us.size(), console, stop); });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < senders; ++i) threads.emplace_back([&, i] { send(server, desk.cookie(), i, due_us, calls); });
  for (auto& thread : threads) thread.join();
  std::this_thread::sleep_for(std::chrono::seconds(5));
  stop = true;
  reader.join();  // the status event of the next beat wakes it
  return judge(calls, console);
}

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 60;
  const int per_s = argc > 2 ? std::atoi(argv[2]) : 200;
  const int runs = argc > 3 ? std::atoi(argv[3]) : 5;
  std::vector<double> incidents, p50, p99;
  int lost = 0, twice = 0;
  for (int run = 0; run < runs; ++run) {
    const auto one = run_once(seconds, per_s);
    incidents.push_back(static_cast<double>(one.incidents));
    p50.push_back(one.p50_ms);
    p99.push_back(one.p99_ms);
    lost += one.lost;
    twice += one.twice;
  }
  const auto print = [&](const std::string& metric, double value, const std::string& unit) {
    bench::print({.bench = "call_to_screen", .metric = metric, .value = value, .unit = unit, .runs = runs, .peer = {}, .ratio = {}});
  };
  print("incidents", bench::median(incidents), "count");
  print("p50_ms", bench::median(p50), "ms");
  print("p99_ms", bench::median(p99), "ms");
  print("lost", lost, "count");  // in all runs together
  print("twice", twice, "count");
  return 0;
}
