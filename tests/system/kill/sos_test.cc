// kill -9 somewhere between a call for help and its answer: the sender repeats it, and there is one incident.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "support/server_process.h"
#include "support/test_folder.h"

namespace {

std::string call(int number) {
  return R"({"unit_id":"car-830","at":"2026-11-22T04:00:00Z","client_key":"kill-)" + std::to_string(1000 + number) +
         R"(","position":{"lon":-122.677,"lat":45.5205}})";
}

// The incident's id, or "" when no answer came.
std::string send(const test::server_process& server, const std::string& cookie, int number) {
  try {
    test::http_client client(server.port());
    const auto answer = client.request("POST", "/api/sos", {{"Cookie", cookie}, {"Content-Type", "application/json"}}, call(number));
    EXPECT_TRUE(answer.status == 200 || answer.status == 201) << answer.status << " " << answer.body;
    return test::json_member(answer.body, "incident_id");
  } catch (const std::runtime_error&) {
    return {};  // the kill
  }
}

}  // namespace

TEST(Kill, ACallForHelpThatWasCutOffMakesOneIncidentWhenItIsRepeated) {
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data);
  std::mt19937 random(3);
  int cut_off = 0;
  std::set<std::string> opened;
  constexpr int rounds = 8;
  for (int round = 0; round < rounds; ++round) {
    const auto cookie = server.sign_in("officer");
    std::string heard;
    std::thread sender([&] { heard = send(server, cookie, round); });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 6'000));
    server.kill();
    sender.join();
    server.start();
    const auto cookie_again = server.sign_in("officer");
    const auto first = send(server, cookie_again, round);
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(send(server, cookie_again, round), first);
    if (heard.empty()) {
      ++cut_off;
    } else {
      EXPECT_EQ(heard, first);
    }
    opened.insert(first);
  }
  EXPECT_GT(cut_off, 0);
  EXPECT_EQ(opened.size(), static_cast<std::size_t>(rounds));
  test::desk_client desk(server, "dispatcher");
  const auto all = desk.get("/api/incidents?state=all&limit=500").body;
  std::size_t found = 0;
  for (auto at = all.find(R"("source":"sos")"); at != std::string::npos; at = all.find(R"("source":"sos")", at + 1)) ++found;
  EXPECT_EQ(found, static_cast<std::size_t>(rounds));
}
