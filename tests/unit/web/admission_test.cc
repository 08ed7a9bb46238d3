// A route may be asked before a body is read: who may not send it sends none, and what it gives lives as long as the request.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "foundation/base/problem.h"
#include "server_fixture.h"
#include "support/wait.h"

namespace {

constexpr std::size_t mebibyte = 1U << 20U;

// POST /large takes 50 MiB from whom "X-May: yes" lets; `held` counts the admissions that live.
web::router large_routes(const std::shared_ptr<std::atomic<int>>& held) {
  web::router routes;
  routes.add({.verb = web::method::post,
              .pattern = "/large",
              .handle = web::answer_with([](const web::request& what) {
                return web::text_response(200, std::to_string(what.body.size()) + (what.admitted ? " admitted" : " not admitted"));
              }),
              .max_body = 50 * mebibyte,
              .admit = [held](const web::request& what) -> std::shared_ptr<void> {
                if (what.header("X-May") != "yes") throw base::problem(403, "forbidden", "No.");
                if (!what.body.empty()) throw base::problem(500, "too_late", "It was read already.");
                ++*held;
                return {held.get(), [held](void*) { --*held; }};
              }});
  return routes;
}

struct fixture {
  std::shared_ptr<std::atomic<int>> held = std::make_shared<std::atomic<int>>(0);
  test::running_server server{large_routes(held)};
};

}  // namespace

TEST(Admission, IsAskedBeforeTheBodyIsRead) {
  fixture one;
  test::http_client stranger(one.server.port());
  stranger.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n");
  const auto refused = stranger.read_answer();
  EXPECT_EQ(refused.status, 403) << "not a byte of the body was sent";
  EXPECT_EQ(refused.field("Connection"), "close");
  test::http_client polite(one.server.port());
  polite.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(polite.read_answer().status, 403) << "it is not told to go on";
  EXPECT_EQ(*one.held, 0);
}

TEST(Admission, LivesAsLongAsTheRequest) {
  fixture one;
  test::http_client client(one.server.port());
  const std::string body(3 * mebibyte, 'x');
  EXPECT_EQ(client.request("POST", "/large", {{"X-May", "yes"}}, body).body, std::to_string(body.size()) + " admitted");
  EXPECT_TRUE(test::wait_until([&] { return *one.held == 0; }, std::chrono::seconds(5)));
  EXPECT_EQ(client.request("POST", "/large", {{"X-May", "yes"}}).body, "0 admitted") << "also without a body";
  EXPECT_EQ(client.request("POST", "/large").status, 403);
}

TEST(Admission, EndsWithAClientThatLeavesOrSendsTooMuch) {
  fixture one;
  {
    test::http_client leaves(one.server.port());
    leaves.send("POST /large HTTP/1.1\r\nHost: a\r\nX-May: yes\r\nContent-Length: 40000000\r\n\r\nabc");
    EXPECT_TRUE(test::wait_until([&] { return *one.held == 1; }, std::chrono::seconds(5)));
  }
  EXPECT_TRUE(test::wait_until([&] { return *one.held == 0; }, std::chrono::seconds(5)));
  test::http_client large(one.server.port());
  large.send("POST /large HTTP/1.1\r\nHost: a\r\nX-May: yes\r\nContent-Length: 200000000\r\n\r\nabc");
  EXPECT_EQ(large.read_answer().status, 413);
  EXPECT_TRUE(test::wait_until([&] { return *one.held == 0; }, std::chrono::seconds(5)));
}
