#include <gtest/gtest.h>

#include <fstream>

#include "foundation/base/problem.h"
#include "foundation/calendar/working_days.h"
#include "support/test_folder.h"

namespace {

using calendar::day_from_text;

// A sound year; its holidays begin at line 5.
std::string year_of(const std::string& year, const std::string& holidays) {
  return "  - year: " + year + "\n    notices: [https://www.gov.cn/x.htm]\n    days:\n" + holidays;
}
std::string with(const std::string& holiday) { return "years:\n" + year_of("2026", "      - " + holiday + "\n"); }

std::string fault_of(const std::string& text) {
  try {
    calendar::working_days_from_yaml(text, "days.yaml");
  } catch (const base::problem& refused) {
    EXPECT_EQ(refused.code, "bad_catalogue");
    EXPECT_EQ(refused.status, 500);
    EXPECT_FALSE(refused.remedy.empty());
    return refused.detail;
  }
  return "no fault";
}

TEST(WorkingDaysFile, IsReadWithDaysRangesAndNames) {
  const auto known =
      calendar::working_days_from_yaml(with("{zh: 元旦, days_off: [2025-12-31..2026-01-02, 2026-01-03], days_worked: [2026-01-04]}"), "x");
  EXPECT_FALSE(known.is_working(*day_from_text("2025-12-31")));
  EXPECT_FALSE(known.is_working(*day_from_text("2026-01-01")));
  EXPECT_FALSE(known.is_working(*day_from_text("2026-01-02")));
  EXPECT_TRUE(known.is_working(*day_from_text("2026-01-04")));
  EXPECT_EQ(known.name_of(*day_from_text("2026-01-03")), "元旦");
  EXPECT_EQ(known.first_published(), 2026);
  EXPECT_EQ(known.last_published(), 2026);
}

TEST(WorkingDaysFile, MayLeaveYearsOutAndNameThemInAnyOrder) {
  const std::string off = "      - {zh: 元旦, days_off: [";
  const auto known =
      calendar::working_days_from_yaml("years:\n" + year_of("2026", off + "2026-01-01]}\n") + year_of("2024", off + "2024-01-01]}\n"), "x");
  EXPECT_EQ(known.first_published(), 2024);
  EXPECT_EQ(known.last_published(), 2026);
  EXPECT_FALSE(known.is_published(2025));
}

TEST(WorkingDaysFile, OfTheYearAfterDecidesADecember) {
  const auto text = "years:\n" + year_of("2025", "      - {zh: a, days_off: [2025-12-31]}\n") +
                    year_of("2026", "      - {zh: b, days_off: [2026-01-01], days_worked: [2025-12-31]}\n");
  const auto known = calendar::working_days_from_yaml(text, "x");
  EXPECT_TRUE(known.is_working(*day_from_text("2025-12-31")));
  EXPECT_EQ(known.name_of(*day_from_text("2025-12-31")), "b");
}

TEST(WorkingDaysFile, ThatIsNotYamlIsRefusedWithItsLine) {
  EXPECT_NE(fault_of("years:\n  - year: 2026\n   days: [\n").find("days.yaml:3: this is not YAML"), std::string::npos);
  EXPECT_EQ(fault_of("years: [*nothing]\n").substr(0, 30), "days.yaml:1: this is not YAML:");
}

TEST(WorkingDaysFile, ThatIsNotUtf8IsRefusedWithItsLine) {
  EXPECT_EQ(fault_of(with("{zh: \xD4\xAA\xB5\xA9, days_off: [2026-01-01]}")), "days.yaml:5: this is not UTF-8") << "GBK";
}

TEST(WorkingDaysFile, ThatIsNoMapOfYearsIsRefused) {
  EXPECT_EQ(fault_of(""), "days.yaml:1: must be a map with years");
  EXPECT_EQ(fault_of("2026"), "days.yaml:1: must be a map with years");
  EXPECT_EQ(fault_of("- 2026"), "days.yaml:1: must be a map with years");
  EXPECT_EQ(fault_of("{}"), "days.yaml:1: years is missing");
  EXPECT_EQ(fault_of("years: 2026"), "days.yaml:1: years must be a list of 1 to 200");
  EXPECT_EQ(fault_of("years: []"), "days.yaml:1: years must be a list of 1 to 200");
  EXPECT_EQ(fault_of("years:\n  - 2026"), "days.yaml:2: a year is a map with year, notices and days");
}

TEST(WorkingDaysFile, WithAnUnknownKeyIsRefusedWithTheNearest) {
  EXPECT_NE(fault_of("yeers: []").find("days.yaml:1: unknown key yeers; did you mean years?"), std::string::npos);
  EXPECT_NE(fault_of("years:\n  - year: 2026\n    notice: [x]").find("days.yaml:3: unknown key notice; did you mean notices?"), std::string::npos);
  EXPECT_NE(fault_of(with("{zh: a, day_off: [2026-01-01]}")).find("days.yaml:5: unknown key day_off; did you mean days_off?"), std::string::npos);
  EXPECT_NE(fault_of(with("{zh: a, zh: b, days_off: [2026-01-01]}")).find("days.yaml:5: the key zh is there twice"), std::string::npos);
}

TEST(WorkingDaysFile, WithADayThatDoesNotExistIsRefused) {
  const auto no_day = [](const std::string& text) {
    return "days.yaml:5: \"" + text + "\" is no day that exists; a day is YYYY-MM-DD, a range first..last";
  };
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-02-29]}")), no_day("2026-02-29"));
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-1-1]}")), no_day("2026-1-1"));
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-01-01..]}")), no_day(""));
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-01-01..2026-01-02..2026-01-03]}")), no_day("2026-01-02..2026-01-03"));
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [[2026-01-01]]}")), no_day(""));
}

TEST(WorkingDaysFile, WithARangeBackwardsIsRefused) {
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-01-03..2026-01-01]}")), "days.yaml:5: the range 2026-01-03..2026-01-01 ends before it begins");
}

TEST(WorkingDaysFile, WithADayBothOffAndWorkedIsRefusedAtTheSecond) {
  const auto twice = "2026-01-02 is there twice, and a day is either off or worked; the other is at line 5";
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-01-01..2026-01-03], days_worked: [2026-01-02]}")), std::string("days.yaml:5: ") + twice);
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-01-02]}\n      - {zh: b, days_off: [2026-01-02]}")), std::string("days.yaml:6: ") + twice);
}

TEST(WorkingDaysFile, MayNameDaysOfItsYearAndTheDecemberBeforeAlone) {
  const std::string outside = " lies outside 2026 and the December before, the days its notice can name";
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2025-12-01]}")), "no fault");
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-12-31]}")), "no fault");
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2025-11-30]}")), "days.yaml:5: 2025-11-30" + outside);
  EXPECT_EQ(fault_of(with("{zh: a, days_off: [2026-12-31..2027-01-01]}")), "days.yaml:5: 2027-01-01" + outside);
}

TEST(WorkingDaysFile, WithAYearTwiceIsRefusedAtTheSecond) {
  const std::string off = "      - {zh: a, days_off: [2026-01-01]}\n";
  EXPECT_EQ(fault_of("years:\n" + year_of("2026", off) + year_of("2026", off)), "days.yaml:6: the year 2026 is there twice; the other is at line 2");
}

TEST(WorkingDaysFile, WithAYearThatIsNoneIsRefused) {
  for (const auto* year : {"26", "1948", "2201", "next", "[2026]"}) {
    EXPECT_EQ(fault_of("years:\n" + year_of(year, "      - {zh: a, days_off: [2026-01-01]}\n")),
              "days.yaml:2: year must be a year from 1949 to 2200");
  }
  EXPECT_EQ(fault_of("years:\n  - notices: [x]\n"), "days.yaml:2: year must be a year from 1949 to 2200");
}

TEST(WorkingDaysFile, WithAYearBeforeItsNoticeIsRefused) {
  EXPECT_EQ(fault_of("years:\n  - year: 2027\n    notices: []\n    days: []\n"),
            "days.yaml:3: notices must be a list of 1 to 200; days.yaml:4: days must be a list of 1 to 200");
  EXPECT_EQ(fault_of("years:\n  - year: 2027\n"), "days.yaml:2: notices is missing; days.yaml:2: days is missing");
  EXPECT_EQ(fault_of("years:\n  - year: 2026\n    notices: [soon]\n    days:\n      - {zh: a, days_off: [2026-01-01]}\n"),
            "days.yaml:3: a notice is the address of its text: https://…");
}

TEST(WorkingDaysFile, WithAHolidayWithoutNameOrDaysOffIsRefused) {
  EXPECT_EQ(fault_of(with("{days_off: [2026-01-01]}")), "days.yaml:5: zh must be the holiday's name, up to 120 bytes");
  EXPECT_EQ(fault_of(with("{zh: \"\", days_off: [2026-01-01]}")), "days.yaml:5: zh must be the holiday's name, up to 120 bytes");
  EXPECT_EQ(fault_of(with("{zh: [a], days_off: [2026-01-01]}")), "days.yaml:5: zh must be the holiday's name, up to 120 bytes");
  EXPECT_EQ(fault_of(with("{zh: a, days_worked: [2026-01-04]}")), "days.yaml:5: days_off is missing");
  EXPECT_EQ(fault_of(with("{zh: a, days_off: 2026-01-04}")), "days.yaml:5: days_off must be a list of 1 to 200");
  EXPECT_EQ(fault_of(with("元旦")), "days.yaml:5: a holiday is a map with zh, days_off and days_worked");
}

TEST(WorkingDaysFile, SaysAllItsFaultsUpToTwenty) {
  std::string many;
  for (int i = 0; i < 50; ++i) many += (i == 0 ? "nonsense" : ", nonsense");
  const auto said = fault_of(with("{zh: a, days_off: [" + many + "]}"));
  std::size_t faults = 0;
  for (auto at = said.find("days.yaml:5"); at != std::string::npos; at = said.find("days.yaml:5", at + 1)) ++faults;
  EXPECT_EQ(faults, 20U);
}

TEST(WorkingDaysFile, ThatIsTooLargeIsRefused) { EXPECT_EQ(fault_of(std::string((1U << 20U) + 1, ' ')), "days.yaml is larger than a mebibyte."); }

TEST(WorkingDaysFile, ThatCannotBeReadIsRefusedByName) {
  const test::folder folder;
  const auto refused = [](const std::string& file) {
    try {
      calendar::read_working_days(file);
    } catch (const base::problem& problem) {
      return problem.code + ": " + problem.detail;
    }
    return std::string("no fault");
  };
  EXPECT_EQ(refused(folder.file("none.yaml")), "bad_catalogue: " + folder.file("none.yaml") + " cannot be read.");
  EXPECT_EQ(refused(folder.path().string()), "bad_catalogue: " + folder.path().string() + " cannot be read.") << "a folder";
  std::ofstream(folder.file("bad.yaml")) << "years:\n  - 1\n";
  EXPECT_EQ(refused(folder.file("bad.yaml")), "bad_catalogue: " + folder.file("bad.yaml") + ":2: a year is a map with year, notices and days");
}

}  // namespace
