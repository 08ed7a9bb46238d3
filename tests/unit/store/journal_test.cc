#include "foundation/store/journal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "foundation/base/text.h"
#include "foundation/seal/signing.h"
#include "foundation/store/head.h"
#include "support/engines.h"
#include "unit/store/things.h"

namespace {

using things::add_and_wait;
using things::somebody;
using Journal = test::on_both_engines;
ON_BOTH_ENGINES(Journal);

std::vector<std::string> lines_of(store::database& db, std::int64_t from = 1, std::int64_t to = 1'000'000) {
  std::vector<std::string> lines;
  db.read([&](store::connection& c) { store::export_journal(c, db.node(), {from, to}, [&](std::string_view line) { lines.emplace_back(line); }); });
  return lines;
}

std::vector<store::journal_head> heads_of(store::database& db) {
  std::vector<store::journal_head> heads;
  db.read([&](store::connection& c) { heads = store::list_heads(c, db.node()); });
  return heads;
}

std::string joined(const std::vector<std::string>& faults) {
  std::string all;
  for (const auto& fault : faults) all += fault + "; ";
  return all;
}

TEST_P(Journal, SaysWhoDidWhatOnWhatFromWhere) {
  base::manual_clock time({.us = 1'700'000'000'000'001});
  const auto db = open(time);
  db->write_and_wait(somebody, [](store::transaction& t) {
    t.journal({.action = "look", .subject_kind = "thing", .subject_id = "é\"\n", .detail = R"({"a": [1, true], "b":"\u6d88"})"});
  });
  const auto lines = lines_of(*db);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], R"({"seq":1,"node":"n1","at_us":1700000000000001,"account":"a1","remote":"10.0.0.1","request_id":"r1","action":"look",)"
                      R"("subject_kind":"thing","subject_id":"é\"\n","detail":{"a": [1, true], "b":"\u6d88"}})");
  EXPECT_EQ(things::texts(*db, "SELECT leaf FROM journal"), std::vector<std::string>{seal::to_hex(seal::leaf_hash(lines[0]))});
}

TEST_P(Journal, IsCheckedByItsSignedHeads) {
  const auto db = open();
  things::make_table(*db);
  EXPECT_EQ(db->sign_head().size, 0);
  for (int i = 0; i < 5; ++i) add_and_wait(*db, std::to_string(i));
  const auto first = db->sign_head();
  EXPECT_EQ(first.size, 5);
  for (int i = 5; i < 13; ++i) add_and_wait(*db, std::to_string(i));
  const auto second = db->sign_head();
  EXPECT_TRUE(store::signature_fits(second));
  const auto lines = lines_of(*db);
  std::vector<seal::digest> leaves;
  for (const auto& line : lines) leaves.push_back(seal::leaf_hash(line));
  EXPECT_EQ(second.root, seal::bytes_of(seal::root_of(leaves)));
  EXPECT_EQ(first.root, seal::bytes_of(seal::root_of(std::span(leaves).first(5))));
  const auto heads = heads_of(*db);
  ASSERT_EQ(heads.size(), 3U);
  EXPECT_EQ(heads[2].root, second.root);
  EXPECT_EQ(joined(store::verify_journal(lines, heads)), "");
  EXPECT_EQ(joined(store::verify_journal(lines, {second})), "");
}

TEST_P(Journal, ShowsWhatWasTamperedWith) {
  const auto db = open();
  things::make_table(*db);
  for (int i = 0; i < 10; ++i) {
    add_and_wait(*db, std::to_string(i));
    if (i == 3) db->sign_head();
  }
  db->sign_head();
  const auto lines = lines_of(*db);
  const auto heads = heads_of(*db);
  auto changed = lines;
  changed[6].replace(changed[6].find("\"n\":0"), 5, "\"n\":1");
  EXPECT_NE(joined(store::verify_journal(changed, heads)).find("from 5 to 10"), std::string::npos);
  auto missing = lines;
  missing.erase(missing.begin() + 6);
  EXPECT_NE(joined(store::verify_journal(missing, heads)).find("line 7 is not entry 7"), std::string::npos);
  auto cut = lines;
  cut.pop_back();
  EXPECT_NE(joined(store::verify_journal(cut, heads)).find("only 9 lines"), std::string::npos);
  auto swapped = lines;
  std::swap(swapped[1], swapped[2]);
  EXPECT_NE(joined(store::verify_journal(swapped, heads)), "");
  auto forged = heads;
  forged[1].size = 9;
  EXPECT_NE(joined(store::verify_journal(lines, forged)).find("not signed"), std::string::npos);
  auto resigned = heads;  // somebody with a key of his own
  resigned[1].public_key = seal::signing_key::random().public_key();
  EXPECT_NE(joined(store::verify_journal(lines, resigned)).find("another key"), std::string::npos);
  EXPECT_NE(joined(store::verify_journal(lines, {})), "");
}

TEST_P(Journal, GoesOnAfterARestartFromItsRowsOrItsHead) {
  {
    const auto db = open();
    things::make_table(*db);
    for (int i = 0; i < 7; ++i) add_and_wait(*db, std::to_string(i));
  }
  {
    const auto db = open();  // no head yet: from the rows
    add_and_wait(*db, "7");
    db->sign_head();
    add_and_wait(*db, "8");
  }
  const auto db = open();  // from the head and the one row after it
  add_and_wait(*db, "9");
  EXPECT_EQ(db->sign_head().size, 10);
  EXPECT_EQ(joined(store::verify_journal(lines_of(*db), heads_of(*db))), "");
  EXPECT_EQ(lines_of(*db, 3, 5).size(), 3U);
}

TEST_P(Journal, IgnoresAHeadThatDoesNotFitWhenItStarts) {
  {
    const auto db = open();
    things::make_table(*db);
    for (int i = 0; i < 5; ++i) add_and_wait(*db, std::to_string(i));
    db->sign_head();
    db->write_and_wait(somebody, [](store::transaction& t) { t.db().execute("UPDATE journal_head SET frontier = '5 00 11'"); });
  }
  const auto db = open();
  add_and_wait(*db, "5");
  db->sign_head();
  EXPECT_EQ(joined(store::verify_journal(lines_of(*db), heads_of(*db))), "");
}

TEST_P(Journal, RefusesToStartWithAnEntryMissing) {
  {
    const auto db = open();
    things::make_table(*db);
    for (int i = 0; i < 5; ++i) add_and_wait(*db, std::to_string(i));
    db->write_and_wait(somebody, [](store::transaction& t) { t.db().execute("DELETE FROM journal WHERE seq = 3"); });
  }
  try {
    open();
    ADD_FAILURE() << "opened";
  } catch (const base::problem& p) {
    EXPECT_EQ(p.code, "journal_broken");
    EXPECT_NE(p.detail.find("Entry 3"), std::string::npos);
  }
}

TEST_P(Journal, TakesOnlyJsonOnOneLine) {
  const auto db = open();
  for (const auto* bad : {"", "{", "{\"a\":1,}", "{\n}", "{\"a\":\"\n\"}", "nul", "01", "[1 2]", "{\"a\":1}x", "\xff", "\"\\x\""}) {
    EXPECT_THROW(db->write_and_wait(somebody, [&](store::transaction& t) { t.journal({.action = "a", .detail = bad}); }), std::logic_error) << bad;
    EXPECT_THROW(db->write_and_wait(somebody, [&](store::transaction& t) { t.publish({.topic = "a", .payload = bad}); }), std::logic_error) << bad;
  }
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  EXPECT_FALSE(store::is_one_line_json(deep));
  for (const auto* good : {"{}", "[]", "null", "-0.5e+3", "0", R"([1,{"a":[true,false,null]},"\ud83d\u0000"])", " { \"a\" : [ ] } "}) {
    EXPECT_TRUE(store::is_one_line_json(good)) << good;
  }
  EXPECT_THROW(
      db->write_and_wait(somebody, [&](store::transaction& t) { t.journal({.action = "a", .detail = '"' + std::string(2U << 20, 'x') + '"'}); }),
      base::problem);
  EXPECT_TRUE(db->state().writable);
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM journal"), 0);
}

TEST_P(Journal, SaysWhenItHasNoKeyToSignWith) {
  auto how = options();
  how.signing_key_path.clear();
  EXPECT_THROW(store::open(how, clock())->sign_head(), base::problem);
  how.signing_key_path = scratch().file("broken.key");
  std::ofstream(how.signing_key_path) << "nonsense";
  EXPECT_THROW(store::open(how, clock())->sign_head(), base::problem);
}

TEST_P(Journal, KeepsOneLogPerNode) {
  auto how = options();
  const auto one = store::open(how, clock());
  how.node = "n2";
  const auto two = store::open(how, clock());
  things::make_table(*one);
  add_and_wait(*one, "a");
  add_and_wait(*two, "b");
  add_and_wait(*one, "c");
  EXPECT_EQ(lines_of(*one).size(), 2U);
  EXPECT_EQ(lines_of(*two).size(), 1U);
  EXPECT_EQ(one->last_seq(), 2);
  EXPECT_EQ(two->last_seq(), 1);
}

TEST_P(Journal, StaysWholeWhenTwoProcessesShareANodesName) {
  const auto one = open();
  const auto two = open();
  things::make_table(*one);
  std::vector<std::int64_t> heard;
  one->on_commit([&](std::span<const store::committed_event> events) {
    for (const auto& event : events) heard.push_back(event.seq);
  });
  for (int i = 0; i < 10; ++i) {
    add_and_wait(*one, "one" + std::to_string(i));
    add_and_wait(*two, "two" + std::to_string(i));
    add_and_wait(*two, "three" + std::to_string(i));
  }
  add_and_wait(*one, "last");
  EXPECT_EQ(heard.size(), 31U) << "it also hears the other process's events, in order";
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  one->sign_head();
  EXPECT_EQ(joined(store::verify_journal(lines_of(*one), heads_of(*one))), "");
  EXPECT_EQ(lines_of(*one).size(), 31U);
}

}  // namespace
