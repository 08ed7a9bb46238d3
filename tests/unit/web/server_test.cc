#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "foundation/base/id.h"
#include "unit/web/server_fixture.h"

using test::http_client;

TEST(Server, AnswersOverOneKeptConnection) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.get("/hello");
    ASSERT_EQ(answer.status, 200);
    ASSERT_EQ(answer.body, "hello");
  }
  EXPECT_EQ(client.post("/echo", std::string(100'000, 'x')).body.size(), 100'000U);
  EXPECT_EQ(server->counts().connections, 1U);
}

TEST(Server, GivesEveryAnswerItsFields) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  const auto answer = client.get("/who/%E5%AE%88?q=a+b");
  EXPECT_TRUE(base::is_uuid(answer.field("X-Request-Id")));
  EXPECT_EQ(answer.body, "守|" + answer.field("X-Request-Id") + "|127.0.0.1|a b");
  EXPECT_NE(answer.field("Content-Security-Policy").find("default-src 'self'"), std::string::npos);
  EXPECT_NE(answer.field("Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(answer.field("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.field("Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(answer.field("Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_FALSE(answer.field("Referrer-Policy").empty());
  EXPECT_FALSE(answer.field("Permissions-Policy").empty());
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  EXPECT_EQ(answer.field("Date").size(), 29U);
  EXPECT_EQ(answer.field("Strict-Transport-Security"), "") << "only under TLS";
  EXPECT_EQ(answer.field("Server"), "");
}

TEST(Server, AnswersProblemsAsProblems) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  const auto missing = client.get("/nothing?token=secret");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.field("Content-Type"), "application/problem+json");
  EXPECT_NE(missing.body.find(R"("code":"no_such_address")"), std::string::npos);
  EXPECT_NE(missing.body.find(R"("instance":"/nothing")"), std::string::npos);
  EXPECT_NE(missing.body.find(R"("request_id":")" + missing.field("X-Request-Id")), std::string::npos);
  EXPECT_EQ(client.get("/problem").status, 404);
  const auto failed = client.get("/fail");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(failed.body.find("secret detail"), std::string::npos) << "the detail is the log's";
  const auto method = client.request("DELETE", "/hello");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.field("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(client.get("/hello").status, 200) << "the connection is still good";
}

TEST(Server, AnswersHeadAndOptions) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  const auto head = client.request("HEAD", "/hello");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("Content-Length"), "5");
  const auto options = client.request("OPTIONS", "/echo");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.field("Allow"), "POST, OPTIONS");
  EXPECT_EQ(options.field("Content-Length"), "");
  EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  std::string many;
  for (int i = 0; i < 500; ++i) many += "GET /who/n" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  std::thread sender([&] { client.send(many); });
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(client.read_answer().body.starts_with("n" + std::to_string(i) + "|")) << i;
  sender.join();
}

TEST(Server, TakesRepliesFromOtherThreads) {
  web::router routes;
  std::vector<std::thread> threads;
  std::mutex mutex;
  test::add(routes, web::method::post, "/later", [&](web::request what, web::reply answer) {
    const std::scoped_lock lock(mutex);
    threads.emplace_back([what = std::move(what), answer = std::move(answer)] {
      answer(web::text_response(201, what.body));
      answer(web::text_response(500, "a second answer is ignored"));
    });
  });
  {
    test::running_server server(std::move(routes));
    http_client client(server.port());
    for (int i = 0; i < 100; ++i) {
      const auto answer = client.post("/later", std::to_string(i));
      ASSERT_EQ(answer.status, 201);
      ASSERT_EQ(answer.body, std::to_string(i));
    }
  }
  for (auto& thread : threads) thread.join();
}

TEST(Server, AnswersADroppedReplyWith500) {
  web::router routes;
  test::add(routes, web::method::get, "/drop", [](const web::request&, const web::reply&) {});
  test::add(routes, web::method::get, "/drop-later", [](web::request, web::reply answer) { std::thread([answer = std::move(answer)] {}).detach(); });
  test::running_server server(std::move(routes));
  http_client client(server.port());
  EXPECT_EQ(client.get("/drop").status, 500);
  const auto later = client.get("/drop-later");
  EXPECT_EQ(later.status, 500);
  EXPECT_NE(later.body.find("no_answer"), std::string::npos);
}

TEST(Server, ListensAgainOnAFreedPort) {
  std::uint16_t port = 0;
  {
    test::running_server first(test::small_routes());
    port = first.port();
    EXPECT_EQ(http_client(port).get("/hello").status, 200);
    web::server_config taken;
    taken.port = port;
    EXPECT_THROW(test::running_server(test::small_routes(), taken), base::problem);
  }
  web::server_config again;
  again.port = port;
  test::running_server second(test::small_routes(), again);
  EXPECT_EQ(http_client(port).get("/hello").status, 200);
}
