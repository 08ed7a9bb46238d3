#include "jobs/dispatch/recommendation_evaluate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "jobs/dispatch/recommendation_rules.h"
#include "recommendation_table.h"
#include "recommendation_town.h"
#include "town/road/travel.h"

namespace {

using test::unit_town;

// A river between the two rows, one bridge at the right end.
constexpr std::string_view river = R"(
A---B---C---D---E
                |
F---G---H---I---J
)";

TEST(RecommendationOnRoads, GoesByTheBridgeNotByTheStraightLine) {
  unit_town town(river);
  town.units = {{.name = "over the river", .at = town.map.at('F')}, {.name = "down the road", .at = town.map.at('C')}};
  const auto r = town.recommend(town.map.at('A'));
  EXPECT_EQ(test::verdicts(r), "down the road chosen, over the river backup");
  EXPECT_EQ(test::candidate_of(r, "over the river").straight_line_rank, 1);
  EXPECT_EQ(test::candidate_of(r, "over the river").road_rank, 2);
  EXPECT_EQ(test::candidate_of(r, "down the road").distance_m, 400);
}

TEST(RecommendationOnRoads, HeedsAClosureAtOnceAndExcludesWhatCannotGetThere) {
  unit_town town(river);
  town.units = {{.name = "near", .at = town.map.at('I')}, {.name = "far", .at = town.map.at('A')}};
  const auto where = town.map.at('E');
  EXPECT_EQ(town.recommend(where).chosen, std::vector<std::string>{"id-near"});
  town.close(road::arcs_near(*town.roads, town.map.at("EJ", 0.5), 20));
  const auto r = town.recommend(where);
  EXPECT_EQ(test::verdicts(r), "far chosen, near unreachable");
  EXPECT_FALSE(test::candidate_of(r, "near").eta_s);
  EXPECT_EQ(test::candidate_of(r, "near").reason.en, "No road leads there from where it is.");
  EXPECT_GT(r.closures_epoch, 0);
}

TEST(RecommendationOnRoads, SearchesOnTheRoadsOfEachKindOfUnit) {
  unit_town town("A---B---C---D---E---F");
  town.map.street("BC", {{"highway", "footway"}});
  town.roads = town.map.graph();
  town.units = {{.name = "car", .at = town.map.at('A')},
                {.name = "walker", .at = town.map.at('A'), .kind = duty::unit_kind::foot},
                {.name = "rider", .at = town.map.at('F'), .kind = duty::unit_kind::motorcycle}};
  const auto r = town.recommend(town.map.at('D'));
  EXPECT_EQ(test::verdicts(r), "rider chosen, walker backup, car unreachable");
}

TEST(RecommendationOnRoads, CountsTheTurnOutOnlyAtTheStation) {
  unit_town town("A---B---C---D---E---F");
  town.units = {{.name = "based", .at = town.map.at('A'), .turnout_s = 600}};
  auto inputs = town.inputs(town.map.at('C'));
  dispatch::search_memory memory;
  EXPECT_EQ(dispatch::evaluate(inputs, memory).candidates[0].turnout_s, 600);  // no station is known
  const auto with_station = [&](char corner) {
    auto unit = (*inputs.units->units)[0];
    unit.station_position = town.map.at(corner);
    auto snapshot = std::make_shared<duty::unit_snapshot>(*inputs.units);
    snapshot->units = std::make_shared<const duty::fleet>(std::vector{std::make_shared<const duty::unit>(unit)}, 99);
    inputs.units = snapshot;
    return dispatch::evaluate(inputs, memory).candidates[0].turnout_s;
  };
  EXPECT_EQ(with_station('A'), 600);
  EXPECT_EQ(with_station('F'), 0);  // it is out on the road
}

TEST(RecommendationOnRoads, ExcludesEveryoneWhenTheIncidentIsFarFromAnyRoad) {
  unit_town town(river);
  town.units = {{.name = "A", .at = town.map.at('A')}};
  const auto far = base::position{.lon = town.map.at('A').lon + 0.05, .lat = town.map.at('A').lat + 0.05};
  const auto r = town.recommend(far);
  EXPECT_TRUE(r.chosen.empty());
  EXPECT_EQ(test::verdicts(r), "A unreachable");
}

constexpr std::string_view grid = R"(
A---B---C---D---E
|   |   |   |   |
F---G->-H---I---J
|   |   |       |
K---L---M---N   O
    |           |
P---Q---R---S---T
)";

std::vector<test::town_unit> random_units(std::mt19937& random, unit_town& town, std::size_t count) {
  const auto upto = [&](int n) { return std::uniform_int_distribution<int>(0, n)(random); };
  const std::vector<std::string> streets = {"AB", "BC", "CD", "DE", "FG", "GH", "HI", "IJ", "KL", "LM", "MN",
                                            "PQ", "QR", "RS", "ST", "AF", "BG", "CH", "DI", "EJ", "LQ", "OT"};
  const std::vector<std::string> areas = {"", "county", "town", "village", "elsewhere"};
  std::vector<test::town_unit> units;
  for (std::size_t i = 0; i < count; ++i) {
    test::town_unit one{.name = "u" + std::to_string(i), .at = town.map.at(streets[static_cast<std::size_t>(upto(21))], upto(10) / 10.0)};
    one.kind = static_cast<duty::unit_kind>(upto(2));
    one.doing = upto(4) == 0 ? duty::task::en_route : duty::task::none;
    one.can = upto(5) == 0 ? std::vector<std::string>{"medical"} : std::vector<std::string>{"patrol"};
    one.area = areas[static_cast<std::size_t>(upto(4))];
    one.turnout_s = upto(3) * 30;
    one.age_s = upto(700);
    one.on_shift = upto(9) > 0;
    one.located = upto(9) > 0;
    units.push_back(std::move(one));
  }
  return units;
}

// Every road time by its own search forward, from each unit to the incident.
test::unit_table all_times(const dispatch::recommendation_inputs& inputs, std::uint64_t& needs) {
  test::unit_table table;
  table.facts = dispatch::facts_of(inputs, needs);
  road::search_workspace workspace;
  for (std::uint32_t i = 0; i < table.facts.size(); ++i) {
    table.names.push_back((*inputs.units->units)[i].name);
    table.drive_ms.push_back(dispatch::never_ms);
    const auto who = duty::profile_of((*inputs.units->units)[i].kind);
    const auto target = road::snap(
        *inputs.roads,
        {.who = who, .role = road::snap_role::incident, .at = inputs.incident.location, .max_m = 500, .shut = inputs.closures->shut.get()});
    const auto& place = (*inputs.units)[i].place;
    if (!target || !place) continue;
    const auto time = road::travel_times(*inputs.roads, who, inputs.closures->shut.get(), *place, std::vector{*target}, workspace);
    if (time[0]) table.drive_ms.back() = *time[0];
  }
  return table;
}

TEST(RecommendationOnRoads, EqualsTheAnswerFromAllPairsOfTimes) {
  std::mt19937 random(11);
  unit_town town(grid);
  dispatch::search_memory memory;
  for (int round = 0; round < 300; ++round) {
    town.close(road::arcs_near(*town.roads, town.map.at(static_cast<char>('A' + round % 20)), round % 3 == 0 ? 30 : 0.1));
    town.units = random_units(random, town, static_cast<std::size_t>(round % 90));
    auto inputs = town.inputs(town.map.at(static_cast<char>('A' + round % 19)), {"patrol", "medical"}, 1 + static_cast<std::uint32_t>(round % 3));
    inputs.rules.list_all_up_to = round % 2 == 0 ? 60 : 0;
    inputs.incident.location = road::to_position(road::to_point(inputs.incident.location));
    const auto r = dispatch::evaluate(inputs, memory);

    std::uint64_t needs = 0;
    const auto table = all_times(inputs, needs);
    const dispatch::need asked{.units = inputs.incident.units, .capabilities = needs};
    const auto plain = test::decide(table, asked, inputs.rules);
    std::vector<std::string> chosen;
    for (const auto unit : plain.chosen) chosen.push_back("id-" + table.names[unit]);
    ASSERT_EQ(r.chosen, chosen) << "round " << round;
    for (const auto& one : r.candidates) {
      const auto number = *inputs.units->units->find(one.unit_id);
      if (one.drive_s) {
        ASSERT_EQ(std::llround(*one.drive_s * 1'000), table.drive_ms[number]) << one.unit_name << " in round " << round;
      } else if (one.judged == dispatch::verdict::unreachable && table.facts[number].on_road) {
        ASSERT_EQ(table.drive_ms[number], dispatch::never_ms) << one.unit_name << " in round " << round;
      }
      if (one.at_least_s) {
        ASSERT_LE(std::llround(*one.at_least_s * 1'000), static_cast<std::int64_t>(table.drive_ms[number]));
      }
    }
    for (const auto& several : r.others) {
      for (const auto& id : several.unit_ids) {
        if (several.at_least_s) {
          ASSERT_LE(std::llround(*several.at_least_s * 1'000), static_cast<std::int64_t>(table.drive_ms[*inputs.units->units->find(id)]));
        }
      }
    }
  }
}

// Reads parts from memory, as a store would.
dispatch::part_reader reader_of(const dispatch::written_inputs& written) {
  std::map<std::string, std::string> texts;
  for (const auto& part : written.parts) texts[part->sha256] = part->text;
  return [texts](const std::string& sha256) { return texts.at(sha256); };
}

std::string output_of(const dispatch::recommendation& r) {
  std::string text;
  record::write_json(text, dispatch::output_table(), &r);
  return text;
}

TEST(RecommendationInputs, GiveTheSameBytesWhenReadAgain) {
  std::mt19937 random(5);
  unit_town town(grid);
  dispatch::search_memory memory;
  dispatch::input_writer writer;
  for (int round = 0; round < 60; ++round) {
    if (round % 4 == 0) town.close(road::arcs_near(*town.roads, town.map.at(static_cast<char>('A' + round % 20)), 30));
    town.units = random_units(random, town, static_cast<std::size_t>(round * 3));
    const auto inputs = town.inputs(town.map.at(static_cast<char>('A' + round % 19)), {"patrol", "medical"}, 2);
    const auto written = writer.write(inputs);
    const auto again = dispatch::read_inputs(written.document, reader_of(written), town.roads);
    ASSERT_EQ(output_of(dispatch::evaluate(again, memory)), output_of(dispatch::evaluate(inputs, memory))) << "round " << round;
    dispatch::input_writer other;
    ASSERT_EQ(other.write(again).document, written.document) << "round " << round;
  }
}

TEST(RecommendationInputs, ShareThePartsThatDidNotChange) {
  unit_town town(grid);
  for (int i = 0; i < 200; ++i) town.units.push_back({.name = "u" + std::to_string(i), .at = town.map.at('A')});
  dispatch::input_writer writer;
  auto inputs = town.inputs(town.map.at('B'));
  const auto first = writer.write(inputs);
  auto changed = std::make_shared<duty::unit_snapshot>(*inputs.units);
  auto chunk = std::make_shared<duty::unit_chunk>(*changed->chunks[2]);
  chunk->serial = 1'000'000;
  chunk->units[5].doing = duty::task::assigned;
  changed->chunks[2] = chunk;
  inputs.units = changed;
  const auto second = writer.write(inputs);
  ASSERT_EQ(first.parts.size(), second.parts.size());
  std::size_t same = 0;
  for (std::size_t i = 0; i < first.parts.size(); ++i) same += first.parts[i] == second.parts[i] ? 1 : 0;
  EXPECT_EQ(same + 1, first.parts.size());
  EXPECT_NE(first.sha256, second.sha256);
}

TEST(RecommendationInputs, AreRefusedWhenAPartWasChangedOrTheRoadsAreOthers) {
  unit_town town(grid);
  town.units = {{.name = "A", .at = town.map.at('A')}};
  dispatch::input_writer writer;
  const auto written = writer.write(town.inputs(town.map.at('B')));
  const auto code_of = [&](const dispatch::part_reader& parts, const std::shared_ptr<const road::graph>& roads) {
    try {
      dispatch::read_inputs(written.document, parts, roads);
      return std::string("none");
    } catch (const base::problem& problem) {
      return problem.code;
    }
  };
  EXPECT_EQ(code_of(reader_of(written), town.roads), "none");
  EXPECT_EQ(code_of([&](const std::string& sha256) { return reader_of(written)(sha256) + " "; }, town.roads), "inputs_broken");
  EXPECT_EQ(code_of([](const std::string&) -> std::string { throw std::out_of_range("gone"); }, town.roads), "inputs_broken");
  test::street_map other("A---B");
  EXPECT_EQ(code_of(reader_of(written), other.graph()), "graph_changed");
}

}  // namespace
