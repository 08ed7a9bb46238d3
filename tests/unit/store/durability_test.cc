#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "foundation/store/journal.h"
#include "support/engines.h"
#include "unit/store/things.h"

// A child process writes and says what was acknowledged; it is killed at a random moment; everything it was told is
// kept must be there exactly once, and journal and outbox must be whole.
namespace {

class Durability : public test::on_both_engines {
 protected:
  // In its own process: 8 threads write rows until they are killed; each acknowledged id goes into the pipe.
  [[noreturn]] static void write_until_killed(const store::options& how, int round, int pipe) {
    const base::system_clock time;
    const auto db = store::open(how, time);
    std::vector<std::thread> threads;
    for (int p = 0; p < 8; ++p) {
      threads.emplace_back([&, p] {
        for (int i = 0;; ++i) {
          const auto id = std::to_string(round) + "-" + std::to_string(p) + "-" + std::to_string(i);
          things::add_and_wait(*db, id, i);
          const auto line = id + "\n";
          if (::write(pipe, line.data(), line.size()) < 0) ::_exit(3);
        }
      });
    }
    for (auto& thread : threads) thread.join();
    ::_exit(0);
  }

  // Kills the child after so many milliseconds from its first answer; returns the ids it acknowledged.
  static std::vector<std::string> run_and_kill(const store::options& how, int round, int after_ms) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      try {
        write_until_killed(how, round, ends[1]);
      } catch (const std::exception& e) {
        const std::string text = std::string("child: ") + e.what() + "\n";
        if (::write(2, text.data(), text.size()) < 0) ::_exit(5);
        ::_exit(4);
      }
    }
    ::close(ends[1]);
    std::string text;
    std::array<char, 65536> buffer{};
    std::thread killer;
    for (ssize_t n = 0; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;) {
      if (text.empty()) {
        killer = std::thread([child, after_ms] {
          std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
          ::kill(child, SIGKILL);
        });
      }
      text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    if (killer.joinable()) killer.join();
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
    std::vector<std::string> ids;
    std::istringstream lines(text.substr(0, text.rfind('\n') + 1));
    for (std::string line; std::getline(lines, line);) ids.push_back(line);
    return ids;
  }

  // Every acknowledged row is there; rows, journal and outbox say the same; numbers have no gap; the tree is right.
  void check(const std::set<std::string>& acknowledged) {
    const auto db = open();
    const auto ids = things::texts(*db, "SELECT id FROM thing ORDER BY id");
    const std::set<std::string> there(ids.begin(), ids.end());
    std::size_t lost = 0;
    for (const auto& id : acknowledged) lost += there.count(id) == 0 ? 1U : 0U;
    EXPECT_EQ(lost, 0U) << "of " << acknowledged.size();
    const auto count = static_cast<std::int64_t>(ids.size());
    for (const std::string table : {"journal", "outbox"}) {
      EXPECT_EQ(things::number(*db, "SELECT count(*) FROM " + table), count) << table;
      EXPECT_EQ(things::number(*db, "SELECT count(DISTINCT subject_id) FROM " + table), count) << table;
      EXPECT_EQ(things::number(*db, "SELECT max(seq) FROM " + table), count) << table;
    }
    EXPECT_EQ(db->last_seq(), count);
    const auto head = db->sign_head();
    store::journal_check journal({head});
    db->read([&](store::connection& c) { store::export_journal(c, db->node(), {1, head.size}, [&](std::string_view line) { journal.add(line); }); });
    EXPECT_TRUE(journal.finish().empty());
    EXPECT_EQ(head.size, count);
    if (engine() == store::engine::sqlite) {
      EXPECT_EQ(things::texts(*db, "PRAGMA integrity_check"), std::vector<std::string>{"ok"});
    }
  }
};
ON_BOTH_ENGINES(Durability);

TEST_P(Durability, LosesNothingAcknowledgedWhenKilled) {
  const auto how = options();
  things::make_table(*open());
  const int rounds = engine() == store::engine::sqlite ? 24 : 6;
  std::mt19937 random(engine() == store::engine::sqlite ? 1U : 2U);
  std::set<std::string> acknowledged;
  for (int round = 0; round < rounds; ++round) {
    const auto ids = run_and_kill(how, round, static_cast<int>(random() % 120));
    for (const auto& id : ids) EXPECT_TRUE(acknowledged.insert(id).second) << id << " was acknowledged twice";
    check(acknowledged);
  }
  EXPECT_GT(acknowledged.size(), static_cast<std::size_t>(rounds));
}

}  // namespace
