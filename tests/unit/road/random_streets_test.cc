// Random towns, compared with two independent readings: the drawn map itself, walked with the rules of the road as a
// person would state them, and a plain Dijkstra over the imported graph.
#include <gtest/gtest.h>

#include <map>
#include <queue>
#include <random>
#include <set>
#include <tuple>

#include "maps/oracle.h"
#include "maps/street_map.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/road/nearest_units.h"
#include "town/road/road_import.h"
#include "town/road/travel.h"

namespace {

constexpr double block_m = 100;

// A street between two neighbouring crossings of a grid, in one direction.
struct step {
  int from = 0, to = 0;
  auto operator<=>(const step&) const = default;
};
step back(step s) { return {s.to, s.from}; }

// A town on a grid: which steps are open, which streets are private, which sequences of steps are banned.
struct town {
  int width = 0, height = 0;
  std::set<step> open;
  std::set<step> private_streets;  // both directions
  std::set<std::vector<step>> banned;
  std::map<step, road::arc_id> arcs;
  test::osm_map map;

  [[nodiscard]] base::position at(int crossing) const {
    const auto& node = map.nodes[static_cast<std::size_t>(crossing)];
    return {.lon = node.lon, .lat = node.lat};
  }
  [[nodiscard]] std::vector<step> exits(int crossing) const {
    std::vector<step> out;
    for (const auto& s : open) {
      if (s.from == crossing) out.push_back(s);
    }
    return out;
  }
};

class town_maker {
 public:
  explicit town_maker(std::uint32_t seed) : random_(seed) {}

  // `private_roads`: some streets are private, all are two-way and the public ones hang together; else some are one-way.
  town make(int width, int height, bool private_roads) {
    town out{.width = width, .height = height, .open = {}, .private_streets = {}, .banned = {}, .arcs = {}, .map = {}};
    constexpr double metres = 6'371'008.8 * 3.14159265358979323846 / 180;
    for (int i = 0; i < width * height; ++i) {
      const double lat = 0.0 + (i / width) * block_m / metres;  // on the equator a degree is the same both ways
      out.map.nodes.push_back({.id = i + 1, .lon = 20 + (i % width) * block_m / metres, .lat = lat, .tags = {}});
    }
    for (int i = 0; i < width * height; ++i) {
      if (i % width + 1 < width) add_street(out, {i, i + 1}, private_roads);
      if (i / width + 1 < height) add_street(out, {i, i + width}, private_roads);
    }
    for (int i = 0; i < width * height / 2; ++i) add_restriction(out);
    return out;
  }

  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }

 private:
  void add_street(town& out, step s, bool private_roads) {
    const int kind = below(10);
    if (kind == 0 && !private_roads) return;  // a gap
    test::map_way way{
        .id = 1000 + static_cast<std::int64_t>(out.map.ways.size()), .nodes = {s.from + 1, s.to + 1}, .tags = {{"highway", "residential"}}};
    const bool one_way = !private_roads && kind < 4;
    // Private ones are the uprights of every other column, so that the public rest stays a comb in one piece.
    const bool closed_off = private_roads && s.to != s.from + 1 && (s.from % out.width) % 2 == 1;
    if (one_way) way.tags.emplace_back("oneway", kind == 3 ? "-1" : "yes");
    if (closed_off) way.tags.emplace_back("access", "destination");
    if (!one_way || kind != 3) out.open.insert(s);
    if (!one_way || kind == 3) out.open.insert(back(s));
    if (closed_off) out.private_streets.insert({s, back(s)});
    out.map.ways.push_back(way);
  }

  [[nodiscard]] static std::int64_t way_of(const town& out, step s) {
    for (const auto& way : out.map.ways) {
      const std::vector<std::int64_t> along = {s.from + 1, s.to + 1}, against = {s.to + 1, s.from + 1};
      if (way.nodes == along || way.nodes == against) return way.id;
    }
    throw std::runtime_error("no such street");
  }

  // Bans a random turn: at a crossing, all turns but one, or over a street.
  void add_restriction(town& out) {
    const auto begin = out.open.begin();
    const auto first = *std::next(begin, below(static_cast<int>(out.open.size())));
    const auto pick = [&](step after) -> std::optional<step> {
      auto next = out.exits(after.to);
      std::erase(next, back(after));
      if (next.empty()) return std::nullopt;
      return next[static_cast<std::size_t>(below(static_cast<int>(next.size())))];
    };
    const auto second = pick(first);
    if (!second) return;
    const int kind = below(4);
    test::map_relation relation{.id = 1 + static_cast<std::int64_t>(out.map.relations.size()),
                                .members = {{1, way_of(out, first), "from"}},
                                .tags = {{"type", "restriction"}}};
    if (kind == 3) {
      const auto third = pick(*second);
      if (!third || third->to == first.from) return;
      relation.members.push_back({1, way_of(out, *second), "via"});
      relation.members.push_back({1, way_of(out, *third), "to"});
      relation.tags.emplace_back("restriction", "no_u_turn");
      out.banned.insert({first, *second, *third});
    } else {
      relation.members.push_back({0, first.to + 1, "via"});
      relation.members.push_back({1, way_of(out, *second), "to"});
      relation.tags.emplace_back("restriction", kind == 0 ? "only_straight_on" : "no_left_turn");
      if (kind != 0) out.banned.insert({first, *second});
      for (const auto& other : out.exits(first.to)) {
        if (kind == 0 && other != *second) out.banned.insert({first, other});
      }
    }
    out.map.relations.push_back(relation);
  }

  std::mt19937 random_;
};

// Drives through the drawn town itself.
class driver {
 public:
  driver(const town& in, const road::graph& roads, const std::set<step>& closed) : town_(in), closed_(closed) {
    for (const auto& s : in.open) ms_[s] = roads.of(road::profile::car).arc_ms[in.arcs.at(s)];
  }

  // From the middle of one street (either way round) to the middle of another.
  std::optional<std::uint64_t> time(step from, step to) {
    std::optional<std::uint64_t> best;
    for (const auto start : {from, back(from)}) {
      if (!usable(start)) continue;
      drive(start, false, to, best);
      if (secluded(start)) drive(start, true, to, best);
    }
    if (usable(from) && (from == to || back(from) == to)) best = 0;
    if (usable(back(from)) && (from == to || back(from) == to)) best = 0;
    return best;
  }

 private:
  // Where one is, what one drove before (two steps), and whether one may still leave private streets.
  using where = std::tuple<step, step, step, bool>;

  [[nodiscard]] bool usable(step s) const { return town_.open.contains(s) && !closed_.contains(s); }
  [[nodiscard]] bool secluded(step s) const { return town_.private_streets.contains(s); }

  [[nodiscard]] bool banned(step oldest, step older, step last, step next) const {
    return town_.banned.contains({last, next}) || town_.banned.contains({older, last, next}) || town_.banned.contains({oldest, older, last, next});
  }

  // All steps one may take next; turning back only where nothing else leads on. Closed streets still lead on for this rule:
  // a closure does not make a crossing a dead end.
  [[nodiscard]] std::vector<step> choices(const where& at) const {
    const auto& [last, older, oldest, leaving] = at;
    std::vector<step> out;
    bool leads_on = false;
    for (const auto& next : town_.exits(last.to)) {
      if (next == back(last) || banned(oldest, older, last, next)) continue;
      leads_on = leads_on || !secluded(next) || secluded(last);
      if (secluded(next) || !secluded(last) || leaving) out.push_back(next);
    }
    if (!leads_on && town_.open.contains(back(last)) && !banned(oldest, older, last, back(last))) out.push_back(back(last));
    return out;
  }

  // Right angles: 2.5 s to the near side, 5 s across; 15 s to turn back; nothing where only two streets meet.
  [[nodiscard]] std::uint64_t turn_ms(step last, step next) const {
    if (next == back(last)) return 15'000;
    std::set<int> neighbours;
    for (const auto& s : town_.open) {
      if (s.from == last.to) neighbours.insert(s.to);
      if (s.to == last.to) neighbours.insert(s.from);
    }
    if (neighbours.size() < 3) return 0;
    const auto heading = [&](step s) {
      return s.to == s.from + 1 ? 0 : s.to == s.from + town_.width ? 1 : s.to == s.from - 1 ? 2 : 3;
    };  // to the left
    switch ((heading(next) - heading(last) + 4) % 4) {
      case 1: return 5'000;
      case 3: return 2'500;
      default: return 0;
    }
  }

  void drive(step start, bool leaving, step to, std::optional<std::uint64_t>& best) {
    std::map<where, std::uint64_t> known;
    using entry = std::pair<std::uint64_t, where>;
    std::priority_queue<entry, std::vector<entry>, std::greater<>> todo;
    const auto half = [&](step s) { return (ms_.at(s) + 1) / 2; };
    const where begin{start, {}, {}, leaving};
    todo.emplace(ms_.at(start) - half(start), begin);  // at the end of the first street
    known[begin] = ms_.at(start) - half(start);
    while (!todo.empty()) {
      const auto [ms, at] = todo.top();
      todo.pop();
      if (known.at(at) != ms) continue;
      const auto& [last, older, oldest, may_leave] = at;
      for (const auto& next : choices(at)) {
        if (!usable(next)) continue;
        const auto entered = ms + turn_ms(last, next);
        if (next == to || back(next) == to) {
          if (!best || entered + half(next) < *best) best = entered + half(next);
        }
        const where then{next, last, older, may_leave && secluded(next)};
        const auto found = known.find(then);
        if (found != known.end() && found->second <= entered + ms_.at(next)) continue;
        known[then] = entered + ms_.at(next);
        todo.emplace(entered + ms_.at(next), then);
      }
    }
  }

  const town& town_;
  const std::set<step>& closed_;
  std::map<step, std::uint64_t> ms_;
};

road::snapped middle_of(const town& in, step s) {
  const auto arc = in.arcs.at(in.open.contains(s) ? s : back(s));
  return {.edge = road::edge_of(arc), .fraction = road::whole / 2, .node = road::nothing, .distance_m = 0, .on_road = {}, .note = {}};
}

void compare_town(town_maker& maker, town& in, std::size_t& compared, std::size_t& unreachable) {
  road::import_report report;
  const auto roads = test::graph_of(in.map, report);
  for (const auto& s : in.open) in.arcs[s] = test::arc_between(*roads, in.at(s.from), in.at(s.to));
  const auto any_step = [&] { return *std::next(in.open.begin(), maker.below(static_cast<int>(in.open.size()))); };
  std::set<step> closed;
  std::vector<road::arc_id> shut_arcs;
  for (int i = 0; i < 2; ++i) {
    closed.insert(any_step());
    shut_arcs.push_back(in.arcs.at(*closed.rbegin()));
    for (const auto& s : closed) shut_arcs.push_back(in.arcs.at(s));
  }
  const road::closures shut(*roads, shut_arcs, 1);
  driver drawn(in, *roads, closed);
  road::search_workspace workspace;
  for (int i = 0; i < 8; ++i) {
    const auto from = any_step(), to = any_step();
    const auto expected = drawn.time(from, to);
    const auto found = road::find_path(*roads, road::profile::car, &shut, middle_of(in, from), middle_of(in, to), workspace);
    ASSERT_EQ(found.has_value(), expected.has_value()) << from.from << ">" << from.to << " to " << to.from << ">" << to.to;
    if (found) {
      EXPECT_NEAR(static_cast<double>(found->duration_ms), static_cast<double>(*expected), 3)
          << from.from << ">" << from.to << " to " << to.from << ">" << to.to;
    } else {
      ++unreachable;
    }
    ++compared;
  }
}

}  // namespace

TEST(RandomTowns, WithOneWaysRestrictionsAndClosuresAreDrivenAsDrawn) {
  town_maker maker(1);
  std::size_t compared = 0, unreachable = 0;
  for (int i = 0; i < 150 && !HasFatalFailure(); ++i) {
    auto in = maker.make(3 + maker.below(3), 3 + maker.below(3), false);
    compare_town(maker, in, compared, unreachable);
  }
  EXPECT_EQ(compared, 1'200U);
  EXPECT_LT(unreachable, compared / 2);
}

TEST(RandomTowns, WithPrivateStreetsAreDrivenAsDrawn) {
  town_maker maker(2);
  std::size_t compared = 0, unreachable = 0;
  for (int i = 0; i < 100 && !HasFatalFailure(); ++i) {
    auto in = maker.make(4 + maker.below(2), 3 + maker.below(2), true);
    in.map.relations.clear();  // bans could cut the public streets apart; those towns are the other test's
    in.banned.clear();
    compare_town(maker, in, compared, unreachable);
  }
  EXPECT_EQ(compared, 800U);
}

namespace {

// 1,000 questions with random units and closures, against the plain Dijkstra in both directions.
void compare_with_oracle(const road::graph& roads, road::profile who, std::uint32_t seed, int questions) {
  std::mt19937 random(seed);
  const auto box = roads.bounds();
  std::uniform_int_distribution<std::int32_t> lon(box.west, box.east), lat(box.south, box.north);
  std::uniform_int_distribution<road::arc_id> arc(0, roads.arc_count() - 1);
  const auto somewhere = [&](road::snap_role role) {
    for (;;) {
      const auto found = road::snap(roads, {.who = who, .role = role, .at = road::to_position({lon(random), lat(random)}), .max_m = 2000});
      if (found) return *found;
    }
  };
  const test::oracle truth(roads, who);
  road::search_workspace workspace;
  road::nearest_answer answer;
  for (int i = 0; i < questions; ++i) {
    std::vector<road::arc_id> closed(random() % 30);
    for (auto& a : closed) a = arc(random);
    const road::closures shut(roads, closed, static_cast<std::uint64_t>(i));
    std::vector<road::unit_on_road> units;
    for (std::uint32_t u = 0; u < 1 + random() % 12; ++u) units.push_back({u, somewhere(road::snap_role::unit)});
    const auto target = i % 5 == 0 ? units[0].place : somewhere(road::snap_role::incident);
    const auto times = truth.times_to(shut, target, units);
    const std::size_t wanted = 1 + random() % 6;
    std::vector<std::pair<std::uint32_t, road::unit_key>> right;
    for (std::uint32_t u = 0; u < units.size(); ++u) {
      if (times[u]) right.emplace_back(*times[u], u);
    }
    std::sort(right.begin(), right.end());
    right.resize(std::min(right.size(), wanted));
    road::nearest_units(roads, {roads, units}, {.who = who, .target = target, .wanted = wanted, .shut = &shut}, workspace, answer);
    std::vector<std::pair<std::uint32_t, road::unit_key>> got;
    for (const auto& one : answer.units) got.emplace_back(one.time_ms, one.unit);
    ASSERT_EQ(got, right) << "question " << i;
    if (i % 10 != 0) continue;
    EXPECT_EQ(truth.time(shut, units[0].place, target), times[0]);
    const auto forward = road::travel_times(roads, who, &shut, units[0].place, std::vector<road::snapped>{target}, workspace);
    EXPECT_EQ(forward[0], times[0]);
  }
}

}  // namespace

TEST(RandomQuestions, OnADrawnTownAgreeWithPlainDijkstra) {
  town_maker maker(3);
  const auto in = maker.make(12, 12, false);
  road::import_report report;
  const auto roads = test::graph_of(in.map, report);
  EXPECT_GT(report.restrictions_used, 30U);
  compare_with_oracle(*roads, road::profile::car, 4, 1'000);
  compare_with_oracle(*roads, road::profile::foot, 5, 200);
}

TEST(RandomQuestions, OnARealExtractAgreeWithPlainDijkstra) {
  SHARED_OR_SKIP(path, "data/baltimore/baltimore_se.osm.pbf");
  const test::folder folder;
  road::import_roads({.source_path = path, .graph_path = folder.file("roads.graph")});
  const auto roads = road::open_graph(folder.file("roads.graph"));
  compare_with_oracle(*roads, road::profile::car, 6, 150);
  compare_with_oracle(*roads, road::profile::motorcycle, 7, 50);
}
