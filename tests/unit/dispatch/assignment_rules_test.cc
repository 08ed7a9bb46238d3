#include "jobs/dispatch/assignment_rules.h"

#include <gtest/gtest.h>

namespace {

using dispatch::assignment;
using dispatch::assignment_status;
using enum dispatch::assignment_status;

constexpr base::instant start{1'700'000'000'000'000};
constexpr base::instant at(std::int64_t seconds) { return start + base::seconds(seconds); }

// An assignment that went through every step up to `status`, one a minute.
assignment reached(assignment_status status) {
  assignment one{.id = "a", .incident_id = "i", .unit_id = "u", .unit_name = "Car 1", .assigned_at = start};
  std::int64_t seconds = 60;
  for (const auto step : {accepted, en_route, on_scene, cleared, released}) {
    if (step > status) break;
    one = std::get<dispatch::step_taken>(dispatch::advance(one, step, at(seconds), at(seconds))).after;
    seconds += 60;
  }
  return one;
}

TEST(AssignmentSteps, GoForwardOnlyAndOnlyRepeatWithoutAChange) {
  const assignment_status all[] = {assigned, accepted, en_route, on_scene, cleared, released};
  // rows: from, columns: to.  + taken · = nothing changes · < refused as backwards · x refused as over
  const char* const table[] = {
      "=+++++",  // assigned
      "<=++++",  // accepted
      "<<=+++",  // en_route
      "<<<=++",  // on_scene
      "<<<<=+",  // cleared
      "xxxxx=",  // released
  };
  for (std::size_t from = 0; from < 6; ++from) {
    for (std::size_t to = 0; to < 6; ++to) {
      const auto before = reached(all[from]);
      const auto result = dispatch::advance(before, all[to], at(1'000), at(1'000));
      char seen = '?';
      if (const auto* taken = std::get_if<dispatch::step_taken>(&result)) {
        seen = taken->changed ? '+' : '=';
        EXPECT_EQ(taken->after.status, all[to]);
        EXPECT_EQ(taken->after.version, before.version + (taken->changed ? 1 : 0));
      } else {
        seen = std::get<dispatch::refusal>(result).code == "assignment_over" ? 'x' : '<';
      }
      EXPECT_EQ(seen, table[from][to]) << dispatch::name_of(all[from]) << " -> " << dispatch::name_of(all[to]);
    }
  }
}

TEST(AssignmentSteps, SkippedStepsKeepNoTime) {
  const auto taken = std::get<dispatch::step_taken>(dispatch::advance(reached(assigned), on_scene, at(300), at(300)));
  EXPECT_FALSE(taken.after.accepted_at);
  EXPECT_FALSE(taken.after.en_route_at);
  EXPECT_EQ(taken.after.on_scene_at, at(300));
}

TEST(AssignmentSteps, ARetryKeepsTheFirstTime) {
  const auto first = std::get<dispatch::step_taken>(dispatch::advance(reached(assigned), accepted, at(30), at(30))).after;
  const auto again = std::get<dispatch::step_taken>(dispatch::advance(first, accepted, at(90), at(90)));
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(again.after.accepted_at, at(30));
  EXPECT_EQ(again.after.version, first.version);
}

TEST(AssignmentSteps, ADevicesTimeIsKeptTrimmedLiftedOrRefused) {
  const auto before = reached(accepted);  // accepted at 60 s
  const struct {
    std::int64_t device_s;
    std::int64_t now_s;
    std::string expected;  // seconds kept, or the refusal
    bool corrected;
  } cases[] = {
      {100, 130, "100", false},  // the device's own time
      {130, 130, "130", false},
      {140, 130, "130", true},        // ahead: trimmed to now
      {130 + 300, 130, "130", true},  // five minutes ahead, just taken
      {130 + 301, 130, "time_in_future", false},
      {50, 130, "60", true},  // behind the step before: lifted to it
      {60 - 120, 130, "60", true},
      {60 - 121, 130, "time_out_of_order", false},
      {40, 50, "60", true},  // the server's clock was set back: order wins
  };
  for (const auto& one : cases) {
    const auto result = dispatch::advance(before, en_route, at(one.device_s), at(one.now_s));
    if (const auto* refused = std::get_if<dispatch::refusal>(&result)) {
      EXPECT_EQ(refused->code, one.expected) << one.device_s;
      continue;
    }
    const auto& taken = std::get<dispatch::step_taken>(result);
    EXPECT_EQ(std::to_string((*taken.after.en_route_at - start).us / 1'000'000), one.expected) << one.device_s;
    EXPECT_EQ(taken.time_corrected, one.corrected) << one.device_s;
  }
}

TEST(AssignmentSteps, AReleaseByOthersSaysWhyAndNeverLiesBeforeTheLastStep) {
  const auto after = dispatch::release(reached(on_scene), at(10), "merged");
  EXPECT_EQ(after.status, released);
  EXPECT_EQ(after.release_reason, "merged");
  EXPECT_EQ(after.released_at, dispatch::last_step_at(reached(on_scene)));
  EXPECT_FALSE(after.cleared_at);
}

}  // namespace
