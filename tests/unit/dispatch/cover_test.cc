#include "jobs/dispatch/cover.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>

#include "support/shared_data.h"

namespace {

using dispatch::cover_model;

cover_model random_model(std::mt19937& random, std::int32_t side) {
  const auto upto = [&](int n) { return std::uniform_int_distribution<int>(0, n)(random); };
  cover_model model{.south_west = {.lon = 110, .lat = 30}, .cell_lon = 0.01, .cell_lat = 0.01, .columns = side, .rows = side, .within_ms = 480'000};
  for (std::int32_t row = 0; row < side; ++row) {
    for (std::int32_t column = 0; column < side; ++column) {
      if (upto(4) > 0) model.cells.push_back({.column = column, .row = row, .weight = upto(9), .area_id = "area" + std::to_string(upto(5))});
    }
  }
  model.reach.assign(model.cells.size() * model.words(), 0);
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    for (std::size_t j = 0; j < model.cells.size(); ++j) {
      if (i == j || upto(9) == 0) model.reach[i * model.words() + j / 64] |= 1ULL << (j % 64);
    }
  }
  return model;
}

// The share by asking every cell about every unit.
std::int32_t plain_share(const cover_model& model, const std::vector<std::int32_t>& units) {
  std::int64_t covered = 0;
  std::int64_t total = 0;
  for (std::size_t j = 0; j < model.cells.size(); ++j) {
    bool found = false;
    for (const auto unit : units) found = found || (unit >= 0 && (model.row_of(static_cast<std::size_t>(unit))[j / 64] >> (j % 64) & 1) != 0);
    total += model.cells[j].weight;
    if (found) covered += model.cells[j].weight;
  }
  return total == 0 ? 0 : static_cast<std::int32_t>((covered * 1'000'000 + total / 2) / total);
}

TEST(Cover, EqualsTheShareCountedCellByCell) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const auto model = random_model(random, 3 + round % 17);
    if (model.cells.empty()) continue;
    std::vector<std::int32_t> units;
    for (int i = 0; i < round % 30; ++i) units.push_back(std::uniform_int_distribution<int>(-1, static_cast<int>(model.cells.size()) - 1)(random));
    const dispatch::cover_view view(model, units);
    ASSERT_EQ(view.share(), plain_share(model, units));
    for (std::size_t leaving = 0; leaving + 1 < units.size(); ++leaving) {
      auto left = units;
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(leaving), left.begin() + static_cast<std::ptrdiff_t>(leaving) + 2);
      const std::int32_t going[] = {units[leaving], units[leaving + 1]};
      const auto change = view.without(going);
      ASSERT_EQ(change.before, view.share());
      ASSERT_EQ(change.after, plain_share(model, left));
      ASSERT_EQ(change.areas.empty(), change.before == change.after) << change.before << " " << change.after;
    }
  }
}

// Two villages, a unit in each, neither in reach of the other.
cover_model two_villages() {
  cover_model model{.south_west = {.lon = 110, .lat = 30}, .cell_lon = 0.01, .cell_lat = 0.01, .columns = 10, .rows = 10, .within_ms = 480'000};
  model.cells = {{.column = 0, .row = 0, .weight = 300, .area_id = "west"}, {.column = 9, .row = 9, .weight = 100, .area_id = "east"}};
  model.reach = {0b01, 0b10};
  return model;
}

TEST(Cover, NamesTheAreaThatLosesItsUnit) {
  const auto model = two_villages();
  const std::int32_t units[] = {0, 1, 1};
  const dispatch::cover_view view(model, units);
  EXPECT_EQ(view.share(), 1'000'000);
  const std::int32_t west[] = {0};
  EXPECT_EQ(view.without(west).after, 250'000);
  EXPECT_EQ(view.without(west).areas, std::vector<std::string>{"west"});
  const std::int32_t east[] = {1};
  EXPECT_EQ(view.without(east).after, 1'000'000);  // the other one stays
}

TEST(Cover, FindsTheCellOfAPositionOrTheNearestOne) {
  const auto model = two_villages();
  const dispatch::cover_locator cells(model);
  EXPECT_EQ(cells.cell_at({.lon = 110.005, .lat = 30.005}), 0);
  EXPECT_EQ(cells.cell_at({.lon = 110.025, .lat = 30.005}), 0);   // two cells beside it
  EXPECT_EQ(cells.cell_at({.lon = 110.045, .lat = 30.005}), -1);  // too far from both
  EXPECT_EQ(cells.cell_at({.lon = 110.095, .lat = 30.095}), 1);
  EXPECT_EQ(cells.cell_at({.lon = 109, .lat = 30}), -1);
  EXPECT_EQ(cells.cell_at({.lon = 0, .lat = 0}), -1);
}

TEST(Cover, IsNothingWithoutDemand) {
  const cover_model empty;
  const dispatch::cover_view view(empty, {});
  EXPECT_EQ(view.share(), 0);
  EXPECT_EQ(dispatch::cover_locator(empty).cell_at({.lon = 1, .lat = 1}), -1);
}

TEST(ExpectedCover, EqualsTheGoldenCases) {
  SHARED_OR_SKIP(path, "golden/mexclp.json");
  const auto golden = boost::json::parse(test::read_file(path));
  int checked = 0;
  for (const auto& one : golden.at("cases").as_array()) {
    std::vector<double> demand;
    std::vector<std::int32_t> units;
    for (const auto& d : one.at("dem").as_array()) demand.push_back(d.to_number<double>());
    for (const auto& k : one.at("cov").as_array()) units.push_back(k.to_number<std::int32_t>());
    EXPECT_NEAR(dispatch::expected_cover(demand, units, one.at("q").to_number<double>()), one.at("expected").to_number<double>(), 1e-9);
    ++checked;
  }
  EXPECT_GE(checked, 2);
}

}  // namespace
