#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "support/engines.h"
#include "unit/store/things.h"

// What happens to writers and readers while their PostgreSQL is restarted, cuts them off or only reads.
namespace {

using namespace std::chrono_literals;
using things::add_and_wait;
using things::somebody;

class PostgresFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!test::postgres_server::available()) GTEST_SKIP() << "needs PostgreSQL";
    if (!server_) server_ = std::make_unique<test::postgres_server>(test::postgres_server::durability::durable);
    server_->psql("postgres", "DROP DATABASE IF EXISTS faults");
    how_ = {.kind = store::engine::postgres, .location = server_->create_database("faults"), .migrations_folder = folder_.file("migrations")};
    std::filesystem::create_directory(how_.migrations_folder);
    std::filesystem::copy_file(test::project_file("database/0001_foundation.sql"), folder_.file("migrations/0001_foundation.sql"));
  }

  static void TearDownTestSuite() { server_.reset(); }

  std::unique_ptr<store::database> open() { return store::open(how_, time_); }

  // Waits until the store says it can (or cannot) be written; false after ten seconds.
  static bool becomes(const store::database& db, bool writable) {
    for (int i = 0; i < 1000; ++i) {
      if (db.state().writable == writable) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }

  test::folder folder_;
  base::system_clock time_;
  store::options how_;
  static inline std::unique_ptr<test::postgres_server> server_;  // one for all of these tests
};

// Sixteen threads write for as long as the test breaks things; each remembers what it was told.
class load {
 public:
  explicit load(store::database& db) {
    for (int p = 0; p < 16; ++p) {
      threads_.emplace_back([this, &db, p] {
        for (int i = 0; !stop_; ++i) write_one(db, std::to_string(p) + "-" + std::to_string(i));
      });
    }
  }
  ~load() { finish(); }
  void finish() {
    stop_ = true;
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }
  std::size_t acknowledged_now() {
    const std::lock_guard lock(mutex_);
    return acknowledged.size();
  }
  std::set<std::string> acknowledged, refused, unknown;
  std::multiset<std::string> answers;

 private:
  void write_one(store::database& db, const std::string& id) {
    auto* into = &acknowledged;
    try {
      add_and_wait(db, id);
    } catch (const base::problem& p) {
      EXPECT_EQ(p.status, 503) << p.what();
      into = p.code == "outcome_unknown" ? &unknown : &refused;
    }
    const std::lock_guard lock(mutex_);
    into->insert(id);
    answers.insert(id);
  }
  std::mutex mutex_;
  std::atomic<bool> stop_{false};
  std::vector<std::thread> threads_;
};

TEST_F(PostgresFaults, RestartsUnderLoadLoseNothingAndConfirmNothingTwice) {
  const auto db = open();
  things::make_table(*db);
  std::vector<std::int64_t> heard;
  db->on_commit([&](std::span<const store::committed_event> events) {
    for (const auto& one : events) heard.push_back(one.seq);
  });
  load writers(*db);
  for (int round = 0; round < 4; ++round) {
    const auto before = writers.acknowledged_now();
    while (writers.acknowledged_now() < before + 50) std::this_thread::sleep_for(1ms);
    if (round == 3) {
      server_->stop_fast();
      server_->start();
    } else {
      server_->restart_immediately();
    }
  }
  const auto before = writers.acknowledged_now();
  while (writers.acknowledged_now() < before + 50) std::this_thread::sleep_for(1ms);
  writers.finish();
  const auto ids = things::ids(*db);
  const std::set<std::string> there(ids.begin(), ids.end());
  for (const auto& id : writers.acknowledged) EXPECT_TRUE(there.count(id)) << id << " was acknowledged and is lost";
  for (const auto& id : writers.refused) EXPECT_FALSE(there.count(id)) << id << " was refused and is there";
  EXPECT_TRUE(writers.refused.empty()) << "restarts are shorter than the patience";
  EXPECT_TRUE(writers.unknown.empty());
  EXPECT_EQ(writers.answers.size(), std::set<std::string>(writers.answers.begin(), writers.answers.end()).size());
  const auto count = static_cast<std::int64_t>(ids.size());
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM outbox"), count);
  EXPECT_EQ(things::number(*db, "SELECT max(seq) FROM outbox"), count);
  EXPECT_EQ(things::number(*db, "SELECT count(*) FROM journal"), count);
  EXPECT_EQ(things::number(*db, "SELECT max(seq) FROM journal"), count);
  ASSERT_EQ(heard.size(), ids.size()) << "listeners hear each event once";
  for (std::size_t i = 0; i < heard.size(); ++i) EXPECT_EQ(heard[i], static_cast<std::int64_t>(i) + 1);
  EXPECT_TRUE(db->state().writable);
}

TEST_F(PostgresFaults, ConnectionsCutAtRandomLoseNothing) {
  const auto db = open();
  things::make_table(*db);
  load writers(*db);
  for (int round = 0; round < 25; ++round) {
    const auto before = writers.acknowledged_now();
    while (writers.acknowledged_now() < before + 10) std::this_thread::sleep_for(1ms);
    server_->psql("faults", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'shouwang%'");
  }
  writers.finish();
  const auto ids = things::ids(*db);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()), writers.acknowledged);
  EXPECT_TRUE(writers.refused.empty() && writers.unknown.empty());
  EXPECT_EQ(things::number(*db, "SELECT max(seq) FROM journal"), static_cast<std::int64_t>(ids.size()));
}

TEST_F(PostgresFaults, RefuseHonestlyWhenTheServerStaysAway) {
  how_.reconnect_ms = 300;
  const auto db = open();
  things::make_table(*db);
  add_and_wait(*db, "a");
  server_->stop_fast();
  for (const auto* id : {"b", "c"}) {
    try {
      add_and_wait(*db, id);
      ADD_FAILURE() << "acknowledged without a server";
    } catch (const base::problem& p) {
      EXPECT_EQ(p.status, 503);
      EXPECT_EQ(p.code, "store_unavailable");
      EXPECT_NE(p.remedy, "");
    }
  }
  EXPECT_FALSE(db->state().writable);
  EXPECT_NE(db->state().detail, "");
  EXPECT_THROW(things::ids(*db), base::problem);
  server_->start();
  EXPECT_TRUE(becomes(*db, true)) << "it heals by itself";
  EXPECT_EQ(things::ids(*db), std::vector<std::string>{"a"});
  add_and_wait(*db, "d");
  EXPECT_EQ(db->last_seq(), 2);
}

TEST_F(PostgresFaults, NoticeAnAbsentServerWithoutBeingAsked) {
  const auto db = open();
  server_->stop_fast();
  EXPECT_TRUE(becomes(*db, false));
  server_->start();
  EXPECT_TRUE(becomes(*db, true));
}

TEST_F(PostgresFaults, RefuseWhileTheServerOnlyReads) {
  const auto db = open();
  things::make_table(*db);
  add_and_wait(*db, "a");
  const auto set_read_only = [&](const std::string& on) {
    const std::string as_writer = "dbname=postgres options='-c default_transaction_read_only=off'";
    server_->psql(as_writer, "ALTER SYSTEM SET default_transaction_read_only = " + on);
    server_->psql(as_writer, "SELECT pg_reload_conf()");
  };
  set_read_only("on");
  std::string code;
  for (int i = 0; code.empty() && i < 1000; ++i) {  // the server's processes hear of it one by one
    try {
      add_and_wait(*db, "b" + std::to_string(i));
    } catch (const base::problem& p) {
      code = p.code;
    }
  }
  EXPECT_EQ(code, "store_unwritable");
  EXPECT_FALSE(db->state().writable);
  const auto before = things::ids(*db).size();
  std::this_thread::sleep_for(1500ms);
  EXPECT_FALSE(db->state().writable) << "trying does not heal";
  EXPECT_EQ(things::ids(*db).size(), before) << "reading goes on";
  set_read_only("off");
  EXPECT_TRUE(becomes(*db, true)) << "it heals by itself";
  add_and_wait(*db, "c");
  EXPECT_EQ(db->last_seq(), static_cast<std::int64_t>(before) + 1);
}

TEST_F(PostgresFaults, AnOperationThatBreaksItsConnectionFailsAlone) {
  const auto db = open();
  things::make_table(*db);
  things::held_writer hold(*db);  // the ten queue up behind it and are one group
  std::vector<std::future<void>> answers;
  for (int i = 0; i < 10; ++i) {
    answers.push_back(std::async(std::launch::async, [&db, i] {
      db->write_and_wait(somebody, [i](store::transaction& t) {
        things::add(t, std::to_string(i));
        if (i == 4) t.db().query("SELECT pg_terminate_backend(pg_backend_pid())");
      });
    }));
  }
  while (db->state().queued < 10) std::this_thread::yield();
  hold.release();
  for (int i = 0; i < 10; ++i) {
    auto& answer = answers[static_cast<std::size_t>(i)];
    if (i == 4) {
      EXPECT_THROW(answer.get(), base::problem);
    } else {
      EXPECT_NO_THROW(answer.get());
    }
  }
  EXPECT_EQ(things::ids(*db).size(), 9U);
}

TEST_F(PostgresFaults, RunAgainWhatMetAnotherNodeOnTheSameRow) {
  const auto one = open();
  how_.node = "n2";
  const auto two = open();
  things::make_table(*one);
  add_and_wait(*one, "a");
  add_and_wait(*one, "b");
  // Each takes the rows in its own order: without running again one of each pair would fail with a deadlock.
  const auto touch = [](store::database& db, const char* first, const char* second) {
    for (int i = 0; i < 10; ++i) {
      db.write_and_wait(somebody, [&](store::transaction& t) {
        t.db().execute("UPDATE thing SET n = n + 1 WHERE id = $1", {first});
        t.db().execute("UPDATE thing SET n = n + 1 WHERE id = $1", {second});
      });
    }
  };
  auto other = std::async(std::launch::async, [&] { touch(*two, "b", "a"); });
  EXPECT_NO_THROW(touch(*one, "a", "b"));
  EXPECT_NO_THROW(other.get());
  EXPECT_EQ(things::number(*one, "SELECT sum(n) FROM thing"), 40);
}

TEST_F(PostgresFaults, AReaderStartsOverAfterARestart) {
  const auto db = open();
  things::make_table(*db);
  add_and_wait(*db, "a");
  EXPECT_EQ(things::ids(*db).size(), 1U);
  server_->restart_immediately();
  EXPECT_EQ(things::ids(*db).size(), 1U) << "the idle connection was dead, and nobody noticed";
}

}  // namespace
