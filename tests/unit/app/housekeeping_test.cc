#include "app/housekeeping.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support/wait.h"

TEST(Housekeeping, TriesAFailedJobAgainWithinSecondsHoweverSeldomItRuns) {
  base::manual_clock clock(base::instant{1'000'000});
  std::atomic<int> runs{0};
  app::housekeeping jobs({{.name = "hourly",
                           .every = base::hours(1),
                           .work =
                               [&] {
                                 if (++runs == 1) throw std::runtime_error("the database is away");
                               }}},
                         clock);
  jobs.start();
  ASSERT_TRUE(test::wait_until([&] { return jobs.reports().front().failed; }, std::chrono::seconds(10)));
  EXPECT_EQ(jobs.reports().front().detail, "the database is away");
  clock.advance(base::seconds(11));
  EXPECT_TRUE(test::wait_until([&] { return !jobs.reports().front().failed; }, std::chrono::seconds(10)));
  EXPECT_EQ(runs, 2);
  clock.advance(base::seconds(11));
  EXPECT_TRUE(jobs.is_alive());
  jobs.stop();
  EXPECT_EQ(runs, 2) << "what succeeded waits for its hour";
}
