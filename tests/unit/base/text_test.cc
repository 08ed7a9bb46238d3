#include "foundation/base/text.h"

#include <gtest/gtest.h>

#include "foundation/base/id.h"

TEST(Text, KnowsWellFormedUtf8) {
  EXPECT_TRUE(base::is_utf8("守望 watch 𠮷"));
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "ok\xE5\xAE"}) {
    EXPECT_FALSE(base::is_utf8(bad)) << bad;
  }
  EXPECT_EQ(base::count_code_points("守望!"), 3U);
}

TEST(Text, WritesJsonStringsThatNothingBreaks) {
  std::string out;
  base::append_json_string(out, std::string_view("a\"b\\c\n\x01\xFF", 8));
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\n\\u0001\xEF\xBF\xBD\"");
}

TEST(Text, ReadsCsvWithQuotesAndLineBreaks) {
  std::string_view rest = "a,\"b,\"\"c\"\"\",d\r\n\"two\nlines\",,\n";
  EXPECT_EQ(base::take_csv_row(rest), (std::vector<std::string>{"a", "b,\"c\"", "d"}));
  EXPECT_EQ(base::take_csv_row(rest), (std::vector<std::string>{"two\nlines", "", ""}));
  EXPECT_FALSE(base::take_csv_row(rest));
}

TEST(Text, ReadsWholeNumbersOnly) {
  EXPECT_EQ(base::parse_int("-12"), -12);
  EXPECT_FALSE(base::parse_int("12a"));
  EXPECT_FALSE(base::parse_int(""));
  EXPECT_FALSE(base::parse_int("99999999999999999999"));
  EXPECT_EQ(base::parse_double("1e3"), 1000.0);
}

TEST(Text, HexThereAndBack) {
  EXPECT_EQ(base::to_hex(std::string_view("\x00\xFFz", 3)), "00ff7a");
  EXPECT_EQ(base::from_hex("00ff7a"), std::string("\x00\xFFz", 3));
  EXPECT_FALSE(base::from_hex("0g"));
}

TEST(Text, CountsEdits) { EXPECT_EQ(base::edit_distance("lisen", "listen"), 1U); }

TEST(Id, SortsByTimeEvenWhenTheClockGoesBack) {
  base::manual_clock clock({1'700'000'000'000'000});
  base::id_source ids(clock);
  std::string last;
  for (int i = 0; i < 20'000; ++i) {
    if (i == 5'000) clock.set_wall({1'600'000'000'000'000});
    if (i % 7 == 0) clock.advance(base::milliseconds(1));
    const std::string next = ids.next();
    ASSERT_TRUE(base::is_uuid(next)) << next;
    ASSERT_LT(last, next) << "at " << i;
    last = next;
  }
}
