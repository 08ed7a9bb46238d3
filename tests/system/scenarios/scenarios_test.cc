// A scenario for each kind of the catalogue: from its opening to its end, with refused acts, clocks just before and at their
// limits, hand-overs and restarts, on both engines. No step of a kind and none of its clocks may be left out.
#include <algorithm>
#include <filesystem>

#include "engines/matter/catalogue_read.h"
#include "engines/matter/kind_roles.h"
#include "support/engines.h"
#include "support/shared_data.h"
#include "system/scenarios/scenario_coverage.h"
#include "system/scenarios/scenario_player.h"

namespace scenario_test {
namespace {

std::vector<std::string> names_in(const std::string& folder, const std::string& extension) {
  std::vector<std::string> out;
  const auto path = test::project_file(folder);
  if (!std::filesystem::exists(path)) return out;
  for (const auto& one : std::filesystem::directory_iterator(path)) {
    if (one.path().extension() == extension) out.push_back(one.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::map<std::string, matter::kind, std::less<>> project_kinds() {
  std::vector<matter::fault> faults;
  return matter::read_catalogue(test::project_file("catalogue"), matter::kind_roles(), faults).kinds;
}

using parameter = std::tuple<store::engine, std::string>;

class Scenario : public ::testing::TestWithParam<parameter> {
 protected:
  void SetUp() override {
    if (engine() == store::engine::postgres && !test::postgres_server::available()) GTEST_SKIP() << "needs PostgreSQL";
  }

  [[nodiscard]] static store::engine engine() { return std::get<0>(GetParam()); }
  [[nodiscard]] static const std::string& name() { return std::get<1>(GetParam()); }

  // A new and empty database for each chapter.
  store::options fresh() {
    const auto chapter = std::to_string(++chapters_);
    const auto location =
        engine() == store::engine::sqlite ? own_.file(chapter + ".db") : test::shared_postgres().create_database("scenario_" + name() + chapter);
    return {
        .kind = engine(), .location = location, .migrations_folder = test::project_file("database"), .signing_key_path = own_.file("journal.key")};
  }

 private:
  test::folder own_;
  int chapters_ = 0;
};

TEST_P(Scenario, GoesFromTheOpeningToAnEndAndLeavesNothingOfItsKindOut) {
  const auto catalogue = test::project_file("catalogue");
  player one([this] { return fresh(); }, catalogue);
  ASSERT_EQ(one.play(test::read_file(test::project_file("tests/scenarios/" + name() + ".txt"))), "");
  EXPECT_TRUE(one.ended()) << "does not come to an end";
  EXPECT_GE(one.refusals(), 1);
  EXPECT_GE(one.restarts(), 1);
  EXPECT_GE(one.refused_roles(), 20) << "every role tries every step of every stage";
  const auto kinds = project_kinds();
  ASSERT_TRUE(kinds.contains(name())) << "of no kind";
  EXPECT_EQ(gaps_of(kinds.at(name()), one.of(name())).told(), "");
}

std::string name_of(const ::testing::TestParamInfo<parameter>& info) {
  return std::get<1>(info.param) + (std::get<0>(info.param) == store::engine::sqlite ? "_sqlite" : "_postgres");
}

INSTANTIATE_TEST_SUITE_P(Of, Scenario,
                         ::testing::Combine(::testing::Values(store::engine::sqlite, store::engine::postgres),
                                            ::testing::ValuesIn(names_in("tests/scenarios", ".txt"))),
                         name_of);

TEST(ScenarioFiles, ThereIsOneForEveryKind) {
  EXPECT_EQ(names_in("tests/scenarios", ".txt"), names_in("catalogue/kinds", ".yaml"));
  EXPECT_GE(names_in("tests/scenarios", ".txt").size(), 24U);
}

// The check itself can fail: of a walk that left things out it says which.
TEST(ScenarioFiles, WhatIsLeftOutIsNamed) {
  const auto kinds = project_kinds();
  const auto& of = kinds.at("logistics_check");
  walked by{.steps = {"check", "notify"}, .acts = {"taken"}, .clocks = {"check", ".answer", ".ruling"}};
  const auto left = gaps_of(of, by);
  EXPECT_EQ(left.steps, std::vector<std::string>{"all_three"});
  EXPECT_EQ(left.clocks, std::vector<std::string>{"conclude"});
  EXPECT_EQ(std::ranges::count(left.acts, "taken"), 0);
  EXPECT_EQ(std::ranges::count(left.acts, "ruled"), 1);
}

}  // namespace
}  // namespace scenario_test
