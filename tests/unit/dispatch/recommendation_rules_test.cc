#include "recommendation_table.h"

#include <gtest/gtest.h>

namespace {

using dispatch::outcome;

std::string verdicts_of(const std::string& units, std::uint32_t needed = 1, const std::string& capabilities = "p") {
  const auto table = test::parse_units(units);
  return test::verdicts(table, test::decide(table, {.units = needed, .capabilities = test::capabilities(capabilities)}));
}

TEST(Recommendation, SendsTheFastestWhenNobodyIsResponsible) {
  const auto table = test::parse_units(R"(
    A 5.0 min
    B 3.2 min
    C 9.0 min)");
  const auto d = test::decide(table);
  EXPECT_EQ(test::verdicts(table, d), "B chosen, A backup, C slower");
  EXPECT_EQ(d.how, outcome::no_responsible);
}

TEST(Recommendation, SendsTheResponsibleUnitWithinTwoMinutesOfTheFastest) {
  const auto table = test::parse_units(R"(
    A 3.2 min
    B 5.2 min, responsible 3)");
  const auto d = test::decide(table);
  EXPECT_EQ(test::verdicts(table, d), "B chosen, A not_responsible");
  EXPECT_EQ(d.how, outcome::responsible_first);
}

TEST(Recommendation, SendsTheFastestWhenTheResponsibleUnitIsLaterThanThat) {
  const auto table = test::parse_units(R"(
    A 3.2 min
    B 5.3 min, responsible 3)");
  const auto d = test::decide(table);
  EXPECT_EQ(test::verdicts(table, d), "A chosen, B backup");
  EXPECT_EQ(d.how, outcome::responsible_too_slow);
  ASSERT_TRUE(d.responsible);
  EXPECT_EQ(d.responsible->eta_ms, 318'000);
}

TEST(Recommendation, PrefersTheDeepestResponsibleAreaWithinTheMargin) {
  EXPECT_EQ(verdicts_of(R"(
    A 3.0 min, responsible 1
    B 4.0 min, responsible 3
    C 4.5 min, responsible 3
    D 3.5 min)"),
            "B chosen, A not_responsible, D not_responsible, C backup");
}

TEST(Recommendation, PassesOverADeepResponsibleUnitThatIsTooFarForAShallowOneNearEnough) {
  EXPECT_EQ(verdicts_of(R"(
    A 3.0 min
    B 4.0 min, responsible 1
    C 9.0 min, responsible 4)"),
            "B chosen, A not_responsible, C backup");
}

TEST(Recommendation, CountsTheTurnOutToo) {
  EXPECT_EQ(verdicts_of(R"(
    A 2.0 min, turns out 2.0
    B 3.0 min)"),
            "B chosen, A backup");
}

TEST(Recommendation, SendsSeveralWhenTheTypeNeedsThem) {
  EXPECT_EQ(verdicts_of(R"(
    A 2.0 min
    B 3.0 min
    C 3.5 min, responsible 2
    D 8.0 min)",
                        2),
            "C chosen, A chosen, B not_responsible, D backup");
}

TEST(Recommendation, ChoosesFewerWhenThereAreNotEnough) {
  const auto table = test::parse_units("A 2.0 min\nB busy 1.0 min");
  const auto d = test::decide(table, {.units = 3, .capabilities = 1});
  EXPECT_EQ(d.chosen.size(), 1U);
  EXPECT_EQ(d.asked.units, 3U);
}

TEST(Recommendation, SendsUnitsThatHaveWhatIsNeededBetweenThem) {
  EXPECT_EQ(verdicts_of(R"(
    A 2.0 min, has p
    B 3.0 min, has p
    C 7.0 min, has m
    D 9.0 min, has pm
    E 1.0 min, has r)",
                        2, "pm"),
            "A chosen, C chosen, B backup, D slower, E lacks_capability");
}

TEST(Recommendation, SendsOneMoreForACapabilityThatIsStillMissing) {
  EXPECT_EQ(verdicts_of("A 2.0 min, has p\nB 3.0 min, has m\nC 4.0 min, has pm", 1, "pm"), "A chosen, B chosen, C backup");
  EXPECT_EQ(verdicts_of("A 2.0 min, has pm\nB 3.0 min, has m", 1, "pm"), "A chosen, B backup");
}

TEST(Recommendation, SaysWhichCapabilityNobodyHas) {
  const auto table = test::parse_units("A 2.0 min, has p\nB 3.0 min, has p\nC busy 1.0 min, has m");
  const auto d = test::decide(table, {.units = 2, .capabilities = test::capabilities("pm")});
  EXPECT_EQ(test::verdicts(table, d), "A chosen, B chosen, C busy");
  EXPECT_EQ(d.unmet, test::capabilities("m"));
}

TEST(Recommendation, SearchesOnForARareCapability) {
  const auto table = test::parse_units("A 1.0 min\nB 2.0 min\nC 3.0 min\nD 50.0 min, has m\nE 60.0 min, has m");
  const auto d = test::decide(table, {.units = 2, .capabilities = test::capabilities("pm")}, {.considered = 2, .list_all_up_to = 0});
  EXPECT_EQ(d.chosen, (std::vector<std::uint32_t>{0, 3}));
  EXPECT_LE(d.frontier_ms, 3'000'001);
}

TEST(Recommendation, NeverRanksWhatIsNotKnown) {
  const auto table = test::parse_units(R"(
    A 8.0 min
    B 0.1 min, unknown
    C 0.1 min, stale
    D 0.1 min, off shift
    E 0.1 min, busy
    F 0.1 min, lacks a capability
    G 0.1 min, roadless
    H no road at all)");
  const auto d = test::decide(table);
  EXPECT_EQ(test::verdicts(table, d),
            "A chosen, B position_unknown, C position_stale, D off_shift, E busy, F lacks_capability, G unreachable, H unreachable");
  for (const auto& one : d.candidates) {
    if (dispatch::can_go(one.judged)) continue;
    EXPECT_EQ(one.eta_ms, -1);
    EXPECT_EQ(one.road_rank, 0U);
    EXPECT_EQ(one.straight_line_rank, 0U);
  }
}

TEST(Recommendation, ChoosesNobodyWhenNobodyCanGo) {
  const auto table = test::parse_units("A busy 1.0 min\nB unknown\nC nowhere");
  const auto d = test::decide(table);
  EXPECT_TRUE(d.chosen.empty());
  EXPECT_EQ(d.how, outcome::nobody);
  EXPECT_EQ(test::verdicts(table, d), "A busy, B position_unknown, C unreachable");
  EXPECT_EQ(test::decide({}).how, outcome::nobody);
}

TEST(Recommendation, NamesTheResponsibleUnitThatCannotGo) {
  const auto table = test::parse_units(R"(
    A 3.0 min
    B busy 1.0 min, responsible 2
    C off shift, responsible 1)");
  const auto d = test::decide(table);
  EXPECT_EQ(d.how, outcome::responsible_unavailable);
  EXPECT_EQ(d.responsible_out, 1U);
  EXPECT_EQ(d.responsible_out_why, dispatch::verdict::busy);
}

TEST(Recommendation, LetsTheLowerNumberWinATie) {
  EXPECT_EQ(verdicts_of("A 4.0 min\nB 3.0 min, turns out 0.5\nC 3.5 min"), "B chosen, C backup, A slower");
}

TEST(Recommendation, CallsTheResponsibleUnitTheFastestWhenAnotherIsJustAsSoon) {
  const auto table = test::parse_units("A 3.0 min\nB 3.0 min, responsible 1");
  const auto d = test::decide(table);
  EXPECT_EQ(test::verdicts(table, d), "B chosen, A backup");
  EXPECT_EQ(d.how, outcome::fastest_is_responsible);
  EXPECT_EQ(d.fastest->unit, 1U);
}

TEST(Recommendation, GroupsALargeFleetAndStillExplainsEveryone) {
  const auto table = test::parse_units(R"(
    A 1.0 min
    B 2.0 min
    C 3.0 min
    D 30.0 min
    E busy 2.0 min
    F off shift
    G 40.0 min)");
  const dispatch::rule_parameters rules{.considered = 2, .list_all_up_to = 3};
  const auto d = test::decide(table, {.units = 1, .capabilities = 1}, rules);
  EXPECT_EQ(test::verdicts(table, d), "A chosen, B backup, slower(C D G), off_shift(F), busy(E)");
  EXPECT_GE(d.others.front().at_least_ms, 120'000);  // the search went beyond the second best
  EXPECT_LE(d.others.front().at_least_ms, 180'000);
}

TEST(Recommendation, StopsTheSearchWhenTheAnswerIsCertain) {
  const auto table = test::parse_units("A 1.0 min\nB 2.0 min\nC 30.0 min, responsible 2");
  dispatch::rule_parameters rules{.considered = 2, .list_all_up_to = 0};
  const auto d = test::decide(table, {.units = 1, .capabilities = 1}, rules);
  EXPECT_EQ(d.how, outcome::responsible_too_slow);
  EXPECT_LE(d.frontier_ms, 180'001);  // one minute and the margin of two
  EXPECT_GE(d.responsible_at_least_ms, 180'000);
  EXPECT_FALSE(d.responsible);
}

TEST(Recommendation, RanksByStraightLineAndByRoadAmongThoseWhoCanGo) {
  const auto table = test::parse_units(R"(
    A 9.0 min, crow 100
    B 3.0 min, crow 500
    C 4.0 min, crow 500
    D busy 1.0 min, crow 10)");
  const auto d = test::decide(table);
  ASSERT_EQ(test::verdicts(table, d), "B chosen, C backup, A slower, D busy");
  EXPECT_EQ(d.candidates[0].straight_line_rank, 2U);
  EXPECT_EQ(d.candidates[0].road_rank, 1U);
  EXPECT_EQ(d.candidates[1].straight_line_rank, 2U);
  EXPECT_EQ(d.candidates[2].straight_line_rank, 1U);
  EXPECT_EQ(d.candidates[2].road_rank, 3U);
}

}  // namespace
