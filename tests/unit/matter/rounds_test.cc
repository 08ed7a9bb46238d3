// What of the past still counts: after the matter went back, after it was reopened, after it was reported once more.
#include <gtest/gtest.h>

#include "engines/matter/evidence_rules.h"
#include "engines/matter/past_rules.h"
#include "rule_sample.h"

namespace {

using namespace matter;
using sample::at;
using sample::code_of;
using sample::desk;
using sample::local;

// reported –accept→ working –report→ checking –gone→ done, or –not_gone→ working.
kind checked_kind() {
  auto of = sample::plain_kind();
  of.takes = {"on"};
  of.fields.push_back({.name = "found", .label = {"发现", "Found"}, .type = field_type::yes_no});
  step report{.code = "report", .name = {"报告", "Report"}, .who = {"key_site"}, .needs = {"count"}, .may = {"found"}, .to = "checking"};
  step gone{.code = "gone", .name = {"消除", "Gone"}, .who = {"inspector"}, .not_by = {"report"}, .needs = {"size"}, .to = "done"};
  step back{.code = "not_gone", .name = {"退回", "Not gone"}, .who = {"inspector"}, .to = "working"};
  step urgent{.code = "urgent", .name = {"上报", "Raise"}, .who = {"inspector"}, .when = {{.of = "found", .is = {"yes"}}}, .to = "done"};
  of.stages = {of.stages[0],
               {.code = "working", .name = {"整改", "Working"}, .steps = {report, urgent}},
               {.code = "checking", .name = {"复查", "Checking"}, .steps = {gone, back}},
               of.stages[2]};
  return of;
}

void until_checked(desk& d) {
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept", {{"size", "large"}}), "");
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 3}, {"found", true}}), "");
}

evidence file_of(const matter_case& one, const std::string& code) {
  evidence file;
  file.id = "e" + std::to_string(one.files.size());
  file.code = code;
  file.round = one.what.round;
  return file;
}

TEST(Rounds, WhatIsReportedAgainIsSaidAgain) {
  desk d(checked_kind());
  until_checked(d);
  ASSERT_EQ(d.step("inspector township", "not_gone"), "");
  const auto& report = d.of.stages[1].steps[0];
  EXPECT_EQ(said_anew(d.one, report), std::vector<std::string>{"count"});
  EXPECT_EQ(d.step("key_site township", "report"), "missing_field") << "the words of the last time";
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 3}}), "") << "the same words, said again";
  EXPECT_EQ(d.step("inspector township", "gone"), "") << "what another stage found still stands";
}

TEST(Rounds, AStepThatStaysIsSaidAgainEachTime) {
  auto of = sample::plain_kind();
  of.stages[1].steps.push_back({.code = "progress", .name = {"进度", "Progress"}, .who = {"inspector"}, .needs = {"count"}});
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept", {{"count", 1}}), "");
  ASSERT_EQ(d.step("inspector township", "progress"), "") << "known since it was accepted";
  EXPECT_EQ(d.step("inspector township", "progress"), "missing_field");
  EXPECT_EQ(d.step("inspector township", "progress", {{"count", 2}}), "");
}

TEST(Rounds, WhatWasFoundBeforeItCameBackCallsForNothing) {
  desk d(checked_kind());
  until_checked(d);
  ASSERT_EQ(d.step("inspector township", "not_gone"), "");
  EXPECT_EQ(d.step("inspector township", "urgent"), "not_now");
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 3}, {"found", false}}), "");
}

TEST(Rounds, AReopenedMatterKeepsWhatItWasOpenedWithAndAsksTheRestAgain) {
  auto of = checked_kind();
  auto by_day = sample::clock("by_day", "10 days");
  by_day.starts = clock_start::field;
  by_day.starts_at = "due_on";
  of.fields.push_back({.name = "due_on", .label = {"限期", "Due"}, .type = field_type::day});
  of.stages[1].steps[0].may.push_back("due_on");
  of.stages[2].steps[0].file_set = true;
  of.file_set = {{.code = "cover", .name = {"封面", "Cover"}}};
  of.clocks.push_back(by_day);
  desk d(of);
  d.open({{"on", "2026-03-01"}});
  ASSERT_EQ(d.step("inspector township", "accept", {{"size", "large"}}), "");
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 3}, {"due_on", "2026-03-10"}}), "");
  add_file(d.one, file_of(d.one, "cover"));
  ASSERT_EQ(d.step("inspector township", "gone"), "");
  d.now = at("2026-03-05 09:00");
  ASSERT_EQ(code_of(reopen(d.one, "没有消除", d.out, d.in("supervisor township"))), "");
  EXPECT_EQ(d.one.fields, (boost::json::object{{"on", "2026-03-01"}}));
  EXPECT_EQ(d.count("by_day"), 1U) << "the day of the earlier round starts nothing";
  ASSERT_EQ(d.step("inspector township", "accept", {{"size", "large"}}), "");
  EXPECT_EQ(d.step("key_site township", "report"), "missing_field");
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 1}, {"due_on", "2026-03-20"}}), "");
  EXPECT_EQ(local(d.clock("by_day").due_at), "2026-03-31 00:00");
  EXPECT_EQ(d.step("inspector township", "gone"), "missing_evidence") << "the file of this round";
  EXPECT_TRUE(is_relied_on(d.one, d.one.files[0], d.of)) << "what the first file was closed with stays";
  add_file(d.one, file_of(d.one, "cover"));
  EXPECT_FALSE(is_relied_on(d.one, d.one.files[1], d.of));
  EXPECT_EQ(d.step("inspector township", "gone"), "");
}

TEST(Rounds, ADaySaidAnewIsOwedAnew) {
  auto of = checked_kind();
  auto by_day = sample::clock("by_day", "10 days");
  by_day.starts = clock_start::field;
  by_day.starts_at = "on";
  by_day.until_stages = {"working"};
  of.clocks.push_back(by_day);
  of.stages[1].steps[0].may.push_back("on");
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 1}, {"on", "2026-03-10"}}), "");
  EXPECT_EQ(d.clock("by_day").state, clock_state::running);
  d.now = at("2026-03-03 09:00");
  ASSERT_EQ(d.step("inspector township", "not_gone"), "");
  EXPECT_EQ(d.clock("by_day").state, clock_state::met);
  d.now = at("2026-03-04 09:00");
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 1}, {"on", "2026-03-15"}}), "");
  EXPECT_EQ(d.clock("by_day").state, clock_state::running);
  EXPECT_EQ(local(d.clock("by_day").due_at), "2026-03-26 00:00");
}

TEST(Rounds, ADayPutOffBehindWhatItWasForOwesNothing) {
  auto of = checked_kind();
  auto before = sample::clock("apply", "5 days");
  before.starts = clock_start::field;
  before.starts_at = "on";
  before.until_steps = {"accept"};
  of.clocks.push_back(before);
  of.stages[1].steps[0].may.push_back("on");
  desk d(of);
  d.open({{"on", "2026-03-10"}});
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  EXPECT_EQ(d.clock("apply").state, clock_state::met);
  d.now = at("2026-03-04 09:00");
  ASSERT_EQ(d.step("key_site township", "report", {{"count", 1}, {"on", "2026-04-10"}}), "");
  EXPECT_EQ(d.clock("apply").state, clock_state::met) << "nobody can apply any more, and somebody did";
}

TEST(Rounds, WhatIsReportedOnceMoreCountsFromWhenThatBecameKnown) {
  auto of = sample::plain_kind();
  auto four = sample::clock("first_report", "4 hours");
  four.starts = clock_start::known;
  of.clocks.push_back(four);
  desk d(of);
  d.one.what.known_at = at("2026-03-02 07:00");
  d.open();
  EXPECT_EQ(local(d.clock("first_report").due_at), "2026-03-02 11:00");
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "finish"), "");
  const auto kept = d.one;
  d.now = at("2026-03-09 09:00");
  reopen_again(d.one, {.fields = {}, .known_at = at("2026-03-09 06:00")}, d.out, d.in("grid_worker east1"));
  EXPECT_EQ(local(d.clock("first_report").due_at), "2026-03-09 10:00");
  d.one = kept;
  ASSERT_EQ(code_of(reopen(d.one, "不实", d.out, d.in("supervisor township"))), "");
  EXPECT_EQ(local(d.clock("first_report").due_at), "2026-03-09 13:00") << "nobody knew anything new before";
}

TEST(Rounds, ListedSupervisionOutlivesAClosureThatDoesNotCount) {
  auto of = sample::plain_kind();
  of.listing = listing_rule{};
  desk d(of);
  d.open();
  ASSERT_EQ(code_of(put_on_list(d.one, "2026-03-20", "重大", d.out, d.in("supervisor county"))), "");
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "finish"), "");
  d.now = at("2026-03-05 09:00");
  const auto kept = d.one;
  ASSERT_EQ(code_of(reopen(d.one, "不实", d.out, d.in("supervisor township"))), "");
  EXPECT_EQ(d.clock(".listing").state, clock_state::running);
  EXPECT_EQ(local(d.clock(".listing").due_at), "2026-03-21 00:00");
  EXPECT_EQ(code_of(put_on_list(d.one, "2026-04-20", "重大", d.out, d.in("supervisor county"))), "listed_already");
  d.one = kept;
  d.now = at("2026-04-05 09:00");
  ASSERT_EQ(code_of(reopen(d.one, "不实", d.out, d.in("supervisor township"))), "");
  EXPECT_NE(d.clock(".listing").state, clock_state::running);
  EXPECT_EQ(code_of(put_on_list(d.one, "", "重大", d.out, d.in("supervisor county"))), "listed_already");
  ASSERT_EQ(code_of(put_on_list(d.one, "2026-04-20", "再限期", d.out, d.in("supervisor county"))), "");
  EXPECT_EQ(d.clock(".listing").state, clock_state::running);
}

TEST(Rounds, AStepDoneOnceMoreGivesNoMoreTime) {
  auto of = sample::plain_kind();
  of.stages[1].steps.push_back({.code = "figures", .name = {"数字", "Figures"}, .who = {"inspector"}, .may = {"count", "size"}});
  auto tell = sample::clock("tell", "2 hours"), large = sample::clock("large", "3 hours");
  tell.starts = large.starts = clock_start::step;
  tell.starts_at = large.starts_at = "figures";
  large.when = {{.of = "size", .is = {"large"}}};
  of.clocks.insert(of.clocks.end(), {tell, large});
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "figures", {{"size", "large"}}), "");
  const auto due = d.clock("tell").due_at;
  d.now = at("2026-03-02 10:00");
  ASSERT_EQ(d.step("inspector township", "figures", {{"count", 2}}), "");
  EXPECT_EQ(d.clock("tell").due_at, due);
  d.now = at("2026-03-02 13:00");
  ASSERT_EQ(d.step("inspector township", "figures", {{"size", "small"}}), "");
  EXPECT_EQ(d.clock("large").state, clock_state::missed) << "it was late already";
  EXPECT_EQ(d.clock("tell").due_at, due);
}

TEST(Rounds, WhatBecomesCalledForIsClockedFromThenAndTogglingGivesNoTime) {
  auto of = sample::plain_kind();
  of.stages[1].steps.push_back({.code = "figures", .name = {"数字", "Figures"}, .who = {"inspector"}, .may = {"size"}});
  auto large = sample::clock("large", "3 days");
  large.starts = clock_start::stage;
  large.starts_at = "working";
  large.when = {{.of = "size", .is = {"large"}}};
  of.clocks.push_back(large);
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept", {{"size", "small"}}), "");
  EXPECT_EQ(d.count("large"), 0U);
  d.now = at("2026-03-04 09:00");
  ASSERT_EQ(d.step("inspector township", "figures", {{"size", "large"}}), "");
  EXPECT_EQ(local(d.clock("large").due_at), "2026-03-08 00:00");
  d.now = at("2026-03-05 09:00");
  ASSERT_EQ(d.step("inspector township", "figures", {{"size", "small"}}), "");
  EXPECT_EQ(d.clock("large").state, clock_state::dropped);
  d.now = at("2026-03-06 09:00");
  ASSERT_EQ(d.step("inspector township", "figures", {{"size", "large"}}), "");
  EXPECT_EQ(local(d.clock("large").due_at), "2026-03-08 00:00");
}

TEST(Rounds, WhoIsToldIsForgottenWhenNothingLateRuns) {
  auto of = sample::plain_kind();
  of.clocks[0].escalate = {{.after = *calendar::limit_from_text("0 hours"), .role = "supervisor", .up = 1}};
  desk d(of);
  d.open();
  d.now = at("2026-04-02 01:00");
  (void)d.fire();
  ASSERT_TRUE(d.one.what.escalated_path);
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  EXPECT_TRUE(d.one.what.escalated_path) << "it is late still";
  ASSERT_EQ(d.step("inspector township", "finish"), "");
  EXPECT_FALSE(d.one.what.escalated_path);
  EXPECT_FALSE(d.one.what.escalated_at);
}

TEST(Rounds, ADayOfListingLiesAheadAndWithinTwoYears) {
  auto of = sample::plain_kind();
  of.listing = listing_rule{};
  desk d(of);
  d.open();
  for (const auto* day : {"2026-03-02", "2026-03-01", "9999-12-31", "2028-03-03", "soon"}) {
    EXPECT_EQ(code_of(put_on_list(d.one, day, "重大", d.out, d.in("supervisor county"))), "bad_input") << day;
  }
  EXPECT_EQ(code_of(put_on_list(d.one, "2028-03-02", "重大", d.out, d.in("supervisor county"))), "");
}

TEST(Rounds, AReasonIsSomethingThatCanBeSeen) {
  desk d(sample::plain_kind());
  d.open();
  for (const auto* reason : {"", "   ", "\xE3\x80\x80", "\xE2\x80\x8B\xE2\x80\x8B", "\xC2\xA0\t\n", "\xEF\xBB\xBF", "\xE3\x85\xA4"}) {
    EXPECT_EQ(code_of(refer(d.one, area::level::village, reason, d.out, d.in("inspector township"))), "missing_field");
  }
  EXPECT_EQ(code_of(refer(d.one, area::level::village, "\xE3\x80\x80转", d.out, d.in("inspector township"))), "");
}

}  // namespace
