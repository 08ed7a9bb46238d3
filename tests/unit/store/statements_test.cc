// More different statements than a connection keeps prepared, and what becomes of deleted bytes.
#include <gtest/gtest.h>

#include <string>

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
