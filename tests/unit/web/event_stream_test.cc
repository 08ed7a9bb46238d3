#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>

#include "foundation/base/text.h"
#include "foundation/web/event_hub.h"
#include "unit/web/server_fixture.h"

namespace {

// The table of committed events that a real server reads its history from.
class outbox {
 public:
  web::event commit(std::string scope) {
    const std::scoped_lock lock(mutex_);
    web::event made{
        .seq = rows_.size() + 1, .name = "incident", .data = "{\"n\":" + std::to_string(rows_.size() + 1) + "}", .scope = std::move(scope)};
    rows_.push_back(made);
    return made;
  }
  web::history_page read(std::uint64_t after, std::size_t limit) const {
    const std::scoped_lock lock(mutex_);
    ++reads;
    web::history_page page;
    for (std::size_t i = after; i < rows_.size() && page.events.size() < limit; ++i) page.events.push_back(rows_[i]);
    return page;
  }
  mutable std::atomic<int> reads{0};

 private:
  mutable std::mutex mutex_;
  std::vector<web::event> rows_;
};

web::router stream_routes(const std::shared_ptr<web::event_hub>& hub, std::function<bool()> still_allowed = {}) {
  web::router routes = test::small_routes();
  test::add(routes, web::method::get, "/events", web::answer_with([hub, still_allowed](const web::request& what) {
              web::listener who{.hub = hub};
              if (const auto scope = what.query_value("scope")) {
                who.may_hear = [scope = std::string(*scope)](const web::event& e) { return e.scope == scope; };
              }
              who.still_allowed = still_allowed;
              return web::event_stream(what, std::move(who));
            }));
  return routes;
}

web::event numbered(std::uint64_t seq, const std::string& scope = "", std::size_t padding = 0) {
  return {.seq = seq, .name = "incident", .data = "{\"n\":" + std::to_string(seq) + ",\"x\":\"" + std::string(padding, 'x') + "\"}", .scope = scope};
}

void wait_for_listeners(test::running_server& server, std::uint64_t count) {
  for (int i = 0; i < 500 && server->counts().listeners != count; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_EQ(server->counts().listeners, count);
}

}  // namespace

TEST(EventStream, TellsWhatHappensFromNowOn) {
  auto hub = std::make_shared<web::event_hub>(web::hub_options{});
  test::running_server server(stream_routes(hub));
  hub->publish(numbered(1));
  test::event_reader reader(server.port(), "/events");
  EXPECT_EQ(reader.head().field("Content-Type"), "text/event-stream");
  EXPECT_EQ(reader.head().field("Cache-Control"), "no-store");
  EXPECT_EQ(reader.head().field("Content-Length"), "");
  wait_for_listeners(server, 1);
  hub->publish({.seq = 5, .name = "unit", .data = "two\nlines", .scope = ""});
  const auto event = reader.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, "5");
  EXPECT_EQ(event->name, "unit");
  EXPECT_EQ(event->data, "two\nlines");
  hub->publish(numbered(5));
  hub->publish(numbered(4));
  hub->publish(numbered(6));
  EXPECT_EQ(reader.next()->id, "6") << "a seq that does not rise is not told again";
}

TEST(EventStream, ResumesBehindTheLastEventHeard) {
  outbox rows;
  web::hub_options options{.ring_events = 10};
  options.history = [&](std::uint64_t after, std::size_t limit) { return rows.read(after, limit); };
  auto hub = std::make_shared<web::event_hub>(options);
  test::running_server server(stream_routes(hub));
  for (int i = 0; i < 1000; ++i) hub->publish(rows.commit(""));
  test::event_reader from_ring(server.port(), "/events", {{"Last-Event-ID", "995"}});
  for (int i = 996; i <= 1000; ++i) EXPECT_EQ(from_ring.next()->id, std::to_string(i));
  EXPECT_EQ(rows.reads, 0) << "the ring had it";
  test::event_reader from_history(server.port(), "/events?after=3");
  for (int i = 4; i <= 1000; ++i) ASSERT_EQ(from_history.next()->id, std::to_string(i));
  EXPECT_GT(rows.reads, 0);
  hub->publish(rows.commit(""));
  EXPECT_EQ(from_history.next()->id, "1001");
  EXPECT_EQ(from_ring.next()->id, "1001");
}

TEST(EventStream, SaysResetWhenItCannotResume) {
  web::hub_options options{.start_seq = 100, .ring_events = 10};
  options.history = [](std::uint64_t, std::size_t) { return web::history_page{.too_old = true, .events = {}}; };
  auto hub = std::make_shared<web::event_hub>(options);
  test::running_server server(stream_routes(hub));
  for (const char* point : {"5", "500"}) {  // pruned; never reached
    test::event_reader reader(server.port(), "/events", {{"Last-Event-ID", point}});
    const auto event = reader.next();
    EXPECT_EQ(event->name, "reset") << point;
    EXPECT_EQ(event->id, "100");
  }
  test::http_client client(server.port());
  EXPECT_EQ(client.get("/events?after=soon").status, 400);
  EXPECT_EQ(client.request("HEAD", "/events").status, 200);
  EXPECT_EQ(client.get("/hello").body, "hello") << "a HEAD opens no stream";
}

TEST(EventStream, TellsEachListenerOnlyWhatItMayHear) {
  auto hub = std::make_shared<web::event_hub>(web::hub_options{.latest_every = base::milliseconds(20)});
  test::running_server server(stream_routes(hub));
  test::event_reader north(server.port(), "/events?scope=north");
  test::event_reader south(server.port(), "/events?scope=south");
  wait_for_listeners(server, 2);
  for (std::uint64_t i = 1; i <= 100; ++i) hub->publish(numbered(i, i % 2 == 0 ? "north" : "south"));
  for (int i = 1; i <= 50; ++i) {
    EXPECT_EQ(north.next()->id, std::to_string(2 * i));
    EXPECT_EQ(south.next()->id, std::to_string(2 * i - 1));
  }
  hub->publish_latest("positions", "car 1", "{\"unit_id\":1}", "north");
  hub->publish_latest("positions", "car 2", "{\"unit_id\":2}", "south");
  EXPECT_EQ(north.next("positions")->data, "{\"items\":[{\"unit_id\":1}]}");
  EXPECT_EQ(south.next("positions")->data, "{\"items\":[{\"unit_id\":2}]}");
}

TEST(EventStream, KeepsOnlyTheLatestOfAPosition) {
  auto hub = std::make_shared<web::event_hub>(web::hub_options{.latest_every = base::milliseconds(300)});
  test::running_server server(stream_routes(hub));
  test::event_reader reader(server.port(), "/events");
  wait_for_listeners(server, 1);
  for (int i = 0; i <= 1000; ++i) hub->publish_latest("positions", "car 1", std::to_string(i), "");
  std::string last;
  int heard = 0;
  while (last != "{\"items\":[1000]}") {
    const auto event = reader.next();
    EXPECT_EQ(event->name, "positions");
    last = event->data;
    ++heard;
  }
  EXPECT_LE(heard, 2) << "older values are not sent";
}

TEST(EventStream, BeatsAndEndsWhenNoLongerAllowed) {
  std::atomic<bool> allowed{true};
  web::hub_options options{.beat = base::milliseconds(100)};
  options.status = [] { return std::string("{\"now\":1}"); };
  auto hub = std::make_shared<web::event_hub>(options);
  test::running_server server(stream_routes(hub, [&] { return allowed.load(); }));
  test::event_reader reader(server.port(), "/events?scope=none");
  wait_for_listeners(server, 1);
  hub->publish(numbered(7, "other"));
  EXPECT_EQ(reader.next("status")->data, "{\"now\":1}");
  EXPECT_TRUE(reader.next("status"));
  EXPECT_EQ(reader.last_id(), "7") << "a beat moves the resume point over what was filtered out";
  EXPECT_GE(reader.comments(), 2);
  allowed = false;
  while (reader.next()) {
  }
  wait_for_listeners(server, 0);
}

// Readers come, go and resume while two threads publish as fast as they can. Each must hear every event once.
TEST(EventStream, LosesAndDoublesNothingAtTheSeam) {
  constexpr std::uint64_t total = 120'000;
  outbox rows;
  web::hub_options options{.ring_events = 2000};
  options.history = [&](std::uint64_t after, std::size_t limit) { return rows.read(after, limit); };
  auto hub = std::make_shared<web::event_hub>(options);
  test::running_server server(stream_routes(hub));
  std::thread publisher([&] {
    std::mt19937 random(7);
    for (std::uint64_t i = 0; i < total;) {
      std::vector<web::event> batch;
      for (std::uint64_t n = 1 + random() % 50; n > 0 && i < total; --n, ++i) batch.push_back(rows.commit(""));
      hub->publish(std::move(batch));
      if (random() % 16 == 0) std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
  });
  std::atomic<int> reconnects{0};
  const auto read_all = [&](unsigned seed) {
    std::mt19937 random(seed);
    std::uint64_t heard = 0;
    while (heard < total) {
      test::event_reader reader(server.port(), "/events?after=" + std::to_string(heard));
      for (std::uint64_t stay = 1 + random() % 20'000; stay > 0 && heard < total; --stay) {
        const auto event = reader.next();
        if (!event || event->name == "reset") break;  // dropped as too slow: resume from what was heard
        ASSERT_EQ(event->id, std::to_string(heard + 1));
        ++heard;
      }
      ++reconnects;
    }
  };
  std::vector<std::thread> readers;
  for (unsigned i = 0; i < 4; ++i) readers.emplace_back(read_all, i);
  for (auto& reader : readers) reader.join();
  publisher.join();
  EXPECT_GT(reconnects, 8);
}

TEST(EventStream, DropsAListenerThatIsTooSlow) {
  auto hub = std::make_shared<web::event_hub>(web::hub_options{.ring_events = 100});
  test::running_server server(stream_routes(hub));
  test::event_reader slow(server.port(), "/events", {}, {.receive_buffer = 4096});
  test::event_reader quick(server.port(), "/events");
  wait_for_listeners(server, 2);
  std::thread reading([&] {
    for (int i = 1; i <= 2000; ++i) {
      const auto event = quick.next();
      ASSERT_TRUE(event);
      ASSERT_EQ(event->id, std::to_string(i));
    }
  });
  for (std::uint64_t i = 1; i <= 2000; ++i) {  // 20 MB: more than any socket buffer holds
    hub->publish(numbered(i, "", 10'000));
    if (i % 20 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  reading.join();
  std::uint64_t heard = 0;
  std::string last;
  while (const auto event = slow.next()) {
    last = event->name;
    if (last != "incident") continue;
    ASSERT_EQ(event->id, std::to_string(++heard));
  }
  EXPECT_EQ(last, "reset") << "and then the end";
  EXPECT_LT(heard, 2000U);
  EXPECT_EQ(hub->counts().dropped, 1U);
  wait_for_listeners(server, 1);
}

TEST(EventStream, AFilterThatThrowsEndsItsOwnStreamOnly) {
  auto hub = std::make_shared<web::event_hub>(web::hub_options{.status = []() -> std::string { throw std::runtime_error("no status"); }});
  web::router routes = stream_routes(hub);
  test::add(routes, web::method::get, "/broken", web::answer_with([hub](const web::request& what) {
              return web::event_stream(what, {.hub = hub, .may_hear = [](const web::event&) -> bool { throw std::runtime_error("broken filter"); }});
            }));
  test::running_server server(std::move(routes));
  test::event_reader broken(server.port(), "/broken");
  test::event_reader good(server.port(), "/events");
  wait_for_listeners(server, 2);
  hub->publish(numbered(1));
  hub->publish(numbered(2));
  EXPECT_EQ(good.next()->id, "1");
  EXPECT_EQ(good.next()->id, "2");
  EXPECT_FALSE(broken.next());
  EXPECT_EQ(test::http_client(server.port()).get("/hello").status, 200);
}

TEST(EventStream, EndsWhenTheServerStops) {
  auto hub = std::make_shared<web::event_hub>(web::hub_options{});
  auto server = std::make_unique<test::running_server>(stream_routes(hub));
  test::event_reader reader(server->port(), "/events");
  wait_for_listeners(*server, 1);
  server.reset();
  EXPECT_FALSE(reader.next());
  hub->publish(numbered(1));  // to nobody: the threads are gone
}

TEST(EventHub, CopiesOfTheWireAreMadeOnce) {
  web::event_hub hub(web::hub_options{.start_seq = 10, .ring_events = 3});
  for (std::uint64_t i = 11; i <= 15; ++i) hub.publish(numbered(i));
  const auto one = hub.read_after(12, 10);
  ASSERT_TRUE(one.covered);
  ASSERT_EQ(one.events.size(), 3U);
  EXPECT_EQ(one.events[0].get(), hub.read_after(12, 1).events[0].get());
  EXPECT_TRUE(hub.read_after(12, 1).more);
  EXPECT_FALSE(hub.read_after(11, 10).covered) << "13 is the oldest in the ring, so 12 must be known";
  EXPECT_FALSE(hub.read_after(16, 10).covered);
  EXPECT_TRUE(hub.read_after(15, 10).covered);
}

TEST(EventHub, WritesNothingThatBreaksTheStream) {
  EXPECT_EQ(web::event_wire({.seq = 1, .name = "a\nid: 9", .data = "x\r\nid: 7\r", .scope = ""}), "id: 1\nevent: a\ndata: x\ndata: id: 7\n\n");
  EXPECT_EQ(web::event_wire({.seq = 0, .name = "status", .data = "", .scope = ""}), "event: status\ndata: \n\n");
}
