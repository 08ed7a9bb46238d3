#include <gtest/gtest.h>

#include "rule_sample.h"

// The clocks of a matter, by example: when they start and end, what they say and when.
namespace matter {
namespace {

using sample::at;
using sample::code_of;
using sample::desk;
using sample::local;
using lines = std::vector<std::string>;

// 30 days by the report of 2026-03-02: the end of 04-01.
constexpr const char* thirty_days_on = "2026-04-02 00:00";

TEST(ClockRules, AClockStartsAtTheReportNotAtTheAcceptance) {
  desk d(sample::plain_kind());
  d.open();
  d.now = at("2026-03-20 15:00");
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  EXPECT_EQ(local(d.clock("handle").started_at), "2026-03-02 09:00");
  EXPECT_EQ(local(d.clock("handle").due_at), thirty_days_on);
  EXPECT_EQ(local(d.one.what.due_at), thirty_days_on);
  EXPECT_EQ(d.count("handle"), 1U);
}

TEST(ClockRules, AClockOfTheKnowingStartsThereAndWithoutItAtTheReport) {
  auto of = sample::plain_kind();
  of.clocks[0].starts = clock_start::known;
  of.clocks[0].limit = calendar::limit_from_text("4 hours");
  desk d(of);
  d.open();
  EXPECT_EQ(local(d.clock("handle").due_at), "2026-03-02 13:00");
  d.one.what.known_at = at("2026-03-02 08:10");
  d.open();
  EXPECT_EQ(local(d.clock("handle").due_at), "2026-03-02 12:10");
}

TEST(ClockRules, ABeforeClockCountsBackFromTheDayAndMovesWithIt) {
  auto of = sample::plain_kind();
  auto apply = sample::clock("apply", "20 days");
  apply.before = true;
  apply.starts = clock_start::field;
  apply.starts_at = "on";
  apply.until_stages = {"working"};
  of.clocks.push_back(apply);
  desk d(of);
  d.open();
  EXPECT_EQ(d.count("apply"), 0U);
  d.open({{"on", "2026-06-30"}});
  EXPECT_EQ(local(d.clock("apply").due_at), "2026-06-11 00:00");  // the 20th day before is the last
  d.one.fields["on"] = "2026-07-10";
  settle(d.one, d.in());
  EXPECT_EQ(d.count("apply"), 2U);
  EXPECT_EQ(d.one.clocks[1].state, clock_state::dropped);
  EXPECT_EQ(local(d.one.clocks[1].ended_at), "2026-03-02 09:00");  // when it was moved, not the day it was for
  EXPECT_EQ(local(d.clock("apply").due_at), "2026-06-21 00:00");
}

TEST(ClockRules, ABeforeClockRunsAgainAfterAReopening) {
  auto of = sample::plain_kind();
  auto apply = sample::clock("apply", "20 days");
  apply.before = true;
  apply.starts = clock_start::event;
  of.clocks = {apply};
  desk d(of);
  d.one.what.event_at = at("2026-06-30 19:00");
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "finish"), "");
  EXPECT_EQ(d.clock("apply").state, clock_state::met);
  d.now = at("2026-03-10 09:00");
  ASSERT_EQ(code_of(reopen(d.one, "仍未办", d.out, d.in("supervisor township"))), "");
  settle(d.one, d.in());
  EXPECT_EQ(d.count("apply"), 2U);
  EXPECT_EQ(d.clock("apply").state, clock_state::running);
  EXPECT_EQ(local(d.one.what.due_at), "2026-06-11 00:00");
}

TEST(ClockRules, OfAnEventNobodyDatedTheReportCounts) {
  auto of = sample::plain_kind();
  auto change = sample::clock("change", "30 days");
  change.starts = clock_start::event;
  auto apply = sample::clock("apply", "20 days");
  apply.starts = clock_start::event;
  apply.before = true;
  of.clocks = {change, apply};
  desk d(of);
  d.open();
  EXPECT_EQ(local(d.clock("change").due_at), "2026-04-02 00:00");
  EXPECT_EQ(d.count("apply"), 0U) << "nothing counts back from a day nobody named";
  d.one.what.event_at = at("2026-02-28 12:00");
  d.open();
  EXPECT_EQ(local(d.clock("change").due_at), "2026-03-31 00:00");
}

struct row_case {
  const char* event;
  const char* due;
  const char* citation;
};

TEST(ClockRules, TheLegalRowOfTheEventsDayCountsNotThatOfTheReport) {
  auto of = sample::plain_kind();
  of.clocks[0].limit.reset();
  of.clocks[0].rule = "filing";
  desk d(of);
  const auto row = [](const char* limit, const char* from, const char* to, const char* citation) {
    return clock_row{.id = "filing", .limit = *calendar::limit_from_text(limit), .from_day = from, .to_day = to, .citation = citation};
  };
  d.all.clocks["filing"] = {row("5 days", "2011-12-01", "2026-05-01", "old"), row("10 days", "2026-05-01", "", "new")};
  const row_case cases[] = {{"2026-04-30 23:59", "2026-05-16 00:00", "old"},
                            {"2026-05-01 00:00", "2026-05-21 00:00", "new"},
                            {"2026-05-02 08:00", "2026-05-21 00:00", "new"}};
  for (const auto& one : cases) {
    d.now = at("2026-05-10 09:00");
    d.one.what.event_at = at(one.event);
    d.open();
    EXPECT_EQ(local(d.clock("handle").due_at), one.due) << one.event;
    EXPECT_EQ(d.clock("handle").citation, one.citation) << one.event;
  }
  d.one.what.event_at = at("2011-11-30 12:00");  // no row is in force: no clock
  d.open();
  EXPECT_EQ(d.count("handle"), 0U);
}

TEST(ClockRules, DoneAMicrosecondBeforeItIsDueIsInTimeAndThenIsNot) {
  for (const auto& [late, state] : {std::pair{-1, clock_state::met}, {0, clock_state::missed}, {1, clock_state::missed}}) {
    desk d(sample::plain_kind());
    d.open();
    ASSERT_EQ(d.step("inspector township", "accept"), "");
    d.now = at(thirty_days_on) + base::microseconds(late);
    ASSERT_EQ(d.step("inspector township", "finish"), "");
    EXPECT_EQ(d.clock("handle").state, state) << late;
    EXPECT_EQ(d.one.what.due_at, std::nullopt);
  }
}

kind pausing_kind() {
  auto of = sample::plain_kind();
  of.clocks[0].pauses = {{.code = "appraisal", .name = {"等待鉴定", "Waiting for an appraisal"}, .most_days = 10, .times = 2}};
  return of;
}

TEST(ClockRules, APauseAddsItsDaysAndIsGivenAsOftenAsTheKindSays) {
  desk d(pausing_kind());
  d.open();
  for (const char* day : {"2026-03-03", "2026-03-10"}) {
    d.now = at(std::string(day) + " 12:00");
    ASSERT_EQ(code_of(pause(d.one, "handle", "appraisal", d.out, d.in("inspector township"))), "");
    EXPECT_EQ(d.one.what.due_at, std::nullopt);
    EXPECT_EQ(code_of(pause(d.one, "handle", "appraisal", d.out, d.in("inspector township"))), "clock_not_running");
    d.now = d.now + base::days(2);
    ASSERT_EQ(code_of(resume(d.one, "handle", d.out, d.in("inspector township"))), "");
  }
  EXPECT_EQ(local(d.clock("handle").due_at), "2026-04-06 00:00");  // four days began in a pause
  EXPECT_EQ(code_of(pause(d.one, "handle", "appraisal", d.out, d.in("inspector township"))), "paused_too_often");
  EXPECT_EQ(code_of(pause(d.one, "handle", "rain", d.out, d.in("inspector township"))), "no_such_pause");
  d.now = at("2026-04-06 00:00");
  EXPECT_EQ(code_of(pause(d.one, "handle", "appraisal", d.out, d.in("inspector township"))), "clock_ran_out");
}

TEST(ClockRules, APauseEndsByItselfWhenItsDaysAreOverHoweverLateThatIsNoticed) {
  for (const bool resumed : {false, true}) {
    desk d(pausing_kind());
    d.open();
    d.now = at("2026-03-03 12:00");
    ASSERT_EQ(code_of(pause(d.one, "handle", "appraisal", d.out, d.in("inspector township"))), "");
    EXPECT_EQ(local(d.clock("handle").next_at), "2026-03-13 12:00");
    d.now = at("2026-03-20 12:00");  // nobody looked for a week
    if (resumed) {
      ASSERT_EQ(code_of(resume(d.one, "handle", d.out, d.in("inspector township"))), "");
    } else {
      EXPECT_EQ(d.fire(), lines{"\"handle\" runs again: its pause is over"});
    }
    EXPECT_EQ(d.clock("handle").state, clock_state::running);
    EXPECT_EQ(local(d.clock("handle").due_at), "2026-04-12 00:00") << resumed;  // ten days more, not seventeen
  }
}

kind ladder_kind() {
  auto of = sample::plain_kind();
  of.clocks[0].warn = calendar::limit_from_text("5 days");
  of.clocks[0].escalate = {{.after = *calendar::limit_from_text("0 hours"), .role = "supervisor", .up = 1},
                           {.after = *calendar::limit_from_text("48 hours"), .role = "supervisor", .up = 2}};
  return of;
}

const lines told_of_a_ladder = {"\"handle\" runs out soon", "\"handle\" has run out", "\"handle\" is late: told 县", "\"handle\" is late: told 市"};

TEST(ClockRules, WarningRunningOutAndEachRungComeOnceInTheirOrder) {
  desk d(ladder_kind());
  d.open();
  EXPECT_EQ(local(d.clock("handle").next_at), "2026-03-28 00:00");
  lines all;
  for (d.now = at("2026-03-02 10:00"); d.now < at("2026-06-01 00:00"); d.now = d.now + base::minutes(10)) {
    for (auto& line : d.fire()) all.push_back(line);
  }
  EXPECT_EQ(all, told_of_a_ladder);
  EXPECT_EQ(d.clock("handle").next_at, std::nullopt);
  EXPECT_EQ(d.one.what.escalated_path, "/province/city/");
}

TEST(ClockRules, WhatWasSleptThroughIsToldOnceWithoutTheWarning) {
  desk d(ladder_kind());
  d.open();
  d.now = at("2026-05-01 03:00");
  EXPECT_EQ(d.fire(), lines(told_of_a_ladder.begin() + 1, told_of_a_ladder.end()));
  EXPECT_EQ(d.fire(), lines{});
}

TEST(ClockRules, AClockSetBackADayFiresNothingTwice) {
  desk d(ladder_kind());
  d.open();
  lines all;
  const auto run_to = [&](const char* end) {
    for (; d.now < at(end); d.now = d.now + base::minutes(30)) {
      for (auto& line : d.fire()) all.push_back(line);
    }
  };
  for (const char* end : {"2026-03-28 12:00", "2026-04-02 12:00", "2026-04-04 12:00"}) {
    run_to(end);
    d.now = d.now - base::days(1);
    recount(d.one, d.in());  // the calendar is read again while the clock is wrong
    note_due(d.one);
  }
  run_to("2026-06-01 00:00");
  EXPECT_EQ(all, told_of_a_ladder);
}

TEST(ClockRules, AWarningThatWasGivenStandsAfterAPauseForAsMuchTimeIsLeft) {
  auto of = ladder_kind();
  of.clocks[0].pauses = pausing_kind().clocks[0].pauses;
  desk d(of);
  d.open();
  d.now = at("2026-03-28 08:00");
  EXPECT_EQ(d.fire(), lines{"\"handle\" runs out soon"});
  ASSERT_EQ(code_of(pause(d.one, "handle", "appraisal", d.out, d.in("inspector township"))), "");
  d.now = at("2026-04-05 08:00");
  ASSERT_EQ(code_of(resume(d.one, "handle", d.out, d.in("inspector township"))), "");
  EXPECT_EQ(local(d.clock("handle").due_at), "2026-04-10 00:00");
  EXPECT_EQ(local(d.clock("handle").next_at), "2026-04-10 00:00");
  EXPECT_EQ(d.fire(), lines{});
}

TEST(ClockRules, AfterAReopeningNothingIsLateForWhatLiesBeforeIt) {
  auto of = sample::plain_kind();
  of.clocks[0].starts = clock_start::known;
  of.clocks[0].limit = calendar::limit_from_text("4 hours");
  desk d(of);
  d.one.what.known_at = at("2026-03-02 08:30");
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "finish"), "");
  d.now = at("2026-04-07 10:00");
  ASSERT_EQ(code_of(reopen(d.one, "又出现", d.out, d.in("supervisor township"))), "");
  settle(d.one, d.in());
  EXPECT_EQ(local(d.one.what.due_at), "2026-04-07 14:00");
  EXPECT_EQ(d.count("handle"), 2U);
}

TEST(ClockRules, AGuessedDeadlineIsCountedAgainWhenItsYearIsPublished) {
  auto of = sample::plain_kind();
  of.clocks = {sample::clock("handle", "5 working_days")};
  desk d(of);
  d.now = at("2026-12-30 09:00");  // a Wednesday
  d.open();
  EXPECT_EQ(local(d.clock("handle").due_at), "2027-01-07 00:00");
  EXPECT_TRUE(d.one.what.provisional);
  EXPECT_FALSE(recount(d.one, d.in()));
  d.days = calendar::working_days(
      {{.year = 2026, .days = {}}, {.year = 2027, .days = {{.on = *calendar::day_from_text("2027-01-01"), .is_working = false, .name = "元旦"}}}});
  EXPECT_TRUE(recount(d.one, d.in()));
  note_due(d.one);
  EXPECT_EQ(local(d.one.what.due_at), "2027-01-08 00:00");
  EXPECT_FALSE(d.one.what.provisional);
}

TEST(ClockRules, TheClocksOfAnAnswerAndARulingAreCountedAgainToo) {
  desk d(sample::plain_kind());
  d.now = at("2026-12-30 09:00");
  d.open();
  ASSERT_EQ(code_of(ask(d.one, "哪一栋？", d.out, d.in("inspector township"))), "");
  EXPECT_EQ(local(d.clock(".answer").due_at), "2027-01-05 00:00");
  EXPECT_TRUE(d.clock(".answer").provisional);
  d.days = sample::published({2026, 2027});
  EXPECT_TRUE(recount(d.one, d.in()));
  EXPECT_FALSE(d.clock(".answer").provisional);
  ASSERT_EQ(code_of(answer(d.one, "二栋", d.out, d.in("grid_worker east1"))), "");
  EXPECT_EQ(d.clock(".answer").state, clock_state::met);
}

TEST(ClockRules, AReopeningStartsTheClocksAnewAndKeepsWhatWas) {
  desk d(sample::plain_kind());
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "finish"), "");
  EXPECT_EQ(code_of(reopen(d.one, "又出现", d.out, d.in("inspector township"))), "not_your_matter");
  d.now = at("2026-05-04 10:00");
  EXPECT_EQ(code_of(reopen(d.one, " ", d.out, d.in("supervisor township"))), "missing_field");
  ASSERT_EQ(code_of(reopen(d.one, "又出现", d.out, d.in("supervisor township"))), "");
  settle(d.one, d.in());
  EXPECT_EQ(d.one.what.round, 2);
  EXPECT_EQ(d.one.what.stage, "reported");
  ASSERT_EQ(d.count("handle"), 2U);
  EXPECT_EQ(d.one.clocks[0].state, clock_state::met);
  EXPECT_EQ(local(d.one.clocks[1].started_at), "2026-05-04 10:00");
  EXPECT_EQ(code_of(reopen(d.one, "x", d.out, d.in("supervisor township"))), "not_ended");
}

TEST(ClockRules, AnEndedMatterStartsNoClock) {
  auto of = sample::plain_kind();
  auto large = sample::clock("large", "10 days");
  large.when = {{.of = "size", .is = {"large"}}};
  of.clocks.push_back(large);
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "finish", {{"size", "large"}}), "");  // known only with the last step
  EXPECT_EQ(d.count("large"), 0U);
  EXPECT_EQ(d.one.what.due_at, std::nullopt);
}

TEST(ClockRules, AMatterThatWentIntoAnotherHasNoClockLeft) {
  desk d(sample::plain_kind());
  d.open();
  matter_case other;
  other.what.id = "other";
  other.what.kind = d.of.code;
  other.what.stage = d.one.what.stage;
  ASSERT_EQ(code_of(merge_into(d.one, other, d.out, d.in("inspector township"))), "");
  settle(d.one, d.in("inspector township"));
  EXPECT_EQ(d.count("handle"), 1U);
  EXPECT_EQ(d.clock("handle").state, clock_state::dropped);
  EXPECT_EQ(d.clock("handle").next_at, std::nullopt);
}

TEST(ClockRules, AGradeBeginsExactlyAtItsThreshold) {
  const band size{.code = "grade",
                  .name = {},
                  .any_of = {{.field = "dead", .from = {0, 3, 10}}, {.field = "hurt", .from = {0, 10, 50}}},
                  .grades = {{.code = "minor", .name = {}}, {.code = "larger", .name = {}}, {.code = "grave", .name = {}}}};
  const auto grade = [&](boost::json::object fields) { return grade_of(size, fields).code; };
  EXPECT_EQ(grade({}), "minor");
  EXPECT_EQ(grade({{"dead", 2}}), "minor");
  EXPECT_EQ(grade({{"dead", 3}}), "larger");
  EXPECT_EQ(grade({{"dead", 9}}), "larger");
  EXPECT_EQ(grade({{"dead", 10}}), "grave");
  EXPECT_EQ(grade({{"dead", 2}, {"hurt", 9}}), "minor");
  EXPECT_EQ(grade({{"dead", 2}, {"hurt", 10}}), "larger");
  EXPECT_EQ(grade({{"dead", 3}, {"hurt", 50}}), "grave");  // the highest counts
  EXPECT_EQ(grade({{"dead", 49.999}, {"hurt", 1}}), "grave");
}

}  // namespace
}  // namespace matter
