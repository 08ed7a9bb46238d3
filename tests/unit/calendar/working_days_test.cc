#include "foundation/calendar/working_days.h"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "support/holiday_reference.h"
#include "support/shared_data.h"

namespace {

using calendar::day;
using calendar::working_days;

day on(const std::string& text) { return calendar::day_from_text(text).value(); }

working_days of_the_project() { return calendar::read_working_days(test::project_file("catalogue/working_days.yaml")); }

TEST(WorkingDays, AgreeWithTheReferenceOnEveryDayFrom2015To2026) {
  SHARED_OR_SKIP(folder, "conformance/holidays");
  const auto known = of_the_project();
  const auto reference = test::reference_working_days(folder);
  std::size_t agree = 0;
  for (const auto& [text, is_working] : reference) {
    EXPECT_EQ(known.is_working(on(text)), is_working) << text;
    if (known.is_working(on(text)) == is_working) ++agree;
  }
  std::cout << agree << " of " << reference.size() << " days agree\n";
  EXPECT_EQ(agree, 4'383U);
  EXPECT_EQ(reference.size(), 4'383U);
}

TEST(WorkingDays, OfTheProjectReachFrom2015To2026) {
  const auto known = of_the_project();
  EXPECT_EQ(known.first_published(), 2015);
  EXPECT_EQ(known.last_published(), 2026);
  for (int year = 2015; year <= 2026; ++year) EXPECT_TRUE(known.is_published(year)) << year;
  EXPECT_FALSE(known.is_published(2014));
  EXPECT_FALSE(known.is_published(2027));
}

TEST(WorkingDays, OfADecemberAreAsTheNoticeOfTheNextYearSays) {
  const auto known = of_the_project();
  EXPECT_TRUE(known.is_working(on("2018-12-29"))) << "a Saturday worked by the notice for 2019";
  EXPECT_FALSE(known.is_working(on("2018-12-30")));
  EXPECT_FALSE(known.is_working(on("2018-12-31"))) << "a Monday off by the notice for 2019";
  EXPECT_EQ(known.name_of(on("2018-12-29")), "元旦");
}

TEST(WorkingDays, AreWeekendsHolidaysAndDaysWorkedInExchange) {
  const auto known = of_the_project();
  EXPECT_FALSE(known.is_working(on("2026-01-02"))) << "a Friday off";
  EXPECT_TRUE(known.is_working(on("2026-01-04"))) << "a Sunday worked";
  EXPECT_TRUE(known.is_working(on("2026-01-05")));
  EXPECT_FALSE(known.is_working(on("2026-01-10"))) << "a plain Saturday";
  EXPECT_FALSE(known.is_working(on("2020-01-31"))) << "the later notice of 2020 made the festival longer";
}

TEST(WorkingDays, NameTheHolidayOfADay) {
  const auto known = of_the_project();
  EXPECT_EQ(known.name_of(on("2026-10-01")), "国庆节");
  EXPECT_EQ(known.name_of(on("2026-10-10")), "国庆节") << "worked for it";
  EXPECT_EQ(known.name_of(on("2026-01-10")), "");
  EXPECT_EQ(known.name_of(on("2030-10-01")), "");
}

TEST(WorkingDays, OfAYearThatIsNotPublishedAreMondayToFriday) {
  const working_days none;
  EXPECT_EQ(none.first_published(), std::nullopt);
  EXPECT_EQ(none.last_published(), std::nullopt);
  for (day d = on("2027-01-01"); d < on("2028-01-01"); d = d + 1) ASSERT_EQ(none.is_working(d), calendar::weekday_of(d) <= 5);
  EXPECT_TRUE(of_the_project().is_working(on("2027-10-01"))) << "a holiday surely, but nobody has said so yet";
}

TEST(WorkingDays, ThatTwoYearsNameAreAsTheLaterYearSaysInWhateverOrderTheyCome) {
  const auto year = [](int number, const char* text, bool is_working, const char* name) {
    return calendar::published_year{.year = number, .days = {{.on = on(text), .is_working = is_working, .name = name}}};
  };
  const auto early = year(2030, "2030-12-31", true, "early"), late = year(2031, "2030-12-31", false, "late");
  for (const auto& known : {working_days({early, late}), working_days({late, early})}) {
    EXPECT_FALSE(known.is_working(on("2030-12-31")));
    EXPECT_EQ(known.name_of(on("2030-12-31")), "late");
  }
}

TEST(WorkingDaysBetween, CountTheLastDayAndNotTheFirst) {
  const auto known = of_the_project();
  EXPECT_EQ(known.between(on("2026-03-02"), on("2026-03-02")), 0);
  EXPECT_EQ(known.between(on("2026-03-02"), on("2026-03-03")), 1);
  EXPECT_EQ(known.between(on("2026-03-06"), on("2026-03-08")), 0) << "Friday to Sunday";
  EXPECT_EQ(known.between(on("2026-03-06"), on("2026-03-09")), 1);
  EXPECT_EQ(known.between(on("2025-12-31"), on("2026-01-04")), 1) << "three days off, a Sunday worked";
  EXPECT_EQ(known.between(on("2026-01-04"), on("2025-12-31")), -1);
}

TEST(WorkingDaysBetween, AreAsManyAsCountingDayByDayFinds) {
  const auto known = of_the_project();
  std::mt19937 random(7);
  std::uniform_int_distribution<std::int32_t> any(on("2013-01-01").n, on("2029-01-01").n);
  for (int i = 0; i < 400; ++i) {
    const day a{any(random)}, b{any(random)};
    std::int64_t count = 0;
    for (day d = std::min(a, b) + 1; d <= std::max(a, b); d = d + 1) count += known.is_working(d) ? 1 : 0;
    ASSERT_EQ(known.between(a, b), a < b ? count : -count) << calendar::to_text(a) << ' ' << calendar::to_text(b);
  }
  for (day d = {-20}; d < day{20}; d = d + 1) ASSERT_EQ(known.between(d, d + 7), 5) << "around 1970";
}

}  // namespace
