// Slips of the hand that YAML reads as something else: told at their own line.
#include "engines/matter/catalogue_slips.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "support/shared_data.h"

namespace {

// "line code", or nothing.
std::string told(const std::string& text) {
  const auto found = matter::find_slip(text);
  if (!found) return "";
  EXPECT_FALSE(found->what.empty() || found->remedy.empty());
  return std::to_string(found->line) + " " + found->code;
}

}  // namespace

TEST(CatalogueSlips, AQuoteThatIsNotClosed) {
  EXPECT_EQ(told("a: 1\nzh: \"派单\nen: Send\nrecurs: {every: year}\n"), "2 open_quote");
  EXPECT_EQ(told("a:\n  - {zh: 完成, en: 'Done}\nb: it's\n"), "2 open_quote");
  EXPECT_EQ(told("- \"ends on\n  the next line\"\n"), "1 open_quote");
  EXPECT_EQ(told("en: \"a \\\" b\nzh: c\"\n"), "1 open_quote");
}

TEST(CatalogueSlips, QuotesThatAreWell) {
  for (const char* text :
       {"en: The desk's board\n", "en: \"The \\\"one\\\" of all\"  # \"said\n", "en: 'it''s'\n", "# \"no\nen: a\n", "en: a \"b\n",
        "{en: The desk's, zh: \"台\"}\n", "zh: |\n  \"one\n  'two {\nen: x\n", "zh: >-\n  {a\n\n  [b\nen: x\n", "at: \"09:00\"\n", ""}) {
    EXPECT_EQ(told(text), "") << text;
  }
}

TEST(CatalogueSlips, ABracketThatIsNotClosed) {
  EXPECT_EQ(told("fields:\n  - {name: a, zh: 甲, en: A\n  - {name: b, zh: 乙, en: B}\n"), "2 open_bracket");
  EXPECT_EQ(told("asks: [a, b\ntakes: [c]\n"), "1 open_bracket");
  EXPECT_EQ(told("a: [1, {b: 2]\n"), "1 open_bracket");
  EXPECT_EQ(told("a: {b: [1, 2\n    , 3]\n\n# end\n"), "1 open_bracket");
  EXPECT_EQ(told("a:\n  - {name: x,\n     choices: [{code: b},\n       {code: c}]}\nd: 1\n"), "");
  EXPECT_EQ(told("outputs: [\n  {code: a},\n  {code: b}\n]\n"), "");
  EXPECT_EQ(told("en: see a] and {b}\n"), "");
}

TEST(CatalogueSlips, FullWidthPunctuationInTheWay) {
  EXPECT_EQ(told("a: 1\nzh：损坏情况\n"), "2 full_width");
  EXPECT_EQ(told("- {name: a, zh：甲}\n"), "1 full_width");
  EXPECT_EQ(told("- {name: a, zh: 损坏情况， en: Damage}\n"), "1 full_width");
  EXPECT_EQ(told("refer: [village，township]\n"), "1 full_width");
  EXPECT_EQ(told("who: [grid_worker、 inspector]\n"), "1 full_width");
  for (const char* text : {"zh: 说明：用A，B两种，见附件\n", "sentence: {zh: 缺失、破损，修好, en: \"x, y\"}\n", "zh: \"时间：a，b: c\"\n",
                           "# zh：甲\n", "{zh: 标题（含：时间）, en: T}\n", "[甲，乙]\n", "zh: |\n  a：b， c: d\n"}) {
    EXPECT_EQ(told(text), "") << text;
  }
}

TEST(CatalogueSlips, TheOwnCatalogueHasNone) {
  std::size_t files = 0;
  for (const auto& one : std::filesystem::recursive_directory_iterator(test::project_file("catalogue"))) {
    if (one.path().extension() != ".yaml") continue;
    EXPECT_EQ(told(test::read_file(one.path().string())), "") << one.path();
    ++files;
  }
  EXPECT_GT(files, 40U);
}
