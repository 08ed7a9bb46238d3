#include "town/duty/unit_rules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "town/duty/fleet.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};
const duty::intake_limits town{.west = -122.72, .south = 45.48, .east = -122.61, .north = 45.55};

std::string fault_of(double lon, double lat, base::instant at = noon) {
  const auto fault = duty::find_fault({.unit_id = "u", .position = {.lon = lon, .lat = lat}, .at = at}, town, noon);
  return fault ? fault->code : "";
}

TEST(PositionReport, IsTakenInsideThePlaceAndALittleAround) {
  EXPECT_EQ(fault_of(-122.65, 45.5), "");
  EXPECT_EQ(fault_of(-122.75, 45.5), "");
  EXPECT_EQ(fault_of(-122.65, 45.5, noon - base::hours(30)), "");
  EXPECT_EQ(fault_of(-122.65, 45.5, noon + base::minutes(5)), "");
}

TEST(PositionReport, IsRefusedWhenItCannotBeTrue) {
  EXPECT_EQ(fault_of(0, 0), "null_island");
  EXPECT_EQ(fault_of(0.0001, -0.0001), "null_island");
  EXPECT_EQ(fault_of(45.5, -122.65), "swapped");  // and not a latitude at all
  EXPECT_EQ(fault_of(500, 45.5), "out_of_range");
  EXPECT_EQ(fault_of(std::numeric_limits<double>::quiet_NaN(), 45.5), "out_of_range");
  EXPECT_EQ(fault_of(-122.65, std::numeric_limits<double>::infinity()), "out_of_range");
  EXPECT_EQ(fault_of(-100, 45.5), "outside");
  EXPECT_EQ(fault_of(-122.65, 45.5, noon + base::minutes(5) + base::microseconds(1)), "future");
}

TEST(PositionReport, SaysSwappedAlsoWhereBothOrdersAreOnTheGlobe) {
  const duty::intake_limits county{.west = 110.1, .south = 30.1, .east = 110.4, .north = 30.4};
  const auto fault = duty::find_fault({.unit_id = "u", .position = {.lon = 30.2, .lat = 110.2}, .at = noon}, county, noon);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code, "swapped");
}

TEST(UnitState, FollowsTheOpenAssignment) {
  using duty::task;
  using duty::unit_state;
  EXPECT_EQ(duty::derive_state(true, task::none), unit_state::available);
  EXPECT_EQ(duty::derive_state(false, task::none), unit_state::off_shift);
  EXPECT_EQ(duty::derive_state(true, task::assigned), unit_state::assigned);
  EXPECT_EQ(duty::derive_state(true, task::en_route), unit_state::en_route);
  EXPECT_EQ(duty::derive_state(true, task::on_scene), unit_state::on_scene);
  EXPECT_EQ(duty::derive_state(true, task::cleared), unit_state::returning);
  EXPECT_EQ(duty::derive_state(false, task::on_scene), unit_state::on_scene);
  EXPECT_TRUE(duty::is_busy(unit_state::returning));
  EXPECT_FALSE(duty::is_busy(unit_state::available));
  EXPECT_FALSE(duty::is_busy(unit_state::off_shift));
}

TEST(Capabilities, AreSortedAndEachOnce) {
  EXPECT_EQ(duty::normal_capabilities({" medical", "fire", "medical ", "", "  "}), (std::vector<std::string>{"fire", "medical"}));
}

TEST(Fleet, FindsUnitsByIdAndKeepsWhatTheyShareOnce) {
  std::vector<std::shared_ptr<const duty::unit>> units;
  for (int i = 0; i < 5; ++i) {
    duty::unit one;
    one.id = "u" + std::to_string(i);
    one.capabilities = i % 2 == 0 ? std::vector<std::string>{"patrol"} : std::vector<std::string>{"medical", "patrol"};
    if (i > 2) one.area_id = "north";
    units.push_back(std::make_shared<const duty::unit>(one));
  }
  const duty::fleet fleet(units, 7);
  EXPECT_EQ(fleet.find("u3"), 3U);
  EXPECT_FALSE(fleet.find("u9"));
  EXPECT_EQ(fleet.capability_sets().size(), 2U);
  EXPECT_EQ(fleet.capability_set_of(0), fleet.capability_set_of(4));
  EXPECT_NE(fleet.capability_set_of(0), fleet.capability_set_of(1));
  EXPECT_EQ(fleet.area_ids().size(), 2U);
  EXPECT_EQ(fleet.area_ids()[fleet.area_of(4)], "north");
  EXPECT_EQ(fleet.area_ids()[fleet.area_of(0)], "");
  EXPECT_EQ(fleet.serial(), 7U);
}

}  // namespace
