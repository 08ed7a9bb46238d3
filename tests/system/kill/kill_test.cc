// kill -9 under load: every acknowledged incident and every acknowledged position is there once after the restart.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "foundation/base/clock.h"
#include "support/loaded_place.h"
#include "support/marked_calls.h"
#include "support/server_process.h"
#include "support/test_folder.h"

namespace {

constexpr int kills = 20;
constexpr int clients = 4;

// Sends calls until the server is gone; returns the marks that were acknowledged.
std::vector<std::string> send_calls(const test::server_process& server, const std::string& cookie, const std::string& prefix) {
  std::vector<std::string> acknowledged;
  try {
    test::http_client client(server.port());
    for (int i = 0; i < 100'000; ++i) {
      const std::string mark = prefix + "-" + std::to_string(i);
      const auto answer = client.request(
          "POST", "/api/incidents", {{"Cookie", cookie}, {"Content-Type", "application/json"}, {"Idempotency-Key", mark}}, test::marked_call(mark));
      if (answer.status == 201) acknowledged.push_back(mark);
    }
  } catch (const std::runtime_error&) {
    // the kill
  }
  return acknowledged;
}

// Reports one unit every 10 ms of its own time, ten fixes a batch, until the server is gone; returns how many were acknowledged.
std::int64_t send_positions(const test::server_process& server, const std::string& cookie, const std::string& unit, base::instant first,
                            std::int64_t from) {
  std::int64_t next = from;
  try {
    test::http_client client(server.port());
    for (; next < from + 10'000; next += 10) {
      std::string body = R"({"positions":[)";
      for (std::int64_t i = next; i < next + 10; ++i) {
        body += (i == next ? "" : ",") + (R"({"unit_id":")" + unit) + R"(","position":{"lon":-122.65,"lat":45.52},"at":")" +
                base::to_rfc3339(first + base::milliseconds(10 * i)) + "\"}";
      }
      const auto answer = client.request("POST", "/api/unit-positions", {{"Cookie", cookie}, {"Content-Type", "application/json"}}, body + "]}");
      if (answer.status != 200) break;
    }
  } catch (const std::runtime_error&) {
    // the kill: the batch under way may be kept or not
  }
  return next;
}

// How often each time of a fix stands in a trail.
std::map<std::string, int> times_in(const std::string& trail) {
  static const std::string key = R"("at":")";
  std::map<std::string, int> found;
  for (auto at = trail.find(key); at != std::string::npos; at = trail.find(key, at + 1)) {
    const auto begin = at + key.size();
    ++found[trail.substr(begin, trail.find('"', begin) - begin)];
  }
  return found;
}

}  // namespace

TEST(Kill, EveryAcknowledgedIncidentIsThereOnceAfterTwentyKills) {
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data);
  std::mt19937 random(7);
  std::vector<std::string> acknowledged;
  for (int round = 0; round < kills; ++round) {
    const std::string cookie = server.sign_in("dispatcher");
    std::vector<std::vector<std::string>> results(clients);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < results.size(); ++i) {
      threads.emplace_back([&, i] { results[i] = send_calls(server, cookie, "k" + std::to_string(round) + "-" + std::to_string(i)); });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 250));
    server.kill();
    for (auto& thread : threads) thread.join();
    for (const auto& one : results) acknowledged.insert(acknowledged.end(), one.begin(), one.end());
    server.start();
  }
  test::desk_client desk(server, "dispatcher");
  const auto stored = test::stored_marks(desk);
  EXPECT_GT(acknowledged.size(), 100U);
  for (const auto& mark : acknowledged) ASSERT_EQ(stored.count(mark), 1U) << mark;
  for (const auto& mark : stored) ASSERT_EQ(stored.count(mark), 1U) << mark << " is stored twice";
  // A repeat of an acknowledged call with its key gives the same incident, not a second one.
  const auto repeated = desk.post("/api/incidents", test::marked_call(acknowledged.front()), {{"Idempotency-Key", acknowledged.front()}});
  EXPECT_EQ(repeated.status, 201) << repeated.body;
  EXPECT_EQ(test::stored_marks(desk).size(), stored.size());
}

TEST(Kill, EveryAcknowledgedPositionIsThereOnceAfterTenKills) {
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data, {}, test::loaded_portland());
  test::server_process server(data, {"sample.move_units=false"});
  const auto first = base::system_clock().now();
  std::vector<std::string> units;
  {
    test::desk_client desk(server, "dispatcher");
    const auto listed = desk.get("/api/units?limit=4").body;
    for (auto at = listed.find(R"({"id":")"); at != std::string::npos; at = listed.find(R"({"id":")", at + 1)) {
      units.push_back(listed.substr(at + 7, listed.find('"', at + 7) - at - 7));
    }
  }
  ASSERT_EQ(units.size(), 4U);
  std::vector<std::int64_t> acknowledged(units.size(), 0);
  std::mt19937 random(11);
  for (int round = 0; round < 10; ++round) {
    const std::string cookie = server.sign_in("dispatcher");
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < units.size(); ++i) {
      threads.emplace_back([&, i] { acknowledged[i] = send_positions(server, cookie, units[i], first, acknowledged[i]); });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 300));
    server.kill();
    for (auto& thread : threads) thread.join();
    server.start();
  }
  test::desk_client desk(server, "dispatcher");
  for (std::size_t i = 0; i < units.size(); ++i) {
    EXPECT_GT(acknowledged[i], 50);
    const auto trail =
        desk.get("/api/units/" + units[i] + "/trail?from=" + base::to_rfc3339(first) + "&to=" + base::to_rfc3339(first + base::hours(1)));
    ASSERT_EQ(trail.status, 200) << trail.body;
    auto found = times_in(trail.body);
    for (std::int64_t n = 0; n < acknowledged[i]; ++n) {
      const auto at = base::to_rfc3339(first + base::milliseconds(10 * n));
      ASSERT_EQ(found[at], 1) << units[i] << ", " << at;
    }
  }
}
