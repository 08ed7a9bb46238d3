#include <gtest/gtest.h>

#include "rule_sample.h"

// Who signs what, and how a matter goes from desk to desk.
namespace matter {
namespace {

using sample::at;
using sample::code_of;
using sample::desk;

kind signing_kind(bool each) {
  auto of = sample::plain_kind();
  auto& finish = of.stages[1].steps[0];
  finish.who = {"inspector", "supervisor"};
  finish.signers = 2;
  finish.each = each;
  finish.not_by = {"accept"};
  return of;
}

void accept(desk& d) {
  d.open();
  EXPECT_EQ(d.step("inspector township 1", "accept"), "");
}

TEST(StepRules, TwoDifferentPeopleSignAndNobodyTheirOwnWork) {
  desk d(signing_kind(false));
  accept(d);
  EXPECT_EQ(d.step("inspector township 1", "finish"), "own_work");
  EXPECT_EQ(d.step("inspector township 2", "finish"), "");
  EXPECT_EQ(d.one.what.stage, "working");
  EXPECT_EQ(d.step("inspector township 2", "finish"), "needs_other_signer");
  EXPECT_EQ(d.step("inspector township 3", "finish"), "");
  EXPECT_EQ(d.one.what.stage, "done");
  EXPECT_EQ(d.one.deeds.back().by.size(), 2U);
}

TEST(StepRules, WhereEachRoleSignsTwoOfOneRoleAreNotEnough) {
  desk d(signing_kind(true));
  accept(d);
  EXPECT_EQ(d.step("inspector township 2", "finish"), "");
  EXPECT_EQ(d.step("inspector township 3", "finish"), "needs_other_signer");
  EXPECT_EQ(d.step("supervisor township 1", "finish"), "");
  EXPECT_EQ(d.one.what.stage, "done");
}

TEST(StepRules, OtherContentDropsTheSignaturesUnderTheOld) {
  desk d(signing_kind(false));
  accept(d);
  EXPECT_EQ(d.step("inspector township 2", "finish", {{"count", 5}}), "");
  EXPECT_EQ(d.step("inspector township 3", "finish", {{"count", 6}}), "");
  ASSERT_EQ(d.one.signatures.size(), 1U);
  EXPECT_EQ(d.one.signatures.front().account_id, d.person("inspector township 3").account_id);
  EXPECT_EQ(d.step("inspector township 2", "finish", {{"count", 6}}), "");  // the same content in other words: it counts
  EXPECT_EQ(d.one.what.stage, "done");
  EXPECT_EQ(d.one.fields.at("count").as_int64(), 6);
}

TEST(StepRules, WhatOthersHadBegunToSignIsSaidToBeDroppedByAStepBesideIt) {
  auto of = signing_kind(false);
  of.stages[1].steps.push_back({.code = "measure", .name = {"核数", "Measure"}, .who = {"inspector"}, .needs = {"count"}});
  desk d(of);
  accept(d);
  EXPECT_EQ(d.step("inspector township 2", "finish"), "");
  d.out = {};
  EXPECT_EQ(d.step("inspector township 1", "measure", {{"count", 7}}), "");
  EXPECT_TRUE(d.one.signatures.empty());
  ASSERT_EQ(d.out.lines.size(), 2U);
  EXPECT_EQ(d.out.lines[0].kind, "signatures_dropped");
  EXPECT_EQ(d.out.lines[0].code, "finish");
}

TEST(StepRules, AStepIsDoneAtItsDeskAndAsOftenAsItMayBe) {
  auto of = sample::plain_kind();
  auto& finish = of.stages[1].steps[0];
  finish.to.clear();
  finish.times = 2;
  finish.level = area::level::county;
  desk d(of);
  accept(d);
  EXPECT_EQ(d.step("inspector township 1", "finish"), "not_your_step");
  EXPECT_EQ(d.step("inspector county 1", "finish"), "");
  EXPECT_EQ(d.step("inspector county 1", "finish"), "");
  EXPECT_EQ(d.step("inspector county 1", "finish"), "too_often");
  EXPECT_EQ(d.step("inspector county 1", "accept"), "no_such_step");
}

TEST(StepRules, AfterTwoReturnsTheLevelAboveRulesAndThatIsFinal) {
  desk d(sample::plain_kind());
  d.open();
  const auto township = d.one.what.desk_path;
  ASSERT_EQ(code_of(refer(d.one, area::level::village, "在村里", d.out, d.in("inspector township"))), "");
  EXPECT_EQ(d.one.what.desk_path, "/province/city/county/township/east/");
  ASSERT_EQ(code_of(give_back(d.one, "不归村里", d.out, d.in("inspector east"))), "");
  EXPECT_EQ(d.one.what.desk_path, township);
  EXPECT_EQ(d.one.what.hand, handing::none);
  ASSERT_EQ(code_of(give_back(d.one, "也不归镇里", d.out, d.in("inspector township"))), "");
  EXPECT_EQ(d.one.what.hand, handing::ruling);
  EXPECT_EQ(d.one.what.desk_path, "/province/city/county/");
  EXPECT_EQ(d.clock(".ruling").state, clock_state::running);
  EXPECT_EQ(d.step("inspector county", "accept"), "waits_for_ruling");
  EXPECT_EQ(code_of(rule_on(d.one, area::level::township, "归镇里", d.out, d.in("supervisor township"))), "not_your_matter");
  ASSERT_EQ(code_of(rule_on(d.one, area::level::township, "归镇里", d.out, d.in("supervisor county"))), "");
  EXPECT_EQ(d.one.what.desk_path, township);
  EXPECT_EQ(d.clock(".ruling").state, clock_state::met);
  EXPECT_EQ(code_of(give_back(d.one, "还是不归", d.out, d.in("inspector township"))), "ruled");
  EXPECT_EQ(code_of(refer(d.one, area::level::village, "给村里", d.out, d.in("inspector township"))), "ruled");
  EXPECT_EQ(d.step("inspector township", "accept"), "");
}

TEST(StepRules, MoreIsAskedOnceAndTheClocksRunOn) {
  desk d(sample::plain_kind());
  d.open();
  const auto due = d.clock("handle").due_at;
  ASSERT_EQ(code_of(ask(d.one, "哪一栋？", d.out, d.in("inspector township"))), "");
  EXPECT_EQ(d.step("inspector township", "accept"), "waits_for_answer");
  EXPECT_EQ(d.clock("handle").state, clock_state::running);
  EXPECT_EQ(code_of(answer(d.one, "二栋", d.out, d.in("inspector township"))), "not_your_matter");
  ASSERT_EQ(code_of(answer(d.one, "二栋", d.out, d.in("grid_worker east1"))), "");
  EXPECT_EQ(d.clock("handle").due_at, due);
  EXPECT_EQ(code_of(ask(d.one, "几楼？", d.out, d.in("inspector township"))), "asked_too_often");
}

TEST(StepRules, TheOfficeAnswersWhatNobodyOpened) {
  auto of = sample::plain_kind();
  of.opened_by.clear();
  desk d(of);
  d.open();
  d.one.what.opened_by.clear();
  ASSERT_EQ(code_of(ask(d.one, "数字不全", d.out, d.in("inspector township"))), "");
  const auto turns = turns_of(d.one, d.in());
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].role, "office");
  EXPECT_EQ(code_of(answer(d.one, "补齐了", d.out, d.in("office township"))), "");
}

TEST(StepRules, WhatAStepPutOnTheListOnlyAStepTakesOff) {
  auto of = sample::plain_kind();
  of.listing = listing_rule{};
  of.stages[0].steps.push_back({.code = "list", .name = {"挂牌", "List"}, .who = {"supervisor"}, .lists = true});
  of.stages[0].steps.push_back({.code = "take_off", .name = {"摘牌", "Take off"}, .who = {"inspector"}, .lists = false});
  desk d(of);
  d.open();
  ASSERT_EQ(code_of(put_on_list(d.one, "", "重大", d.out, d.in("supervisor county"))), "");
  d.now = at("2026-03-02 10:00");
  ASSERT_EQ(code_of(take_off_list(d.one, "误挂", d.out, d.in("supervisor county"))), "") << "listed by hand, off by hand";
  ASSERT_EQ(d.step("supervisor township", "list"), "");
  d.now = at("2026-03-03 10:00");
  EXPECT_EQ(code_of(take_off_list(d.one, "已落实", d.out, d.in("supervisor county"))), "off_by_step");
  EXPECT_TRUE(d.one.what.listed_at);
  ASSERT_EQ(d.step("inspector township", "take_off"), "");
  EXPECT_FALSE(d.one.what.listed_at);
}

TEST(StepRules, AStepThatTakesItOffTheListStopsTheListsClock) {
  auto of = sample::plain_kind();
  of.listing = listing_rule{};
  of.stages[0].steps.push_back({.code = "take_off", .name = {"摘牌", "Take off"}, .who = {"inspector"}, .lists = false});
  desk d(of);
  d.open();
  ASSERT_EQ(code_of(put_on_list(d.one, "2026-03-20", "重大", d.out, d.in("supervisor county"))), "");
  EXPECT_EQ(sample::local(d.one.what.due_at), "2026-03-21 00:00");
  ASSERT_EQ(d.step("inspector township", "take_off"), "");
  EXPECT_EQ(d.one.what.listed_at, std::nullopt);
  EXPECT_EQ(d.clock(".listing").state, clock_state::met);
  EXPECT_EQ(sample::local(d.one.what.due_at), "2026-04-02 00:00");
}

TEST(StepRules, AReceiptIsAskedForOnceWhileItIsWaitedFor) {
  auto of = sample::plain_kind();
  step send{.code = "send", .name = {"报送", "Send"}, .who = {"inspector"}};
  send.receipts = {{.code = "county", .name = {"县", "County"}, .role = "office", .limit = *calendar::limit_from_text("1 hour")}};
  of.stages[0].steps.push_back(send);
  desk d(of);
  d.open();
  ASSERT_EQ(d.step("inspector township", "send"), "");
  const auto due = d.clock(".receipt.county").due_at;
  d.now = at("2026-03-02 09:30");
  ASSERT_EQ(d.step("inspector township", "send"), "");
  EXPECT_EQ(d.one.receipts.size(), 1U);
  EXPECT_EQ(d.clock(".receipt.county").due_at, due);  // sending again gives no more time
  ASSERT_EQ(code_of(receive(d.one, "county", d.out, d.in("office county"))), "");
  EXPECT_EQ(d.clock(".receipt.county").state, clock_state::met);
  EXPECT_EQ(code_of(receive(d.one, "county", d.out, d.in("office county"))), "nothing_to_receive");
  ASSERT_EQ(d.step("inspector township", "send"), "");
  EXPECT_EQ(d.one.receipts.size(), 2U);
}

TEST(StepRules, AnEditionWithoutAReceiptOrARungLeavesNoClockThatCannotBeFired) {
  auto old = sample::plain_kind();
  step send{.code = "send", .name = {"报送", "Send"}, .who = {"inspector"}};
  send.receipts = {{.code = "county", .name = {"县", "County"}, .role = "office", .limit = *calendar::limit_from_text("1 hour")}};
  old.stages[0].steps.push_back(send);
  old.clocks[0].escalate = {{.after = *calendar::limit_from_text("0 hours"), .role = "supervisor", .up = 1},
                            {.after = *calendar::limit_from_text("5 hours"), .role = "supervisor", .up = 2}};
  desk d(old);
  d.open();
  ASSERT_EQ(d.step("inspector township", "send"), "");
  d.now = at("2026-04-02 01:00");
  (void)d.fire();
  EXPECT_EQ(d.clock("handle").escalated, 1);
  auto fresh = sample::plain_kind();
  fresh.version = "2";
  d.all.kinds["plain"] = fresh;
  ASSERT_EQ(code_of(move_to_edition(d.one, {}, d.out, d.in("supervisor township"))), "");
  d.of = fresh;
  d.now = at("2026-06-01 00:00");
  EXPECT_EQ(d.fire(), std::vector<std::string>{});
  EXPECT_NE(d.clock(".receipt.county").state, clock_state::running);
}

// A duty nobody did is not met because the matter is over.
TEST(StepRules, AtTheEndOnlyWhatWasDoneIsMet) {
  auto of = sample::plain_kind();
  auto told = sample::clock("tell_city", "2 days"), settled = sample::clock("settle", "5 days"), of_stage = sample::clock("work", "5 days");
  told.until_steps = {"tell"};
  settled.until_stages = {"done"};
  of_stage.starts = clock_start::stage;
  of_stage.starts_at = "working";
  of_stage.until_stages = {"reported"};
  of.clocks.insert(of.clocks.end(), {told, settled, of_stage});
  of.stages[1].steps.push_back({.code = "tell", .name = {"报告", "Tell"}, .who = {"inspector"}});
  for (const int days : {1, 3}) {
    desk d(of);
    accept(d);
    d.now = d.now + base::days(days);
    ASSERT_EQ(d.step("inspector township 2", "finish"), "");
    EXPECT_EQ(d.clock("handle").state, clock_state::met) << "it runs to the end";
    EXPECT_EQ(d.clock("settle").state, clock_state::met) << "it waits for this end";
    EXPECT_EQ(d.clock("work").state, clock_state::met) << "it began with the stage that is over";
    EXPECT_EQ(d.clock("tell_city").state, days == 1 ? clock_state::dropped : clock_state::missed) << "nobody told the city";
  }
}

TEST(StepRules, WhatWasSentIsReceivedBeforeTheEnd) {
  auto of = sample::plain_kind();
  of.stages[0].steps[0].receipts = {{.code = "county",
                                     .name = {"县级签收", "Received"},
                                     .role = "office",
                                     .level = area::level::county,
                                     .limit = {.amount = 1, .in = calendar::unit::hours}}};
  desk d(of);
  accept(d);
  EXPECT_EQ(d.step("inspector township 2", "finish"), "receipt_awaited");
  EXPECT_EQ(d.one.what.stage, "working");
  ASSERT_EQ(code_of(receive(d.one, "county", d.out, d.in("office county"))), "");
  EXPECT_EQ(d.step("inspector township 2", "finish"), "");
}

}  // namespace
}  // namespace matter
