// More different statements than a connection keeps prepared, and what becomes of deleted bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "foundation/store/row_batch.h"
#include "foundation/store/row_changes.h"
#include "support/engines.h"
#include "support/shared_data.h"
#include "unit/store/things.h"

namespace {

using things::number;
using things::somebody;

class Statements : public test::on_both_engines {
 protected:
  std::unique_ptr<store::database> open_with_table() {
    auto db = open();
    things::make_table(*db);
    return db;
  }
};
ON_BOTH_ENGINES(Statements);

constexpr int many = 700;  // more than a connection keeps

std::string different(int i) { return "SELECT " + std::to_string(i) + " + count(*) FROM thing"; }

}  // namespace

TEST_P(Statements, ReadsOnThroughMoreStatementsThanItKeeps) {
  const auto db = open_with_table();
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < many; ++i) {
      db->read([&](store::connection& c) { ASSERT_EQ(c.query(different(i)).integer(0, 0), i); });
    }
  }
}

TEST_P(Statements, WritesOnThroughMoreStatementsThanItKeepsAlsoBehindFailedOnes) {
  const auto db = open_with_table();
  for (int i = 0; i < many; ++i) {
    const auto id = "'w" + std::to_string(i) + "'";
    db->write_and_wait(somebody, [&](store::transaction& t) { t.db().execute("INSERT INTO thing (id) VALUES (" + id + ")"); });
    EXPECT_THROW(db->write_and_wait(somebody, [&](store::transaction& t) { t.db().execute("INSERT INTO thing (id, n) VALUES (" + id + ", 1)"); }),
                 store::constraint_error);
  }
  EXPECT_EQ(number(*db, "SELECT count(*) FROM thing"), many);
}

TEST_P(Statements, WipesWhatWasDeletedFromItsFiles) {
  const auto where = options().location;
  const auto db = open_with_table();
  const std::string secret = "Zqxjvk-to-be-wiped-Zqxjvk";
  const auto kept = [&] {
    std::string all;
    for (const auto* ending : {"", "-wal"}) all += test::read_file(where + ending);
    return all.find(secret) != std::string::npos;
  };
  db->write_and_wait(somebody, [&](store::transaction& t) { t.db().execute("INSERT INTO thing (id, note) VALUES ('a', $1)", {secret}); });
  EXPECT_TRUE(engine() != store::engine::sqlite || kept());
  db->write_and_wait(somebody, [&](store::transaction& t) { t.db().execute("DELETE FROM thing WHERE id = 'a'"); });
  constexpr std::string_view tables[] = {"thing"};
  EXPECT_TRUE(db->wipe_deleted(tables));
  if (engine() == store::engine::sqlite) {
    EXPECT_FALSE(kept());
    db->read([&](store::connection& c) {
      c.query("SELECT count(*) FROM thing");
      db->write_and_wait(somebody, [](store::transaction& t) { t.db().execute("INSERT INTO thing (id) VALUES ('b')"); });
      EXPECT_FALSE(db->wipe_deleted(tables)) << "somebody reads an older snapshot";
    });
    EXPECT_TRUE(db->wipe_deleted(tables));
  } else {
    db->read([&](store::connection& c) {
      EXPECT_EQ(c.query("SELECT pg_relation_size('thing')").integer(0, 0), 0) << "an empty table's file is given back";
    });
  }
}

// Rows with NULL now here, now there are the rule; each new preparation of a long statement costs as much as many runs of it.
TEST_P(Statements, IsPreparedOnceWhereverNullStands) {
  const auto db = open_with_table();
  const auto prepared = [&](int round) {
    std::int64_t count = 0;
    db->write_and_wait(somebody, [&](store::transaction& t) {
      store::row_batch rows(t.db(), "thing", "id, n, note");
      for (int i = 0; i < 300; ++i) {
        const bool has_number = (i + round) % 3 == 0, has_note = (i + round) % 5 == 0;
        rows.add({"p" + std::to_string(round * 1000 + i), has_number ? store::value(std::int64_t{i}) : store::value(),
                  has_note ? store::value("note") : store::value()});
      }
      rows.done();
      if (engine() != store::engine::postgres) return;
      count = t.db().query("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO thing (id, n, note)%'").integer(0, 0);
    });
    return count;
  };
  const auto first = prepared(0);
  for (int round = 1; round < 6; ++round) EXPECT_EQ(prepared(round), first) << round;
  EXPECT_TRUE(engine() != store::engine::postgres || first == 4) << first << " preparations for 128, 32, 8 and 1 rows at a time";
  EXPECT_EQ(number(*db, "SELECT count(*) FROM thing"), 1800);
  EXPECT_EQ(number(*db, "SELECT count(*) FROM thing WHERE n IS NULL"), 1200);
}

TEST_P(Statements, ABatchWritesEveryRowOnceAndInOrderHoweverMany) {
  const auto db = open_with_table();
  std::int64_t expected = 0;
  for (const int count : {0, 1, 7, 8, 9, 31, 41, 127, 128, 129, 300}) {
    const auto first = expected;
    db->write_and_wait(somebody, [&](store::transaction& t) {
      store::row_batch rows(t.db(), "thing", "id, n");
      for (int i = 0; i < count; ++i) {
        const auto number = first + i;
        if (i % 2 == 0) {
          rows.add({"t" + std::to_string(100'000 + number), number});
        } else {
          rows.add(std::vector<store::value>{"t" + std::to_string(100'000 + number), number});
        }
      }
      rows.done();
    });
    expected += count;
    EXPECT_EQ(number(*db, "SELECT count(*) FROM thing WHERE id = 't' || (100000 + n)"), expected) << count;
  }
  db->write_and_wait(somebody, [&](store::transaction& t) {
    store::row_batch rows(t.db(), "thing", "id, n", " ON CONFLICT (id) DO UPDATE SET n = -1");
    for (int i = 0; i < 40; ++i) rows.add({"t" + std::to_string(100'000 + i), i});
    rows.done();
  });
  EXPECT_EQ(number(*db, "SELECT count(*) FROM thing WHERE n = -1"), 40);
  EXPECT_EQ(number(*db, "SELECT count(*) FROM thing"), expected);
}

// A row in the middle that is refused: done() says so, however many statements have gone before it, and no row is kept. The
// operation beside it is not blamed.
TEST_P(Statements, ABatchWithARefusedRowSaysSoWhenDone) {
  const auto db = open_with_table();
  db->write_and_wait(somebody, [](store::transaction& t) { t.db().execute("INSERT INTO thing (id, n) VALUES ('there', 0)"); });
  for (const int at : {0, 100, 127, 128, 200, 299}) {
    EXPECT_THROW(db->write_and_wait(somebody,
                                    [&](store::transaction& t) {
                                      store::row_batch rows(t.db(), "thing", "id, n");
                                      for (int i = 0; i < 300; ++i) rows.add({i == at ? std::string("there") : "r" + std::to_string(i), i});
                                      rows.done();
                                      ADD_FAILURE() << "nothing was refused";
                                    }),
                 store::constraint_error)
        << at;
    EXPECT_EQ(number(*db, "SELECT count(*) FROM thing"), 1) << at;
    db->write_and_wait(somebody, [](store::transaction& t) { t.db().execute("UPDATE thing SET n = n + 1"); });
  }
  EXPECT_EQ(number(*db, "SELECT n FROM thing"), 6);
}

TEST_P(Statements, ChangesManyRowsEachToItsOwnAndCountsThem) {
  const auto db = open_with_table();
  for (const int count : {0, 1, 7, 41, 300}) {
    db->write_and_wait(somebody, [&](store::transaction& t) {
      t.db().execute("DELETE FROM thing");
      store::row_batch rows(t.db(), "thing", "id, n");
      for (int i = 0; i < count; ++i) rows.add({"c" + std::to_string(i), i});
      rows.done();
      store::row_changes changes(t.db(), "thing SET x = v.column2, note = v.column3", "thing.id = v.column1 AND thing.n < 200",
                                 "text,double precision,text");
      for (int i = 0; i < count; ++i) changes.add({"c" + std::to_string(i), i / 2.0, i % 2 == 0 ? store::value("even") : store::value()});
      EXPECT_EQ(changes.done(), std::min(count, 200));
      EXPECT_EQ(changes.done(), 0) << "they are changed once";
    });
    EXPECT_EQ(number(*db, "SELECT count(*) FROM thing WHERE x * 2 = n"), std::min(count, 200));
    EXPECT_EQ(number(*db, "SELECT count(*) FROM thing WHERE note = 'even' AND n % 2 = 0"), (std::min(count, 200) + 1) / 2);
    EXPECT_EQ(number(*db, "SELECT count(*) FROM thing WHERE note IS NULL AND x IS NOT NULL"), std::min(count, 200) / 2);
  }
}
