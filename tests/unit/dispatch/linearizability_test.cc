#include "support/linearizability.h"

#include <gtest/gtest.h>

#include "unit_model.h"

namespace {

using test::unit_model;
using test::unit_operation;
using test::verdict;
using enum unit_model::kind;

constexpr auto forever = test::no_return;

unit_model::output ok(std::int64_t epoch = 0) { return {.what = unit_model::result::ok, .epoch = epoch, .taken_by = -1}; }
unit_model::output taken(int by) { return {.what = unit_model::result::taken, .epoch = 0, .taken_by = by}; }
unit_model::output over() { return {.what = unit_model::result::over, .epoch = 0, .taken_by = -1}; }

verdict check(std::vector<unit_operation> history) { return test::linearizability_check<unit_model>(std::move(history), {}).run(); }

TEST(Linearizability, OneAfterTheOtherMustAnswerInOrder) {
  EXPECT_EQ(check({{1, 2, {assign, 0, 0}, ok(1)}, {3, 4, {assign, 1, 0}, taken(0)}, {5, 6, {release, -1, 1}, ok()}, {7, 8, {assign, 1, 0}, ok(2)}}),
            verdict::linearizable);
  EXPECT_EQ(check({{1, 2, {assign, 0, 0}, ok(1)}, {3, 4, {assign, 1, 0}, ok(2)}}), verdict::not_linearizable) << "given away twice";
  EXPECT_EQ(check({{1, 2, {assign, 0, 0}, ok(1)}, {3, 4, {assign, 1, 0}, taken(5)}}), verdict::not_linearizable) << "told of the wrong incident";
  EXPECT_EQ(check({{1, 2, {assign, 0, 0}, taken(3)}}), verdict::not_linearizable) << "refused though free";
  EXPECT_EQ(check({{1, 2, {assign, 0, 0}, ok(2)}}), verdict::not_linearizable) << "an epoch left out";
}

TEST(Linearizability, WhatOverlapsMayComeInEitherOrder) {
  EXPECT_EQ(check({{1, 10, {assign, 0, 0}, taken(1)}, {2, 9, {assign, 1, 0}, ok(1)}}), verdict::linearizable);
  EXPECT_EQ(check({{1, 10, {assign, 0, 0}, ok(1)}, {2, 9, {assign, 1, 0}, ok(1)}}), verdict::not_linearizable);
  EXPECT_EQ(check({{1, 3, {assign, 0, 0}, taken(1)}, {4, 9, {assign, 1, 0}, ok(1)}}), verdict::not_linearizable)
      << "refused for one that had not begun";
}

TEST(Linearizability, AnUnknownOutcomeMayHappenLateOrNever) {
  EXPECT_EQ(
      check({{1, forever, {assign, 0, 0}, {}}, {2, 3, {assign, 1, 0}, ok(1)}, {4, 5, {release, -1, 1}, ok()}, {6, 7, {assign, 2, 0}, taken(0)}}),
      verdict::linearizable)
      << "it happened last of all";
  EXPECT_EQ(check({{1, forever, {assign, 0, 0}, {}}, {2, 3, {assign, 1, 0}, ok(1)}}), verdict::linearizable) << "it never happened";
  EXPECT_EQ(check({{5, forever, {assign, 0, 0}, {}}, {2, 3, {assign, 1, 0}, taken(0)}}), verdict::not_linearizable) << "never before it was asked";
}

TEST(Linearizability, ALateReportOfAnEarlierAssignmentMustBeRefused) {
  const std::vector<unit_operation> begin{{1, 2, {assign, 0, 0}, ok(1)}, {3, 4, {release, -1, 1}, ok()}, {5, 6, {assign, 1, 0}, ok(2)}};
  auto good = begin;
  good.push_back({7, 8, {accept, -1, 1}, over()});
  EXPECT_EQ(check(good), verdict::linearizable);
  auto bad = begin;
  bad.push_back({7, 8, {accept, -1, 1}, ok()});
  EXPECT_EQ(check(bad), verdict::not_linearizable);
}

TEST(Linearizability, ALongHistoryIsCheckedInTime) {
  std::vector<unit_operation> history;
  std::int64_t now = 0;
  for (std::int64_t epoch = 1; epoch <= 250; ++epoch) {
    const auto from = now;
    for (int loser = 1; loser <= 7; ++loser) history.push_back({from + loser, from + 20 + loser, {assign, loser, 0}, taken(0)});
    history.push_back({from, from + 19, {assign, 0, 0}, ok(epoch)});
    history.push_back({from + 40, from + 41, {release, -1, epoch}, ok()});
    now += 50;
  }
  EXPECT_EQ(check(history), verdict::linearizable);
}

}  // namespace
