#include <gtest/gtest.h>

#include "foundation/base/clock.h"
#include "maps/street_map.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/road/closure_api.h"
#include "town/road/closure_rules.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};

constexpr std::string_view town = R"(
A---B---C
|   |   |
D---E---F
)";

// The streets some arcs belong to, by their ends: "AB BE".
std::string streets(test::street_map& map, const road::graph& roads, const std::vector<road::arc_id>& arcs) {
  std::string text;
  for (const std::string ends : {"AB", "BC", "AD", "BE", "CF", "DE", "EF"}) {
    const auto arc = test::arc_between(roads, map.at(ends[0]), map.at(ends[1]));
    if (std::find(arcs.begin(), arcs.end(), arc) != arcs.end()) text += (text.empty() ? "" : " ") + ends;
  }
  return text;
}

base::position moved(base::position p, double lon, double lat) { return {.lon = p.lon + lon, .lat = p.lat + lat}; }

TEST(ClosureLine, ShutsTheStreetItRunsAlongAndNoSideStreet) {
  test::street_map map(town);
  const auto roads = map.graph();
  const double off = 0.00008;  // about 8 m: drawn by hand
  const std::vector<base::position> along = {moved(map.at('A'), 0, off), moved(map.at('B'), 0, -off), moved(map.at('C'), 0, off)};
  EXPECT_EQ(streets(map, *roads, road::arcs_along(*roads, along)), "AB BC");
  const std::vector<base::position> part = {map.at("AB", 0.3), map.at("AB", 0.7)};
  EXPECT_EQ(streets(map, *roads, road::arcs_along(*roads, part)), "AB");
  const std::vector<base::position> corner = {map.at('A'), map.at('B'), map.at('E')};
  EXPECT_EQ(streets(map, *roads, road::arcs_along(*roads, corner)), "AB BE");
}

TEST(ClosureLine, DrawnAcrossARoadShutsIt) {
  test::street_map map(town);
  const auto roads = map.graph();
  const std::vector<base::position> across = {moved(map.at("BE", 0.5), -0.0004, 0), moved(map.at("BE", 0.5), 0.0004, 0)};
  EXPECT_EQ(streets(map, *roads, road::arcs_along(*roads, across)), "BE");
}

TEST(ClosureLine, ShutsNothingWhereThereIsNoRoad) {
  test::street_map map(town);
  const auto roads = map.graph();
  const std::vector<base::position> far = {moved(map.at('A'), -0.01, 0.01), moved(map.at('A'), -0.01, 0.02)};
  EXPECT_TRUE(road::arcs_along(*roads, far).empty());
}

TEST(ClosureDraft, NeedsExactlyOneShapeAndAnEndAfterItsBeginning) {
  const auto codes = [](const road::closure_draft& draft) {
    std::string text;
    for (const auto& one : road::faults_of(draft, noon)) text += one.pointer + " " + one.code + ";";
    return text;
  };
  EXPECT_EQ(codes({.reason = "flood"}), "/ one_shape;");
  EXPECT_EQ(codes({.position = base::position{1, 1}, .reason = "flood"}), "/radius_m missing;");
  EXPECT_EQ(codes({.line = {{1, 1}}, .reason = "flood"}), "/line too_short;");
  EXPECT_EQ(codes({.line = {{1, 1}, {2, 2}}, .reason = "flood"}), "/line/1 too_far;");
  EXPECT_EQ(codes({.way_ids = {7}, .reason = "flood", .until = noon}), "/until in_the_past;");
  EXPECT_EQ(codes({.way_ids = {7}, .reason = "flood", .from = noon + base::hours(2), .until = noon + base::hours(1)}), "/until in_the_past;");
  EXPECT_EQ(codes({.way_ids = {7}, .reason = "flood", .until = noon + base::hours(1)}), "");
}

class Closures : public test::on_both_engines {
 protected:
  Closures() : map_(town), roads_(map_.graph()), who_(test::caller_with({"closure.read", "closure.write"})) {}

  operation::answer call(store::database& db, std::string_view name, const std::string& body, const std::string& id = "") {
    return test::call(db, road::closure_operations({.roads = roads_, .time = clock_}), who_, name, {.body = body, .path = {{"id", id}}});
  }

  std::string present(road::live_closures& live) { return streets(map_, *roads_, live.now()->arcs); }

  std::string line(const std::string& ends) {
    const auto point = [&](char corner) {
      const auto p = map_.at(corner);
      return R"({"lon":)" + std::to_string(p.lon) + R"(,"lat":)" + std::to_string(p.lat) + "}";
    };
    return "[" + point(ends[0]) + "," + point(ends[1]) + "]";
  }

  base::manual_clock clock_{noon};
  test::street_map map_;
  std::shared_ptr<const road::graph> roads_;
  operation::caller who_;
};
ON_BOTH_ENGINES(Closures);

TEST_P(Closures, BeginAndEndByTheClockAndWhenLifted) {
  const auto db = open(clock_);
  road::live_closures live(*db, clock_, roads_);
  std::vector<std::uint64_t> heard;
  live.on_change([&](const auto& shut) { heard.push_back(shut->epoch()); });
  db->on_commit([&](auto events) { live.hear(events); });
  EXPECT_EQ(present(live), "");
  EXPECT_EQ(live.now()->shut->epoch(), 0U);

  const auto until = base::to_rfc3339(noon + base::minutes(10));
  const auto from = base::to_rfc3339(noon + base::minutes(5));
  call(*db, "create_closure", R"({"line":)" + line("AB") + R"(,"reason":"flood","until":")" + until + R"("})");
  const auto later = call(*db, "create_closure", R"({"line":)" + line("EF") + R"(,"reason":"market","from":")" + from + R"("})");
  EXPECT_EQ(later.status, 201);
  EXPECT_EQ(present(live), "AB");
  clock_.advance({base::minutes(5).us - 1});
  EXPECT_EQ(present(live), "AB");
  clock_.advance(base::microseconds(1));
  EXPECT_EQ(present(live), "AB EF");
  clock_.advance(base::minutes(5));
  EXPECT_EQ(present(live), "EF");
  EXPECT_TRUE(live.now()->shut->closed(live.now()->arcs.front()));

  road::live_closures again(*db, clock_, roads_);  // as after a restart
  again.rebuild();
  EXPECT_EQ(present(again), "EF");
  EXPECT_GT(again.now()->shut->epoch(), heard.front());

  call(*db, "remove_closure", "", later.location.substr(std::string("/api/closures/").size()));
  EXPECT_EQ(present(live), "");
  EXPECT_EQ(heard.size(), 4U);
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  EXPECT_EQ(call(*db, "list_closures", "").body, R"({"items":[]})");
}

TEST_P(Closures, AreRefusedWithAReasonWhereThereIsNoRoad) {
  const auto db = open(clock_);
  try {
    call(*db, "create_closure", R"({"position":{"lon":1,"lat":1},"radius_m":50,"reason":"flood"})");
    FAIL() << "taken";
  } catch (const base::problem& problem) {
    EXPECT_EQ(problem.code, "no_road");
  }
  EXPECT_THROW(call(*db, "remove_closure", "", "nobody"), base::problem);
}

}  // namespace
