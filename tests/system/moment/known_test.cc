// What was known then, and what is known now.
#include <gtest/gtest.h>

#include "past_town.h"

class Known : public moment_test::past_town {
 protected:
  static constexpr const char* call_in_the_east = R"({"type":"theft","location":{"lon":-122.60,"lat":45.52})";
  int refused(base::instant at, const std::string& known = "then") {
    try {
      moment_at(everywhere_, at, known);
    } catch (const base::problem& problem) {
      return problem.status;
    }
    return 0;
  }
};
ON_BOTH_ENGINES(Known);

TEST_P(Known, AStepReportedLateIsSeenWithHindsightOnly) {
  const auto incident = text(call("create_incident", {}, std::string(call_in_the_east) + "}"), "id");
  const auto assignment = text(call("assign_unit", {{"id", incident}}, R"({"unit_id":")" + units_[0] + "\"}"), "id");
  clock_.advance(base::minutes(3));
  const auto then = clock_.now();
  clock_.advance(base::minutes(7));
  call("set_assignment_status", {{"id", assignment}}, R"({"status":"en_route","at":")" + base::to_rfc3339(then - base::minutes(1)) + "\"}");
  const auto state_of_unit = [&](const moment_test::json::object& moment) {
    for (const auto& unit : moment.at("units").as_array()) {
      if (unit.at("id").as_string() == units_[0]) return std::string(unit.at("state").as_string());
    }
    return std::string("missing");
  };
  const auto known_then = moment_at(everywhere_, then);
  EXPECT_EQ(known_then.at("assignments").at(0).at("status").as_string(), "assigned");
  EXPECT_EQ(state_of_unit(known_then), "assigned");
  EXPECT_TRUE(known_then.at("late").as_array().empty());
  const auto known_now = moment_at(everywhere_, then, "now");
  EXPECT_EQ(known_now.at("assignments").at(0).at("status").as_string(), "en_route");
  EXPECT_EQ(state_of_unit(known_now), "en_route");
  EXPECT_EQ(known_now.at("late").as_array(), moment_test::json::array({moment_test::json::string(assignment)}));
}

TEST_P(Known, ACallTypedInLaterIsSeenWithHindsightOnlyAndByThoseWhoMaySeeIt) {
  clock_.advance(base::minutes(1));
  const auto then = clock_.now();
  clock_.advance(base::minutes(4));
  call("create_incident", {}, std::string(call_in_the_east) + R"(,"reported_at":")" + base::to_rfc3339(then - base::seconds(30)) + "\"}");
  clock_.advance(base::minutes(1));
  EXPECT_TRUE(moment_at(everywhere_, then).at("incidents").as_array().empty());
  EXPECT_EQ(moment_at(everywhere_, then, "now").at("incidents").as_array().size(), 1U);
  EXPECT_EQ(moment_at(east_, then, "now").at("incidents").as_array().size(), 1U);
  EXPECT_TRUE(moment_at(reader_of("/town/west/"), then, "now").at("incidents").as_array().empty());
}

TEST_P(Known, NoMomentOfTheFutureAndNoOtherWord) {
  EXPECT_EQ(refused(clock_.now() + base::seconds(1)), 422);
  EXPECT_EQ(refused(clock_.now(), "tomorrow"), 422);
  EXPECT_EQ(refused(clock_.now()), 0);
}

TEST_P(Known, TheSliderCountsWhatOpenedAndClosed) {
  const auto from = clock_.now();
  const auto first = text(call("create_incident", {}, std::string(call_in_the_east) + "}"), "id");
  call("create_incident", {}, std::string(call_in_the_east) + "}");
  clock_.advance(base::minutes(70));
  call("cancel_incident", {{"id", first}}, R"({"reason":"false alarm"})");
  clock_.advance(base::minutes(60));
  call("reopen_incident", {{"id", first}}, R"({"reason":"again"})");
  const auto asked = [&](const std::shared_ptr<const operation::caller>& who) {
    std::string counts;
    const auto range = ask(who, {.name = "get_moment_range",
                                 .query = {{"from", base::to_rfc3339(from)}, {"to", base::to_rfc3339(from + base::hours(3))}, {"buckets", "3"}}});
    for (const auto& one : range.at("buckets").as_array()) {
      counts += std::to_string(one.at("opened").as_int64()) + "/" + std::to_string(one.at("closed").as_int64()) + " ";
    }
    return counts;
  };
  EXPECT_EQ(asked(east_), "2/0 0/1 1/0 ");
  EXPECT_EQ(asked(reader_of("/town/west/")), "0/0 0/0 0/0 ");
}
