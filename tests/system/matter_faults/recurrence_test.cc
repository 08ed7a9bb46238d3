// Matters that open by themselves: once for each area and period, whatever happens around midnight.
#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

constexpr const char* screening = "kinds/dispute_screening.yaml";

class Recurrence : public desks_test {
 protected:
  std::vector<std::string> periods() {
    const auto rows =
        town_->rows("SELECT period || ' ' || area_id FROM matter_recurrences WHERE kind = 'dispute_screening' ORDER BY period, area_id");
    std::vector<std::string> out;
    for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(rows.text(i, 0));
    return out;
  }
  void restart_and_run() {
    town_->restart();
    town_->at().scheduler().run_once();
  }
  using names = std::vector<std::string>;
};

TEST_P(Recurrence, OpensAtTheTownsMidnightOfItsDayAndOnceThroughEveryRestart) {
  begin("2026-03-19T15:59:58Z");  // two seconds before the 20th in the town
  restart_and_run();
  EXPECT_EQ(periods(), names());
  town_->tick(base::seconds(1));
  EXPECT_EQ(periods(), names());
  town_->clock.advance(base::seconds(1));
  for (int i = 0; i < 4; ++i) restart_and_run();
  EXPECT_EQ(periods(), (names{"2026-03 township", "2026-03 township2"}));
  EXPECT_EQ(town_->count("SELECT min(reported_at) FROM matters WHERE kind = 'dispute_screening'"), time_of("2026-03-19T16:00:00Z").us);
  for (int day = 0; day < 11; ++day) town_->tick(base::days(1));
  EXPECT_EQ(periods().size(), 2U) << "the 31st";
  town_->tick(base::days(20));
  EXPECT_EQ(periods(), (names{"2026-03 township", "2026-03 township2", "2026-04 township", "2026-04 township2"}));
}

TEST_P(Recurrence, AClockSetBackOverTheDayOpensNothingAgain) {
  begin("2026-03-20T02:00:00Z");
  restart_and_run();
  ASSERT_EQ(periods().size(), 2U);
  town_->clock.set_wall(time_of("2026-03-19T02:00:00Z"));
  for (int i = 0; i < 3; ++i) restart_and_run();
  for (int i = 0; i < 48; ++i) town_->tick(base::hours(1));
  EXPECT_EQ(periods().size(), 2U);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters WHERE kind = 'dispute_screening'"), 2);
}

TEST_P(Recurrence, ACatalogueThatBeginsOrChangesInTheMiddleOfAPeriodOpensItOnce) {
  const auto whole = books_.read(screening);
  books_.change(screening, "recurs: {every: month, on_day: 20, each: township}\n", "");
  begin("2026-03-25T02:00:00Z");
  restart_and_run();
  EXPECT_EQ(periods(), names());
  books_.write(screening, whole);
  const auto reloaded = town_->call("everybody", "reload_catalogue", {}, "");
  ASSERT_EQ(reloaded.status, 200) << reloaded.why;
  town_->tick(base::minutes(2));
  EXPECT_EQ(periods(), (names{"2026-03 township", "2026-03 township2"})) << "its day has been";
  books_.change(screening, "on_day: 20", "on_day: 27");
  ASSERT_EQ(town_->call("everybody", "reload_catalogue", {}, "").status, 200);
  for (int i = 0; i < 5; ++i) town_->tick(base::days(1));
  EXPECT_EQ(periods().size(), 2U) << "another day of the same period";
  books_.change(screening, "each: township", "each: county");
  ASSERT_EQ(town_->call("everybody", "reload_catalogue", {}, "").status, 200);
  town_->tick(base::days(1));
  EXPECT_EQ(town_->at().scheduler().report().fault, "");
}

TEST_P(Recurrence, AServerThatStoodStillOverTheTurnOfAPeriodOpensTheOneItMissed) {
  begin("2026-03-19T02:00:00Z");
  restart_and_run();
  EXPECT_EQ(periods(), names());
  town_->clock.advance(base::days(15));  // the 3rd of April: March's day went by unnoticed
  restart_and_run();
  EXPECT_EQ(periods(), (names{"2026-03 township", "2026-03 township2"}));
  for (int i = 0; i < 3; ++i) restart_and_run();
  EXPECT_EQ(periods().size(), 2U);
}

TEST_P(Recurrence, WhatCameInTheMiddleOfAPeriodOwesNothingOfBefore) {
  begin("2026-02-10T02:00:00Z");
  restart_and_run();
  town_->clock.advance(base::days(50));  // the first of April; nobody served on the day of March
  const auto founded = time_of("2026-03-28T02:00:00Z");
  town_->db().write_and_wait(
      {}, [&](store::transaction& work) { work.db().execute("UPDATE areas SET valid_from = $1 WHERE id = 'township2'", {founded.us}); });
  restart_and_run();
  EXPECT_EQ(periods(), (names{"2026-03 township"})) << "the other was not there on that day";
  town_->tick(base::days(20));
  EXPECT_EQ(periods(), (names{"2026-03 township", "2026-04 township", "2026-04 township2"}));
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters WHERE kind = 'dispute_screening' AND escalated_at IS NOT NULL AND area_id = 'township2'"), 0);
}

TEST_P(Recurrence, ADutyAskedForInTheMiddleOfAPeriodCountsFromThen) {
  const auto whole = books_.read(screening);
  books_.change(screening, "recurs: {every: month, on_day: 20, each: township}\n", "");
  begin("2026-03-25T02:00:00Z");
  restart_and_run();
  town_->clock.advance(base::days(3));
  books_.write(screening, whole);
  ASSERT_EQ(town_->call("everybody", "reload_catalogue", {}, "").status, 200);
  town_->tick(base::minutes(2));
  ASSERT_EQ(periods().size(), 2U);
  EXPECT_EQ(town_->count("SELECT min(reported_at) FROM matters WHERE kind = 'dispute_screening'"), time_of("2026-03-28T02:00:00Z").us);
}

ON_BOTH_ENGINES(Recurrence);

}  // namespace
}  // namespace matter_faults
