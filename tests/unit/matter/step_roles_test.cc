// Every step of every kind of the project × every role × every desk: the role at the step's desk or above it, and nobody else.
#include <gtest/gtest.h>

#include <algorithm>

#include "engines/matter/catalogue_read.h"
#include "engines/matter/kind_roles.h"
#include "rule_sample.h"
#include "support/shared_data.h"

namespace {

using namespace matter;

// The chain of the grid in which the sample's matters lie, and a village beside it.
struct desk_row {
  const char* area;
  area::level level;
  bool of_the_chain = true;
};
constexpr desk_row desks[] = {{"province", area::level::province},  {"city", area::level::city},    {"county", area::level::county},
                              {"township", area::level::township},  {"east", area::level::village}, {"east1", area::level::grid},
                              {"west", area::level::village, false}};

bool reaches(const desk_row& desk, area::level done_at) { return desk.of_the_chain && desk.level <= done_at; }

// The level at which a step is done: its own, else the kind's desk, else where the matter lies.
area::level level_of(const kind& of, const step& what) {
  if (what.level) return *what.level;
  return of.desk.level.value_or(area::level::grid);
}

struct count {
  int may = 0, may_not = 0;
};

void look_at(const sample::desk& d, const step& what, count& seen) {
  for (const auto& role : kind_roles()) {
    const bool named = std::ranges::find(what.who, role.code) != what.who.end();
    for (const auto& desk : desks) {
      const bool may = named && reaches(desk, level_of(d.of, what));
      const auto no = refuse_step(d.one, what, d.in(role.code + " " + desk.area));
      const bool refused = no && no->code == "not_your_step";
      EXPECT_EQ(refused, !may) << d.of.code << " " << what.code << ": " << role.code << " of the " << desk.area << (no ? " " + no->code : "");
      if (refused) {
        EXPECT_EQ(no->status, 403);
      }
      ++(may ? seen.may : seen.may_not);
    }
  }
}

TEST(StepRoles, OfEveryKindAreThoseOfItsFileAtItsDeskAndAbove) {
  std::vector<fault> faults;
  const auto all = read_catalogue(test::project_file("catalogue"), kind_roles(), faults);
  ASSERT_TRUE(faults.empty());
  count seen;
  for (const auto& [code, of] : all.kinds) {
    sample::desk d(of);
    d.open();
    for (const auto& stage : of.stages) {
      d.one.what.stage = stage.code;
      for (const auto& step : stage.steps) look_at(d, step, seen);
    }
  }
  EXPECT_GT(seen.may, 1'000);
  EXPECT_GT(seen.may_not, 10'000);
}

}  // namespace
