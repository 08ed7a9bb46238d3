#include "foundation/calendar/limit.h"

#include <gtest/gtest.h>

namespace {

using calendar::limit;
using calendar::limit_from_text;
using calendar::unit;

constexpr unit all_units[] = {unit::minutes, unit::hours, unit::days, unit::working_days, unit::months, unit::years};

TEST(Limits, AreReadInSingularAndPlural) {
  EXPECT_EQ(limit_from_text("4 hours"), (limit{.amount = 4, .in = unit::hours}));
  EXPECT_EQ(limit_from_text("20 minutes"), (limit{.amount = 20, .in = unit::minutes}));
  EXPECT_EQ(limit_from_text("1 hour"), (limit{.amount = 1, .in = unit::hours}));
  EXPECT_EQ(limit_from_text("30 days"), (limit{.amount = 30, .in = unit::days}));
  EXPECT_EQ(limit_from_text("1 day"), (limit{.amount = 1, .in = unit::days}));
  EXPECT_EQ(limit_from_text("5 working_days"), (limit{.amount = 5, .in = unit::working_days}));
  EXPECT_EQ(limit_from_text("1 working_day"), (limit{.amount = 1, .in = unit::working_days}));
  EXPECT_EQ(limit_from_text("1 month"), (limit{.amount = 1, .in = unit::months}));
  EXPECT_EQ(limit_from_text("2 years"), (limit{.amount = 2, .in = unit::years}));
  EXPECT_EQ(limit_from_text("0 days"), (limit{.amount = 0, .in = unit::days}));
}

TEST(Limits, OfAnyOtherFormAreNotRead) {
  for (const auto* text : {"", " ", "4", "hours", "4hours", "4  hours", " 4 hours", "4 hours ", "-1 days", "+1 days", "1.5 days", "four hours",
                           "4 Hours", "4 weeks", "4 hourss", "4 s", "5 working days", "99999999999999999999 days", "4 \xE5\xB0\x8F\xE6\x97\xB6"}) {
    EXPECT_EQ(limit_from_text(text), std::nullopt) << text;
  }
}

TEST(Limits, AreReadUpToTheLargestAmountAndNotOneMore) {
  for (const auto in : all_units) {
    const limit largest{.amount = calendar::largest_amount(in), .in = in};
    EXPECT_EQ(limit_from_text(calendar::to_text(largest)), largest);
    EXPECT_EQ(limit_from_text(calendar::to_text({.amount = largest.amount + 1, .in = in})), std::nullopt);
  }
}

TEST(Limits, AreWrittenAsTheyAreRead) {
  for (const auto in : all_units) {
    for (const std::int64_t amount : {0, 1, 2, 30}) EXPECT_EQ(limit_from_text(calendar::to_text({amount, in})), (limit{amount, in}));
  }
  EXPECT_EQ(calendar::to_text({.amount = 1, .in = unit::working_days}), "1 working_day");
  EXPECT_EQ(calendar::to_text({.amount = 5, .in = unit::working_days}), "5 working_days");
  EXPECT_EQ(calendar::to_text({.amount = 0, .in = unit::hours}), "0 hours");
}

TEST(Limits, HaveWordsInBothLanguages) {
  const std::pair<limit, std::pair<const char*, const char*>> table[] = {{{20, unit::minutes}, {"20 分钟", "20 minutes"}},
                                                                         {{4, unit::hours}, {"4 小时", "4 hours"}},
                                                                         {{30, unit::days}, {"30 日", "30 days"}},
                                                                         {{5, unit::working_days}, {"5 个工作日", "5 working days"}},
                                                                         {{1, unit::working_days}, {"1 个工作日", "1 working day"}},
                                                                         {{1, unit::months}, {"1 个月", "1 month"}},
                                                                         {{2, unit::years}, {"2 年", "2 years"}}};
  for (const auto& [one, words] : table) {
    EXPECT_EQ(calendar::in_chinese(one), words.first);
    EXPECT_EQ(calendar::in_english(one), words.second);
  }
}

}  // namespace
