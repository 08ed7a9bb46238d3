// Clients that are cut off, slow or silent are no trouble to the others.
#include <gtest/gtest.h>

#include <memory>

#include "support/loaded_place.h"
#include "support/marked_calls.h"
#include "support/test_folder.h"

namespace {

constexpr int idle_clients = 200;
constexpr int half_heads = 40;
constexpr int half_bodies = 40;
constexpr int cut_off = 40;

using client = std::unique_ptr<test::http_client>;

std::string head_of(const std::string& cookie, std::size_t length) {
  return "POST /api/incidents HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

// What each of them leaves hanging stays open as long as the result.
std::vector<client> troublesome_clients(std::uint16_t port, const std::string& cookie) {
  std::vector<client> all;
  const auto add = [&](const std::string& bytes) {
    all.push_back(std::make_unique<test::http_client>(port, test::http_client::options{.timeout_ms = 20'000}));
    all.back()->send(bytes);
  };
  const auto body = test::marked_call("never whole");
  const auto head = head_of(cookie, body.size());
  for (int i = 0; i < half_heads; ++i) add(head.substr(0, 40));
  for (int i = 0; i < half_bodies; ++i) add(head + body.substr(0, body.size() / 2));
  for (int i = 0; i < idle_clients; ++i) {
    add("");
    EXPECT_EQ(all.back()->get("/api/place", {{"Cookie", cookie}}).status, 200);
  }
  for (int i = 0; i < cut_off; ++i) {
    add(head + body.substr(0, body.size() - 1));
    all.back()->close(i % 2 == 0);
  }
  return all;
}

}  // namespace

TEST(Clients, ThatAreCutOffSlowOrSilentHoldUpNobody) {
  const test::folder folder;
  const auto data = test::copy_of_portland(folder.file("data"));
  const test::server_process server(data);
  test::desk_client desk(server, "commander");
  const auto cookie = server.sign_in("dispatcher");
  const auto troublesome = troublesome_clients(server.port(), cookie);

  // One that sends its call a few bytes at a time, while another works beside it as if nothing were.
  const auto body = test::marked_call("slow");
  test::http_client slow(server.port());
  slow.send(head_of(cookie, body.size()));
  test::http_client quick(server.port(), {.timeout_ms = 3'000});
  int sent = 0;
  for (std::size_t at = 0; at < body.size(); at += 3) {
    slow.send(std::string_view(body).substr(at, 3));
    const auto mark = "quick-" + std::to_string(sent++);
    const auto taken = quick.request("POST", "/api/incidents", {{"Cookie", cookie}, {"Content-Type", "application/json"}}, test::marked_call(mark));
    ASSERT_EQ(taken.status, 201) << taken.body;
    ASSERT_EQ(quick.get("/api/units", {{"Cookie", cookie}}).status, 200);
    ASSERT_EQ(quick.get("/healthz").status, 200);
  }
  EXPECT_EQ(slow.read_answer().status, 201);
  EXPECT_GT(sent, 20);

  const auto stored = test::stored_marks(desk);
  EXPECT_EQ(stored.count("slow"), 1U);
  EXPECT_EQ(stored.count("never whole"), 0U) << "a call that did not arrive whole is none";
  EXPECT_EQ(stored.size(), static_cast<std::size_t>(sent) + 1);

  // Whoever does not come to an end of his head is told so and cut off; whoever is silent between two requests is not.
  EXPECT_EQ(troublesome.front()->read_answer().status, 408);
  EXPECT_TRUE(troublesome.front()->is_closed_by_server());
  EXPECT_EQ(troublesome[half_heads + half_bodies]->get("/healthz").status, 200);
}
