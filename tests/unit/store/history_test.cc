#include "foundation/store/history.h"

#include <gtest/gtest.h>

#include "foundation/base/text.h"
#include "foundation/seal/hash.h"
#include "foundation/store/journal.h"
#include "foundation/store/outbox.h"
#include "support/engines.h"
#include "unit/store/things.h"

// What the history keeps, and that the journal answers for it.
namespace {

struct stepping_clock final : base::clock {
  std::int64_t us = 1'000'000'000'000;
  [[nodiscard]] base::instant now() const override { return {us}; }
  [[nodiscard]] base::duration steady() const override { return {us}; }
};

class History : public test::on_both_engines {};
ON_BOTH_ENGINES(History);

store::kept_record state(const std::string& id, int version) {
  return {.topic = "thing",
          .subject_id = id,
          .area_path = "/a/",
          .permission = "thing.read",
          .record = R"({"id":")" + id + R"(","version":)" + std::to_string(version) + "}"};
}

std::vector<store::history_row> all_rows(store::database& db) {
  std::vector<store::history_row> all;
  db.read([&](store::connection& c) {
    const auto rows =
        c.query("SELECT topic, subject_id, at_us, node, seq, part, area_path, permission, ended, record FROM history ORDER BY seq, part");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      all.push_back({.node = rows.text(i, 3),
                     .seq = rows.integer(i, 4),
                     .part = rows.integer(i, 5),
                     .at_us = rows.integer(i, 2),
                     .what = {rows.text(i, 0), rows.text(i, 1), rows.text(i, 6), rows.text(i, 7), rows.boolean(i, 8), rows.text(i, 9)}});
    }
  });
  return all;
}

bool is_journaled(store::database& db, const store::history_row& row) {
  bool fits = false;
  db.read([&](store::connection& c) { fits = store::is_journaled(c, row); });
  return fits;
}

TEST_P(History, StaysWhenTheOutboxIsPruned) {
  const auto db = open();
  things::make_table(*db);
  for (int i = 1; i <= 3; ++i) {
    db->write_and_wait(things::somebody, [i](store::transaction& t) {
      things::add(t, "t" + std::to_string(i), i);
      t.keep(state("t" + std::to_string(i), 1));
    });
  }
  store::prune_events(*db, clock().now() + base::days(1));
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM outbox"), 1);
  const auto rows = all_rows(*db);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].what.record, R"({"id":"t1","version":1})");
  for (const auto& row : rows) EXPECT_TRUE(is_journaled(*db, row));
}

TEST_P(History, IsProvenByTheJournalAndARowThatWasChangedIsNot) {
  const auto db = open();
  db->write_and_wait(things::somebody, [](store::transaction& t) {
    t.journal({.action = "first", .subject_kind = "thing", .subject_id = "a", .detail = R"({"n":1})"});
    t.keep(state("a", 1));
    t.keep(state("b", 1));
    t.journal({.action = "second", .subject_kind = "thing", .subject_id = "b"});
  });
  const auto rows = all_rows(*db);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].seq, 2);  // the last entry answers for the operation
  EXPECT_EQ(rows[1].part, 1);
  EXPECT_EQ(things::texts(*db, "SELECT detail FROM journal WHERE seq = 1").front(), R"({"n":1})");
  const auto detail = things::texts(*db, "SELECT detail FROM journal WHERE seq = 2").front();
  EXPECT_EQ(store::digest_in(detail, 1), seal::to_hex(seal::sha256(store::history_line(rows[1]))));
  EXPECT_EQ(store::digest_in(detail, 2), "");
  EXPECT_TRUE(is_journaled(*db, rows[0]));
  for (auto change : {0, 1, 2, 3, 4}) {
    auto forged = rows[0];
    if (change == 0) forged.what.record = R"({"id":"a","version":2})";
    if (change == 1) forged.at_us += 1;
    if (change == 2) forged.what.area_path = "/b/";
    if (change == 3) forged.part = 1;
    if (change == 4) forged.what.ended = true;
    EXPECT_FALSE(is_journaled(*db, forged)) << change;
  }
  const auto head = db->sign_head();
  std::vector<std::string> lines;
  db->read([&](store::connection& c) { store::export_journal(c, "n1", {1, 100}, [&](std::string_view line) { lines.emplace_back(line); }); });
  EXPECT_TRUE(store::verify_journal(lines, {head}).empty());
}

TEST_P(History, HasAnEntryOfItsOwnWhenTheOperationJournalsNothing) {
  const auto db = open();
  db->write_and_wait(things::somebody, [](store::transaction& t) { t.keep(state("a", 1)); });
  EXPECT_EQ(things::texts(*db, "SELECT action FROM journal"), std::vector<std::string>{"keep_records"});
  EXPECT_TRUE(is_journaled(*db, all_rows(*db).at(0)));
}

TEST_P(History, KeepsOfOneOperationOnlyTheLastStateAndOfAFailedOneNothing) {
  const auto db = open();
  db->write_and_wait(things::somebody, [](store::transaction& t) {
    t.keep(state("a", 1));
    t.keep(state("a", 2));
  });
  const auto fail = [](store::transaction& t) {
    t.keep(state("a", 3));
    throw base::conflict("no", "No.", "");
  };
  EXPECT_THROW(db->write_and_wait(things::somebody, fail), base::problem);
  const auto rows = all_rows(*db);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].what.record, R"({"id":"a","version":2})");
}

TEST_P(History, RefusesWhatIsNotJson) {
  const auto db = open();
  auto bad = state("a", 1);
  bad.record = "{\"a\":\n1}";
  EXPECT_THROW(db->write_and_wait(things::somebody, [&](store::transaction& t) { t.keep(bad); }), std::logic_error);
}

TEST_P(History, AClockSetBackALittleDoesNotTurnTheOrderRound) {
  stepping_clock time;
  const auto db = open(time);
  const auto keep = [&](int version) { db->write_and_wait(things::somebody, [&](store::transaction& t) { t.keep(state("a", version)); }); };
  keep(1);
  time.us -= base::seconds(30).us;
  keep(2);
  auto rows = all_rows(*db);
  EXPECT_EQ(rows.at(0).at_us, rows.at(1).at_us);
  time.us -= base::hours(2).us;  // set right after it was wrong by hours: the new time counts
  keep(3);
  EXPECT_EQ(all_rows(*db).at(2).at_us, time.us);
}

}  // namespace
