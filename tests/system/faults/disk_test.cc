// The disk is full: nothing is lost, reading goes on, and writing works again by itself when there is room.
#include <gtest/gtest.h>

#include "health.h"
#include "support/loaded_place.h"
#include "support/marked_calls.h"
#include "support/small_disk.h"
#include "support/wait.h"

namespace {

using std::chrono::seconds;

std::string own_mark(int number) { return "own-" + std::to_string(number); }

struct own_calls {
  int taken = 0;  // own_mark(0) … were acknowledged, the next one was refused
  test::http_answer refusal;
};

// The last free bytes may still take a small change now and then.
own_calls post_until_refused(test::desk_client& desk) {
  own_calls out;
  for (; out.taken < 500; ++out.taken) {
    out.refusal = desk.post("/api/incidents", test::marked_call(own_mark(out.taken)));
    if (out.refusal.status != 201) break;
  }
  return out;
}

}  // namespace

TEST(Faults, AFullDiskLosesNothingAndWritingWorksAgainByItself) {
  const test::small_disk disk(128);
  if (!disk.why_not().empty()) GTEST_SKIP() << "needs the right to mount a small disk: " << disk.why_not();
  const auto data = test::copy_of_portland(disk.path() + "/data");
  test::server_process server(data);
  test::desk_client desk(server, "commander");
  test::event_reader stream(server.port(), "/api/events", {{"Cookie", desk.cookie()}});
  test::call_senders senders(server.port(), server.sign_in("dispatcher"), 4);
  ASSERT_TRUE(senders.wait_for_more(50, seconds(20)));

  disk.fill();
  ASSERT_TRUE(test::wait_until([&] { return senders.refused() >= 8; }, seconds(20)));
  const auto own = post_until_refused(desk);
  const auto& refused = own.refusal;
  EXPECT_TRUE(refused.status == 503 || refused.status == 507) << refused.status << refused.body;
  EXPECT_EQ(refused.field("Content-Type"), "application/problem+json");
  EXPECT_NE(test::json_member(refused.body, "remedy").find("pace"), std::string::npos) << "it says that space is needed: " << refused.body;
  EXPECT_EQ(desk.get("/api/incidents").status, 200) << "reading goes on";
  EXPECT_EQ(desk.get("/api/units").status, 200);
  EXPECT_TRUE(health::store_is(server.port(), "down"));
  EXPECT_EQ(health::of_part(test::http_client(server.port()).get("/healthz").body, "disk"), "down");
  EXPECT_TRUE(test::wait_until(
      [&] {
        const auto told = stream.next("status");
        return told && test::json_member(told->data, "status") == "down";
      },
      seconds(20)))
      << "the consoles are told";

  disk.make_room();
  EXPECT_TRUE(test::wait_until([&] { return health::store_is(server.port(), "ok"); }, seconds(20)));
  ASSERT_TRUE(senders.wait_for_more(50, seconds(20)));
  senders.stop();
  EXPECT_EQ(senders.surprises(), std::vector<std::string>());

  // Also after a crash: nothing that was half written counts.
  server.kill();
  server.start();
  test::desk_client after(server, "commander");
  const auto stored = test::stored_marks(after);
  for (const auto& mark : senders.marks()) ASSERT_EQ(stored.count(mark), 1U) << mark;
  for (const auto& mark : stored) ASSERT_EQ(stored.count(mark), 1U) << mark << " is stored twice";
  for (int i = 0; i < own.taken; ++i) EXPECT_EQ(stored.count(own_mark(i)), 1U) << own_mark(i);
  EXPECT_EQ(stored.count(own_mark(own.taken)), 0U) << "what was refused was not done";
  EXPECT_LE(stored.size(), senders.marks().size() + static_cast<std::size_t>(own.taken) + 4);
}
