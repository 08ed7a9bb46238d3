#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "recommendation_table.h"

namespace {

using test::unit_table;

unit_table random_units(std::mt19937& random, std::size_t count) {
  const auto upto = [&](int n) { return std::uniform_int_distribution<int>(0, n)(random); };
  unit_table table;
  for (std::size_t i = 0; i < count; ++i) {
    table.names.push_back("u" + std::to_string(i));
    table.facts.push_back({.on_shift = upto(9) > 0,
                           .busy = upto(4) == 0,
                           .has = static_cast<std::uint64_t>(upto(7)),
                           .has_position = upto(9) > 0,
                           .on_road = upto(19) > 0,
                           .responsible_depth = upto(5) == 0 ? upto(3) : -1,
                           .position_age_ms = upto(700) * 1'000,
                           .turnout_ms = upto(3) * 30'000,
                           .crow_m = upto(5'000)});
    table.drive_ms.push_back(upto(19) == 0 ? dispatch::never_ms : upto(60) * 10'000);  // coarse: ties happen
  }
  return table;
}

struct plain_answer {
  std::vector<std::uint32_t> order;  // those who can go, by ETA and number
  std::vector<std::uint32_t> chosen;
};

// Every time known, everything compared with everything: slow and plain.
plain_answer plain_decide(const unit_table& table, const dispatch::need& asked, const dispatch::rule_parameters& rules) {
  const auto eta = [&](std::uint32_t i) { return table.drive_ms[i] + table.facts[i].turnout_ms; };
  plain_answer answer;
  for (std::uint32_t i = 0; i < table.facts.size(); ++i) {
    if (!dispatch::exclusion(table.facts[i], asked, rules) && table.drive_ms[i] != dispatch::never_ms) answer.order.push_back(i);
  }
  std::stable_sort(answer.order.begin(), answer.order.end(), [&](auto a, auto b) { return eta(a) < eta(b); });
  if (answer.order.empty()) return answer;
  auto first = answer.order.front();
  std::int32_t depth = -1;
  for (const auto unit : answer.order) {
    if (eta(unit) > eta(answer.order.front()) + rules.responsible_margin_ms) continue;
    if (table.facts[unit].responsible_depth > depth) {
      depth = table.facts[unit].responsible_depth;
      first = unit;
    }
  }
  answer.chosen.push_back(first);
  auto unmet = asked.capabilities & ~table.facts[first].has;
  const auto add_soonest = [&](std::uint64_t with) {
    for (const auto unit : answer.order) {
      if (std::find(answer.chosen.begin(), answer.chosen.end(), unit) != answer.chosen.end()) continue;
      if (with != 0 && (table.facts[unit].has & with) == 0) continue;
      answer.chosen.push_back(unit);
      unmet &= ~table.facts[unit].has;
      return true;
    }
    return false;
  };
  while (unmet != 0 && add_soonest(unmet)) {
  }
  while (answer.chosen.size() < asked.units && add_soonest(0)) {
  }
  return answer;
}

std::vector<std::uint32_t> everyone(const dispatch::decision& d) {
  std::vector<std::uint32_t> units;
  for (const auto& one : d.candidates) units.push_back(one.unit);
  for (const auto& one : d.others) units.insert(units.end(), one.units.begin(), one.units.end());
  std::sort(units.begin(), units.end());
  return units;
}

void expect_true_statements(const unit_table& table, const dispatch::decision& d, const dispatch::rule_parameters& rules) {
  const auto& asked = d.asked;
  for (const auto& one : d.candidates) {
    const auto out = dispatch::exclusion(table.facts[one.unit], asked, rules);
    EXPECT_EQ(dispatch::can_go(one.judged), !out && one.judged != dispatch::verdict::unreachable);
    EXPECT_TRUE(one.judged != dispatch::verdict::unreachable || out || table.drive_ms[one.unit] == dispatch::never_ms);
    EXPECT_TRUE(one.drive_ms < 0 || one.drive_ms == table.drive_ms[one.unit]);
    EXPECT_TRUE(!dispatch::can_go(one.judged) || one.at_least_ms <= table.drive_ms[one.unit]);
    if (one.road_rank == 0) continue;
    std::uint32_t rank = 1;
    for (std::size_t i = 0; i < table.facts.size(); ++i) {
      rank += !dispatch::exclusion(table.facts[i], asked, rules) && table.drive_ms[i] < one.drive_ms ? 1 : 0;
    }
    EXPECT_EQ(one.road_rank, rank);
  }
  for (const auto& one : d.others) {
    for (const auto unit : one.units) {
      if (one.judged == dispatch::verdict::slower) {
        EXPECT_LE(one.at_least_ms, table.drive_ms[unit]);
      } else {
        EXPECT_TRUE(dispatch::exclusion(table.facts[unit], asked, rules) || table.drive_ms[unit] == dispatch::never_ms);
      }
    }
  }
  if (d.responsible_at_least_ms < 0) return;
  for (std::uint32_t i = 0; i < table.facts.size(); ++i) {
    if (table.facts[i].responsible_depth < 0 || dispatch::exclusion(table.facts[i], asked, rules)) continue;
    if (table.drive_ms[i] == dispatch::never_ms) continue;
    EXPECT_LE(d.responsible_at_least_ms, table.drive_ms[i] + table.facts[i].turnout_ms);
  }
}

TEST(Recommendation, EqualsTheAnswerFromAllRoadTimes) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 4'000; ++round) {
    const auto count = static_cast<std::size_t>(round % 120);
    const auto table = random_units(random, count);
    dispatch::rule_parameters rules;
    rules.considered = 1 + static_cast<std::uint32_t>(round % 7);
    rules.list_all_up_to = round % 3 == 0 ? 60 : 0;
    const dispatch::need asked{.units = 1 + static_cast<std::uint32_t>(round % 3), .capabilities = static_cast<std::uint64_t>(round / 3 % 8)};
    const auto d = test::decide(table, asked, rules);
    const auto plain = plain_decide(table, asked, rules);
    ASSERT_EQ(d.chosen, plain.chosen) << "round " << round;
    std::vector<std::uint32_t> all(count);
    std::iota(all.begin(), all.end(), 0U);
    ASSERT_EQ(everyone(d), all) << "round " << round;  // each exactly once
    expect_true_statements(table, d, rules);
    for (std::size_t i = 0; i < std::min<std::size_t>(rules.considered, plain.order.size()); ++i) {
      const auto listed =
          std::any_of(d.candidates.begin(), d.candidates.end(), [&](const auto& one) { return one.unit == plain.order[i] && one.eta_ms >= 0; });
      ASSERT_TRUE(listed) << "round " << round;
    }
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
}

}  // namespace
