#include "foundation/base/time.h"

#include <gtest/gtest.h>

TEST(Time, WritesRfc3339WithTheFractionItNeeds) {
  EXPECT_EQ(base::to_rfc3339({0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(base::to_rfc3339({1'500'000}), "1970-01-01T00:00:01.5Z");
  EXPECT_EQ(base::to_rfc3339({-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(Time, ReadsWhatItWritesOverManyYears) {
  for (std::int64_t us = -2'000'000'000'000'000; us < 8'000'000'000'000'000; us += 123'456'789'012'345) {
    EXPECT_EQ(base::instant_from_rfc3339(base::to_rfc3339({us})), base::instant{us});
  }
}

TEST(Time, HonoursTheOffset) {
  EXPECT_EQ(base::instant_from_rfc3339("2026-11-22T08:00:00+08:00"), base::instant_from_rfc3339("2026-11-22T00:00:00Z"));
  EXPECT_EQ(base::instant_from_rfc3339("2026-11-21T19:30:00-04:30"), base::instant_from_rfc3339("2026-11-22T00:00:00Z"));
}

TEST(Time, RefusesWhatIsNotAMoment) {
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T00:00:00", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+8:00", "2026-01-01T00:00:00Zx", "1800-01-01T00:00:00Z"}) {
    EXPECT_FALSE(base::instant_from_rfc3339(text)) << text;
  }
}
