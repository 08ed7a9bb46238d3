#include <gtest/gtest.h>

#include "support/engines.h"

namespace {

using Store = test::on_both_engines;
ON_BOTH_ENGINES(Store);

const store::actor somebody{.account_id = "a1", .remote = "local", .request_id = "r1"};

void make_table(store::database& db) {
  db.write_and_wait(somebody, [](store::transaction& t) {
    t.db().execute("CREATE TABLE thing (id text NOT NULL PRIMARY KEY, n bigint, x double precision, yes boolean, note text, CHECK (n < 1000))");
  });
}

std::int64_t count_things(store::database& db) {
  std::int64_t n = 0;
  db.read([&](store::connection& c) { n = c.query("SELECT count(*) FROM thing").integer(0, 0); });
  return n;
}

TEST_P(Store, KeepsWhatItAcknowledged) {
  {
    const auto db = open();
    make_table(*db);
    db->write_and_wait(somebody, [](store::transaction& t) {
      EXPECT_EQ(t.db().execute("INSERT INTO thing (id, n) VALUES ($1, $2)", {"a", 1}), 1);
    });
    EXPECT_EQ(count_things(*db), 1);
  }
  const auto again = open();
  EXPECT_EQ(count_things(*again), 1);
}

}  // namespace
