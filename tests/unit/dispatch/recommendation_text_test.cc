#include "jobs/dispatch/recommendation_text.h"

#include <gtest/gtest.h>

#include "recommendation_table.h"

namespace {

using dispatch::words;

struct spoken {
  words why;
  std::map<std::string, words> reasons;  // by unit name; groups by their verdict
};

spoken speak(const std::string& units, dispatch::need asked = {.units = 1, .capabilities = 1}, dispatch::rule_parameters rules = {}) {
  const auto table = test::parse_units(units);
  const auto d = test::decide(table, asked, rules);
  const std::vector<words> needs = {{"巡逻", "patrol"}, {"医疗", "medical"}, {"救援", "rescue"}};
  const dispatch::text_source about{.name = [&](std::uint32_t unit) { return table.names[unit]; },
                                    .state = [](std::uint32_t) { return duty::unit_state::on_scene; },
                                    .facts = table.facts,
                                    .needs = std::span(needs).first(static_cast<std::size_t>(std::bit_width(asked.capabilities))),
                                    .rules = rules};
  spoken said{.why = dispatch::explain(d, about), .reasons = {}};
  for (const auto& one : d.candidates) said.reasons[table.names[one.unit]] = dispatch::reason_of(one, d, about);
  for (const auto& one : d.others) said.reasons[std::string(dispatch::name_of(one.judged))] = dispatch::reason_of(one, d, about);
  return said;
}

TEST(Minutes, HaveOneDecimalRoundedOrRoundedDown) {
  EXPECT_EQ(dispatch::minutes_text(0), "0.0");
  EXPECT_EQ(dispatch::minutes_text(192'345), "3.2");
  EXPECT_EQ(dispatch::minutes_text(195'000), "3.3");
  EXPECT_EQ(dispatch::minutes_text(195'000, true), "3.2");
  EXPECT_EQ(dispatch::minutes_text(3'600'000), "60.0");
}

TEST(Explanation, NamesTheNearestAndTheResponsibleUnitWithTheirTimes) {
  const auto said = speak("A 3.2 min\nB 4.1 min, responsible 2");
  EXPECT_EQ(said.why.zh, "最近 A 3.2 分，责任区 B 4.1 分：只晚 0.9 分，在 2.0 分以内，责任区单位先派。");
  EXPECT_EQ(said.why.en, "Nearest A 3.2 min, responsible B 4.1 min: 0.9 min later, within 2.0 min, so the responsible unit goes first.");
  EXPECT_EQ(said.reasons.at("A").zh, "3.2 分，更快，但责任区单位 B 只晚 0.9 分。");
  EXPECT_EQ(said.reasons.at("B").en, "Responsible for the place: 4.1 min, only 0.9 min after the fastest.");
}

TEST(Explanation, SaysThatTheResponsibleUnitIsTooFar) {
  const auto said = speak("A 3.2 min\nB 6.1 min, responsible 2");
  EXPECT_EQ(said.why.zh, "最近 A 3.2 分，责任区 B 6.1 分：晚 2.9 分，超过 2.0 分，派最近的。");
  EXPECT_EQ(said.reasons.at("B").en, "Next in line: 6.1 min, 2.9 min later than A.");
}

TEST(Explanation, NamesTheResponsibleUnitThatCannotGo) {
  const auto said = speak("A 3.2 min\nB busy 1.0 min, responsible 2");
  EXPECT_EQ(said.why.en, "Nearest A 3.2 min; responsible B cannot go: Busy with another incident.");
  EXPECT_EQ(said.reasons.at("B").zh, "正在处置别的警情（现场）。");
}

TEST(Explanation, CountsWhyNobodyCanGo) {
  const auto said = speak("A busy 1.0 min\nB busy 2.0 min\nC unknown\nD stale\nE roadless");
  EXPECT_EQ(said.why.zh, "没有单位可派：2 个正忙，1 个位置不明，1 个位置过旧，1 个没有道路可到。");
  EXPECT_EQ(said.why.en, "No unit can go: 2 busy, 1 with unknown position, 1 with an old position, 1 with no road there.");
  EXPECT_EQ(said.reasons.at("D").en, "Its position is 60.0 min old: not ranked.");
  EXPECT_EQ(speak("").why.en, "There are no units.");
}

TEST(Explanation, SaysWhatIsMissing) {
  const auto said = speak("A 3.0 min, has p\nB 4.0 min, has p\nC busy 1.0 min, has m", {.units = 3, .capabilities = 3});
  EXPECT_EQ(said.why.zh, "最近 A 3.0 分；没有单位负责此地。需要 3 个单位，只有 2 个可派。可派的单位都没有：医疗。");
  EXPECT_EQ(said.why.en,
            "Nearest A 3.0 min; no unit is responsible for the place. 3 units are needed, only 2 can go. Nobody who can go has: medical.");
}

TEST(Reasons, TellWhyALaterUnitGoesBeforeASoonerOne) {
  const auto said = speak("A 2.0 min, has p\nB 3.0 min, has p\nC 7.0 min, has m\nD 1.0 min, has r", {.units = 2, .capabilities = 3});
  EXPECT_EQ(said.reasons.at("C").zh, "第 2 个单位，补上所缺能力：医疗；7.0 分。");
  EXPECT_EQ(said.reasons.at("B").zh, "3.0 分，但没有还缺的能力。");
  EXPECT_EQ(said.reasons.at("D").en, "Has nothing of what is needed: patrol, medical.");
}

TEST(Reasons, GiveATrueLowerBoundForUnitsNotLookedAt) {
  const auto said = speak("A 1.0 min\nB 2.0 min\nC 44.0 min", {.units = 1, .capabilities = 1}, {.considered = 2, .list_all_up_to = 0});
  EXPECT_EQ(said.reasons.at("slower").zh, "较慢：行车超过 2.0 分。");
}

}  // namespace
