// A scenario for each kind of the catalogue: from its opening to its end, with refused acts, clocks just before and after their
// limits, and restarts, on both engines.
#include <algorithm>
#include <filesystem>

#include "support/engines.h"
#include "support/shared_data.h"
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

class Scenarios : public test::on_both_engines {};

TEST_P(Scenarios, OfEveryKindGoFromTheOpeningToAnEnd) {
  int played = 0;
  for (const auto& name : names_in("tests/scenarios", ".txt")) {
    SCOPED_TRACE(name);
    const test::folder own;
    auto how = options();
    if (engine() == store::engine::sqlite) how.location = own.file("store.db");
    if (engine() == store::engine::postgres) how.location = test::shared_postgres().create_database("scenario_" + name);
    player one(how, test::project_file("catalogue"));
    const auto wrong = one.play(test::read_file(test::project_file("tests/scenarios/" + name + ".txt")));
    EXPECT_EQ(wrong, "") << name;
    if (!wrong.empty()) continue;
    EXPECT_TRUE(one.ended()) << name << " does not come to an end";
    EXPECT_GE(one.refusals(), 1) << name;
    EXPECT_GE(one.restarts(), 1) << name;
    ++played;
  }
  EXPECT_GE(played, 24);
}

ON_BOTH_ENGINES(Scenarios);

TEST(ScenarioFiles, ThereIsOneForEveryKind) { EXPECT_EQ(names_in("tests/scenarios", ".txt"), names_in("catalogue/kinds", ".yaml")); }

}  // namespace
}  // namespace scenario_test
