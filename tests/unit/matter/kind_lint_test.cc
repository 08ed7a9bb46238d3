// The rules over a kind: each breaks one place of a good kind and expects exactly its fault, at its line.
#include "engines/matter/kind_lint.h"

#include <gtest/gtest.h>

#include "catalogue_sample.h"
#include "engines/matter/kind_flow.h"
#include "engines/matter/kind_read.h"

using namespace sample;
using changes = std::vector<std::pair<std::string, std::string>>;

namespace {

void expect_fault(const changes& all, const std::string& code, const std::string& at) {
  const auto text = with_all(good_kind(), all);
  const auto found = faults_of(text);
  EXPECT_EQ(told(found), code + "@" + std::to_string(line_of(text, at))) << all.front().first << " -> " << all.front().second;
  for (const auto& one : found) EXPECT_FALSE(one.what.empty() || one.remedy.empty());
}
void expect_fault(const std::string& from, const std::string& to, const std::string& code) { expect_fault({{from, to}}, code, to); }
void expect_good(const std::string& from, const std::string& to) { EXPECT_EQ(told(faults_of(with(good_kind(), from, to))), "") << to; }

constexpr const char* check_clock =
    "  - code: check\n    zh: 复查期限\n    en: Time to look again\n    starts: {stage: checking}\n    limit: 3 days\n    owner: inspector\n";
constexpr const char* handle_clock =
    "  - code: handle\n    zh: 办理期限\n    en: Time to handle it\n    starts: report\n    limit: 6 months\n    owner: office\n";
constexpr const char* remind_clock =
    "  - code: remind\n    zh: 承诺前提醒\n    en: Before the promised day\n    starts: {field: due_on}\n    before: true\n    limit: 5 days\n"
    "    warn: 10 days\n    owner: inspector\n";
constexpr const char* accept_condition = "\n    when: [{of: grade, is: [large]}]";

}  // namespace

TEST(KindLintNames, AFieldThatIsNotThere) {
  expect_fault("asks: [hazard, seen_on]", "asks: [hazard, seen_on, place_name]", "unknown_field");
  expect_fault("takes: [headcount]", "takes: [headcount, hed]", "unknown_field");
  expect_fault("title: [hazard]", "title: [hazrd]", "unknown_field");
  expect_fault("again: {same: [place, hazard]", "again: {same: [place, hasard]", "unknown_field");
  expect_fault("{field: capacity, from: [0, 100]}", "{field: capacities, from: [0, 100]}", "unknown_field");
  expect_fault("needs: [measures]", "needs: [measures, measure]", "unknown_field");
  expect_fault("may: [capacity, urgent, leader]", "may: [capacity, urgent, leader, cost]", "unknown_field");
  expect_fault("{of: urgent, is: [yes]}", "{of: urgency, is: [yes]}", "unknown_field");
  expect_fault("{of: grade, is: [large]}", "{of: size, is: [filled]}", "unknown_field");
  expect_fault("not_before: seen_on", "not_before: seen", "unknown_field");
  expect_fault("    starts: {field: due_on}", "    starts: {field: due}", "unknown_field");
  EXPECT_EQ(faults_of(with(good_kind(), "title: [hazard]", "title: [hazrd]"))[0].what, "there is no field hazrd; did you mean hazard?");
}

TEST(KindLintNames, HowNearIsSaidOfAPlaceInMetres) {
  expect_good("within: 90 days, near_m: 30}", "within: 90 days, near_m: 200}");
  expect_good("within: 90 days, near_m: 30}", "within: 90 days}");
  expect_fault("again: {same: [place, hazard]", "again: {same: [hazard]", "near_what");
  expect_fault("near_m: 30}", "near_m: 4}", "out_of_range");
  expect_fault("near_m: 30}", "near_m: 201}", "out_of_range");
  expect_fault("near_m: 30}", "near_m: 12.5}", "wrong_type");
  expect_fault("near_m: 30}", "near_m: 30 m}", "wrong_type");
}

TEST(KindLintNames, AStageThatIsNotThere) {
  expect_fault("times: 2, to: rectifying", "times: 2, to: rectifing", "unknown_stage");
  expect_fault("    starts: {stage: checking}", "    starts: {stage: cheking}", "unknown_stage");
  expect_fault("until: {stages: [rectifying], steps: [unfounded]}", "until: {stages: [rectified], steps: [unfounded]}", "unknown_stage");
}

TEST(KindLintNames, AStepThatIsNotThere) {
  expect_fault("    starts: {step: accept}", "    starts: {step: acept}", "unknown_step");
  expect_fault("until: {stages: [rectifying], steps: [unfounded]}", "until: {stages: [rectifying], steps: [rejected]}", "unknown_step");
  expect_fault("        not_by: [rectified]", "        not_by: [rectify]", "unknown_step");
}

TEST(KindLintNames, AResultThatIsNotThereOrDoesNotBelong) {
  expect_fault("result: unfounded}", "result: untrue}", "unknown_result");
  expect_fault("to: closed, result: unfounded}", "to: closed}", "no_result");
  expect_fault("times: 2, to: rectifying", "times: 2, result: cleared, to: rectifying", "misplaced_result");
}

TEST(KindLintNames, ALegalClockAKindOrAChoiceThatIsNotThere) {
  expect_fault("    rule: fire_decision", "    rule: fire_decisions", "unknown_rule");
  expect_fault("{kind: rectification_notice,", "{kind: rectification,", "unknown_kind");
  expect_fault("{of: severity, is: [major]}", "{of: severity, is: [mayor]}", "unknown_choice");
  expect_fault("{of: grade, is: [large]}", "{of: grade, is: [huge]}", "unknown_choice");
  expect_fault("{of: urgent, is: [yes]}", "{of: urgent, is: [true]}", "unknown_choice");
  expect_fault("{of: measures, is: [filled]}", "{of: measures, is: [good]}", "unknown_choice");
  expect_good("{of: severity, is: [major]}", "{of: severity, is: [empty]}");
}

TEST(KindLintWay, AStageThatNoStepLeadsTo) {
  expect_fault({{"  - {code: closed, zh: 已销号", "  - {code: archived, zh: 归档, en: Archived, ends: true}\n  - {code: closed, zh: 已销号"}},
               "unreachable_stage", "{code: archived");
}

TEST(KindLintWay, AStageFromWhichNoEndIsReached) {
  const auto text = with_all(good_kind(), {{"        to: closed\n        result: cleared\n      - {code: not_gone, zh: 未消除, en: Not gone, who: "
                                            "[inspector], times: 2, to: rectifying}\n",
                                            ""},
                                           {"[{code: cleared, zh: 已消除, en: Cleared}, ", "["}});
  EXPECT_EQ(told(faults_of(text)), "no_end@" + std::to_string(line_of(text, "  - code: checking\n")));
}

// A forgotten `to:` is told where it is missing, not at everything behind it.
TEST(KindLintWay, OneMissingWayIsOneFault) {
  const auto first = with(good_kind(), "may: [capacity, urgent, leader], to: rectifying}", "may: [capacity, urgent, leader]}");
  EXPECT_EQ(told(faults_of(first)), "unreachable_stage@" + std::to_string(line_of(first, "  - code: rectifying\n")));
  const auto round = with(good_kind(), "  - {code: closed, zh: 已销号",
                          "  - {code: left, zh: 左, en: Left, steps: [{code: go, zh: 去, en: Go, who: [office], times: 1, to: right}]}\n"
                          "  - {code: right, zh: 右, en: Right, steps: [{code: end, zh: 结, en: End, who: [office], to: closed, result: cleared},"
                          " {code: back, zh: 回, en: Back, who: [office], times: 1, to: left}]}\n"
                          "  - {code: closed, zh: 已销号");
  EXPECT_EQ(told(faults_of(round)), "unreachable_stage@" + std::to_string(line_of(round, "  - {code: left")))
      << "of two that lead to each other the first";
}

TEST(KindLintWay, TheUsualWayLeavesOutEndsAndDetours) {
  using stages = std::vector<std::string>;
  const auto to = [](std::initializer_list<const char*> targets) {
    std::vector<matter::step> out;
    for (const auto* target : targets) {
      matter::step next;
      next.to = target;
      out.push_back(std::move(next));
    }
    return out;
  };
  matter::kind of;
  of.stages = {{.code = "new", .name = {}, .steps = to({"closed", "work"})},
               {.code = "work", .name = {}, .steps = to({"longer", "done", "closed"})},
               {.code = "longer", .name = {}, .steps = to({"done"})},
               {.code = "done", .name = {}, .steps = to({"work", "closed"})},
               {.code = "closed", .name = {}, .ends = true}};
  EXPECT_EQ(matter::usual_way(of, {"new"}), (stages{"new", "work", "done", "closed"}));
  EXPECT_EQ(matter::usual_way(of, {"new", "work", "longer"}), (stages{"new", "work", "longer", "done", "closed"}));
  EXPECT_EQ(matter::usual_way(of, {"closed"}), (stages{"closed"}));
}

TEST(KindLintWay, AnEndingStageWithSteps) {
  expect_fault("en: Closed, ends: true}",
               "en: Closed, ends: true, steps: [{code: again, zh: 再来, en: Again, who: [office], times: 1, to: reported}]}", "ending_with_steps");
}

TEST(KindLintNames, ResultsAndFileSetsThatNobodyUses) {
  expect_fault("{code: passed_on, zh: 已移送, en: Passed on}]", "{code: passed_on, zh: 已移送, en: Passed on}, {code: other, zh: 其他, en: Other}]",
               "unused_result");
  const auto text = with(good_kind(), "        file_set: true\n", "");
  EXPECT_EQ(told(faults_of(text)), "unused_file_set@" + std::to_string(line_of(text, "file_set: [{code: register")));
  const auto none = with(good_kind(), "file_set: [{code: register, zh: 受理登记表, en: Register, kind: document}]\n", "");
  EXPECT_EQ(told(faults_of(none)), "no_file_set@" + std::to_string(line_of(none, "        file_set: true")));
}

TEST(KindLintWay, AReceiptThatNobodyWaitsForAnyMore) {
  expect_fault("reason: true, to: closed, result: unfounded}",
               "reason: true, to: closed, result: unfounded, receipts: [{code: told, zh: 签收, en: Received, role: office, limit: 1 hour}]}",
               "receipt_after_end");
}

TEST(KindLintWay, AStageInWhichNoClockRuns) {
  // Without the clock of the whole matter and the reminder, and the first one's condition, `checking` has its own clock only.
  const changes few = {{handle_clock, ""}, {remind_clock, ""}, {accept_condition, ""}};
  EXPECT_EQ(told(faults_of(with_all(good_kind(), few))), "");
  // Back in `rectifying`, the clock that ended with its first round does not run again: there, too, only the last one did.
  const auto both = [&](const changes& more) {
    changes all = few;
    all.insert(all.end(), more.begin(), more.end());
    const auto text = with_all(good_kind(), all);
    EXPECT_EQ(told(faults_of(text)), "no_clock@" + std::to_string(line_of(text, "  - code: rectifying\n")) + ", no_clock@" +
                                         std::to_string(line_of(text, "  - code: checking\n")));
  };
  both({{check_clock, ""}});
  // One that stops on the way to it does not cover it either.
  both({{"    starts: {stage: checking}", "    starts: {step: accept}\n    until: {stages: [checking]}"}});
}

TEST(KindLintWay, AClockWithAConditionIsNotCountedOn) {
  const changes two = {{handle_clock, ""}, {remind_clock, ""}};
  expect_fault({two[0], two[1]}, "no_clock", "  - code: reported\n");
  // Several that name all the field can hold are, once it is asked for.
  const auto conditions = [&](const std::string& first, const std::string& second, const std::string& asks) -> changes {
    const std::string other =
        "\n  - code: accept_small\n    zh: 小的核实期限\n    en: Time to verify a small one\n    starts: report\n    limit: 9 days\n"
        "    until: {stages: [rectifying], steps: [unfounded]}\n    owner: inspector\n    when: [{of: urgent, is: [" +
        second + "]}]";
    return {two[0], two[1], {accept_condition, "\n    when: [{of: urgent, is: [" + first + "]}]" + other}, {"asks: [hazard, seen_on]", asks}};
  };
  EXPECT_EQ(told(faults_of(with_all(good_kind(), conditions("yes", "no", "asks: [hazard, seen_on, urgent]")))), "");
  expect_fault(conditions("yes", "yes", "asks: [hazard, seen_on, urgent]"), "no_clock", "  - code: reported\n");
  expect_fault(conditions("yes", "no", "asks: [hazard, seen_on]"), "no_clock", "  - code: reported\n");
}

TEST(KindLintWay, AClockFromADayNobodyHasAskedForYetIsNotCountedOn) {
  // The promised day is asked for by the step `accept`: before it nothing runs in `reported`.
  const changes few = {{handle_clock, ""},
                       {accept_condition, ""},
                       {"    until: {stages: [rectifying], steps: [unfounded]}", "    until: {steps: [accept, unfounded]}"}};
  EXPECT_EQ(told(faults_of(with_all(good_kind(), few))), "");
  expect_fault({few[0], {accept_condition, "\n    when: [{of: urgent, is: [yes]}]"}}, "no_clock", "  - code: reported\n");
}

TEST(KindLintWay, AClockThatNeverRuns) {
  expect_fault({{"    starts: {stage: checking}", "    starts: {stage: checking}\n    until: {stages: [checking]}"}}, "clock_never_runs",
               "  - code: check\n");
  expect_fault({{"    starts: {stage: checking}", "    starts: {stage: closed}"}}, "clock_never_runs", "  - code: check\n");
  expect_fault({{"    starts: {stage: checking}", "    starts: {step: confirm}"}}, "clock_never_runs", "  - code: check\n");
}

TEST(KindLintWay, GoingRoundForEver) {
  const std::pair<std::string, std::string> unbounded = {"who: [inspector], times: 2, to: rectifying", "who: [inspector], to: rectifying"};
  // The clock of the whole matter runs on through all rounds, and so does the reminder.
  EXPECT_EQ(told(faults_of(with_all(good_kind(), {unbounded}))), "");
  EXPECT_EQ(told(faults_of(with_all(good_kind(), {unbounded, {handle_clock, ""}, {accept_condition, ""}}))), "");
  // Those that are left are stopped or begun anew in each round.
  expect_fault({unbounded, {handle_clock, ""}, {remind_clock, ""}, {accept_condition, ""}}, "endless_bounce", "  - code: rectifying\n");
  // One number of times on the way is enough.
  EXPECT_EQ(told(faults_of(with_all(good_kind(), {{handle_clock, ""}, {remind_clock, ""}, {accept_condition, ""}}))), "");
  // A step that leads back to its own stage begins that stage's clock anew.
  expect_fault({{handle_clock, ""},
                {remind_clock, ""},
                {accept_condition, ""},
                {"{code: put_on_list, zh: 挂牌, en: List it, who: [supervisor],",
                 "{code: put_on_list, zh: 挂牌, en: List it, who: [supervisor], to: checking,"}},
               "endless_bounce", "  - code: checking\n");
}

TEST(KindLintOpenings, WhatTheOtherKindAsksForIsCarried) {
  expect_fault({{"opens: {kind: rectification_notice, carries: [hazard, seen_on]}", "opens: {kind: fire_hazard, carries: [hazard]}"}},
               "carries_too_little", "opens: {kind: fire_hazard");
}

TEST(KindLintFields, AUseThatTheKindItselfCanShowIsTrue) {
  auto town = known();
  for (const auto* use : {"title", "clock", "step", "grade"}) town.outputs.push_back({.code = use, .name = {"用", "Use"}});
  const auto told_of = [&](const std::string& from, const std::string& to) {
    std::vector<matter::fault> faults;
    const auto one = matter::read_kind(with(good_kind(), from, to), "kinds/fire_hazard.yaml", town, faults);
    EXPECT_EQ(told(faults), "");
    return told(matter::lint_used_fields({.one = one, .town = town}));
  };
  const std::string seen = "en: Seen on, type: day, used_in: [board";
  for (const auto* use : {"title", "clock", "grade"}) {
    const auto at = std::to_string(line_of(good_kind(), "en: Seen on"));
    EXPECT_EQ(told_of(seen, seen + ", " + use), "untrue_use@" + at) << use;
  }
  EXPECT_EQ(told_of(seen, seen + ", step"), "") << "a check compares with it";
}

TEST(KindLintNames, TheSameOnceMoreIsToldByWhatIsKnownAtTheOpening) {
  expect_fault("again: {same: [place, hazard]", "again: {same: [place, measures]", "again_too_late");
  expect_good("again: {same: [place, hazard]", "again: {same: [place, seen_on]");
}

TEST(KindLintClocks, OwnerAndLimit) {
  expect_fault({{"    limit: 6 months\n    owner: office\n", "    limit: 6 months\n"}}, "no_owner", "  - code: handle\n");
  expect_fault({{"    limit: 6 months\n", ""}}, "no_limit", "  - code: handle\n");
}

TEST(KindLintClocks, AClockIsOwedByWhoHasAStepInTheKind) {
  expect_fault({{check_clock, with(check_clock, "owner: inspector", "owner: dispatcher")}}, "idle_owner", "owner: dispatcher");
}

TEST(KindLintClocks, ALimitAndARule) {
  const auto text = with(good_kind(), "    rule: fire_decision", "    limit: 7 days\n    rule: fire_decision");
  EXPECT_EQ(told(faults_of(text)), "two_limits@" + std::to_string(line_of(text, "    rule: fire_decision")));
}

TEST(KindLintClocks, AWarningLongerThanTheLimit) {
  expect_fault("    warn: 1 working_day", "    warn: 4 working_days", "warn_too_long");
  expect_fault("    warn: 1 working_day", "    warn: 73 hours", "warn_too_long");
  expect_good("    warn: 1 working_day", "    warn: 72 hours");
  expect_fault("    rule: fire_decision", "    warn: 8 days\n    rule: fire_decision", "warn_too_long");
  // What ends by a day set beforehand can be warned of long before: the good kind's reminder is.
  expect_good("    warn: 10 days", "    warn: 1 month");
}

TEST(KindLintClocks, WhatCountsBackNeedsADay) {
  expect_fault({{"    starts: {field: due_on}", "    starts: {field: hazard}"}}, "not_a_day", "    starts: {field: hazard}");
  expect_fault({{"    starts: {field: due_on}", "    starts: known"}, {"    warn: 10 days\n", ""}}, "before_nothing", "    before: true");
  expect_good("    starts: {field: due_on}", "    starts: event");
}

TEST(KindLintFields, OneThatNothingUses) {
  expect_fault("type: unit, used_in: [board]}", "type: unit}", "unused_field");
  expect_good("type: yes_no, used_in: [board]}", "type: yes_no}");                                  // a condition of a step uses it
  expect_good("type: day, used_in: [board]}\n  - {name: due_on", "type: day}\n  - {name: due_on");  // a check does
}

TEST(KindLintFields, OneThatNobodyIsAskedFor) {
  expect_fault({{"may: [capacity, urgent, leader]", "may: [capacity, urgent]"}}, "never_asked", "{name: leader");
  expect_good("takes: [headcount]", "takes: [headcount, leader]");
}

TEST(KindLintBands, ThresholdsAndGrades) {
  expect_fault("from: [0, 50]", "from: [50, 0]", "thresholds_fall");
  expect_fault("from: [0, 50]", "from: [50, 50]", "thresholds_fall");
  expect_fault("from: [0, 50]", "from: [0, 50, 90]", "grades_mismatch");
  expect_fault("from: [0, 50]", "from: [0]", "grades_mismatch");
  expect_fault("{field: headcount, from: [0, 50]}", "{field: hazard, from: [0, 50]}", "not_a_number");
}

TEST(KindLintChecks, LikeIsComparedWithLike) {
  expect_fault("at_most: capacity", "at_most: due_on", "mixed_types");
  expect_fault("{field: headcount, at_most: capacity", "{field: hazard, at_most: capacity", "mixed_types");
  expect_fault("{field: due_on, not_before: seen_on", "{field: due_on, at_least: seen_on", "mixed_types");
  expect_fault("{field: due_on, not_before: seen_on", "{field: due_on, not_after: capacity", "mixed_types");
  expect_fault("{field: headcount, at_least: 1,", "{field: seen_on, at_least: 1,", "mixed_types");
  expect_good("at_most: capacity", "at_most: 80.5");
}

TEST(KindLintChecks, WhatIsCarriedFitsTheOtherKind) {
  expect_fault("carries: [hazard, seen_on]", "carries: [hazard, seen_on, severity]", "unknown_field");
}

TEST(KindLintSigners, NotMoreThanCanBeDifferent) {
  expect_fault("        signers: 2", "        signers: 3", "too_many_signers");
  expect_fault({{"who: [inspector, supervisor]", "who: [inspector]"}}, "too_many_signers", "        signers: 2");
  expect_good("        each: true\n", "");
  expect_fault({{"        who: [key_site]", "        who: []"}}, "no_role", "      - code: rectified\n");
}

TEST(KindLintRecurrence, ADayThatEachPeriodHas) {
  expect_fault("every: month, on_day: 25", "every: month, on_day: 29", "no_such_day");
  expect_fault("every: month, on_day: 25", "every: ten_days, on_day: 9", "no_such_day");
  expect_fault("every: month, on_day: 25", "every: quarter, on_day: 91", "no_such_day");
  expect_fault("every: month, on_day: 25", "every: half_year, on_day: 182", "no_such_day");
  expect_fault("every: month, on_day: 25", "every: year, on_day: 366", "no_such_day");
  expect_good("every: month, on_day: 25", "every: month, on_day: 28");
  expect_good("every: month, on_day: 25", "every: year, on_day: 365");
}

TEST(KindLintOpenings, NobodyOpensIt) {
  expect_fault({{"opened_by: [grid_worker, inspector]", "opened_by: []"}, {"recurs: {every: month, on_day: 25, each: township}\n", ""}},
               "never_opened", "opened_by: []");
  expect_good("opened_by: [grid_worker, inspector]", "opened_by: []");  // it opens by itself every month
}

TEST(KindLintOpenings, AKindMayTakeItsOwnPlaceAndNoMore) {
  expect_good("opens: {kind: rectification_notice,", "opens: {kind: fire_hazard,");
  expect_fault("{code: not_gone, zh: 未消除,", "{code: not_gone, zh: 未消除, opens: {kind: fire_hazard, carries: [hazard, seen_on]},",
               "cyclic_kinds");
}

TEST(KindLintOpenings, KindsThatOpenEachOther) {
  auto town = known();
  std::vector<matter::fault> none;
  auto a = matter::read_kind(good_kind(), "fire_hazard.yaml", town, none);
  auto b = matter::read_kind(with_all(good_kind(), {{"kind: fire_hazard", "kind: rectification_notice"},
                                                    {"number: HZ", "number: TZ"},
                                                    {"{kind: rectification_notice,", "{kind: fire_hazard,"}}),
                             "rectification_notice.yaml", town, none);
  ASSERT_EQ(told(none), "");
  town.kinds.emplace("fire_hazard", std::move(a));
  town.kinds.emplace("rectification_notice", std::move(b));
  for (const auto& [code, one] : town.kinds) {
    EXPECT_EQ(told(matter::lint_kind({.one = one, .town = town})), "cyclic_kinds@" + std::to_string(line_of(one.text, "        opens:"))) << code;
  }
}

TEST(KindLintOpenings, TwoKindsWithTheSameNumbers) {
  auto town = known();
  std::vector<matter::fault> none;
  for (const std::string code : {"fire_hazard", "gas_hazard"}) {
    const auto text = with_all(good_kind(), {{"kind: fire_hazard", "kind: " + code}, {"{kind: rectification_notice,", "{kind: " + code + ","}});
    town.kinds.emplace(code, matter::read_kind(text, code + ".yaml", town, none));
  }
  ASSERT_EQ(told(none), "");
  EXPECT_EQ(told(matter::lint_kind({.one = town.kinds.at("fire_hazard"), .town = town})), "");
  EXPECT_EQ(told(matter::lint_kind({.one = town.kinds.at("gas_hazard"), .town = town})), "duplicate_number@7");
}

TEST(KindLintRows, RowsOfALegalClockFollowEachOther) {
  const auto rows = [](std::string to, std::string from) {
    return std::vector<matter::clock_row>{
        {.id = "a", .limit = {.amount = 3}, .from_day = "2010-01-01", .to_day = std::move(to), .citation = "一法", .line = 3},
        {.id = "a", .limit = {.amount = 5}, .from_day = std::move(from), .to_day = "", .citation = "二法", .line = 4}};
  };
  EXPECT_EQ(told(matter::lint_clock_rows(rows("2020-05-01", "2020-05-01"))), "");
  EXPECT_EQ(told(matter::lint_clock_rows(rows("2020-05-01", "2020-05-02"))), "clock_gap@4");
  EXPECT_EQ(told(matter::lint_clock_rows(rows("2020-05-01", "2020-04-30"))), "clock_overlap@4");
  EXPECT_EQ(told(matter::lint_clock_rows(rows("", "2020-04-30"))), "clock_overlap@4");
  EXPECT_EQ(told(matter::lint_clock_rows(rows("2009-05-01", "2009-05-01"))), "bad_days@3");
  EXPECT_EQ(told(matter::lint_clock_rows(rows("2020-02-30", "2020-02-30"))), "bad_days@3, bad_days@4");
  auto uncited = rows("2020-05-01", "2020-05-01");
  uncited[1].citation.clear();
  EXPECT_EQ(told(matter::lint_clock_rows(uncited)), "no_citation@4");
}
