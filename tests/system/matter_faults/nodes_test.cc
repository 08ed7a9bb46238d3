// Two nodes on one database: one leads, the other takes over, nothing is noticed or opened twice.
#include <thread>

#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

// On SQLite two programs share a file; on PostgreSQL two machines a server. Both must hold.
class Nodes : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_node();
  }
  std::int64_t said(const std::string& ending) { return town_->count("SELECT count(*) FROM matter_lines WHERE text_en LIKE $1", {"%" + ending}); }
};

TEST_P(Nodes, OneLeadsAndTheOtherTakesOverWhenItsLeaseHasRunOut) {
  auto& first = town_->at(0).scheduler();
  auto& second = town_->at(1).scheduler();
  first.run_once();
  second.run_once();
  EXPECT_TRUE(first.report().leads);
  EXPECT_FALSE(second.report().leads);
  EXPECT_EQ(second.report().holder, first.report().holder) << "it knows who does it";
  for (int i = 0; i < 4; ++i) town_->open_hazard("grid", "village", std::to_string(i));
  town_->clock.advance(base::days(6));
  // The first is dead: it runs no more. Its lease ran out long ago.
  EXPECT_EQ(second.run_once(), 8);
  EXPECT_TRUE(second.report().leads);
  // It was only asleep: it finds that somebody else leads, and notices nothing again.
  EXPECT_EQ(first.run_once(), 0);
  EXPECT_FALSE(first.report().leads);
  EXPECT_EQ(said("has run out"), 4);
}

TEST_P(Nodes, ALeaderThatStopsHandsOverAtOnceAndOneThatDiesWithinHalfAMinute) {
  town_->at(0).scheduler().run_once();
  town_->at(0).scheduler().stop();
  town_->at(1).scheduler().run_once();
  EXPECT_TRUE(town_->at(1).scheduler().report().leads);
  auto& third = town_->add_node();
  int seconds = 0;
  for (; seconds < 120 && !third.scheduler().report().leads; ++seconds) {
    town_->clock.advance(base::seconds(1));
    third.scheduler().run_once();
  }
  EXPECT_GE(seconds, 28) << "not while the lease held";
  EXPECT_LE(seconds, 32);
}

TEST_P(Nodes, BothAtOnceNoticeEachThingOnce) {
  for (int i = 0; i < 60; ++i) town_->open_hazard("grid", "village", std::to_string(i));
  town_->clock.advance(base::days(6));
  for (int round = 0; round < 5; ++round) {
    // The worst that can be: the lease is taken from under the leader while it works.
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 2; ++i) threads.emplace_back([&, i] { town_->at(i).scheduler().run_once(); });
    for (auto& one : threads) one.join();
    town_->db().write_and_wait({}, [](store::transaction& work) { work.db().execute("UPDATE leases SET held_until = 0"); });
    town_->clock.advance(base::seconds(31));
  }
  EXPECT_EQ(said("has run out"), 60);
  EXPECT_EQ(said("told township"), 0);
  EXPECT_EQ(said("told county"), 60);
  EXPECT_EQ(town_->at(0).scheduler().report().waiting, 0);
}

TEST_P(Nodes, WhatRecursOpensOnceThoughBothTryAtOnce) {
  town_->clock.advance(base::days(17));  // the 19th
  for (int day = 0; day < 3; ++day) {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 2; ++i) threads.emplace_back([&, i] { town_->at(i).scheduler().run_once(); });
    for (auto& one : threads) one.join();
    town_->db().write_and_wait({}, [](store::transaction& work) { work.db().execute("UPDATE leases SET held_until = 0"); });
    town_->clock.advance(base::days(1));
  }
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters WHERE kind = 'dispute_screening' AND subject_id = '2026-03'"), 2) << "one for each township";
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters WHERE kind = 'dispute_screening'"), 2);
}

ON_BOTH_ENGINES(Nodes);

}  // namespace
}  // namespace matter_faults
