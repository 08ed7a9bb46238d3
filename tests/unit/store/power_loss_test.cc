#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <thread>

#include "foundation/store/journal.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "unit/store/power_loss_vfs.h"
#include "unit/store/things.h"

// Cuts the power at some hundred moments of a run (in copies of the disk) and opens what is left.
namespace {

constexpr int bursts = 60;
constexpr int burst_size = 6;

struct cut {
  std::string folder;
  std::size_t acknowledged;  // so many of the run's ids had been acknowledged
};

class PowerLoss : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_.file("migrations"));
    std::filesystem::copy_file(test::project_file("database/0001_foundation.sql"), folder_.file("migrations/0001_foundation.sql"));
  }

  store::options options(const std::string& location) {
    return {.location = location, .migrations_folder = folder_.file("migrations"), .signing_key_path = folder_.file("journal.key")};
  }

  power_loss::disk::options disk_options(bool syncs_lie) {
    return {.seed = 7, .syncs_lie = syncs_lie, .moment = [this] { return random_() % 5 == 0; }, .take = [this](const auto& files) { keep(files); }};
  }

  void keep(const std::map<std::string, std::string>& files) {
    const cut one{.folder = folder_.file("cut" + std::to_string(cuts_.size())), .acknowledged = acknowledged_.size()};
    std::filesystem::create_directory(one.folder);
    for (const auto& [name, bytes] : files) std::ofstream(one.folder + "/" + name, std::ios::binary) << bytes;
    cuts_.push_back(one);
  }

  // Writes in bursts of operations that share commits, with a checkpoint every now and then.
  void run(power_loss::disk& disk) {
    const auto path = folder_.file("store.db");
    const auto db = store::open(options("file:" + path + "?vfs=power_loss"), time_);
    things::make_table(*db);
    for (int burst = 0; burst < bursts; ++burst) {
      for (int i = 0; i < burst_size; ++i) {
        const auto id = std::to_string(burst * burst_size + i);
        db->write(
            things::somebody, [id](store::transaction& t) { things::add(t, id); },
            [this, &disk, id](std::exception_ptr error) {
              const std::lock_guard lock(disk.mutex());
              if (!error) acknowledged_.push_back(id);
            });
      }
      db->write_and_wait({}, [](store::transaction&) {});
      if (burst % 6 == 5) checkpoint(path, burst % 12 == 5 ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE);
    }
  }

  static void checkpoint(const std::string& path, int mode) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open_v2(("file:" + path + "?vfs=power_loss").c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, nullptr), SQLITE_OK);
    sqlite3_busy_timeout(raw, 5000);
    EXPECT_EQ(sqlite3_wal_checkpoint_v2(raw, nullptr, mode, nullptr, nullptr), SQLITE_OK);
    sqlite3_close_v2(raw);
  }

  // What is wrong after this cut: "" when everything acknowledged is there once and the rest is whole.
  std::string fault_after(const cut& one) {
    try {
      const auto db = store::open(options(one.folder + "/store.db"), time_);
      things::make_table(*db);
      if (things::texts(*db, "PRAGMA integrity_check") != std::vector<std::string>{"ok"}) return "the file is corrupt";
      const auto ids = things::ids(*db);
      const std::set<std::string> there(ids.begin(), ids.end());
      for (std::size_t i = 0; i < one.acknowledged; ++i) {
        if (there.count(acknowledged_[i]) == 0) return acknowledged_[i] + " was acknowledged and is lost";
      }
      for (const std::string table : {"journal", "outbox"}) {
        auto subjects = things::texts(*db, "SELECT subject_id FROM " + table + " ORDER BY subject_id");
        if (subjects != ids) return table + " does not fit the rows";
        if (things::number(*db, "SELECT max(seq) FROM " + table) != static_cast<std::int64_t>(ids.size())) return table + " has a gap";
      }
      store::journal_check check({db->sign_head()});
      db->read([&](store::connection& c) { store::export_journal(c, "n1", {1, 1'000'000}, [&](std::string_view line) { check.add(line); }); });
      return check.finish().empty() ? "" : "the journal's root is wrong";
    } catch (const std::exception& e) {
      return e.what();
    }
  }

  test::folder folder_;
  base::system_clock time_;
  std::mt19937 random_{3};
  std::vector<std::string> acknowledged_;  // under the disk's mutex while it runs
  std::vector<cut> cuts_;
};

TEST_F(PowerLoss, AtAnyMomentLosesNothingAcknowledged) {
  {
    power_loss::disk disk(disk_options(false));
    run(disk);
  }
  ASSERT_EQ(acknowledged_.size(), static_cast<std::size_t>(bursts * burst_size));
  EXPECT_GT(cuts_.size(), 200U);
  for (std::size_t i = 0; i < cuts_.size(); ++i) EXPECT_EQ(fault_after(cuts_[i]), "") << "cut " << i << " of " << cuts_.size();
}

TEST_F(PowerLoss, OnADiskThatDoesNotSyncIsNoticedByThisTest) {
  {
    power_loss::disk disk(disk_options(true));
    run(disk);
  }
  std::size_t faults = 0;
  for (std::size_t i = 0; i < cuts_.size(); i += 10) faults += fault_after(cuts_[i]).empty() ? 0U : 1U;
  EXPECT_GT(faults, 0U);
}

}  // namespace
