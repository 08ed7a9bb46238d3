#include "town/duty/unit_rules.h"

#include <gtest/gtest.h>

#include "town/duty/fleet.h"

namespace {

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
