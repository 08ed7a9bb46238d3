// Working days on the server: over National Day and the Spring Festival with their worked weekends, and over a December into a
// year whose notice is not there yet.
#include "desks_test.h"
#include "foundation/base/text.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

// A local time (UTC+8) as RFC 3339 in UTC: what the clock and the answers have.
std::string utc(const std::string& local) {
  const auto at = base::instant_from_rfc3339(local.substr(0, 10) + "T" + local.substr(11) + ":00+08:00");
  if (!at) throw std::logic_error("no time: " + local);
  return base::to_rfc3339(*at);
}

class Holidays : public desks_test {
 protected:
  void begin(const std::string& local) {
    desks_test::begin(utc(local));
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("admin", {{"system_admin", "province"}});
  }
  void until(const std::string& local) { town_->tick(*base::instant_from_rfc3339(utc(local)) - town_->clock.now()); }
  json::object accept_clock(const std::string& id) {
    const auto seen = town_->get(id);
    for (const auto& one : seen.body.at("clocks").as_array()) {
      if (one.at("code").as_string() == "accept") return one.as_object();
    }
    throw std::logic_error("no clock");
  }
  void expect_due(const std::string& id, const std::string& local, bool provisional) {
    const auto clock = accept_clock(id);
    EXPECT_EQ(std::string(clock.at("due_at").as_string()), utc(local)) << "local " << local;
    EXPECT_EQ(clock.at("provisional").as_bool(), provisional) << local;
  }
  void expect_late_from(const std::string& id, const std::string& local) {
    const auto due = *base::instant_from_rfc3339(utc(local));
    town_->tick(due - base::microseconds(1) - town_->clock.now());
    EXPECT_FALSE(accept_clock(id).at("overdue").as_bool()) << local;
    town_->tick(base::microseconds(1));
    EXPECT_TRUE(accept_clock(id).at("overdue").as_bool()) << local;
  }
  // The notice of 2027 as it might come: New Year's Eve off too, and the Sunday after worked for it.
  void publish_2027() {
    books_.write("working_days.yaml", books_.read("working_days.yaml") +
                                          "  - year: 2027\n"
                                          "    notices: [https://example.invalid/2027]\n"
                                          "    days:\n"
                                          "      - {zh: 元旦, days_off: [2026-12-31..2027-01-02], days_worked: [2027-01-03]}\n");
    const auto done = town_->call("admin", "reload_catalogue", {}, "");
    ASSERT_EQ(done.status, 200) << done.why;
  }
};

// A hazard is accepted within 3 working days; the days were counted by hand from the notices.
TEST_P(Holidays, AreLeftOutAndWorkedWeekendsCountedToTheLastMoment) {
  struct row {
    const char *reported, *due;
  };
  constexpr row rows[] = {
      {"2025-09-26 09:00", "2025-10-01 00:00"},  // Friday: Sunday the 28th is worked, 29, 30
      {"2025-09-30 09:00", "2025-10-12 00:00"},  // National Day and Mid-Autumn 1–8: 9, 10, worked Saturday the 11th
      {"2026-02-12 09:00", "2026-02-25 00:00"},  // Spring Festival 15–23: 13, worked Saturday the 14th, 24
      {"2026-02-25 09:00", "2026-03-01 00:00"},  // 26, 27, worked Saturday the 28th
      {"2026-09-18 23:59", "2026-09-23 00:00"},  // Friday: worked Sunday the 20th, 21, 22
      {"2026-09-29 09:00", "2026-10-10 00:00"},  // National Day 1–7: 30, 8, 9
      {"2026-10-08 09:00", "2026-10-13 00:00"},  // 9, worked Saturday the 10th, 12
  };
  begin("2025-09-26 08:00");
  for (const auto& one : rows) {
    SCOPED_TRACE(one.reported);
    until(one.reported);
    const auto id = town_->open_hazard("grid");
    expect_due(id, one.due, false);
    expect_late_from(id, one.due);
  }
}

TEST_P(Holidays, OfAYearNotYetPublishedAreAGuessThatIsCountedAgainWhenItsNoticeComes) {
  begin("2026-12-28 09:00");
  const auto sure = town_->open_hazard("grid");  // 29, 30, 31: all of a year that is known
  expect_due(sure, "2027-01-01 00:00", false);
  until("2026-12-30 09:00");
  const auto guessed = town_->open_hazard("grid");  // 31, then as if the 1st were worked, Monday the 4th
  expect_due(guessed, "2027-01-05 00:00", true);
  publish_2027();
  expect_due(guessed, "2027-01-06 00:00", false);  // Sunday the 3rd, 4, 5
  expect_due(sure, "2027-01-04 00:00", false);     // the notice took a day of the December before it: 29, 30, the 3rd
  for (const auto& id : {sure, guessed}) {
    EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'recounted'", {id}), 1);
  }
  EXPECT_EQ(town_->count("SELECT count(*) FROM journal WHERE action = 'recount_deadlines'"), 1);
  EXPECT_EQ(town_->count("SELECT count(*) FROM journal WHERE action = 'reload_catalogue'"), 1);
  town_->restart();
  expect_late_from(sure, "2027-01-04 00:00");
  expect_late_from(guessed, "2027-01-06 00:00");
}

// Done after the guess had run out and before the notice gave it more time: it is no longer late, and nobody is told again.
TEST_P(Holidays, ThatComeLateTakeBackAnOverdueThatWasAGuess) {
  begin("2026-12-30 09:00");
  const auto id = town_->open_hazard("grid");
  until("2027-01-05 00:00");
  EXPECT_TRUE(accept_clock(id).at("overdue").as_bool());
  publish_2027();
  expect_due(id, "2027-01-06 00:00", false);
  EXPECT_FALSE(accept_clock(id).at("overdue").as_bool());
  expect_late_from(id, "2027-01-06 00:00");
}

ON_BOTH_ENGINES(Holidays);

}  // namespace
}  // namespace matter_faults
