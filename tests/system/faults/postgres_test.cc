// The database server goes away under load and comes back: what was acknowledged is there, once.
#include <gtest/gtest.h>

#include "health.h"
#include "support/loaded_place.h"
#include "support/marked_calls.h"
#include "support/postgres.h"
#include "support/test_folder.h"
#include "support/wait.h"

namespace {

using std::chrono::seconds;

// Refused at once, with what to do about it, instead of left waiting.
void expect_reading_is_refused(test::desk_client& desk) {
  const auto answer = desk.get("/api/incidents");
  EXPECT_EQ(answer.status, 503) << answer.body;
  EXPECT_EQ(test::json_member(answer.body, "code"), "store_unavailable") << answer.body;
  EXPECT_NE(test::json_member(answer.body, "remedy"), "") << answer.body;
}

}  // namespace

TEST(Faults, EveryAcknowledgedIncidentIsThereOnceAfterPostgresWasRestarted) {
  if (!test::postgres_server::available()) GTEST_SKIP() << "needs PostgreSQL's programs";
  test::postgres_server postgres(test::postgres_server::durability::durable);
  const test::folder folder;
  const auto data = folder.file("data");
  const std::vector<std::string> settings = {"store.engine=postgres", "store.location=" + postgres.create_database("town")};
  test::server_process::import_place("portland", data, settings, test::loaded_portland());
  test::server_process server(data, settings);
  test::desk_client desk(server, "commander");
  EXPECT_TRUE(health::store_is(server.port(), "ok"));
  test::call_senders senders(server.port(), server.sign_in("dispatcher"), 8);
  ASSERT_TRUE(senders.wait_for_more(100, seconds(20)));

  // An orderly shutdown that lasts longer than the server is patient.
  postgres.stop_fast();
  EXPECT_TRUE(test::wait_until([&] { return health::store_is(server.port(), "down"); }, seconds(10)));
  expect_reading_is_refused(desk);
  EXPECT_TRUE(test::wait_until([&] { return senders.refused() >= 8; }, seconds(20))) << "writing must be refused when the store stays away";
  postgres.start();
  EXPECT_TRUE(test::wait_until([&] { return health::store_is(server.port(), "ok"); }, seconds(20)));
  ASSERT_TRUE(senders.wait_for_more(100, seconds(20)));

  // Cut off in the middle of what it does, and back while the clients wait.
  postgres.restart_immediately();
  ASSERT_TRUE(senders.wait_for_more(100, seconds(30)));
  postgres.stop_immediately();
  EXPECT_TRUE(test::wait_until([&] { return health::store_is(server.port(), "down"); }, seconds(10)));
  postgres.start();
  EXPECT_TRUE(test::wait_until([&] { return health::store_is(server.port(), "ok"); }, seconds(20)));
  ASSERT_TRUE(senders.wait_for_more(100, seconds(20)));
  senders.stop();

  EXPECT_EQ(senders.surprises(), std::vector<std::string>());
  const auto stored = test::stored_marks(desk);
  for (const auto& mark : senders.marks()) ASSERT_EQ(stored.count(mark), 1U) << mark;
  for (const auto& mark : stored) ASSERT_EQ(stored.count(mark), 1U) << mark << " is stored twice";
  EXPECT_LE(stored.size(), senders.marks().size() + 8) << "more than what was under way at the end";

  std::vector<std::string> words = {"export", folder.file("export"), "--data", data};
  for (const auto& one : settings) words.insert(words.end(), {"--set", one});
  ASSERT_EQ(test::run_shouwang(words).code, 0);
  const auto verified = test::run_shouwang({"verify", folder.file("export/journal.jsonl"), folder.file("export/heads.json")});
  EXPECT_EQ(verified.code, 0) << verified.output;
  // What recurs has recovered too.
  const auto health_now = [&] { return test::http_client(server.port()).get("/healthz").body; };
  EXPECT_TRUE(test::wait_until([&] { return health::of_part(health_now(), "recurring work") == "ok"; }, seconds(20))) << health_now();
}
