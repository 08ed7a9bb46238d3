#include "app/replay_town.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace {

// A town on a line: one degree of longitude takes 1,000 s, whoever is nearest goes.
class line_desk final : public app::replay_desk {
 public:
  explicit line_desk(std::map<std::string, base::position> units) : at_(std::move(units)) {}
  app::taken_call take_call(const app::past_call& call) override {
    where_.push_back(call.where);
    return {.incident_id = std::to_string(where_.size() - 1), .priority = call.type == "urgent" ? 1 : 3, .units = 1};
  }
  std::vector<std::string> recommend(const std::string& id) override {
    std::string best;
    for (const auto& [unit, at] : at_) {
      if (!busy.contains(unit) && (best.empty() || away(unit, id) < away(best, id))) best = unit;
    }
    return best.empty() ? std::vector<std::string>{} : std::vector<std::string>{best};
  }
  bool assign(const std::string& id, const std::string& unit) override {
    sent.push_back(unit + ">" + id);
    return busy.insert(unit).second;
  }
  void set_status(const std::string& unit, const std::string& status) override {
    statuses.push_back(unit + " " + status);
    if (status == "released") busy.erase(unit);
  }
  void close(const std::string& id) override { closed.push_back(id); }
  void report_positions(const std::vector<app::unit_report>& reports) override {
    for (const auto& one : reports) at_[one.unit_id] = one.where;
  }
  std::optional<app::replay_route> route(base::position from, base::position to, const std::string&) override {
    return app::replay_route{
        .line = {from, to}, .duration_s = std::abs(from.lon - to.lon) * 1'000, .distance_m = std::abs(from.lon - to.lon) * 100'000};
  }
  std::optional<app::straight_line_comparison> compare(const std::string&) override { return std::nullopt; }
  void advance_to(base::instant now) override {
    EXPECT_GE(now, last);
    last = now;
  }
  double away(const std::string& unit, const std::string& id) { return std::abs(at_[unit].lon - where_[std::stoul(id)].lon); }
  std::set<std::string> busy;
  std::vector<std::string> sent, statuses, closed;
  base::instant last{};

 private:
  std::map<std::string, base::position> at_;
  std::vector<base::position> where_;
};

app::past_call call_at(std::int64_t s, double lon, std::string type = "x") {
  return {.at = {s * 1'000'000}, .where = {lon, 0}, .type = std::move(type), .detail = {}};
}

app::replay_unit unit(std::string id, double lon) { return {.id = std::move(id), .home = {lon, 0}, .turnout_s = 60, .kind = "car"}; }

}  // namespace

TEST(ReplayTown, SendsTheNearestAndTimesItsWay) {
  line_desk desk({{"a", {0, 0}}, {"b", {1, 0}}});
  app::replay_town town(desk, {unit("a", 0), unit("b", 1)}, {});
  const auto results = town.run({call_at(1'000, 0.9)});
  ASSERT_EQ(desk.sent, std::vector<std::string>{"b>0"});
  EXPECT_NEAR((*results[0].on_scene - results[0].reported).seconds(), 60 + 100, 0.01);
  EXPECT_EQ(desk.closed.size(), 1U);
  EXPECT_NEAR(town.totals().driven_m, 10'000, 1);
}

TEST(ReplayTown, CallsWaitForAFreeUnitMostUrgentFirst) {
  line_desk desk({{"a", {0, 0}}});
  app::replay_town town(desk, {unit("a", 0)}, {});
  const auto results = town.run({call_at(1'000, 0.1), call_at(1'010, 0.2), call_at(1'020, 0.3, "urgent")});
  EXPECT_EQ(desk.sent, (std::vector<std::string>{"a>0", "a>2", "a>1"}));
  EXPECT_FALSE(results[0].waited);
  EXPECT_TRUE(results[1].waited);
  EXPECT_TRUE(results[1].on_scene.has_value());
}

TEST(ReplayTown, UnitsComeHomeOnTheRoadAndCanBeSentOnTheWay) {
  line_desk desk({{"a", {0, 0}}});
  app::replay_rules rules;
  rules.service_mean_s = 200;
  rules.service_spread = 0;
  app::replay_town town(desk, {unit("a", 0)}, rules);
  // Sent at 1000, out at 1060, there (0.8) at 1860, clears at 2060, is at 0.4 on its way home at 2460.
  const auto results = town.run({call_at(1'000, 0.8), call_at(2'460, 0.4)});
  EXPECT_NEAR((*results[1].on_scene - results[1].reported).seconds(), 10, 1.5);
}

TEST(ReplayTown, IsTheSameForTheSameSeed) {
  const auto run = [](std::uint64_t seed) {
    line_desk desk({{"a", {0, 0}}, {"b", {1, 0}}});
    app::replay_rules rules;
    rules.seed = seed;
    app::replay_town town(desk, {unit("a", 0), unit("b", 1)}, rules);
    std::vector<app::past_call> calls;
    for (int i = 0; i < 200; ++i) calls.push_back(call_at(1'000 + i * 400, (i * 37 % 100) / 100.0));
    double sum = 0;
    for (const auto& one : town.run(calls)) sum += one.on_scene ? (*one.on_scene - one.reported).seconds() : 1e6;
    return sum;
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}
