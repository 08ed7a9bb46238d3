// links: base
// Incident posted → durable → recommended → heard by a listening console, at 200 incidents a second for 60 s, on the real
// program. Arguments: seconds and calls per second (60 and 200 when left out).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "foundation/base/clock.h"
#include "support/server_process.h"
#include "support/test_folder.h"

namespace {

using clock_type = std::chrono::steady_clock;
constexpr int senders = 8;

std::int64_t now_us() { return std::chrono::duration_cast<std::chrono::microseconds>(clock_type::now().time_since_epoch()).count(); }

void print(const char* metric, double value, const char* unit) {
  std::printf(R"({"bench":"call_to_screen","metric":"%s","value":%.3f,"unit":"%s","runs":1})"
              "\n",
              metric, value, unit);
}

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

void send(const test::server_process& server, const std::string& cookie, int number, int per_s, int seconds, posted& into) {
  test::http_client client(server.port());
  const auto began = clock_type::now();
  const int total = per_s * seconds / senders;
  for (int i = 0; i < total; ++i) {
    std::this_thread::sleep_until(began + std::chrono::microseconds(static_cast<std::int64_t>(i) * 1'000'000 * senders / per_s));
    char body[160];
    std::snprintf(body, sizeof body, R"({"type":"noise","location":{"lon":%.5f,"lat":%.5f}})", -122.70 + (i * 7 + number * 13) % 70 * 0.001,
                  45.495 + (i * 11 + number * 5) % 45 * 0.001);
    const auto at = now_us();
    const auto answer = client.request("POST", "/api/incidents", {{"Cookie", cookie}, {"Content-Type", "application/json"}}, body);
    if (answer.status != 201) continue;
    const std::scoped_lock lock(into.mutex);
    into.at_us.emplace(test::json_member(answer.body, "id"), at);
  }
}

std::string positions_of_all(test::desk_client& desk) {
  const auto units = desk.get("/api/units?limit=500").body;
  const base::system_clock time;
  std::string body = R"({"positions":[)";
  int count = 0;
  for (auto at = units.find(R"({"id":")"); at != std::string::npos; at = units.find(R"({"id":")", at + 1), ++count) {
    char one[200];
    std::snprintf(one, sizeof one, R"(%s{"unit_id":"%s","position":{"lon":%.5f,"lat":%.5f},"at":"%s"})", count == 0 ? "" : ",",
                  units.substr(at + 7, units.find('"', at + 7) - at - 7).c_str(), -122.70 + count % 10 * 0.007, 45.495 + count / 10 * 0.012,
                  base::to_rfc3339(time.now()).c_str());
    body += one;
  }
  return body + "]}";
}

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 60;
  const int per_s = argc > 2 ? std::atoi(argv[2]) : 200;
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data, {"dispatch.position_age_s=86400"});
  test::desk_client desk(server, "dispatcher");
  desk.post("/api/unit-positions", positions_of_all(desk));
  const std::string listener = server.sign_in("commander");
  heard console;
  posted calls;
  std::atomic<bool> stop{false};
  std::thread reader([&] { listen(server, listener, static_cast<std::size_t>(per_s * seconds / senders * senders), console, stop); });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  std::vector<std::thread> threads;
  for (int i = 0; i < senders; ++i) threads.emplace_back([&, i] { send(server, desk.cookie(), i, per_s, seconds, calls); });
  for (auto& thread : threads) thread.join();
  std::this_thread::sleep_for(std::chrono::seconds(5));
  stop = true;
  reader.join();  // the status event of the next beat wakes it
  std::vector<double> took_ms;
  int lost = 0, twice = 0;
  for (const auto& [id, at] : calls.at_us) {
    const auto found = console.recommended_us.find(id);
    if (found == console.recommended_us.end() || !console.created.contains(id)) {
      ++lost;
      continue;
    }
    twice += console.created[id] > 1 ? 1 : 0;
    took_ms.push_back(static_cast<double>(found->second - at) / 1'000);
  }
  std::sort(took_ms.begin(), took_ms.end());
  const auto quantile = [&](double p) {
    return took_ms.empty() ? 0 : took_ms[static_cast<std::size_t>(p * static_cast<double>(took_ms.size() - 1))];
  };
  print("incidents", static_cast<double>(calls.at_us.size()), "count");
  print("p50_ms", quantile(0.5), "ms");
  print("p99_ms", quantile(0.99), "ms");
  print("lost", lost, "count");
  print("twice", twice, "count");
  return 0;
}
