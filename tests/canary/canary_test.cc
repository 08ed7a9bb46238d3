#include <gtest/gtest.h>

// Must fail: the test runner proves with it that it notices a failure. It is no part of the tally otherwise.
TEST(Canary, MustFail) { EXPECT_EQ(1, 2); }
TEST(Canary, MustPass) { EXPECT_EQ(2, 2); }
