#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "support/engines.h"
#include "unit/store/things.h"

// A disk that is full: the kernel refuses to let files of this process grow (RLIMIT_FSIZE), as a full disk would.
namespace {

using namespace std::chrono_literals;
using things::add_and_wait;
using things::somebody;

class full_disk {
 public:
  explicit full_disk(std::size_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    auto now = before_;
    now.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~full_disk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;

 private:
  rlimit before_{};
};

class SqliteFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_.file("migrations"));
    std::filesystem::copy_file(test::project_file("database/0001_foundation.sql"), folder_.file("migrations/0001_foundation.sql"));
  }
  std::unique_ptr<store::database> open() {
    return store::open({.location = folder_.file("store.db"), .migrations_folder = folder_.file("migrations")}, time_);
  }
  test::folder folder_;
  base::system_clock time_;
};

TEST_F(SqliteFaults, AFullDiskLosesNothingAcknowledgedAndHealsByItself) {
  std::vector<std::string> acknowledged;
  {
    const auto db = open();
    things::make_table(*db);
    std::int64_t refused = 0;
    const auto write_big = [&](int i) {
      try {
        db->write_and_wait(somebody, [&](store::transaction& t) {
          const auto id = std::to_string(10000 + i);
          things::add(t, id);
          t.db().execute("UPDATE thing SET note = $1 WHERE id = $2", {std::string(20'000, 'x'), id});
        });
        acknowledged.push_back(std::to_string(10000 + i));
      } catch (const base::problem& p) {
        EXPECT_EQ(p.code, "store_unwritable") << p.what();
        EXPECT_EQ(p.status, 503);
        EXPECT_NE(p.remedy, "");
        ++refused;
      }
    };
    {
      const full_disk full(2'000'000);
      for (int i = 0; i < 300; ++i) write_big(i);
      EXPECT_GT(acknowledged.size(), 10U);
      EXPECT_GT(refused, 10);
      EXPECT_FALSE(db->state().writable);
      EXPECT_NE(db->state().detail, "");
      EXPECT_EQ(things::ids(*db), acknowledged) << "reading goes on";
    }
    for (int i = 0; i < 500 && !db->state().writable; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(db->state().writable) << "there is space again";
    write_big(5000);
    EXPECT_EQ(acknowledged.back(), "15000");
  }
  const auto db = open();
  EXPECT_EQ(things::ids(*db), acknowledged);
  EXPECT_EQ(things::texts(*db, "SELECT subject_id FROM journal ORDER BY seq"), acknowledged);
  EXPECT_EQ(things::texts(*db, "SELECT subject_id FROM outbox ORDER BY seq"), acknowledged);
  EXPECT_EQ(things::number(*db, "SELECT max(seq) FROM outbox"), static_cast<std::int64_t>(acknowledged.size()));
  EXPECT_EQ(things::texts(*db, "PRAGMA integrity_check"), std::vector<std::string>{"ok"});
}

TEST_F(SqliteFaults, AWriterThatIsKeptOutSaysSo) {
  // Another program holds the write lock for longer than we wait.
  const auto db = open();
  things::make_table(*db);
  const auto other = store::open({.location = folder_.file("store.db"), .migrations_folder = folder_.file("migrations"), .node = "n2"}, time_);
  std::atomic<bool> inside{false}, leave{false};
  other->write(
      somebody,
      [&](store::transaction& t) {
        t.db().execute("INSERT INTO thing (id) VALUES ('other')");
        inside = true;
        while (!leave) std::this_thread::sleep_for(1ms);
      },
      nullptr);
  while (!inside) std::this_thread::sleep_for(1ms);
  try {
    add_and_wait(*db, "a");
    ADD_FAILURE() << "acknowledged";
  } catch (const base::problem& p) {
    EXPECT_EQ(p.code, "store_busy");
    EXPECT_EQ(p.status, 503);
  }
  leave = true;
  add_and_wait(*db, "b");
  EXPECT_EQ(things::ids(*db).size(), 2U);
}

}  // namespace
