// What leaves the engine: exports that a spreadsheet opens, events that others hear.
#include "desks_test.h"
#include "foundation/sheet/sheet.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

class Outward : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("wang", {{"inspector", "township"}});
    town_->add_person("chief", {{"supervisor", "county"}});
  }
  std::int64_t events() { return town_->count("SELECT count(*) FROM outbox WHERE topic = 'matter' AND payload NOT LIKE '%dispute_screening%'"); }
};

TEST_P(Outward, ASpreadsheetComputesNothingThatSomebodyWroteIntoAField) {
  const std::vector<std::string> texts = {
      "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)",         "\t=1+1",   "=HYPERLINK(\"http://x\",\"y\")", "{=1}",
      "http://x",           "a\nb", "'=1",  "<f>1</f>&amp;]]>", "=1,\"=2\""};
  for (const auto& text : texts) town_->open_hazard("grid", "village", text);
  const auto exported = town_->call("wang", "export_matters", {}, "", {}, {{"kind", "fire_hazard"}, {"q", "HZ-"}});
  ASSERT_EQ(exported.status, 200) << exported.why;
  const auto sheets = sheet::read_xlsx(exported.raw);
  ASSERT_EQ(sheets.size(), 2U);
  ASSERT_EQ(sheets[0].rows.size(), texts.size() + 1);
  std::vector<std::string> found;
  for (std::size_t i = 1; i < sheets[0].rows.size(); ++i) {
    for (const auto& cell : sheets[0].rows[i]) {
      for (const auto& text : texts) {
        if (cell.text != text) continue;
        EXPECT_FALSE(cell.number) << text;
        found.push_back(text);
      }
    }
  }
  EXPECT_EQ(found.size(), texts.size()) << "each stands there as it was written, as a text";
  // The same texts as CSV: each is led by a mark that makes it one.
  sheet::sheet plain{.name = "x"};
  for (const auto& text : texts) plain.rows.push_back({{.text = text}});
  const auto csv = sheet::write_csv(plain);
  for (const char* begins : {"\n=", "\n+", "\n-", "\n@", "\n\t", "\n\"=", "\n\"@"}) EXPECT_EQ(csv.find(begins), std::string::npos) << begins;
}

TEST_P(Outward, TheQuestionOfAnExportIsATextToo) {
  town_->open_hazard("grid");
  const auto exported = town_->call("wang", "export_matters", {}, "", {}, {{"q", "=1+1"}});
  ASSERT_EQ(exported.status, 200) << exported.why;
  const auto sheets = sheet::read_xlsx(exported.raw);
  bool there = false;
  for (const auto& row : sheets.at(1).rows) there = there || (row.size() > 1 && row[1].text == "=1+1" && !row[1].number);
  EXPECT_TRUE(there);
}

TEST_P(Outward, EachActPublishesItsMatterOnceWithWhereItLies) {
  auto before = events();
  const auto id = town_->open_hazard("grid");
  EXPECT_EQ(events(), ++before);
  ASSERT_EQ(town_->act("wang", id, "take_matter").status, 200);
  EXPECT_EQ(events(), ++before);
  ASSERT_EQ(town_->act("wang", id, "take_matter").status, 200);
  EXPECT_EQ(events(), before) << "a repeat is no act";
  ASSERT_EQ(town_->step("wang", id, "accept", R"({"severity":"major"})").status, 200);
  EXPECT_EQ(events(), ++before);
  EXPECT_EQ(town_->step("wang", id, "accept").code, "no_such_step");
  EXPECT_EQ(town_->act("grid", id, "take_matter").code, "taken");
  EXPECT_EQ(events(), before) << "what is refused tells nothing";
  town_->add_evidence("wang", id, "opinion", false);
  EXPECT_EQ(events(), ++before);
  ASSERT_EQ(town_->step("wang", id, "raise", "{}", "major").status, 200);
  EXPECT_EQ(events(), before += 2) << "the one that ended and the one it opened";
  const auto wrong = town_->rows(
      "SELECT o.seq FROM outbox o LEFT JOIN matters m ON m.id = o.subject_id WHERE o.topic = 'matter' AND (m.id IS NULL OR o.area_path <> "
      "m.area_path OR "
      "o.permission <> 'matter.read')");
  EXPECT_TRUE(wrong.empty());
  EXPECT_EQ(town_->count("SELECT count(*) FROM (SELECT subject_id, payload FROM outbox WHERE topic = 'matter' GROUP BY subject_id, payload HAVING "
                         "count(*) > 1) twice"),
            0);
  town_->tick(base::days(40));
  EXPECT_EQ(events(), ++before) << "its successor's clocks, in one word";
}

ON_BOTH_ENGINES(Outward);

}  // namespace
}  // namespace matter_faults
