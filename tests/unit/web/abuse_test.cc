#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "unit/web/server_fixture.h"

// Clients that mean no good, or are broken.
using test::http_client;

namespace {

web::server_config impatient() {
  web::server_config config;
  config.times = {
      .head = base::milliseconds(300), .body = base::milliseconds(300), .idle = base::milliseconds(300), .answer = base::milliseconds(300)};
  return config;
}

int status_of_bytes(std::uint16_t port, std::string_view bytes) {
  http_client client(port);
  client.send(bytes);
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server()) << "no second request may be read behind a broken one";
  return answer.status;
}

}  // namespace

TEST(Abuse, RefusesSmuggledRequestsAndClosesBehindThem) {
  test::running_server server(test::small_routes());
  const std::string inner = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(status_of_bytes(server.port(), head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner), 400);
  EXPECT_EQ(status_of_bytes(server.port(), head + "Content-Length: 0\r\nContent-Length: 34\r\n\r\n" + inner), 400);
  EXPECT_EQ(status_of_bytes(server.port(), head + "Transfer-Encoding: chunked\r\nTransfer-encoding: x\r\n\r\n0\r\n\r\n" + inner), 400);
  EXPECT_EQ(status_of_bytes(server.port(), head +
                                               "Transfer-Encoding:\x0b"
                                               "chunked\r\n\r\n0\r\n\r\n" +
                                               inner),
            400);
  EXPECT_EQ(status_of_bytes(server.port(), head + "Content-Length: 3\nX: y\r\n\r\nabc" + inner), 400);
  EXPECT_EQ(status_of_bytes(server.port(), head + "X: y\r\n Content-Length: 3\r\n\r\nabc" + inner), 400);
  EXPECT_EQ(status_of_bytes(server.port(), head + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefg\r\n0\r\n\r\n" + inner), 400);
  EXPECT_EQ(status_of_bytes(server.port(), "GET /hello HTTP/1.1\r\n\r\n" + inner), 400);
}

TEST(Abuse, AnswersEachLimitWithItsStatus) {
  test::running_server server(test::small_routes());
  EXPECT_EQ(status_of_bytes(server.port(), "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
  EXPECT_EQ(status_of_bytes(server.port(), "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n"), 431);
  EXPECT_EQ(status_of_bytes(server.port(), "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n"), 413);
  EXPECT_EQ(status_of_bytes(server.port(), "BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
  EXPECT_EQ(status_of_bytes(server.port(), "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_of_bytes(server.port(), "GET /hello?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_of_bytes(server.port(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505);
  EXPECT_EQ(status_of_bytes(server.port(), std::string_view("\x16\x03\x01\x00\xff", 5)), 400);
}

TEST(Abuse, LetsTheClientReadTheRefusalOfATooLargeBody) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  std::thread sender([&] {
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n");
    for (int i = 0; i < 500 && client.send(std::string(10'000, 'x')); ++i) {
    }
  });
  EXPECT_EQ(client.read_answer().status, 413);
  client.hang_up();
  sender.join();
}

TEST(Abuse, AsksForABodyOnlyWhenItWillTakeIt) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_head().status, 100);
  client.send("abc");
  EXPECT_EQ(client.read_answer().body, "abc");
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST(Abuse, TakesOneByteAtATime) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  for (const char c : std::string("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
    client.send(std::string(1, c));
  EXPECT_EQ(client.read_answer().body, "abc");
}

TEST(Abuse, EndsSlowClients) {
  test::running_server server(test::small_routes(), impatient());
  http_client no_word(server.port());
  http_client half_head(server.port());
  half_head.send("GET /hello HTTP/1.1\r\nHo");
  http_client half_body(server.port());
  half_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  http_client idle(server.port());
  EXPECT_EQ(idle.get("/hello").status, 200);
  EXPECT_TRUE(no_word.is_closed_by_server());
  EXPECT_EQ(half_head.read_answer().status, 408);
  EXPECT_EQ(half_body.read_answer().status, 408);
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST(Abuse, TricklingDoesNotProlongTheHead) {
  test::running_server server(test::small_routes(), impatient());
  http_client client(server.port());
  client.send("GET /hello HTTP/1.1\r\n");
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (!client.send("X-" + std::to_string(i) + ": y\r\n")) break;
  }
  EXPECT_EQ(client.read_answer().status, 408);
}

TEST(Abuse, AnswersForAHandlerThatDoesNot) {
  web::router routes;
  std::vector<web::reply> kept;
  test::add(routes, web::method::get, "/never", [&](const web::request&, web::reply answer) { kept.push_back(std::move(answer)); });
  test::running_server server(std::move(routes), impatient());
  http_client client(server.port());
  EXPECT_EQ(client.get("/never").status, 504);
  for (auto& late : kept) late(web::empty_response());
  kept.clear();
}

TEST(Abuse, SurvivesGarbageAndAborts) {
  test::running_server server(test::small_routes());
  std::mt19937 random(11);
  const std::string good = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789";
  for (int i = 0; i < 400; ++i) {
    http_client client(server.port());
    std::string bytes = good;
    for (unsigned n = random() % 4; n > 0; --n) bytes[random() % bytes.size()] = static_cast<char>(random());
    client.send(bytes.substr(0, random() % (bytes.size() + 1)));
    client.close(random() % 2 == 0);
  }
  EXPECT_EQ(http_client(server.port()).get("/hello").body, "hello");
  for (int i = 0; i < 500 && server->counts().connections > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(server->counts().connections, 0U);
}

TEST(Abuse, SurvivesAClientThatLeavesBeforeTheAnswer) {
  web::router routes;
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  test::add(routes, web::method::get, "/slow", [&](const web::request&, web::reply answer) {
    threads.emplace_back([&, answer = std::move(answer)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      answer(web::text_response(200, std::string(1'000'000, 'x')));
      ++answered;
    });
  });
  {
    web::server_config config;
    config.threads = 1;  // so that the handler's vector needs no lock
    test::running_server server(std::move(routes), config);
    for (int i = 0; i < 20; ++i) {
      http_client client(server.port());
      client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      client.close(i % 2 == 0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    EXPECT_EQ(http_client(server.port()).get("/slow").body.size(), 1'000'000U);
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answered, static_cast<int>(threads.size()));
  EXPECT_GE(answered, 11) << "a reset may overtake its request, a goodbye may not";
}

TEST(Abuse, LimitsConnectionsAndRequestsOfAnAddress) {
  web::server_config config;
  config.per_address = {.max_connections = 3, .requests_s = 1, .burst = 5, .limit_loopback = true};
  test::running_server server(test::small_routes(), config);
  http_client one(server.port());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(one.get("/hello").status, 200);
  const auto refused = one.get("/hello");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.field("Retry-After"), "1");
  http_client two(server.port());
  http_client three(server.port());
  EXPECT_EQ(two.get("/hello").status, 429);
  EXPECT_EQ(three.get("/hello").status, 429);
  http_client four(server.port());
  EXPECT_EQ(four.read_answer().status, 503);
}

TEST(Abuse, TurnsAwayMoreConnectionsThanItCanHold) {
  web::server_config config;
  config.max_connections = 2;
  test::running_server server(test::small_routes(), config);
  http_client busy(server.port());
  busy.send("GET /hel");
  http_client idle(server.port());
  EXPECT_EQ(idle.get("/hello").status, 200);
  EXPECT_EQ(http_client(server.port()).read_answer().status, 503);
  EXPECT_TRUE(idle.is_closed_by_server()) << "idle connections make room";
  busy.send("lo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(busy.read_answer().status, 200);
  EXPECT_EQ(http_client(server.port()).get("/hello").status, 200);
}

TEST(Abuse, WaitsWhenFilesRunOut) {
  test::running_server server(test::small_routes());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = ::dup(STDERR_FILENO);
  ASSERT_GE(next, 0);
  ::close(next);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(next) + 1;  // room for the client's end, none for the server's
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  http_client client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  for (int i = 0; i < 300 && server->counts().refused == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_GT(server->counts().refused, 0U);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(client.read_answer().body, "hello") << "it had only to wait";
}

TEST(Abuse, SpeaksHttp10OneRequestAtATime) {
  test::running_server server(test::small_routes());
  http_client client(server.port());
  client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Abuse, RemembersAddressesWithinBounds) {
  web::address_limits limits({.max_connections = 2, .requests_s = 10, .burst = 2, .limit_loopback = false});
  const auto key = web::key_of_address("192.0.2.7");
  EXPECT_TRUE(limits.open(key));
  EXPECT_TRUE(limits.open(key));
  EXPECT_FALSE(limits.open(key));
  limits.close(key);
  EXPECT_TRUE(limits.open(key));
  EXPECT_EQ(limits.retry_after_s(key, base::seconds(1)), 0);
  EXPECT_EQ(limits.retry_after_s(key, base::seconds(1)), 0);
  EXPECT_EQ(limits.retry_after_s(key, base::seconds(1)), 1);
  EXPECT_EQ(limits.retry_after_s(key, base::milliseconds(1100)), 0);
  EXPECT_EQ(web::key_of_address("2001:db8::1"), web::key_of_address("2001:db8::2")) << "one /64 is one address";
  EXPECT_NE(web::key_of_address("192.0.2.7"), web::key_of_address("192.0.2.8"));
  EXPECT_TRUE(web::is_loopback(web::key_of_address("127.3.2.1")));
  EXPECT_TRUE(web::is_loopback(web::key_of_address("::1")));
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(limits.retry_after_s(web::key_of_address("::1"), base::seconds(1)), 0);
}
