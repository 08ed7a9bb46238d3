#include "foundation/store/node_log.h"

#include <gtest/gtest.h>

#include "support/engines.h"
#include "unit/store/things.h"

// What a writer finds out about a group whose commit it never heard the end of.
namespace {

class CommitMarker : public test::on_both_engines {
 protected:
  void SetUp() override {
    test::on_both_engines::SetUp();
    if (IsSkipped()) return;
    open();  // migrates
    db_ = store::open_session(options(), store::session_use::write);
    other_ = store::open_session(options(), store::session_use::write);
    log_.load(*db_);
  }

  // A group with an entry and an event, up to the moment before its commit.
  static void begin_group(store::node_log& log, store::session& db) {
    db.begin_write();
    log.begin_group(db);
    log.add({.who = things::somebody, .at = {.us = 1}, .entries = {{.action = "look"}}, .events = {{.topic = "t", .payload = "{}"}}});
    log.write(db);
  }

  static void whole_group(store::node_log& log, store::session& db) {
    begin_group(log, db);
    db.commit();
    log.commit();
  }

  std::unique_ptr<store::session> db_, other_;
  store::node_log log_{"n1", "writer-a"};
};
ON_BOTH_ENGINES(CommitMarker);

TEST_P(CommitMarker, TellsAGroupThatCommittedFromOneThatDidNot) {
  whole_group(log_, *db_);
  begin_group(log_, *db_);
  db_->roll_back();
  EXPECT_EQ(log_.look_up(*other_), store::outcome::not_committed);
  begin_group(log_, *db_);
  db_->commit();  // and the answer never came
  EXPECT_EQ(log_.look_up(*other_), store::outcome::committed);
  log_.commit();
  EXPECT_EQ(log_.last_event(), 2);
  EXPECT_EQ(log_.tree().size(), 2U);
  whole_group(log_, *db_);
  EXPECT_EQ(log_.last_event(), 3);
}

TEST_P(CommitMarker, KnowsThatAnotherWriterTookTheNumber) {
  store::node_log rival("n1", "writer-b");
  rival.load(*other_);
  begin_group(log_, *db_);
  db_->roll_back();
  whole_group(rival, *other_);
  EXPECT_EQ(log_.look_up(*db_), store::outcome::not_committed);
}

TEST_P(CommitMarker, SaysUnknownWhenTheTraceIsGone) {
  store::node_log rival("n1", "writer-b");
  rival.load(*other_);
  begin_group(log_, *db_);
  db_->commit();
  whole_group(rival, *other_);
  EXPECT_EQ(log_.look_up(*db_), store::outcome::unknown);
}

TEST_P(CommitMarker, TakesOverWhatAnotherWriterOfTheNameWrote) {
  store::node_log rival("n1", "writer-b");
  rival.load(*other_);
  whole_group(rival, *other_);
  whole_group(rival, *other_);
  whole_group(log_, *db_);
  EXPECT_EQ(log_.last_event(), 3);
  EXPECT_EQ(log_.events().size(), 3U) << "its listeners hear all three";
  whole_group(rival, *other_);
  EXPECT_EQ(rival.tree().size(), 4U);
}

}  // namespace
