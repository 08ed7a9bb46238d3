#include "jobs/dispatch/response_times.h"

#include <gtest/gtest.h>

namespace {

using namespace dispatch;

constexpr base::instant at(std::int64_t seconds) { return base::instant{1'700'000'000'000'000} + base::seconds(seconds); }

std::int64_t seconds(const std::optional<base::duration>& d) { return d ? d->us / 1'000'000 : -1; }

TEST(ResponseTimes, AreMeasuredToTheFirstUnitOnScene) {
  incident one{.reported_at = at(0), .answered_at = at(5)};
  one.assignments = {{.assigned_at = at(30), .en_route_at = at(60), .on_scene_at = at(400), .cleared_at = at(900)},
                     {.assigned_at = at(40), .en_route_at = at(50), .on_scene_at = at(300), .cleared_at = at(1000)}};
  const auto t = response_times_of(one);
  EXPECT_EQ(seconds(t.to_answer), 5);
  EXPECT_EQ(seconds(t.to_assign), 30);
  EXPECT_EQ(seconds(t.to_turn_out), 10);
  EXPECT_EQ(seconds(t.to_travel), 250);
  EXPECT_EQ(seconds(t.to_arrive), 300);
  EXPECT_EQ(seconds(t.answered_to_arrive), 295);
  EXPECT_EQ(seconds(t.on_scene), 700);
}

TEST(ResponseTimes, AreUnknownWhereAStepIsMissingNeverZero) {
  incident one{.reported_at = at(0)};
  EXPECT_EQ(seconds(response_times_of(one).to_assign), -1);
  one.assignments = {{.assigned_at = at(30), .on_scene_at = at(300)}};
  const auto t = response_times_of(one);
  EXPECT_EQ(seconds(t.to_answer), -1);
  EXPECT_EQ(seconds(t.to_assign), 30);
  EXPECT_EQ(seconds(t.to_turn_out), -1);
  EXPECT_EQ(seconds(t.to_travel), -1);
  EXPECT_EQ(seconds(t.to_arrive), 300);
  EXPECT_EQ(seconds(t.answered_to_arrive), -1);
  EXPECT_EQ(seconds(t.on_scene), -1);
}

TEST(ResponseTimes, UnitsCalledBackCountForTheAssignmentOnly) {
  incident one{.reported_at = at(0)};
  one.assignments = {{.status = assignment_status::released, .assigned_at = at(20), .en_route_at = at(30), .released_at = at(60)}};
  const auto t = response_times_of(one);
  EXPECT_EQ(seconds(t.to_assign), 20);
  EXPECT_EQ(seconds(t.to_arrive), -1);
}

}  // namespace
