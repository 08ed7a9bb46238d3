#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "support/test_folder.h"
#include "unit/web/server_fixture.h"

using test::http_client;

namespace {

web::tls_files certificate_in(const test::folder& folder) {
  const web::tls_files files{.certificate = folder.file("server.crt"), .key = folder.file("server.key")};
  web::write_self_signed(files, {"localhost", "127.0.0.1"}, 30);
  return files;
}

}  // namespace

TEST(Stop, LetsRunningRequestsFinish) {
  web::router routes = test::small_routes();
  std::thread worker;
  std::atomic<bool> started{false};
  test::add(routes, web::method::get, "/slow", [&](const web::request&, web::reply answer) {
    worker = std::thread([&, answer = std::move(answer)] {
      started = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      answer(web::text_response(200, "done"));
    });
  });
  base::system_clock clock;
  web::server server({.threads = 2, .log = web::access_log::none}, std::move(routes), clock);
  server.start();
  http_client client(server.port());
  http_client idle(server.port());
  EXPECT_EQ(idle.get("/hello").status, 200);
  client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  while (!started) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::thread stopping([&] { server.stop(base::seconds(5)); });
  EXPECT_TRUE(idle.is_closed_by_server());
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.field("Connection"), "close");
  stopping.join();
  worker.join();
  EXPECT_THROW(http_client(server.port()).get("/hello"), std::runtime_error);
  EXPECT_EQ(server.counts().connections, 0U);
}

TEST(Stop, DoesNotWaitForeverForAReply) {
  web::router routes;
  std::vector<web::reply> kept;
  std::atomic<bool> asked{false};
  test::add(routes, web::method::get, "/never", [&](const web::request&, web::reply answer) {
    kept.push_back(std::move(answer));
    asked = true;
  });
  {
    test::running_server server(std::move(routes));
    http_client client(server.port());
    client.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
    while (!asked) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    server->stop(base::milliseconds(50));
    EXPECT_THROW(client.read_answer(), std::runtime_error);
  }
  for (auto& late : kept) late(web::empty_response());  // the server is gone; nothing happens
}

TEST(Stop, HoldsWhileManyClientsAreAtWork) {
  test::running_server server(test::small_routes());
  std::atomic<int> answered{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      try {
        http_client client(server.port());
        for (;;) {
          ASSERT_EQ(client.post("/echo", "0123456789").body, "0123456789");
          ++answered;
        }
      } catch (const std::runtime_error&) {  // stopped
      }
    });
  }
  while (answered < 200) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  server->stop(base::seconds(2));
  for (auto& client : clients) client.join();
  EXPECT_EQ(server->counts().connections, 0U);
}

TEST(Tls, ServesTheSameAndSendsHsts) {
  test::folder folder;
  web::server_config config;
  config.tls = certificate_in(folder);
  test::running_server server(test::small_routes(), config);
  http_client client(server.port(), {.tls = true});
  for (int i = 0; i < 20; ++i) {
    const auto answer = client.post("/echo", std::string(50'000, 'x'));
    ASSERT_EQ(answer.body.size(), 50'000U);
    EXPECT_NE(answer.field("Strict-Transport-Security"), "");
  }
  http_client plain(server.port());
  plain.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THROW(plain.read_answer(), std::runtime_error) << "no plain HTTP on a TLS port";
  EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST(Tls, LoadsANewCertificateWhileServing) {
  test::folder folder;
  web::server_config config;
  config.tls = certificate_in(folder);
  test::running_server server(test::small_routes(), config);
  http_client before(server.port(), {.tls = true});
  EXPECT_EQ(before.get("/hello").status, 200);
  certificate_in(folder);
  server->reload_tls();
  EXPECT_EQ(http_client(server.port(), {.tls = true}).get("/hello").status, 200);
  EXPECT_EQ(before.get("/hello").status, 200);
  std::filesystem::remove(config.tls->key);
  EXPECT_THROW(server->reload_tls(), std::runtime_error);
  EXPECT_EQ(http_client(server.port(), {.tls = true}).get("/hello").status, 200) << "the former one stays in use";
}

TEST(Tls, KeepsTheKeyFromOthers) {
  test::folder folder;
  const auto files = certificate_in(folder);
  const auto rights = std::filesystem::status(files.key).permissions();
  EXPECT_EQ(rights & (std::filesystem::perms::group_all | std::filesystem::perms::others_all), std::filesystem::perms::none);
  EXPECT_THROW(web::tls_context({.certificate = files.certificate, .key = folder.file("missing")}), std::runtime_error);
  const web::tls_files other{.certificate = folder.file("other.crt"), .key = folder.file("other.key")};
  web::write_self_signed(other, {"localhost"}, 1);
  EXPECT_THROW(web::tls_context({.certificate = files.certificate, .key = other.key}), std::runtime_error) << "the key of another";
}
