#include "foundation/store/migrations.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "support/engines.h"
#include "unit/store/things.h"

namespace {

// A database with migrations of the test's own.
class Migrations : public test::on_both_engines {
 protected:
  void write(const std::string& name, const std::string& text) { std::ofstream(folder() / name, std::ios::binary) << text; }
  void remove(const std::string& name) { std::filesystem::remove(folder() / name); }

  std::unique_ptr<store::database> open_own() {
    auto how = options();
    how.migrations_folder = folder().string();
    return store::open(how, clock());
  }

  // "" when it opens, otherwise code and detail of the problem.
  std::string refusal() {
    try {
      open_own();
      return "";
    } catch (const base::problem& p) {
      EXPECT_NE(p.remedy, "");
      return p.code + " " + p.detail;
    }
  }

 private:
  std::filesystem::path folder() {
    const auto own = scratch().path() / "own_migrations";
    if (std::filesystem::create_directory(own)) {
      std::filesystem::copy_file(test::project_file("database/0001_foundation.sql"), own / "0001_foundation.sql");
    }
    return own;
  }
};
ON_BOTH_ENGINES(Migrations);

TEST_P(Migrations, RunInOrderOnceEach) {
  write("0002_make_a.sql", "CREATE TABLE a (id text);\nINSERT INTO a VALUES ('two; with ''quotes''');");
  open_own();
  write("0003_grow_a.sql", "ALTER TABLE a ADD COLUMN n bigint;\nUPDATE a SET n = 3;");
  open_own();
  const auto db = open_own();
  EXPECT_EQ(things::texts(*db, "SELECT id FROM a"), std::vector<std::string>{"two; with 'quotes'"});
  EXPECT_EQ(things::number(*db, "SELECT n FROM a"), 3);
  EXPECT_EQ(things::texts(*db, "SELECT name FROM schema_migration ORDER BY number"),
            (std::vector<std::string>{"0001_foundation.sql", "0002_make_a.sql", "0003_grow_a.sql"}));
}

TEST_P(Migrations, LeaveNothingOfOneThatFails) {
  write("0002_broken.sql", "CREATE TABLE a (id text);\nINSERT INTO nowhere VALUES (1);");
  EXPECT_NE(refusal().find("bad_migrations 0002_broken.sql: "), std::string::npos);
  write("0002_broken.sql", "CREATE TABLE a (id text);");
  EXPECT_EQ(refusal(), "");
}

TEST_P(Migrations, RefuseOneThatWasChangedAfterwards) {
  write("0002_make_a.sql", "CREATE TABLE a (id text);");
  open_own();
  write("0002_make_a.sql", "CREATE TABLE a (id text, n bigint);");
  EXPECT_NE(refusal().find("bad_migrations 0002_make_a.sql is not what was applied"), std::string::npos);
}

TEST_P(Migrations, RefuseADatabaseNewerThanTheProgram) {
  write("0002_make_a.sql", "CREATE TABLE a (id text);");
  open_own();
  remove("0002_make_a.sql");
  EXPECT_NE(refusal().find("database_newer It has migration 0002_make_a.sql"), std::string::npos);
}

TEST_P(Migrations, RefuseGapsDoublesAndStrangeNames) {
  write("0003_late.sql", "CREATE TABLE a (id text);");
  EXPECT_NE(refusal().find("0003_late.sql should have number 2"), std::string::npos);
  remove("0003_late.sql");
  write("0001_again.sql", "CREATE TABLE a (id text);");
  EXPECT_NE(refusal().find("should have number"), std::string::npos);
  remove("0001_again.sql");
  write("two.sql", "CREATE TABLE a (id text);");
  EXPECT_NE(refusal().find("two.sql is not named NNNN_what_changed.sql"), std::string::npos);
  remove("two.sql");
  write("notes.txt", "not a migration");
  EXPECT_EQ(refusal(), "");
}

TEST_P(Migrations, HaveLinesForOneEngineOnly) {
  write("0002_engine.sql", "CREATE TABLE a (engine text);\n-- sqlite: INSERT INTO a VALUES ('sqlite');\n-- pg: INSERT INTO a VALUES ('postgres');\n");
  const auto db = open_own();
  EXPECT_EQ(things::texts(*db, "SELECT engine FROM a"), std::vector<std::string>{engine() == store::engine::sqlite ? "sqlite" : "postgres"});
}

TEST_P(Migrations, AreAppliedOnceWhenSeveralNodesStartAtOnce) {
  write("0002_slow.sql", "CREATE TABLE a (id text);\nINSERT INTO a SELECT 'x' FROM (SELECT 1) AS one;");
  auto how = options();
  how.migrations_folder = (scratch().path() / "own_migrations").string();
  std::vector<std::future<void>> starts;
  for (int i = 0; i < 4; ++i) {
    starts.push_back(std::async(std::launch::async, [how, i, this]() mutable {
      how.node = "n" + std::to_string(i);
      store::open(how, clock());
    }));
  }
  for (auto& one : starts) EXPECT_NO_THROW(one.get());
  const auto db = open_own();
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM a"), 1);
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM schema_migration"), 2);
}

TEST_P(Migrations, SayWhenTheFolderIsMissingOrEmpty) {
  auto how = options();
  how.migrations_folder = scratch().file("nowhere");
  EXPECT_THROW(store::open(how, clock()), base::problem);
  std::filesystem::create_directory(how.migrations_folder);
  EXPECT_THROW(store::open(how, clock()), base::problem);
}

// A folder that holds the first migration alone.
std::string first_migration(const test::folder& into) {
  std::filesystem::create_directory(into.file("migrations"));
  std::filesystem::copy_file(test::project_file("database/0001_foundation.sql"), into.file("migrations/0001_foundation.sql"));
  return into.file("migrations");
}

TEST(MigrationsOfThisProject, AreNumberedWithoutGaps) {
  const auto all = store::read_migrations(test::project_file("database"));
  EXPECT_EQ(all.front().name, "0001_foundation.sql");
}

TEST(OpeningADatabase, SaysWhatIsWrongWithItsPlace) {
  const test::folder folder;
  const base::system_clock time;
  const auto migrations = first_migration(folder);
  std::ofstream(folder.file("text.db")) << std::string(4096, 'x');
  for (const auto& path : {folder.file("missing/store.db"), folder.path().string(), folder.file("text.db")}) {
    try {
      store::open({.location = path, .migrations_folder = migrations}, time);
      ADD_FAILURE() << path;
    } catch (const base::problem& p) {
      EXPECT_EQ(p.code, "store_cannot_open");
      EXPECT_NE(p.remedy, "");
    }
  }
}

TEST(OpeningAPostgresDatabase, RefusesACollationThatIsNotBytewise) {
  if (!test::postgres_server::available()) GTEST_SKIP() << "needs PostgreSQL";
  const test::folder folder;
  const base::system_clock time;
  const auto dsn = test::shared_postgres().create_database("other_collation", "C.UTF-8");
  try {
    store::open({.kind = store::engine::postgres, .location = dsn, .migrations_folder = first_migration(folder)}, time);
    ADD_FAILURE() << "not refused";
  } catch (const base::problem& p) {
    EXPECT_EQ(p.code, "store_cannot_open");
    EXPECT_NE(p.remedy.find("TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"), std::string::npos);
  }
}

TEST(OpeningAPostgresDatabase, SaysWhenTheServerIsNotThere) {
  const test::folder folder;
  const base::system_clock time;
  try {
    store::open({.kind = store::engine::postgres, .location = "host=/nonexistent dbname=x", .migrations_folder = first_migration(folder)}, time);
    ADD_FAILURE() << "not refused";
  } catch (const base::problem& p) {
    EXPECT_EQ(p.code, "store_cannot_open");
    EXPECT_NE(p.remedy, "");
  }
}

}  // namespace
