// Ids sort by when they were made, also behind one that a faster clock made.
#include "foundation/base/id.h"

#include <gtest/gtest.h>

namespace {

const std::string early = "0190a1b2-c3d4-7001-8aaa-bbbbbbbbbbbb";

}  // namespace

TEST(IdBehind, IsTheFreshOneWhenItSortsBehind) {
  const std::string fresh = "0190a1b2-c3d5-7000-8ccc-dddddddddddd";
  EXPECT_EQ(base::id_behind("", fresh), fresh);
  EXPECT_EQ(base::id_behind(early, fresh), fresh);
}

TEST(IdBehind, FollowsTheLastWhenTheClockWentBack) {
  const std::string fresh = "0190a1b2-0000-7000-8ccc-dddddddddddd";
  EXPECT_EQ(base::id_behind(early, fresh), "0190a1b2-c3d4-7002-8ccc-dddddddddddd");
  // The counter runs over into the milliseconds, and these into their upper half.
  EXPECT_EQ(base::id_behind("0190a1b2-c3d4-7fff-8aaa-bbbbbbbbbbbb", fresh), "0190a1b2-c3d5-7000-8ccc-dddddddddddd");
  EXPECT_EQ(base::id_behind("0190a1b2-ffff-7fff-8aaa-bbbbbbbbbbbb", fresh), "0190a1b3-0000-7000-8ccc-dddddddddddd");
}

TEST(IdBehind, KeepsItsOrderOverManyInARow) {
  const std::string fresh = "0190a1b2-0000-7000-8ccc-dddddddddddd";
  std::string last = "0190a1b2-c3d4-7ff0-8aaa-bbbbbbbbbbbb";
  for (int i = 0; i < 100; ++i) {
    const auto next = base::id_behind(last, fresh);
    ASSERT_GT(next, last);
    ASSERT_TRUE(base::is_uuid(next)) << next;
    last = next;
  }
}

TEST(IdBehind, LeavesWhatIsNoId) { EXPECT_EQ(base::id_behind("zzz", early), early); }
