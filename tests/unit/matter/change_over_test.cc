// Who conducts a matter and who only works on it; desks that join, matters that go over into others, fall into parts, change edition.
#include <gtest/gtest.h>

#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "rule_sample.h"

namespace {

using namespace matter;
using sample::at;
using sample::code_of;
using sample::desk;
using sample::local;

kind sealed_kind() {
  auto of = sample::plain_kind();
  of.desk.level = area::level::village;
  of.stages[0].steps[0].who = {"mediator", "inspector"};
  of.parties = party_rule{.roles = {{.code = "applicant", .name = {"申请人", "Applicant"}}}, .readers = {"mediator"}, .keep = {.amount = 2}};
  return of;
}

matter_case other_of(const desk& d) {
  auto other = d.one;
  other.what.id = "other";
  other.what.number = "P-2026-000009";
  return other;
}

TEST(ChangeOver, WhoIsWatchedDoesHisStepsAndConductsNothing) {
  auto of = sample::plain_kind();
  of.stages[1].steps.push_back({.code = "report", .name = {"报告", "Report"}, .who = {"key_site"}});
  of.clocks[0].pauses = {{.code = "wait", .name = {"等待", "Waiting"}, .most_days = 5, .times = 1}};
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  const auto site = d.in("key_site township");
  EXPECT_EQ(code_of(pause(d.one, "handle", "wait", d.out, site)), "not_your_matter");
  EXPECT_EQ(code_of(refer(d.one, area::level::county, "不归我", d.out, site)), "not_your_matter");
  EXPECT_EQ(code_of(split(d.one, {{}}, d.out, site)), "not_your_matter");
  EXPECT_EQ(code_of(merge_into(d.one, other_of(d), d.out, site)), "not_your_matter");
  EXPECT_EQ(code_of(set_leader(d.one, {"a", "A"}, d.out, site)), "not_your_matter");
  EXPECT_EQ(code_of(add_desk(d.one, "east", d.out, site)), "not_your_matter");
  EXPECT_EQ(code_of(ask(d.one, "什么？", d.out, site)), "not_your_matter");
  EXPECT_TRUE(acts_here(d.one, site));
  EXPECT_EQ(d.step("key_site township", "report"), "");
  EXPECT_EQ(code_of(pause(d.one, "handle", "wait", d.out, d.in("inspector township"))), "");
}

TEST(ChangeOver, WhereOnlyTheWatchedHaveStepsTheKindsOwnPeopleConduct) {
  auto of = sample::plain_kind();
  of.stages[1].steps[0].who = {"key_site"};
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  EXPECT_TRUE(leads(d.one, d.in("inspector township")));
  EXPECT_FALSE(leads(d.one, d.in("key_site township")));
}

TEST(ChangeOver, ADeskJoinsByThoseWhoMayAndComesOffAgain) {
  desk d(sealed_kind());
  d.open();
  ASSERT_EQ(d.one.what.desk_path, "/province/city/county/township/east/");
  EXPECT_EQ(code_of(add_desk(d.one, "west", d.out, d.in("inspector east"))), "not_your_matter") << "he may not know the parties himself";
  EXPECT_EQ(code_of(add_desk(d.one, "county", d.out, d.in("mediator east"))), "joined_above");
  EXPECT_FALSE(may_read_parties(d.one, d.in("mediator west")));
  ASSERT_EQ(code_of(add_desk(d.one, "west", d.out, d.in("mediator east"))), "");
  EXPECT_TRUE(may_read_parties(d.one, d.in("mediator west")));
  EXPECT_EQ(code_of(add_desk(d.one, "township", d.out, d.in("mediator west"))), "not_your_matter") << "who was invited invites nobody";
  EXPECT_EQ(code_of(refer(d.one, area::level::township, "归镇里", d.out, d.in("mediator west"))), "not_your_matter");
  EXPECT_EQ(code_of(remove_desk(d.one, "west", d.out, d.in("inspector township"))), "") << "who is above conducts it too";
  EXPECT_FALSE(may_read_parties(d.one, d.in("mediator west")));
  ASSERT_EQ(code_of(add_desk(d.one, "west", d.out, d.in("supervisor township"))), "");
  EXPECT_EQ(code_of(remove_desk(d.one, "west", d.out, d.in("mediator west"))), "") << "it may leave by itself";
  EXPECT_EQ(code_of(remove_desk(d.one, "west", d.out, d.in("mediator east"))), "bad_input");
  EXPECT_EQ(code_of(add_desk(d.one, "county", d.out, d.in("supervisor county"))), "") << "who rules above both";
}

TEST(ChangeOver, WhatIsMergedLateIsMissedAndTheOtherCountsFromTheEarlierReport) {
  auto of = sample::plain_kind();
  auto four = sample::clock("first_report", "4 hours"), accept = sample::clock("accept", "2 days");
  four.starts = clock_start::known;
  accept.pauses = {{.code = "wait", .name = {"等待", "Waiting"}, .most_days = 5, .times = 1}};
  of.clocks.insert(of.clocks.end(), {four, accept});
  desk early(of);
  early.one.what.known_at = at("2026-03-02 08:00");
  early.open();
  desk later(of);
  later.now = at("2026-03-05 09:00");
  later.open();
  later.one.what.id = "later";
  EXPECT_EQ(local(later.clock("handle").due_at), "2026-04-05 00:00");
  early.now = later.now = at("2026-03-05 10:00");
  const auto was = early.one;
  ASSERT_EQ(code_of(merge_into(early.one, later.one, early.out, early.in("inspector township"))), "");
  EXPECT_EQ(early.clock("accept").state, clock_state::missed);
  EXPECT_EQ(early.clock("first_report").state, clock_state::missed);
  EXPECT_EQ(early.clock("handle").state, clock_state::dropped);
  ASSERT_EQ(code_of(take_in(later.one, was, later.out, later.in("inspector township"))), "");
  EXPECT_EQ(local(later.one.what.reported_at), "2026-03-02 09:00");
  EXPECT_EQ(local(later.clock("handle").due_at), "2026-04-02 00:00");
  EXPECT_EQ(local(later.clock("first_report").due_at), "2026-03-02 12:00");
  EXPECT_EQ(later.out.lines.back().kind, "took_in");
  EXPECT_EQ(later.fire().size(), 2U) << "both are late at once";
}

TEST(ChangeOver, MergingGivesNoMoreTimeForWhatRuns) {
  auto of = sample::plain_kind();
  auto work = sample::clock("work", "5 days");
  work.starts = clock_start::stage;
  work.starts_at = "working";
  of.clocks.push_back(work);
  desk first(of);
  first.open();
  ASSERT_EQ(first.step("inspector township", "accept"), "");
  desk second(of);
  second.now = first.now = at("2026-03-05 09:00");
  second.open();
  second.one.what.id = "second";
  EXPECT_EQ(code_of(merge_into(first.one, second.one, first.out, first.in("inspector township"))), "cannot_merge") << "it is further on";
  ASSERT_EQ(second.step("inspector township", "accept"), "");
  EXPECT_EQ(local(second.clock("work").due_at), "2026-03-11 00:00");
  const auto was = first.one;
  ASSERT_EQ(code_of(merge_into(first.one, second.one, first.out, first.in("inspector township"))), "");
  ASSERT_EQ(code_of(take_in(second.one, was, second.out, second.in("inspector township"))), "");
  EXPECT_EQ(local(second.clock("work").due_at), "2026-03-08 00:00") << "the stage of the other began first";
}

TEST(ChangeOver, AReopenedMatterIsMergedFromItsReopening) {
  desk once(sample::plain_kind()), fresh(sample::plain_kind());
  once.open();
  ASSERT_EQ(once.step("inspector township", "accept"), "");
  ASSERT_EQ(once.step("inspector township", "finish"), "");
  fresh.now = at("2026-05-04 09:00");
  fresh.open();
  fresh.one.what.id = "fresh";
  once.now = fresh.now = at("2026-05-05 09:00");
  ASSERT_EQ(code_of(reopen(once.one, "又有", once.out, once.in("supervisor township"))), "");
  const auto was = once.one;
  auto target = fresh.one;
  ASSERT_EQ(code_of(merge_into(once.one, target, once.out, once.in("inspector township"))), "");
  ASSERT_EQ(code_of(take_in(target, was, fresh.out, fresh.in("inspector township"))), "");
  EXPECT_EQ(local(target.what.reported_at), "2026-05-04 09:00") << "March lies in a round that is over";
  // And the other way round: what was reported since the closure counts from its report.
  target = was;
  auto source = fresh.one;
  ASSERT_EQ(code_of(merge_into(source, target, fresh.out, fresh.in("inspector township"))), "");
  ASSERT_EQ(code_of(take_in(target, fresh.one, fresh.out, fresh.in("inspector township"))), "");
  EXPECT_EQ(local(target.what.reopened_at), "2026-05-04 09:00");
  EXPECT_EQ(local(target.clocks.back().started_at), "2026-05-04 09:00");
}

TEST(ChangeOver, WhereOnlyAnotherDeskHasStepsTheDeskItLiesAtStillConducts) {
  auto of = sample::plain_kind();
  of.opened_by = {"inspector"};
  of.stages[1].steps[0].who = {"partner"};
  of.stages[1].steps[0].level = area::level::county;
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  EXPECT_FALSE(leads(d.one, d.in("partner county"))) << "he does his step";
  EXPECT_TRUE(handles(d.one, d.in("partner county")));
  EXPECT_TRUE(leads(d.one, d.in("inspector township")));
  EXPECT_EQ(code_of(split(d.one, {{}}, d.out, d.in("partner county"))), "not_your_matter");
}

TEST(ChangeOver, WhoDoesNotOpenTheKindSplitsNothing) {
  desk d(sample::plain_kind());
  d.open();
  EXPECT_EQ(code_of(split(d.one, {{}}, d.out, d.in("inspector township"))), "not_your_step");
  EXPECT_EQ(code_of(split(d.one, {{}}, d.out, d.in("supervisor township"))), "");
}

TEST(ChangeOver, ARenamedStageKeepsItsTime) {
  auto old = sample::plain_kind();
  auto work = sample::clock("work", "5 days");
  work.starts = clock_start::stage;
  work.starts_at = "working";
  old.clocks.push_back(work);
  desk d(old);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  auto fresh = old;
  fresh.version = "2";
  fresh.stages[1].code = fresh.clocks[1].starts_at = fresh.stages[0].steps[0].to = "at_work";
  fresh.clocks[1].code = "do_it";
  d.all.kinds["plain"] = fresh;
  d.now = at("2026-03-05 09:00");
  ASSERT_EQ(code_of(move_to_edition(d.one, {.stage = "at_work", .reason = "改名"}, d.out, d.in("supervisor township"))), "");
  d.of = fresh;
  EXPECT_EQ(local(d.clock("do_it").due_at), "2026-03-08 00:00");
}

TEST(ChangeOver, WhatOthersWaitForIsNotMergedAway) {
  auto of = sample::plain_kind();
  of.listing = listing_rule{};
  step send{.code = "send", .name = {"报送", "Send"}, .who = {"inspector"}};
  send.receipts = {{.code = "county", .name = {"县", "County"}, .role = "office", .limit = *calendar::limit_from_text("1 hour")}};
  of.stages[0].steps.push_back(send);
  desk d(of);
  d.open();
  const auto kept = d.one;
  const auto merge = [&] {
    auto copy = d.one;
    return code_of(merge_into(copy, other_of(d), d.out, d.in("inspector township")));
  };
  EXPECT_EQ(merge(), "");
  ASSERT_EQ(d.step("inspector township", "send"), "");
  EXPECT_EQ(merge(), "receipt_awaited");
  d.one = kept;
  ASSERT_EQ(code_of(put_on_list(d.one, "", "重大", d.out, d.in("supervisor county"))), "");
  EXPECT_EQ(merge(), "is_listed");
  d.one = kept;
  ASSERT_EQ(code_of(ask(d.one, "哪里？", d.out, d.in("inspector township"))), "");
  EXPECT_EQ(merge(), "not_now");
  d.one = kept;
  EXPECT_EQ(code_of(take_in(d.one, other_of(d), d.out, d.in("inspector east"))), "not_your_matter");
}

TEST(ChangeOver, APartIsOpenedAsAnyOther) {
  auto of = sample::plain_kind();
  of.asks = {"count"};
  of.takes = {"on"};
  of.checks = {{.field = "count", .kind = check_kind::at_least, .other = 2.0, .says = {"至少两人", "Two at least"}}};
  desk d(of);
  d.open({{"count", 5}});
  const auto part = [&](boost::json::object fields) { return code_of(split(d.one, {std::move(fields)}, d.out, d.in("supervisor township"))); };
  EXPECT_EQ(part({{"count", 2}, {"size", "large"}}), "bad_input") << "a step finds that out";
  EXPECT_EQ(part({}), "bad_input");
  EXPECT_EQ(part({{"count", 1}}), "bad_input") << "a check";
  EXPECT_TRUE(d.out.opens.empty());
  EXPECT_EQ(part({{"count", 2}, {"on", "2026-03-01"}}), "");
  ASSERT_EQ(d.out.opens.size(), 1U);
}

TEST(ChangeOver, NobodyReceivesWhatHeSentAndAnEndedMatterNothing) {
  auto of = sample::plain_kind();
  step send{.code = "send", .name = {"报送", "Send"}, .who = {"office"}};
  send.receipts = {
      {.code = "county", .name = {"县", "County"}, .role = "office", .level = area::level::county, .limit = *calendar::limit_from_text("1 hour")}};
  of.stages[0].steps.push_back(send);
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("office county", "send"), "");
  EXPECT_EQ(code_of(receive(d.one, "county", d.out, d.in("office county"))), "own_work");
  const auto turns = turns_of(d.one, d.in());
  EXPECT_TRUE(std::ranges::any_of(turns, [](const turn& t) { return t.role == "office" && t.desk_path == "/province/city/county/"; }));
  d.one.what.hand = handing::ruling;
  EXPECT_TRUE(std::ranges::any_of(turns_of(d.one, d.in()), [](const turn& t) { return t.role == "office"; })) << "also while a ruling is awaited";
  d.one.what.hand = handing::none;
  auto over = d.one;
  over.what.ended_at = d.now;
  EXPECT_EQ(code_of(receive(over, "county", d.out, d.in("office county 2"))), "ended");
  EXPECT_EQ(code_of(receive(d.one, "county", d.out, d.in("office county 2"))), "");
}

TEST(ChangeOver, WhoCannotSignIsNotWaitedFor) {
  auto of = sample::plain_kind();
  auto& finish = of.stages[1].steps[0];
  finish.who = {"inspector", "supervisor"};
  finish.each = true;
  finish.not_by = {"accept"};
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township 2", "finish"), "");
  const auto turns = turns_of(d.one, d.in());
  const auto turn_of = [&](const std::string& role) { return *std::ranges::find(turns, role, &turn::role); };
  EXPECT_FALSE(turn_of("inspector").signs) << "inspectors have signed";
  EXPECT_TRUE(turn_of("supervisor").signs);
  EXPECT_NE(turn_of("supervisor").barred.find(d.person("inspector township").account_id), std::string::npos) << "who accepted it";
  EXPECT_NE(turn_of("supervisor").barred.find(d.person("inspector township 2").account_id), std::string::npos) << "who signed";
}

TEST(ChangeOver, ARulingFreesItOfWhoHadItAndNoHandOverStepUndoesIt) {
  auto of = sample::plain_kind();
  of.stages[0].steps.push_back({.code = "to_county", .name = {"移县", "To the county"}, .who = {"inspector"}, .refers_to = area::level::county});
  of.stages[0].steps.push_back({.code = "raise", .name = {"升级", "Raise"}, .who = {"inspector"}, .to = "working", .refers_to = area::level::county});
  desk d(of);
  d.open();
  ASSERT_EQ(code_of(refer(d.one, area::level::village, "在村里", d.out, d.in("inspector township"))), "");
  ASSERT_EQ(code_of(give_back(d.one, "不归村里", d.out, d.in("inspector east"))), "");
  ASSERT_EQ(code_of(give_back(d.one, "也不归镇里", d.out, d.in("inspector township"))), "");
  ASSERT_EQ(code_of(take(d.one, d.out, d.in("inspector county"))), "");
  ASSERT_EQ(code_of(rule_on(d.one, area::level::township, "归镇里", d.out, d.in("supervisor county"))), "");
  EXPECT_FALSE(d.one.what.handler);
  EXPECT_EQ(d.step("inspector township", "to_county"), "ruled");
  ASSERT_EQ(d.step("inspector township", "raise"), "") << "the matter goes on by its own way";
  EXPECT_FALSE(d.one.what.ruled);
}

TEST(ChangeOver, ANewerEditionLeavesNoOpenMatterWithoutItsClock) {
  auto old = sample::plain_kind();
  auto work = sample::clock("work", "5 days");
  work.starts = clock_start::stage;
  work.starts_at = "working";
  old.clocks = {work};
  desk d(old);
  d.open();
  d.now = at("2026-03-03 09:00");
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  d.now = at("2026-03-06 09:00");
  auto fresh = old;
  fresh.version = "2";
  fresh.clocks[0].code = "do_it";
  auto by_step = sample::clock("since_accept", "9 days");
  by_step.starts = clock_start::step;
  by_step.starts_at = "accept";
  auto over = by_step;
  over.code = "over";
  over.until_stages = {"working"};
  fresh.clocks.insert(fresh.clocks.end(), {by_step, over});
  d.all.kinds["plain"] = fresh;
  ASSERT_EQ(code_of(move_to_edition(d.one, {}, d.out, d.in("supervisor township"))), "");
  d.of = fresh;
  EXPECT_EQ(d.clock("work").state, clock_state::dropped);
  EXPECT_EQ(local(d.clock("do_it").due_at), "2026-03-09 00:00") << "from when the stage began";
  EXPECT_EQ(local(d.clock("since_accept").due_at), "2026-03-13 00:00") << "from when the step was done";
  EXPECT_EQ(d.count("over"), 1U) << "the step itself does not end what it begins";
  EXPECT_EQ(local(d.one.what.due_at), "2026-03-09 00:00");
}

TEST(ChangeOver, ANewerEditionIsNoWayAroundAStage) {
  auto old = sample::plain_kind();
  old.stages[1].steps[0].signers = 2;
  desk d(old);
  d.open();
  auto fresh = old;
  fresh.version = "2";
  d.all.kinds["plain"] = fresh;
  const auto chief = d.in("supervisor township");
  EXPECT_EQ(code_of(move_to_edition(d.one, {.stage = "working", .reason = "想跳过"}, d.out, chief)), "no_such_stage");
  ASSERT_EQ(d.step("inspector township", "accept"), "");
  ASSERT_EQ(d.step("inspector township", "finish"), "");
  ASSERT_EQ(d.one.signatures.size(), 1U);
  fresh.stages[1].code = "at_work";
  fresh.stages[0].steps[0].to = "at_work";
  d.all.kinds["plain"] = fresh;
  EXPECT_EQ(code_of(move_to_edition(d.one, {}, d.out, chief)), "no_such_stage");
  EXPECT_EQ(code_of(move_to_edition(d.one, {.stage = "at_work"}, d.out, chief)), "missing_field") << "why there";
  ASSERT_EQ(code_of(move_to_edition(d.one, {.stage = "at_work", .reason = "阶段改名"}, d.out, chief)), "");
  EXPECT_EQ(d.one.what.stage, "at_work");
  EXPECT_TRUE(std::ranges::any_of(d.out.lines, [](const line& l) { return l.kind == "signatures_dropped"; }));
  EXPECT_EQ(d.out.lines.back().reason, "阶段改名");
}

}  // namespace
