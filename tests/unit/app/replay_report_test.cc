#include "app/replay_report.h"

#include <gtest/gtest.h>

namespace {

app::replayed_call call(std::int64_t response_s, double fastest_s, double straight_s) {
  app::replayed_call one;
  one.reported = {0};
  one.on_scene = base::instant{response_s * 1'000'000};
  one.fastest_s = fastest_s;
  one.straight_line_s = straight_s;
  one.straight_line_is_not_nearest = straight_s > fastest_s;
  return one;
}

}  // namespace

TEST(ReplayReport, TakesQuantilesByNearestRank) {
  EXPECT_EQ(app::quantile({5, 1, 3, 2, 4}, 0.5), 3);
  EXPECT_EQ(app::quantile({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.9), 9);
  EXPECT_EQ(app::quantile({7}, 0.9), 7);
  EXPECT_EQ(app::quantile({}, 0.5), 0);
}

TEST(ReplayReport, CountsWhatTheStraightLineWouldHaveCost) {
  std::vector<app::replayed_call> calls{call(200, 100, 160), call(400, 100, 100), call(900, 100, 220)};
  calls.emplace_back();  // never answered, never compared
  const auto figures = app::figures_of(calls, "p", {.busy_s = 50, .shift_s = 200, .driven_m = 3'000});
  EXPECT_EQ(figures.answered, 3);
  EXPECT_EQ(figures.unanswered, 1);
  EXPECT_EQ(figures.median_s, 400);
  EXPECT_DOUBLE_EQ(figures.within_5_min, 1.0 / 3);
  EXPECT_DOUBLE_EQ(figures.within_10_min, 2.0 / 3);
  EXPECT_DOUBLE_EQ(figures.straight_line_wrong, 2.0 / 3);
  EXPECT_DOUBLE_EQ(figures.straight_line_cost_min, 1.5);
  EXPECT_DOUBLE_EQ(figures.busy_share, 0.25);
}

TEST(ReplayReport, WritesBothFormsFromOneList) {
  const auto figures = app::figures_of({call(200, 100, 160)}, "nearest by road", {});
  const app::replay_heading heading{.place = "x", .from = {0}, .to = {1'000'000}, .invented = "Units are invented."};
  const auto text = app::report_text(heading, {figures});
  EXPECT_NE(text.find("| response, median (s) | 200 |"), std::string::npos) << text;
  EXPECT_NE(app::report_json(heading, {figures}).find(R"("median_s":200)"), std::string::npos);
}
