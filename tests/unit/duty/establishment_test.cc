#include "town/duty/establishment.h"

#include <fstream>

#include "unit/duty/duty_town.h"

namespace {

using duty::formula_kind;

TEST(EstablishmentFormulas, GuardsOfAUnitByItsStaff) {
  const duty::formula by{.kind = formula_kind::staff_steps, .number = 1, .up_to = 200, .per_mille = 5};
  const std::vector<std::pair<std::int64_t, std::int64_t>> table = {{0, 1},   {1, 1},   {199, 1}, {200, 1},  {201, 2},  {400, 2},
                                                                    {401, 3}, {600, 3}, {601, 4}, {1000, 5}, {1001, 6}, {10'000, 50}};
  for (const auto& [staff, required] : table) EXPECT_EQ(duty::required_by(by, {.staff = staff}), required) << staff;
  EXPECT_EQ(duty::required_by(by, {}), std::nullopt) << "a staff nobody counted asks for nothing known";
}

TEST(EstablishmentFormulas, AuxiliariesByPopulation) {
  const duty::formula by{.kind = formula_kind::per_population, .number = 15, .per = 10'000};
  const std::vector<std::pair<std::int64_t, std::int64_t>> table = {{0, 0},       {1, 1},       {666, 1},          {667, 2},
                                                                    {10'000, 15}, {10'001, 16}, {1'000'000, 1'500}};
  for (const auto& [people, required] : table) EXPECT_EQ(duty::required_by(by, {.population = people}), required) << people;
  EXPECT_EQ(duty::required_by(by, {}), std::nullopt);
}

TEST(EstablishmentFormulas, FixedMinimaAndShares) {
  EXPECT_EQ(duty::required_by({.kind = formula_kind::fixed_minimum, .number = 80}, {}), 80);
  duty::formula share{.kind = formula_kind::share_of};
  EXPECT_EQ(duty::required_by(share, {.population = 10'000}), std::nullopt) << "no share is known";
  share.share = 0.0012;
  EXPECT_EQ(duty::required_by(share, {.population = 10'000}), 12);
  EXPECT_EQ(duty::required_by(share, {.population = 10'001}), 13);
  share.of_kinds = {duty::force_kind::auxiliary};
  share.share = 0.1;
  EXPECT_EQ(duty::required_by(share, {.others = 30}), 3);
  EXPECT_EQ(duty::required_by(share, {.others = 31}), 4);
}

TEST(EstablishmentCatalogue, SaysEveryFaultWithItsLine) {
  test::folder folder;
  const auto faults = [&](const std::string& text) {
    std::ofstream(folder.file("e.yaml")) << text;
    try {
      duty::read_establishment(folder.file("e.yaml"));
      return std::string("good");
    } catch (const base::problem& problem) {
      return problem.detail.substr(problem.detail.find("e.yaml"));
    }
  };
  const std::string head = "rules:\n  - id: a\n    citation: A3\n    text: {zh: 一, en: one}\n";
  EXPECT_EQ(faults(head + "    scope: {areas: [village]}\n    counts: {}\n    formula: {kind: fixed_minimum, number: 1}\n"), "good");
  EXPECT_EQ(faults(head + "    scope: {areas: [moon]}\n    counts: {kinds: [army]}\n    formula: {kind: magic}\n"),
            "e.yaml:5: unknown level moon; " + folder.file("e.yaml") + ":5: areas names no level; " + folder.file("e.yaml") +
                ":6: kinds has an unknown code; " + folder.file("e.yaml") + ":7: unknown kind of formula magic");
  EXPECT_EQ(faults(head + "    scope: {posts: [police_room]}\n    counts: {}\n    formula: {kind: staff_steps, number: 1, up_to: 0, per_mille: 5}\n"),
            "e.yaml:7: up_to must be a whole number from 1 to 1000000; " + folder.file("e.yaml") + ":7: staff_steps is for forces");
  EXPECT_EQ(faults("rules: 5\n"), "e.yaml:1: rules must be a list of at most 500");
}

class Establishment : public test::duty_town {
 protected:
  // "required registered active gap owed_by" of a rule's row for one area, force or post.
  std::string row(const std::string& rule, const std::string& scope, const std::string& area = "") {
    test::call_input input;
    if (!area.empty()) input.query = {{"area", area_id(area)}};
    const auto body = call("get_establishment", input).body;
    for (auto at = body.find(R"("rule_id":")" + rule + "\""); at != std::string::npos; at = body.find(R"("rule_id":")" + rule + "\"", at + 1)) {
      const auto one = body.substr(at, body.find('}', at) - at + 1);
      if (test::value_of(one, "scope_name") != scope) continue;
      const auto of = [&](const char* name) { return test::value_of(one, name) + " "; };
      return of("required") + of("registered") + of("active_30d") + of("gap") + of("basis") + test::value_of(one, "owed_by_name");
    }
    return "<no row>";
  }
};
ON_BOTH_ENGINES(Establishment);

TEST_P(Establishment, CountsWhoServedWithinThirtyDaysBesideWhoIsRegistered) {
  const auto team = make_force("township_team", "T");
  std::string ids;
  for (int i = 0; i < 3; ++i) {
    const auto id = make_member(team, "M" + std::to_string(i));
    if (i < 2) ids += (ids.empty() ? "\"" : ",\"") + id + "\"";
  }
  EXPECT_EQ(row("township_team", "Township"), "15 3 0 15 null Township");
  const auto shift = make("create_shift", R"({"force_id":")" + team + R"(","starts_at":")" + base::to_rfc3339(test::duty_noon) + R"(","ends_at":")" +
                                              base::to_rfc3339(test::duty_noon + base::hours(1)) + R"(","member_ids":[)" + ids + "]}");
  EXPECT_EQ(row("township_team", "Township"), "15 3 0 15 null Township") << "planned is not served";
  call("begin_shift", {.path = {{"id", shift}}});
  call("end_shift", {.path = {{"id", shift}}});
  EXPECT_EQ(row("township_team", "Township"), "15 3 2 13 null Township");
  clock_.advance(base::seconds(30 * 86'400 + 1));
  EXPECT_EQ(row("township_team", "Township"), "15 3 0 15 null Township");
}

TEST_P(Establishment, AsksOfEachVillageTownshipPostAndUnit) {
  const auto police = make_force("professional", "V1");
  make_member(police, "Officer", R"(,"role":"officer")");
  EXPECT_EQ(row("village_officer", "Village 1"), "1 1 0 1 null Village 1");
  EXPECT_EQ(row("village_officer", "Village 2"), "1 0 0 1 null Village 2");
  make_force("emergency_team", "T");
  EXPECT_EQ(row("emergency_team", "Township"), "1 1 0 1 null Township");
  const auto post = make(
      "create_post", R"({"kind":"police_room","setting":"rural","name":"Room","area_id":")" + area_id("V1") + R"(","force_id":")" + police + "\"}");
  make_member(police, "Aux", R"(,"role":"auxiliary","post_id":")" + post + "\"");
  EXPECT_EQ(row("rural_room_auxiliaries", "Room"), "1 1 0 1 null professional");
  EXPECT_EQ(row("urban_room_auxiliaries", "Room"), "<no row>");
  const auto guards = make_force("mine_guard", "V2", R"(,"guarded_staff":401)");
  make_member(guards, "G", R"(,"full_time":false)");
  EXPECT_EQ(row("unit_guards_full_time", "mine_guard"), "3 0 0 3 401 mine_guard");
  EXPECT_EQ(row("unit_guards_part_time", "mine_guard"), "3 1 0 3 401 mine_guard");
  EXPECT_EQ(row("village_officer", "Village 2", "V1"), "<no row>") << "only what was asked about";
}

TEST_P(Establishment, PopulationsAddUpAndSmallOnesAreNeverShown) {
  const auto set = [&](const std::string& area, int people) {
    return code_of("set_area_population", {.body = R"({"population":)" + std::to_string(people) + R"(,"as_of":"2026-01-01","source":"census"})",
                                           .path = {{"id", area_id(area)}}});
  };
  EXPECT_EQ(row("auxiliaries_per_population", "Village 1", "V1"), "null 0 0 null null Village 1");
  EXPECT_EQ(set("V1", 20'000), "taken");
  EXPECT_EQ(row("auxiliaries_per_population", "County", "C"), "null 0 0 null null County") << "one part is not counted: the whole is not known";
  EXPECT_EQ(set("V2", 4), "taken");
  EXPECT_EQ(row("auxiliaries_per_population", "County", "C"), "31 0 0 31 null County") << "20,004 less 20,000 would show the 4";
  EXPECT_EQ(row("auxiliaries_per_population", "Village 2", "V2"), "1 0 0 1 null Village 2");
  const auto shown = call("list_area_populations").body;
  EXPECT_NE(shown.find(R"("population":20000)"), std::string::npos);
  EXPECT_NE(shown.find(R"("population":null)"), std::string::npos);
  EXPECT_EQ(shown.find(R"("population":4)"), std::string::npos);
  EXPECT_EQ(code_of("set_area_population", {.body = R"({"population":-1,"as_of":"2026-01-01","source":"x"})", .path = {{"id", area_id("V1")}}}),
            "bad_input /population out_of_range");
  EXPECT_EQ(code_of(account("elsewhere", {"duty.write"}, area_path("V1")), "set_area_population",
                    {.body = R"({"population":9,"as_of":"2026-01-01","source":"x"})", .path = {{"id", area_id("V2")}}}),
            "not_found");
}

}  // namespace
