// kill -9 under load: every acknowledged incident is there once after the restart.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

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
