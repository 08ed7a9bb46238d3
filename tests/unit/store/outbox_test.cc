#include "foundation/store/outbox.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "support/engines.h"
#include "unit/store/things.h"

namespace {

using things::add_and_wait;
using things::somebody;
using Outbox = test::on_both_engines;
ON_BOTH_ENGINES(Outbox);

TEST_P(Outbox, TellsEachCommittedEventOnceInOrder) {
  const auto db = open();
  things::make_table(*db);
  std::vector<store::committed_event> heard;
  db->on_commit([&](std::span<const store::committed_event> events) { heard.insert(heard.end(), events.begin(), events.end()); });
  db->on_commit([](std::span<const store::committed_event>) { throw std::runtime_error("a listener's own trouble"); });
  for (int i = 0; i < 100; ++i) {
    db->write(
        somebody,
        [i](store::transaction& t) {
          things::add(t, std::to_string(1000 + i));
          if (i % 10 == 9) throw base::conflict("no", "No.");
        },
        nullptr);
  }
  add_and_wait(*db, "2000");
  ASSERT_EQ(heard.size(), 91U) << "a listener hears before the answer is given";
  const auto stored = db->events_after(0, 1000);
  ASSERT_EQ(stored.size(), 91U);
  for (std::size_t i = 0; i < heard.size(); ++i) {
    EXPECT_EQ(heard[i].seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(stored[i].seq, heard[i].seq);
    EXPECT_EQ(stored[i].at, heard[i].at);
    EXPECT_EQ(stored[i].what.payload, heard[i].what.payload);
  }
  EXPECT_EQ(heard.back().what.subject_id, "2000");
  EXPECT_EQ(heard.back().what.area_path, "/a/");
  EXPECT_EQ(heard.back().what.permission, "thing.read");
  EXPECT_EQ(db->last_seq(), 91);
}

TEST_P(Outbox, TellsOnlyWhatIsDurable) {
  const auto db = open();
  things::make_table(*db);
  std::int64_t seen = -1;
  db->on_commit([&](std::span<const store::committed_event> events) {
    seen = things::number(*db, "SELECT count(*) FROM outbox WHERE seq = $1", {events.back().seq});
  });
  add_and_wait(*db, "a");
  EXPECT_EQ(seen, 1);
}

// The command line writes beside the server, under the same name.
TEST_P(Outbox, TellsWhatAnotherProcessPublishedThoughNobodyWritesHere) {
  const auto db = open();
  things::make_table(*db);
  std::promise<std::int64_t> heard;
  db->on_commit([&](std::span<const store::committed_event> events) {
    if (events.back().what.subject_id == "b") heard.set_value(events.back().seq);
  });
  add_and_wait(*db, "a");
  const auto beside = open();
  add_and_wait(*beside, "b");
  auto told = heard.get_future();
  ASSERT_EQ(told.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_EQ(told.get(), 2);
  add_and_wait(*db, "c");
  EXPECT_EQ(db->last_seq(), 3);
}

TEST_P(Outbox, GivesWhatCameAfterANumber) {
  const auto db = open();
  things::make_table(*db);
  EXPECT_EQ(db->oldest_seq(), 0);
  EXPECT_EQ(db->last_seq(), 0);
  for (int i = 0; i < 10; ++i) add_and_wait(*db, std::to_string(i));
  const auto some = db->events_after(4, 3);
  ASSERT_EQ(some.size(), 3U);
  EXPECT_EQ(some.front().seq, 5);
  EXPECT_EQ(some.back().seq, 7);
  EXPECT_TRUE(db->events_after(10, 3).empty());
  EXPECT_EQ(db->oldest_seq(), 1);
}

TEST_P(Outbox, IsPrunedFromItsOldEndAndNeverCountsAnew) {
  base::manual_clock time({.us = 1'000'000'000'000'000});
  {
    const auto db = open(time);
    things::make_table(*db);
    for (int i = 0; i < 10; ++i) {
      if (i == 6) time.set_wall(time.now() - base::hours(2));  // a clock set back must not tear a hole
      add_and_wait(*db, std::to_string(i));
      time.advance(base::hours(1));
    }
    EXPECT_EQ(store::prune_events(*db, {.us = 1'000'000'000'000'000 + base::hours(3).us}), 3);
    EXPECT_EQ(db->oldest_seq(), 4);
    EXPECT_EQ(db->events_after(0, 100).size(), 7U);
    EXPECT_EQ(store::prune_events(*db, time.now() + base::days(1)), 6);
    EXPECT_EQ(db->oldest_seq(), 10) << "the newest stays";
  }
  const auto db = open(time);
  EXPECT_EQ(db->last_seq(), 10);
  add_and_wait(*db, "x");
  EXPECT_EQ(db->last_seq(), 11);
}

TEST_P(Outbox, IsPrunedInManySteps) {
  const auto db = open();
  db->write_and_wait(somebody, [](store::transaction& t) {
    for (int i = 0; i < 4500; ++i) t.publish({.topic = "t", .subject_id = std::to_string(i), .area_path = "", .permission = "", .payload = "{}"});
  });
  EXPECT_EQ(db->last_seq(), 4500);
  EXPECT_EQ(store::prune_events(*db, clock().now() + base::seconds(1)), 4499);
  EXPECT_EQ(db->oldest_seq(), 4500);
}

}  // namespace
