// A console that lost its server comes back with the last number it heard and hears exactly what it missed.
#include <gtest/gtest.h>

#include <map>

#include "foundation/base/text.h"
#include "support/loaded_place.h"
#include "support/marked_calls.h"
#include "support/test_folder.h"
#include "support/wait.h"

namespace {

using std::chrono::seconds;

// Listens until the stream ends or is told to stop behind an incident with a mark; keeps what it heard.
class listener {
 public:
  listener(std::uint16_t port, const std::string& cookie, const std::string& last_id)
      : stream_(port, "/api/events", fields(cookie, last_id), {.timeout_ms = 20'000}), thread_([this] { run(); }) {}
  ~listener() { join(); }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  // Behind join:
  [[nodiscard]] const std::vector<test::stream_event>& heard() const { return heard_; }
  [[nodiscard]] const std::string& last_id() const { return stream_.last_id(); }

 private:
  static test::http_fields fields(const std::string& cookie, const std::string& last_id) {
    test::http_fields out{{"Cookie", cookie}};
    if (!last_id.empty()) out.emplace_back("Last-Event-ID", last_id);
    return out;
  }
  void run() {
    try {
      while (auto one = stream_.next()) {
        if (one->name == "status") continue;
        const bool last = one->data.find("mark the last") != std::string::npos;
        heard_.push_back(std::move(*one));
        ++count_;
        if (last) return;
      }
    } catch (const std::runtime_error&) {
      // a reset instead of a goodbye
    }
  }
  test::event_reader stream_;
  std::vector<test::stream_event> heard_;
  std::atomic<std::size_t> count_{0};
  std::thread thread_;
};

// How often each mark was heard as a new incident.
std::map<std::string, int> new_marks(const std::vector<test::stream_event>& heard) {
  std::map<std::string, int> out;
  for (const auto& one : heard) {
    if (one.name != "incident" || one.data.find(R"("version":1)") == std::string::npos) continue;
    const auto from = one.data.find(R"("description":"mark )") + 20;
    ++out[one.data.substr(from, one.data.find('"', from) - from)];
  }
  return out;
}

class Events : public testing::TestWithParam<bool> {};

}  // namespace

TEST_P(Events, AListenerThatComesBackHearsExactlyWhatItMissed) {
  const bool killed = GetParam();
  const test::folder folder;
  test::server_process server(test::copy_of_portland(folder.file("data")));
  const auto cookie = server.sign_in("commander");
  listener before(server.port(), cookie, "");
  test::call_senders senders(server.port(), server.sign_in("dispatcher"), 2);
  ASSERT_TRUE(test::wait_until([&] { return before.count() >= 40; }, seconds(20)));
  if (killed) {
    server.kill();
  } else {
    EXPECT_EQ(server.terminate(), 0);
  }
  before.join();
  ASSERT_FALSE(before.heard().empty());

  server.start();
  senders.move_to(server.port());
  ASSERT_TRUE(senders.wait_for_more(20, seconds(20))) << "this happens while it does not listen";
  listener after(server.port(), cookie, before.last_id());
  ASSERT_TRUE(senders.wait_for_more(20, seconds(20)));
  senders.stop();
  test::desk_client desk(server, "dispatcher");
  ASSERT_EQ(desk.post("/api/incidents", test::marked_call("the last")).status, 201);
  after.join();

  auto all = before.heard();
  all.insert(all.end(), after.heard().begin(), after.heard().end());
  for (std::size_t i = 1; i < all.size(); ++i) {
    ASSERT_NE(all[i].name, "reset");
    ASSERT_EQ(base::parse_int(all[i].id), base::parse_int(all[i - 1].id).value_or(-1) + 1) << "each once, in order, none left out: " << all[i].data;
  }
  EXPECT_GT(after.heard().size(), 40U);
  const auto told = new_marks(all);
  for (const auto& mark : senders.marks()) ASSERT_EQ(told.count(mark), 1U) << mark << " is acknowledged and was not told";
  const auto stored = test::stored_marks(desk);
  for (const auto& [mark, times] : told) {
    EXPECT_EQ(times, 1) << mark;
    EXPECT_EQ(stored.count(mark), 1U) << mark << " was told and is not there";
  }
  EXPECT_EQ(told.size(), stored.size());
  EXPECT_EQ(senders.surprises(), std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Server, Events, testing::Values(false, true), [](const auto& one) { return one.param ? "Killed" : "Stopped"; });
