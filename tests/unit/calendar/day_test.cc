#include "foundation/calendar/day.h"

#include <gtest/gtest.h>

namespace {

using calendar::day;

day on(const char* text) { return calendar::day_from_text(text).value(); }
base::instant at(const char* text) { return base::instant_from_rfc3339(text).value(); }

TEST(Days, AreCountedFromTheFirstOfJanuary1970) {
  EXPECT_EQ(on("1970-01-01").n, 0);
  EXPECT_EQ(on("1970-01-02").n, 1);
  EXPECT_EQ(on("1969-12-31").n, -1);
  EXPECT_EQ(on("2026-01-01").n, 20'454);
}

TEST(Days, ReadAndWriteTheSameTextOverFourCenturies) {
  day expected = on("1800-01-01");
  for (; expected < on("2200-01-01"); expected = expected + 1) ASSERT_EQ(on(calendar::to_text(expected).c_str()), expected);
  EXPECT_EQ(calendar::to_text(on("0001-01-01")), "0001-01-01");
  EXPECT_EQ(calendar::to_text(on("9999-12-31")), "9999-12-31");
}

TEST(Days, ThatDoNotExistAreNotRead) {
  for (const auto* text : {"", "2026", "2026-1-1", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "0000-01-01",
                           "2026/01/01", "2026-01-01 ", " 2026-01-1", "+026-01-01", "2026-01-0x", "2026-01-011"}) {
    EXPECT_EQ(calendar::day_from_text(text), std::nullopt) << text;
  }
  EXPECT_TRUE(calendar::day_from_text("2024-02-29"));
  EXPECT_TRUE(calendar::day_from_text("2000-02-29"));
}

TEST(Days, BeginAtLocalMidnightEastAndWestOfGreenwich) {
  EXPECT_EQ(calendar::start_of(on("2026-03-01"), 480), at("2026-02-28T16:00:00Z"));
  EXPECT_EQ(calendar::start_of(on("2026-03-01"), -480), at("2026-03-01T08:00:00Z"));
  EXPECT_EQ(calendar::start_of(on("2026-03-01"), 345), at("2026-03-01T00:00:00+05:45"));
  EXPECT_EQ(calendar::start_of(on("1969-07-20"), -240), at("1969-07-20T00:00:00-04:00"));
}

TEST(Days, OfAMomentChangeAtLocalMidnightAndNotAMicrosecondBefore) {
  for (const std::int64_t offset : {0, 480, -480, 345, 840, -720}) {
    for (day d = on("1969-12-25"); d < on("1970-01-07"); d = d + 1) {
      const auto start = calendar::start_of(d, offset);
      ASSERT_EQ(calendar::day_of(start, offset), d);
      ASSERT_EQ(calendar::day_of(start - base::microseconds(1), offset), d - 1);
      ASSERT_EQ(calendar::day_of(start + base::days(1) - base::microseconds(1), offset), d);
    }
  }
}

TEST(Days, KnowTheirWeekdayAndYear) {
  EXPECT_EQ(calendar::weekday_of(on("1970-01-01")), 4);
  EXPECT_EQ(calendar::weekday_of(on("1969-12-29")), 1);
  EXPECT_EQ(calendar::weekday_of(on("2026-01-04")), 7);
  EXPECT_EQ(calendar::year_of(on("2025-12-31")), 2025);
  EXPECT_EQ(calendar::year_of(on("2026-01-01")), 2026);
  EXPECT_EQ(calendar::year_of(on("1969-12-31")), 1969);
  EXPECT_EQ(calendar::first_day_of(2026), on("2026-01-01"));
}

TEST(Months, EndOnTheSameNumberOrTheMonthsLastDay) {
  struct row {
    const char* from;
    int months;
    const char* to;
  };
  const row rows[] = {{"2026-01-15", 1, "2026-02-15"},  {"2026-01-31", 1, "2026-02-28"},  {"2024-01-31", 1, "2024-02-29"},
                      {"2024-01-30", 1, "2024-02-29"},  {"2026-01-28", 1, "2026-02-28"},  {"2026-08-31", 1, "2026-09-30"},
                      {"2026-12-31", 2, "2027-02-28"},  {"2026-12-15", 1, "2027-01-15"},  {"2024-02-29", 12, "2025-02-28"},
                      {"2024-02-29", 48, "2028-02-29"}, {"2026-02-28", 1, "2026-03-28"},  {"2026-03-31", -1, "2026-02-28"},
                      {"2024-03-30", -1, "2024-02-29"}, {"2026-01-10", -1, "2025-12-10"}, {"2024-02-29", -12, "2023-02-28"},
                      {"2026-05-31", 0, "2026-05-31"},  {"2096-02-29", 48, "2100-02-28"}};
  for (const auto& row : rows) EXPECT_EQ(calendar::to_text(calendar::add_months(on(row.from), row.months)), row.to) << row.from << ' ' << row.months;
}

}  // namespace
