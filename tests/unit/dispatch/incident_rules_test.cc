#include "jobs/dispatch/incident_rules.h"

#include <gtest/gtest.h>

#include <cmath>

#include "foundation/base/text.h"

namespace {

using namespace dispatch;

constexpr base::instant start{1'700'000'000'000'000};
constexpr base::instant at(std::int64_t seconds) { return start + base::seconds(seconds); }

incident in_state(incident_state state) {
  incident one{.id = "i", .number = "20261122-0001", .type = "theft", .state = state};
  if (state == incident_state::merged) one.merged_into = "j";
  return one;
}

TEST(IncidentActions, DependOnTheStateAlone) {
  struct row {
    incident_action action;
    const char* name;
    const char* allowed;  // new dispatched on_scene cleared closed cancelled merged
  };
  const row table[] = {
      {incident_action::change, "change", "++++---"}, {incident_action::note, "note", "+++++++"},
      {incident_action::assign, "assign", "++++---"}, {incident_action::cancel, "cancel", "++++---"},
      {incident_action::close, "close", "++++---"},   {incident_action::reopen, "reopen", "----++-"},
      {incident_action::merge, "merge", "++++---"},   {incident_action::take_in, "take in", "++++---"},
  };
  for (const auto& r : table) {
    for (std::size_t s = 0; s < 7; ++s) {
      const auto refused = refuse(r.action, in_state(static_cast<incident_state>(s)));
      EXPECT_EQ(refused ? '-' : '+', r.allowed[s]) << r.name << " in " << incident_state_choices[s].code;
      if (refused) {
        EXPECT_NE(refused->detail.find("20261122-0001"), std::string::npos);
      }
    }
  }
}

TEST(IncidentActions, ClosingWaitsForUnitsThatAreStillOut) {
  auto one = in_state(incident_state::on_scene);
  one.assignments = {{.unit_id = "u1", .unit_name = "Car 1", .status = assignment_status::cleared},
                     {.unit_id = "u2", .unit_name = "Car 2", .status = assignment_status::on_scene}};
  const auto refused = refuse(incident_action::close, one);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, "units_still_out");
  EXPECT_EQ(refused->detail.find("Car 1"), std::string::npos);
  EXPECT_NE(refused->detail.find("Car 2"), std::string::npos);
  one.assignments[1].status = assignment_status::cleared;
  EXPECT_FALSE(refuse(incident_action::close, one));
}

// One letter per unit: a assigned, c accepted, e en route, s on scene, d done (cleared after being there), D cleared
// without saying it was there, r released before arriving, R released after.
assignment unit(char letter, base::instant assigned_at) {
  assignment one{.assigned_at = assigned_at};
  switch (letter) {
    case 'c': one.status = assignment_status::accepted; break;
    case 'e': one.status = assignment_status::en_route; break;
    case 's': one.status = assignment_status::on_scene; break;
    case 'd':
    case 'D': one.status = assignment_status::cleared; break;
    case 'r':
    case 'R': one.status = assignment_status::released; break;
    default: break;
  }
  if (letter == 's' || letter == 'd' || letter == 'R') one.on_scene_at = at(50);
  if (letter == 'd' || letter == 'D' || letter == 'R') one.cleared_at = at(60);
  return one;
}

TEST(IncidentStates, FollowFromTheUnits) {
  const struct {
    const char* units;
    incident_state expected;
  } cases[] = {
      {"", incident_state::waiting},    {"a", incident_state::dispatched},  {"c", incident_state::dispatched}, {"e", incident_state::dispatched},
      {"s", incident_state::on_scene},  {"ea", incident_state::dispatched}, {"es", incident_state::on_scene},  {"d", incident_state::cleared},
      {"D", incident_state::cleared},   {"de", incident_state::on_scene},   {"dd", incident_state::cleared},   {"r", incident_state::waiting},
      {"rr", incident_state::waiting},  {"ra", incident_state::dispatched}, {"R", incident_state::cleared},    {"Rr", incident_state::cleared},
      {"Re", incident_state::on_scene},
  };
  for (const auto& one : cases) {
    std::vector<assignment> assignments;
    for (const char letter : std::string_view(one.units)) assignments.push_back(unit(letter, at(1)));
    EXPECT_EQ(derive_state(in_state(incident_state::waiting), assignments), one.expected) << one.units;
    for (const auto ended : {incident_state::closed, incident_state::cancelled, incident_state::merged}) {
      EXPECT_EQ(derive_state(in_state(ended), assignments), ended);
    }
  }
}

TEST(IncidentStates, AReopenedIncidentForgetsTheUnitsOfBefore) {
  auto one = in_state(incident_state::waiting);
  one.reopened_at = at(100);
  const std::vector<assignment> before{unit('R', at(1))};
  EXPECT_EQ(derive_state(one, before), incident_state::waiting);
  const std::vector<assignment> both{unit('R', at(1)), unit('e', at(101))};
  EXPECT_EQ(derive_state(one, both), incident_state::dispatched);
}

TEST(IncidentTimes, MustNotLieInTheFutureNorOutOfOrder) {
  const auto now = at(0);
  const struct {
    incident_draft draft;
    std::string wrong;  // pointer:code of the faults
  } cases[] = {
      {{.reported_at = {}}, ""},
      {{.reported_at = at(300)}, ""},
      {{.reported_at = at(301)}, "/reported_at:out_of_range"},
      {{.reported_at = at(-1000), .occurred_at = at(-1000)}, ""},
      {{.reported_at = at(-1000), .occurred_at = at(-999)}, "/occurred_at:out_of_order"},
      {{.reported_at = {}, .occurred_at = at(1)}, "/occurred_at:out_of_order"},
      {{.reported_at = at(-10), .answered_at = at(-11)}, "/answered_at:out_of_order"},
      {{.reported_at = at(-10), .answered_at = at(-5), .hung_up_at = at(-6)}, "/hung_up_at:out_of_order"},
      {{.reported_at = at(-10), .answered_at = at(-5), .hung_up_at = at(-4)}, ""},
  };
  for (const auto& one : cases) {
    std::string said;
    for (const auto& w : check_times(one.draft, now)) said += (said.empty() ? "" : " ") + w.pointer + ":" + w.code;
    EXPECT_EQ(said, one.wrong);
  }
}

TEST(IncidentPlaces, AreRefusedWithWhatIsWrongWithThem) {
  const auto in_town = [](const base::position& p) { return p.lon > 116 && p.lon < 117 && p.lat > 39 && p.lat < 40; };
  const struct {
    base::position p;
    bad_place expected;
  } cases[] = {
      {{116.5, 39.5}, bad_place::none},
      {{0, 0}, bad_place::null_island},
      {{39.5, 116.5}, bad_place::swapped},
      {{118, 39.5}, bad_place::outside},
      {{200, 39.5}, bad_place::off_the_globe},
      {{116.5, 95}, bad_place::off_the_globe},
      {{std::nan(""), 39.5}, bad_place::off_the_globe},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(judge_place(one.p, in_town), one.expected) << one.p.lon << " " << one.p.lat;
    if (one.expected != bad_place::none) {
      EXPECT_EQ(explain(one.expected, one.p).pointer, "/location");
    }
  }
}

TEST(IncidentNumbers, CountByTheDayOfThePlace) {
  const auto evening = *base::instant_from_rfc3339("2026-11-22T17:30:00Z");
  EXPECT_EQ(local_day(evening, 480), "20261123");  // already tomorrow in China
  EXPECT_EQ(local_day(evening, -420), "20261122");
  EXPECT_EQ(incident_number("20261122", 1), "20261122-0001");
  EXPECT_EQ(incident_number("20261122", 12345), "20261122-12345");
}

}  // namespace
