#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <limits>
#include <stdexcept>
#include <thread>

#include "support/engines.h"
#include "unit/store/things.h"

namespace {

using store::constraint_error;
using store::value;
using things::add_and_wait;
using things::somebody;
using Store = test::on_both_engines;
ON_BOTH_ENGINES(Store);

// What a write's answer was: "" or the exception's text.
std::string answer_of(const std::function<void()>& write) {
  try {
    write();
    return "";
  } catch (const std::exception& e) {
    return e.what();
  }
}

TEST_P(Store, KeepsWhatItAcknowledgedOverARestart) {
  {
    const auto db = open();
    things::make_table(*db);
    add_and_wait(*db, "a", 7);
  }
  const auto again = open();
  EXPECT_EQ(things::number(*again, "SELECT n FROM thing WHERE id = $1", {"a"}), 7);
}

TEST_P(Store, GivesBackBytesAsTheyWere) {
  const auto db = open();
  std::string every(70'000, '\0');
  for (std::size_t i = 0; i < every.size(); ++i) every[i] = static_cast<char>(i * 7 % 256);
  db->write_and_wait(somebody, [&](store::transaction& t) {
    t.db().execute("CREATE TABLE box (id bigint NOT NULL PRIMARY KEY, content bytea)");
    t.db().execute("INSERT INTO box (id, content) VALUES ($1, $2)", {std::int64_t{1}, record::blob{every}});
    t.db().execute("INSERT INTO box (id, content) VALUES ($1, $2)", {std::int64_t{2}, record::blob{}});
    t.db().execute("INSERT INTO box (id, content) VALUES ($1, $2)", {std::int64_t{3}, {}});
  });
  db->read([&](store::connection& c) {
    const auto rows = c.query("SELECT content FROM box ORDER BY id");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows.bytes(0, 0), every);
    EXPECT_FALSE(rows.null(1, 0));
    EXPECT_EQ(rows.bytes(1, 0), "");
    EXPECT_TRUE(rows.null(2, 0));
    EXPECT_EQ(c.query("SELECT id FROM box WHERE content = $1", {record::blob{every}}).integer(0, 0), 1);
  });
}

TEST_P(Store, GivesBackEveryKindOfValue) {
  const auto db = open();
  things::make_table(*db);
  const std::string note = "消防站 \"north\" \\ 'x' \n\t€ 𝄞";
  db->write_and_wait(somebody, [&](store::transaction& t) {
    const std::string insert = "INSERT INTO thing (id, n, x, yes, note) VALUES ($1, $2, $3, $4, $5)";
    t.db().execute(insert, {"full", -9'000'000'000'000'000, 0.1, true, note});
    t.db().execute(insert, {"empty", {}, {}, {}, {}});
    t.db().execute(insert, {"other", 5, -1e-300, false, ""});
    t.db().execute(insert, {"mixed", {}, 2.0, {}, "x"});
  });
  db->read([&](store::connection& c) {
    const auto rows = c.query("SELECT id, n, x, yes, note FROM thing ORDER BY id");
    ASSERT_EQ(rows.size(), 4U);
    for (std::size_t column = 1; column < 5; ++column) EXPECT_TRUE(rows.null(0, column));
    EXPECT_EQ(rows.integer(0, 1), 0) << "NULL reads as nothing";
    EXPECT_EQ(rows.integer(1, 1), -9'000'000'000'000'000);
    EXPECT_EQ(rows.number(1, 2), 0.1);
    EXPECT_TRUE(rows.boolean(1, 3));
    EXPECT_EQ(rows.text(1, 4), note);
    EXPECT_EQ(rows.number(2, 2), 2.0);
    EXPECT_EQ(rows.number(3, 2), -1e-300);
    EXPECT_FALSE(rows.boolean(3, 3));
    EXPECT_FALSE(rows.null(3, 4));
    EXPECT_EQ(rows.text(3, 4), "");
    EXPECT_THROW((void)rows.integer(1, 4), std::logic_error);
    EXPECT_EQ(c.query("SELECT sum(n) FROM thing").integer(0, 0), -8'999'999'999'999'995);
    EXPECT_EQ(c.query("SELECT count(*) FROM thing WHERE n < $1 - 10", {std::int64_t{1} << 40}).integer(0, 0), 2);
    EXPECT_TRUE(c.query("SELECT id FROM thing WHERE id = $1 AND $1 <> 'x'", {"nobody"}).empty());
  });
}

TEST_P(Store, RefusesValuesThatOneEngineWouldMangle) {
  const auto db = open();
  things::make_table(*db);
  const auto insert = [&](const value& note, const value& x) {
    return answer_of([&] {
      db->write_and_wait(somebody, [&](store::transaction& t) { t.db().execute("INSERT INTO thing (id, note, x) VALUES ('a', $1, $2)", {note, x}); });
    });
  };
  EXPECT_NE(insert(std::string("a\0b", 3), {}).find("U+0000"), std::string::npos);
  EXPECT_NE(insert("\xff", {}).find("not UTF-8"), std::string::npos);
  EXPECT_NE(insert("\xed\xa0\x80", {}).find("not UTF-8"), std::string::npos);
  EXPECT_NE(insert(std::string((16U << 20) + 1, 'x'), {}).find("the limit is"), std::string::npos);
  EXPECT_NE(insert({}, std::numeric_limits<double>::quiet_NaN()).find("not a number"), std::string::npos);
  EXPECT_NE(insert({}, std::numeric_limits<double>::infinity()).find("infinite"), std::string::npos);
  EXPECT_EQ(insert(std::string(1U << 20, 'x'), 1.0), "");
}

TEST_P(Store, NamesTheKindOfABrokenConstraint) {
  const auto db = open();
  things::make_table(*db);
  db->write_and_wait(somebody, [](store::transaction& t) {
    t.db().execute("CREATE TABLE part (id text NOT NULL PRIMARY KEY, thing text NOT NULL REFERENCES thing (id))");
  });
  add_and_wait(*db, "a");
  const auto rule_of = [&](const std::string& sql) {
    try {
      db->write_and_wait(somebody, [&](store::transaction& t) { t.db().execute(sql); });
    } catch (const constraint_error& e) {
      return e.broken;
    }
    throw std::runtime_error("not refused: " + sql);
  };
  EXPECT_EQ(rule_of("INSERT INTO thing (id) VALUES ('a')"), constraint_error::rule::unique);
  EXPECT_EQ(rule_of("INSERT INTO thing (id, n) VALUES ('b', 2000000)"), constraint_error::rule::check);
  EXPECT_EQ(rule_of("INSERT INTO part (id, thing) VALUES ('p', 'nobody')"), constraint_error::rule::foreign_key);
  EXPECT_EQ(rule_of("INSERT INTO part (id) VALUES ('p')"), constraint_error::rule::not_null);
  EXPECT_EQ(things::ids(*db), std::vector<std::string>{"a"});
}

TEST_P(Store, ComparesTextByteByByte) {
  const auto db = open();
  things::make_table(*db);
  for (const auto* id : {"ä", "Z", "a", "_", "区", "/1/", "/10/", "/1/2/"}) add_and_wait(*db, id);
  EXPECT_EQ(things::ids(*db), (std::vector<std::string>{"/1/", "/1/2/", "/10/", "Z", "_", "a", "ä", "区"}));
  EXPECT_EQ(things::texts(*db, "SELECT id FROM thing WHERE id >= '/1/' AND id < '/10' ORDER BY id").size(), 2U);
  EXPECT_TRUE(things::texts(*db, "SELECT id FROM thing WHERE id LIKE 'A'").empty()) << "LIKE minds the case";
}

TEST_P(Store, TakesBackAFailingOperationAlone) {
  const auto db = open();
  things::make_table(*db);
  things::held_writer hold(*db);  // all of these fall into one group
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 30; ++i) {
    answers.push_back(std::async(std::launch::async, [&db, i] {
      return answer_of([&] {
        db->write_and_wait(somebody, [i](store::transaction& t) {
          things::add(t, "t" + std::to_string(100 + i), i);
          if (i % 3 == 0) throw base::conflict("no", "No.");
          if (i % 3 == 1) t.db().execute("INSERT INTO thing (id) VALUES ($1)", {"t" + std::to_string(100 + i)});
        });
      });
    }));
  }
  while (db->state().queued < 30) std::this_thread::yield();
  hold.release();
  for (int i = 0; i < 30; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)].get().empty(), i % 3 == 2) << i;
  EXPECT_EQ(things::ids(*db).size(), 10U);
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM journal"), 10);
  EXPECT_EQ(things::number(*db, "SELECT max(seq) FROM journal"), 10);
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM outbox"), 10);
  EXPECT_EQ(db->last_seq(), 10);
  EXPECT_LT(db->state().groups, 15) << "they share groups; a slow machine ends one by its time, so how many is not said";
}

TEST_P(Store, RunsNothingMoreAfterAFailedStatement) {
  const auto db = open();
  things::make_table(*db);
  const auto answer = answer_of([&] {
    db->write_and_wait(somebody, [](store::transaction& t) {
      EXPECT_THROW(t.db().execute("INSERT INTO thing (id) VALUES (NULL)"), constraint_error);
      EXPECT_THROW(t.db().execute("INSERT INTO thing (id) VALUES ('b')"), std::logic_error);
    });
  });
  EXPECT_NE(answer, "") << "an error that was swallowed is an error all the same";
  EXPECT_TRUE(things::ids(*db).empty());
  add_and_wait(*db, "c");
  EXPECT_EQ(things::ids(*db).size(), 1U);
}

TEST_P(Store, SaysWhatIsWrongWithAStatement) {
  const auto db = open();
  things::make_table(*db);
  const auto run = [&](const std::string& sql, std::vector<value> parameters) {
    return answer_of([&] { db->write_and_wait(somebody, [&](store::transaction& t) { t.db().execute(sql, std::span<const value>(parameters)); }); });
  };
  EXPECT_NE(run("INSERT INTO nothing VALUES (1)", {}), "");
  EXPECT_NE(run("SELEC 1", {}), "");
  EXPECT_NE(run("INSERT INTO thing (id) VALUES ($1)", {}), "");
  EXPECT_NE(run("INSERT INTO thing (id) VALUES ('a'); DELETE FROM thing", {}), "");
  EXPECT_TRUE(db->state().writable) << "no operation's mistake makes the store sick";
  EXPECT_EQ(run("INSERT INTO thing (id) VALUES ($1)", {"a"}), "");
}

TEST_P(Store, CountsTheRowsItChanged) {
  const auto db = open();
  things::make_table(*db);
  for (const auto* id : {"a", "b", "c"}) add_and_wait(*db, id);
  db->write_and_wait(somebody, [](store::transaction& t) {
    EXPECT_EQ(t.db().execute("UPDATE thing SET n = n + 1 WHERE id <> 'a'"), 2);
    EXPECT_EQ(t.db().execute("UPDATE thing SET n = 5 WHERE id = 'nobody'"), 0);
    const auto updated = t.db().query("UPDATE thing SET n = n + 1 WHERE id = 'b' RETURNING n");
    EXPECT_EQ(updated.integer(0, 0), 2);
    EXPECT_EQ(t.db().execute("DELETE FROM thing"), 3);
  });
}

TEST_P(Store, ReadsOneSnapshotWhileOthersWrite) {
  const auto db = open();
  things::make_table(*db);
  add_and_wait(*db, "a");
  db->read([&](store::connection& c) {
    EXPECT_EQ(c.query("SELECT count(*) FROM thing").integer(0, 0), 1);
    add_and_wait(*db, "b");
    EXPECT_EQ(things::ids(*db).size(), 2U) << "a new reader sees it";
    EXPECT_EQ(c.query("SELECT count(*) FROM thing").integer(0, 0), 1) << "the old snapshot does not";
  });
}

TEST_P(Store, RefusesToWriteInARead) {
  const auto db = open();
  things::make_table(*db);
  EXPECT_THROW(db->read([](store::connection& c) { c.execute("INSERT INTO thing (id) VALUES ('a')"); }), std::logic_error);
  EXPECT_TRUE(things::ids(*db).empty());
}

TEST_P(Store, KeepsReadingAfterAReadThatFailed) {
  const auto db = open();
  things::make_table(*db);
  for (int i = 0; i < 100; ++i) {
    EXPECT_THROW(db->read([](store::connection& c) { c.query("SELECT nothing FROM nowhere"); }), std::exception);
    EXPECT_THROW(db->read([](store::connection& c) {
      c.query("SELECT 1");
      throw base::not_found("thing");
    }),
                 base::problem);
  }
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM thing"), 0);
}

TEST_P(Store, ServesManyProducersEachExactlyOnce) {
  const auto db = open();
  things::make_table(*db);
  constexpr int producers = 64, each = 20;
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int p = 0; p < producers; ++p) {
    threads.emplace_back([&, p] {
      for (int i = 0; i < each; ++i) {
        add_and_wait(*db, std::to_string(p) + "-" + std::to_string(i), i);
        ++answered;
        EXPECT_EQ(things::number(*db, "SELECT n FROM thing WHERE id = $1", {std::to_string(p) + "-" + std::to_string(i)}), i);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answered, producers * each);
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM thing"), producers * each);
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM journal"), producers * each);
  EXPECT_EQ(things::number(*db, "SELECT max(seq) FROM outbox"), producers * each);
  const auto health = db->state();
  EXPECT_EQ(health.committed, producers * each + 1);
  EXPECT_LT(health.groups, health.committed) << "operations share commits";
}

TEST_P(Store, RefusesMoreThanItsQueueHolds) {
  auto how = options();
  how.queue_limit = 4;
  base::system_clock time;
  const auto db = store::open(how, time);
  std::promise<void> gate, inside;
  auto opened = gate.get_future().share();
  db->write(
      somebody,
      [&inside, opened](store::transaction&) {
        inside.set_value();
        opened.wait();
      },
      nullptr);
  inside.get_future().wait();
  std::atomic<int> answered{0};
  for (int i = 0; i < 4; ++i)
    db->write(
        somebody, [](store::transaction&) {}, [&](std::exception_ptr) { ++answered; });
  try {
    db->write(
        somebody, [](store::transaction&) {}, nullptr);
    ADD_FAILURE() << "the fifth was not refused";
  } catch (const base::problem& p) {
    EXPECT_EQ(p.status, 503);
    EXPECT_EQ(p.code, "store_overloaded");
    EXPECT_NE(p.remedy, "");
  }
  gate.set_value();
  while (answered < 4) std::this_thread::yield();
  db->write_and_wait(somebody, [](store::transaction&) {});
}

TEST_P(Store, FinishesWhatIsQueuedBeforeItCloses) {
  std::atomic<int> good{0};
  {
    const auto db = open();
    things::make_table(*db);
    for (int i = 0; i < 200; ++i) {
      db->write(
          somebody, [i](store::transaction& t) { things::add(t, std::to_string(i)); }, [&](std::exception_ptr error) { good += error ? 0 : 1; });
    }
  }
  EXPECT_EQ(good, 200);
  const auto db = open();
  EXPECT_EQ(things::ids(*db).size(), 200U);
}

TEST_P(Store, NeverLetsTheWriterWaitForItself) {
  const auto db = open();
  std::promise<std::string> heard;
  db->write(
      somebody, [](store::transaction&) {},
      [&](std::exception_ptr) { heard.set_value(answer_of([&] { db->write_and_wait(somebody, [](store::transaction&) {}); })); });
  EXPECT_NE(heard.get_future().get(), "");
}

TEST_P(Store, GivesAnOperationOneTimeAndOrderedIds) {
  base::manual_clock time({.us = 1'700'000'000'000'000});
  const auto db = open(time);
  things::make_table(*db);
  std::vector<std::string> made;
  const auto write = [&] {
    db->write_and_wait(somebody, [&](store::transaction& t) {
      const auto before = t.now();
      time.advance(base::seconds(1));
      EXPECT_EQ(t.now(), before);
      made.push_back(t.new_id());
      things::add(t, made.back());
    });
  };
  write();
  time.set_wall({.us = 1'600'000'000'000'000});  // somebody set the clock back
  write();
  write();
  EXPECT_LT(made[0], made[1]);
  EXPECT_LT(made[1], made[2]);
  EXPECT_EQ(things::texts(*db, "SELECT subject_id FROM journal ORDER BY seq"), made);
  EXPECT_EQ(things::texts(*db, "SELECT subject_id FROM outbox ORDER BY seq"), made);
}

TEST_P(Store, KeepsManyDifferentStatements) {
  const auto db = open();
  things::make_table(*db);
  db->read([](store::connection& c) {
    for (std::int64_t round = 0; round < 2; ++round) {
      for (std::int64_t i = 0; i < 600; ++i) {
        EXPECT_EQ(c.query("SELECT $1 + " + std::to_string(i), {round}).integer(0, 0), round + i);
      }
    }
  });
}

}  // namespace
