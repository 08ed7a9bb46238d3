#include "town/area/area_code.h"

#include <gtest/gtest.h>

using area::area_code;
using area::level;

namespace {

std::string parent_of(const char* text) {
  const auto code = area_code::parse(text);
  if (!code) return "bad";
  const auto parent = code->parent();
  return parent ? parent->text() : "";
}

}  // namespace

TEST(AreaCode, KnowsItsLevelAndParent) {
  struct row {
    const char* written;
    level kind;
    const char* text;
    const char* parent;
  };
  const row rows[] = {
      {"13", level::province, "130000", ""},
      {"130000", level::province, "130000", ""},
      {"130000000000", level::province, "130000", ""},
      {"1301", level::city, "130100", "130000"},
      {"130102", level::county, "130102", "130100"},
      {"130102001", level::township, "130102001", "130102"},
      {"130102001000", level::township, "130102001", "130102"},
      {"130102001001", level::village, "130102001001", "130102001"},
      {"130102001001111", level::village, "130102001001", "130102001"},
      // County-level units directly under a province, cities without counties, 市辖区 and 县 of the municipalities.
      {"429004", level::county, "429004", "420000"},
      {"429004001", level::township, "429004001", "429004"},
      {"659001", level::county, "659001", "650000"},
      {"350527000", level::township, "350527000", "350527"},  // a county listed as its own township
      {"350527000000", level::county, "350527", "350500"},
      {"441900", level::city, "441900", "440000"},
      {"441900003", level::township, "441900003", "441900"},
      {"460400100000", level::township, "460400100", "460400"},
      {"110101", level::county, "110101", "110000"},
      {"500229", level::county, "500229", "500000"},
  };
  for (const row& r : rows) {
    const auto code = area_code::parse(r.written);
    ASSERT_TRUE(code) << r.written;
    EXPECT_EQ(code->kind(), r.kind) << r.written;
    EXPECT_EQ(code->text(), r.text) << r.written;
    EXPECT_EQ(parent_of(r.written), r.parent) << r.written;
    EXPECT_EQ(area_code::parse(code->text())->digits(), code->digits());
  }
  EXPECT_EQ(area_code::parse("130102001001111")->settlement_class(), "111");
  for (const char* placeholder : {"1101", "110100", "5002", "429000"}) EXPECT_TRUE(area_code::parse(placeholder)->is_placeholder()) << placeholder;
  for (const char* real : {"11", "1301", "110101", "441900"}) EXPECT_FALSE(area_code::parse(real)->is_placeholder()) << real;
}

TEST(AreaCode, RefusesWhatIsNone) {
  for (const char* bad : {"",
                          "1",
                          "130",
                          "13010",
                          "1301020",
                          "13010200",
                          "1301020011",
                          "13010200100111",
                          "13010200100111x",
                          "130102001001999",
                          "99",
                          "000000",
                          "130002",
                          "130000001",
                          "130000000001",
                          "130102000001",
                          "130100000",
                          "130000000",
                          "１３",
                          "-1",
                          "1 "}) {
    EXPECT_FALSE(area_code::parse(bad)) << bad;
  }
}

TEST(AreaCode, KnowsWhatItIsWrittenUnder) {
  const auto under = [](const char* one, const char* other) { return area_code::parse(one)->is_under(*area_code::parse(other)); };
  EXPECT_TRUE(under("110101001", "110101"));
  EXPECT_TRUE(under("110101001", "11"));
  EXPECT_TRUE(under("110101", "110101"));
  EXPECT_FALSE(under("110101", "110101001"));
  EXPECT_FALSE(under("110102001", "110101"));
}

TEST(UnitCode, ChecksEighteenCharacters) {
  EXPECT_FALSE(area::unit_code_fault("914403001922038216"));
  EXPECT_FALSE(area::unit_code_fault("9144030071526726XG"));
  for (const char* bad : {"", "914403001922038217", "91440300192203821", "9144030019220382166", "9144030071526726xg", "9144030071526726IG",
                          "914403001922038261", "守望守望守望"}) {
    const auto fault = area::unit_code_fault(bad);
    ASSERT_TRUE(fault) << bad;
    EXPECT_FALSE(fault->empty());
  }
}

TEST(UnitCode, FindsEverySingleMistake) {
  const std::string right = "9144030071526726XG";
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string typed = right;
      typed[i] = c;
      EXPECT_EQ(area::unit_code_fault(typed).has_value(), c != right[i]) << typed;
    }
  }
}
