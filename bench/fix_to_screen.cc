// links: base
// A fix posted → judged, durable, on its road → heard by a listening console: 20,000 fixes a second of 10,000 units in JSON batches
// of 100, on the real program; the console looks at a sixth of the town, unit by unit. Arguments: seconds, fixes a second and runs
// (20, 20000 and 5 when left out).
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "bench/bench_report.h"
#include "bench/server_town.h"
#include "support/shared_data.h"

namespace {

using clock_type = std::chrono::steady_clock;
constexpr std::size_t units = 10'000, batch = 100, batches = units / batch, senders = 4;
constexpr double west = -122.7132, south = 45.489, east = -122.618, north = 45.5453;
constexpr std::size_t columns = 100;
constexpr double column_deg = 0.00095, row_deg = 0.00056, step_deg = 1e-5;  // a step can be told from the next in what a console hears
constexpr std::size_t seen_columns = 17;
constexpr double warm_s = 3;  // the first rounds name every unit to the console: not measured

std::int64_t now_us() { return std::chrono::duration_cast<std::chrono::microseconds>(clock_type::now().time_since_epoch()).count(); }

double lon_of(std::size_t unit, std::size_t step) {
  return west + static_cast<double>(unit % columns) * column_deg + static_cast<double>(step) * step_deg;
}
double lat_of(std::size_t unit) { return south + static_cast<double>(unit / columns) * row_deg; }

// Sent and heard: microseconds by unit and step; 0: not yet.
struct ledger {
  std::vector<std::vector<std::int64_t>> sent, heard;
  std::atomic<std::int64_t> refused{0};
};

// Posts every `senders`-th batch of each round when it is due, and counts its time from there.
void send(const test::server_process& server, const std::string& cookie, const std::vector<std::string>& ids, std::size_t first, std::size_t rounds,
          std::int64_t began_us, std::int64_t round_us, ledger& into) {
  test::http_client client(server.port());
  for (std::size_t i = first; i < rounds * batches; i += senders) {
    const std::size_t round = i / batches, from = i % batches * batch;
    const auto due_us = began_us + static_cast<std::int64_t>(i) * round_us / static_cast<std::int64_t>(batches);
    if (const auto wait_us = due_us - now_us(); wait_us > 0) std::this_thread::sleep_for(std::chrono::microseconds(wait_us));
    const auto at = base::to_rfc3339(base::system_clock().now());
    std::string body = R"({"positions":[)";
    for (std::size_t unit = from; unit < from + batch; ++unit) {
      char one[200];
      std::snprintf(one, sizeof one, R"(%s{"unit_id":"%s","position":{"lon":%.6f,"lat":%.6f},"at":"%s","speed_mps":1.5})", unit == from ? "" : ",",
                    ids[unit].c_str(), lon_of(unit, round), lat_of(unit), at.c_str());
      body += one;
      into.sent[unit][round] = due_us;
    }
    const auto answer = client.request("POST", "/api/unit-positions", {{"Cookie", cookie}, {"Content-Type", "application/json"}}, body + "]}");
    if (answer.status != 200 || answer.body.find(R"("accepted":100)") == std::string::npos) ++into.refused;
  }
}

// Reads the numbers of a list of lists; calls what(numbers) for each inner one that begins with a number.
template <class What>
void each_row(const std::string& data, std::string_view name, const What& what) {
  auto at = data.find('"' + std::string(name) + "\":[");
  if (at == std::string::npos) return;
  const char* here = data.data() + at + name.size() + 4;
  const char* const end = data.data() + data.size();
  while (here < end && *here == '[') {
    std::int64_t numbers[6] = {};
    const char* next = here + 1;
    std::string_view rest;
    for (auto& number : numbers) {
      next = std::from_chars(next, end, number).ptr;
      if (*next != ',') break;
      ++next;
      if (*next == '"') break;
    }
    const auto close = std::string_view(next, static_cast<std::size_t>(end - next)).find(']');
    rest = std::string_view(next, close);
    what(numbers, rest);
    here = next + close + 1;
    if (here < end && *here == ',') ++here;
  }
}

void listen(const test::server_process& server, const std::string& cookie, const std::unordered_map<std::string, std::size_t>& unit_of, ledger& into,
            const std::atomic<bool>& stop) {
  char view[100];
  std::snprintf(view, sizeof view, "%.5f,%.5f,%.5f,%.5f", west - 0.001, south - 0.001, west + seen_columns * column_deg - step_deg, north + 0.001);
  test::event_reader stream(server.port(), std::string("/api/unit-stream?view=") + view, {{"Cookie", cookie}});
  std::unordered_map<std::int64_t, std::size_t> by_number;
  while (!stop) {
    const auto event = stream.next();
    if (!event) return;
    if (event->name != "units") continue;
    const auto at_us = now_us();
    each_row(event->data, "names", [&](const auto& numbers, std::string_view rest) {
      by_number[numbers[0]] = unit_of.at(std::string(rest.substr(1, rest.find('"', 1) - 1)));
    });
    each_row(event->data, "units", [&](const auto& numbers, std::string_view) {
      const auto unit = by_number.at(numbers[0]);
      const auto step = std::llround(static_cast<double>(numbers[1]) - lon_of(unit, 0) * 1e5);
      if (step >= 0 && step < static_cast<std::int64_t>(into.heard[unit].size())) into.heard[unit][static_cast<std::size_t>(step)] = at_us;
    });
  }
}

struct outcome {
  double p50_ms = 0, p99_ms = 0, sent_s = 0;
  std::int64_t unheard = 0, refused = 0;
};

// A fix that a newer one overtook is heard with the newer one.
outcome judge(const ledger& all, std::size_t warm_rounds, std::int64_t last_counted_us) {
  outcome out{.refused = all.refused};
  std::vector<double> ms;
  for (std::size_t unit = 0; unit < units; ++unit) {
    if (unit % columns >= seen_columns) continue;
    std::int64_t heard_us = 0;
    for (std::size_t step = all.sent[unit].size(); step-- > warm_rounds;) {
      if (all.heard[unit][step] != 0) heard_us = heard_us == 0 ? all.heard[unit][step] : std::min(heard_us, all.heard[unit][step]);
      if (all.sent[unit][step] == 0 || all.sent[unit][step] > last_counted_us) continue;
      if (heard_us == 0) {
        ++out.unheard;
      } else {
        ms.push_back(static_cast<double>(heard_us - all.sent[unit][step]) / 1'000);
      }
    }
  }
  out.p50_ms = bench::quantile(ms, 0.5);
  out.p99_ms = bench::quantile(ms, 0.99);
  return out;
}

outcome run_once(const std::string& place, double seconds, double per_s) {
  const test::folder folder;
  test::server_process::import_place(place, folder.file("data"));
  test::server_process server(folder.file("data"), {"sample.move_units=false", "server.requests_s=0", "log.level=warning"});
  test::desk_client desk(server, "commander");
  const auto ids = bench::unit_ids(desk);
  std::unordered_map<std::string, std::size_t> unit_of;
  for (std::size_t i = 0; i < ids.size(); ++i) unit_of[ids[i]] = i;
  const double round_s = static_cast<double>(units) / per_s;
  const auto rounds = static_cast<std::size_t>(std::ceil((seconds + warm_s) / round_s));
  ledger all;
  all.sent.assign(units, std::vector<std::int64_t>(rounds, 0));
  all.heard = all.sent;
  const std::string listener = server.sign_in("dispatcher");
  std::atomic<bool> stop{false};
  std::thread console([&] { listen(server, listener, unit_of, all, stop); });
  const auto began_us = now_us() + 200'000;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < senders; ++i) {
    threads.emplace_back([&, i] { send(server, desk.cookie(), ids, i, rounds, began_us, static_cast<std::int64_t>(round_s * 1e6), all); });
  }
  for (auto& thread : threads) thread.join();
  const auto ended_us = now_us();
  std::this_thread::sleep_for(std::chrono::seconds(2));
  stop = true;
  console.join();  // the status event of the next beat wakes it
  auto out = judge(all, static_cast<std::size_t>(std::ceil(warm_s / round_s)), ended_us);
  out.sent_s = static_cast<double>(rounds * units) / (static_cast<double>(ended_us - began_us) / 1e6);
  return out;
}

void print(int runs, const std::string& metric, double value, const std::string& unit) {
  bench::print({.bench = "fix_to_screen", .metric = metric, .value = value, .unit = unit, .runs = runs, .peer = {}, .ratio = {}});
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 20;
  const double per_s = argc > 2 ? std::atof(argv[2]) : 20'000;
  const int runs = argc > 3 ? std::atoi(argv[3]) : 5;
  const test::folder folder;
  const auto place = bench::write_place(
      folder,
      {.roads = test::project_file("sample/portland/roads.osm.pbf"), .west = west, .south = south, .east = east, .north = north, .units = units});
  std::vector<double> p50, p99, sent;
  std::int64_t unheard = 0, refused = 0;
  for (int run = 0; run < runs; ++run) {
    const auto one = run_once(place, seconds, per_s);
    p50.push_back(one.p50_ms);
    p99.push_back(one.p99_ms);
    sent.push_back(one.sent_s);
    unheard += one.unheard;
    refused += one.refused;
  }
  print(runs, "p50_ms", bench::median(p50), "ms");
  print(runs, "p99_ms", bench::median(p99), "ms");
  print(runs, "sent_fixes_s", bench::median(sent), "1/s");
  print(runs, "unheard", static_cast<double>(unheard), "1");
  print(runs, "refused_batches", static_cast<double>(refused), "1");
  return 0;
}
