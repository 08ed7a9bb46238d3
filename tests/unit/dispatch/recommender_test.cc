#include "jobs/dispatch/recommender.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "jobs/dispatch/cover_build.h"
#include "jobs/dispatch/incident_store.h"
#include "jobs/dispatch/recommendation_api.h"
#include "maps/street_map.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/duty/unit_api.h"
#include "town/duty/unit_store.h"
#include "town/road/closure_api.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};

// What a running system has of duty, closures and recommendations, on one database.
struct running {
  running(store::database& db, const base::clock& time, const std::shared_ptr<const road::graph>& roads)
      : closures(db, time, roads), units(db, roads), who_goes({.units = units, .closures = closures, .roads = roads, .time = time}) {
    closures.on_change([this](const auto& shut) { units.set_closures(shut); });
    closures.rebuild();
    units.rebuild();
    db.on_commit([this](auto events) {
      closures.hear(events);
      units.hear(events);
      who_goes.hear(events);
    });
  }
  road::live_closures closures;
  duty::live_units units;
  dispatch::recommender who_goes;
};

class Recommendations : public test::on_both_engines {
 protected:
  Recommendations()
      : map_("A---B---C---D\n|   |   |   |\nE---F---G---H"),
        roads_(map_.graph()),
        types_("test", {{.code = "patrol", .name = {.zh = "巡逻", .en = "patrol"}}}, {fight()}),
        who_(test::caller_with({"unit.read", "unit.write", "unit.position.write", "incident.read", "dispatch.send", "closure.write"})) {}

  static dispatch::incident_type fight() {
    dispatch::incident_type type;
    type.code = "fight";
    type.name = {.zh = "打架", .en = "Fight"};
    type.needs = {"patrol"};
    return type;
  }

  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    start();
  }

  // Also again, on the same database: a restart.
  void start() {
    town_.reset();
    db_.reset();
    db_ = open(clock_);
    town_ = std::make_unique<running>(*db_, clock_, roads_);
  }

  operation::answer call(std::string_view name, test::call_input input) {
    auto all = dispatch::recommendation_operations({.who_goes = town_->who_goes, .types = types_, .time = clock_});
    for (auto& one : duty::unit_operations({.live = town_->units, .time = clock_})) all.push_back(one);
    for (auto& one : road::closure_operations({.roads = roads_, .time = clock_})) all.push_back(one);
    return test::call(*db_, all, who_, name, std::move(input));
  }

  static std::string place(base::position at) { return R"({"lon":)" + std::to_string(at.lon) + R"(,"lat":)" + std::to_string(at.lat) + "}"; }

  std::string add_unit(const std::string& name, char corner) {
    const auto given =
        call("create_unit", {.body = R"({"name":")" + name + R"(","kind":"car","force":"police","capabilities":["patrol"],"on_shift":true})"});
    const auto id = given.location.substr(std::string("/api/units/").size());
    move(id, corner);
    return id;
  }
  void move(const std::string& id, char corner) {
    const duty::unit_move one{.unit_id = id, .position = map_.at(corner), .at = clock_.now()};
    town_->units.move({&one, 1});
    db_->write_and_wait({}, [&](store::transaction& t) { ASSERT_TRUE(duty::put_position(t.db(), one, one.at)); });  // as sealing does
  }

  std::string add_incident(char corner, dispatch::incident_state state = dispatch::incident_state::waiting) {
    dispatch::incident one;
    one.id = "incident-" + std::to_string(++incidents_);
    one.number = std::to_string(incidents_);
    one.type = "fight";
    one.location = map_.at(corner);
    one.state = state;
    one.reported_at = one.created_at = one.updated_at = clock_.now();
    if (!dispatch::is_open(state)) one.closed_at = clock_.now();
    db_->write_and_wait({}, [&](store::transaction& t) { ASSERT_TRUE(dispatch::insert_incident(t.db(), one)); });
    return one.id;
  }

  boost::json::value recommend(const std::string& incident) { return boost::json::parse(call("recommend", {.path = {{"id", incident}}}).body); }
  boost::json::value verify(const boost::json::value& recommendation) {
    return boost::json::parse(call("verify_recommendation", {.path = {{"id", std::string(recommendation.at("id").as_string())}}}).body);
  }
  static std::string first_chosen(const boost::json::value& recommendation) {
    return std::string(recommendation.at("chosen").as_array().at(0).as_string());
  }

  std::int64_t count(const std::string& table) {
    std::int64_t rows = 0;
    db_->read([&](store::connection& c) { rows = c.query("SELECT COUNT(*) FROM " + table).integer(0, 0); });
    return rows;
  }

  base::manual_clock clock_{noon};
  test::street_map map_;
  std::shared_ptr<const road::graph> roads_;
  dispatch::incident_catalogue types_;
  operation::caller who_;
  std::unique_ptr<store::database> db_;
  std::unique_ptr<running> town_;
  int incidents_ = 0;
};
ON_BOTH_ENGINES(Recommendations);

TEST_P(Recommendations, AreComputedAgainByteForByteWhateverHappensLater) {
  const auto near = add_unit("near", 'B');
  const auto far = add_unit("far", 'H');
  const auto sw = map_.at('E');
  const auto ne = map_.at('D');
  dispatch::cover_request request{.extent = {.west = sw.lon - 0.001, .south = sw.lat - 0.001, .east = ne.lon + 0.001, .north = ne.lat + 0.001}};
  town_->who_goes.set_cover(std::make_shared<const dispatch::cover_data>(dispatch::build_cover(*roads_, request)));
  const auto incident = add_incident('A');
  const auto first = recommend(incident);
  EXPECT_EQ(first_chosen(first), near);
  EXPECT_FALSE(first.at("cover").is_null());
  EXPECT_EQ(verify(first).at("same"), true);

  const std::vector<duty::unit_task> out = {{.unit_id = near, .doing = duty::task::en_route, .incident_id = incident}};
  town_->units.set_tasks(out);
  call("create_closure", {.body = R"({"position":)" + place(map_.at('F')) + R"(,"radius_m":5,"reason":"flood"})"});
  clock_.advance(base::minutes(1));
  move(far, 'G');
  const auto second = recommend(incident);
  EXPECT_EQ(first_chosen(second), far);
  EXPECT_NE(second.at("inputs_sha256"), first.at("inputs_sha256"));
  EXPECT_GT(second.at("closures_epoch").as_int64(), first.at("closures_epoch").as_int64());

  start();  // nothing in memory is left
  EXPECT_EQ(verify(first).at("same"), true);
  EXPECT_EQ(verify(second).at("same"), true);
  const auto read = boost::json::parse(call("get_recommendation", {.path = {{"id", std::string(first.at("id").as_string())}}}).body);
  EXPECT_EQ(read, first);
  EXPECT_EQ(boost::json::parse(call("get_latest_recommendation", {.path = {{"id", incident}}}).body), second);
}

TEST_P(Recommendations, InAHurryChooseTheSameAndGiveBoundsForTheRest) {
  // Both sides of the incident, ever farther; more units than are considered.
  const std::string corners = "BEFCGDH";
  for (std::size_t i = 0; i < corners.size(); ++i) add_unit("car " + std::to_string(i), corners[i]);
  dispatch::incident_facts facts{.id = add_incident('A'), .location = map_.at('A'), .area_path = "/", .type = "fight", .priority = 1};
  facts.needs.push_back({.code = "patrol", .name = {.zh = "巡逻", .en = "patrol"}});
  const auto whole = town_->who_goes.recommend(facts);
  const auto quick = town_->who_goes.recommend(facts, dispatch::thoroughness::best_exact);
  EXPECT_EQ(quick->result.chosen, whole->result.chosen);
  ASSERT_EQ(quick->result.candidates.size(), corners.size()) << "every unit has its line";
  std::size_t bounded = 0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const auto& one = quick->result.candidates[i];
    ASSERT_TRUE(whole->result.candidates[i].eta_s) << "a small fleet at leisure: all exact";
    if (one.eta_s) {
      EXPECT_EQ(one.unit_id, whole->result.candidates[i].unit_id);
      EXPECT_EQ(one.eta_s, whole->result.candidates[i].eta_s);
    } else {
      ++bounded;
      ASSERT_TRUE(one.at_least_s);
      EXPECT_LE(*one.at_least_s, *whole->result.candidates[i].drive_s);
    }
  }
  EXPECT_GT(bounded, 0U);
  dispatch::stored_recommendation kept;
  db_->write_and_wait({}, [&](store::transaction& t) { kept = town_->who_goes.keep(t, *quick, ""); });
  start();
  db_->read([&](store::connection& db) { EXPECT_TRUE(town_->who_goes.verify(db, kept).same); });
}

TEST_P(Recommendations, AreFoundOutWhenSomebodyChangedThem) {
  add_unit("near", 'B');
  const auto given = recommend(add_incident('A'));
  const std::string id(given.at("id").as_string());
  db_->write_and_wait(
      {}, [&](store::transaction& t) { t.db().execute("UPDATE recommendations SET output = REPLACE(output, 'near', 'Near') WHERE id = $1", {id}); });
  EXPECT_EQ(verify(given).at("same"), false);
  db_->write_and_wait({}, [&](store::transaction& t) {
    t.db().execute("UPDATE recommendations SET output = REPLACE(output, 'Near', 'near') WHERE id = $1", {id});
    t.db().execute("UPDATE recommendation_parts SET content = REPLACE(content, 'near', 'Near') WHERE kind = 'fleet'");
  });
  EXPECT_THROW(verify(given), base::problem);
}

TEST_P(Recommendations, StoreWhatTheyShareOnce) {
  const auto unit = add_unit("near", 'B');
  const auto incident = add_incident('A');
  recommend(incident);
  const auto parts = count("recommendation_parts");
  EXPECT_EQ(parts, 3);  // fleet, closures, one chunk of units
  recommend(incident);
  EXPECT_EQ(count("recommendation_parts"), parts);
  clock_.advance(base::seconds(5));
  move(unit, 'C');
  recommend(incident);
  EXPECT_EQ(count("recommendation_parts"), parts + 1);
  EXPECT_EQ(count("recommendations"), 3);
}

TEST_P(Recommendations, StayWhenThePositionsTheyRestOnAreForgotten) {
  const auto unit = add_unit("near", 'B');
  const auto incident = add_incident('A');
  const auto old_one = recommend(incident);
  clock_.advance(base::days(20));
  move(unit, 'C');
  const auto younger = recommend(incident);
  const auto parts = count("recommendation_parts");
  EXPECT_EQ(town_->who_goes.forget_positions(*db_, clock_.now() - base::days(30)), 0U) << "nothing is old";
  EXPECT_EQ(town_->who_goes.forget_positions(*db_, clock_.now() - base::days(10)), 1U);
  EXPECT_EQ(count("recommendation_parts"), parts - 1);
  EXPECT_EQ(verify(younger).at("same"), true);
  try {
    verify(old_one);
    ADD_FAILURE() << "it was computed again from what is gone";
  } catch (const base::problem& gone) {
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(gone.code, "inputs_forgotten");
  }
  const auto shown = call("get_recommendation", {.path = {{"id", std::string(old_one.at("id").as_string())}}});
  EXPECT_NE(shown.body.find(unit), std::string::npos) << "who was to go stays known";
  // A unit that stands where it stood then: its part is stored again, though it was sent before.
  EXPECT_EQ(town_->who_goes.forget_positions(*db_, clock_.now() + base::days(1)), 0U) << "what another node computes now may name it";
  clock_.advance(base::hours(2));
  EXPECT_EQ(town_->who_goes.forget_positions(*db_, clock_.now()), 1U);
  EXPECT_EQ(verify(recommend(incident)).at("same"), true);
}

TEST_P(Recommendations, SurviveATransactionThatWasTakenBack) {
  add_unit("near", 'B');
  const auto incident = add_incident('A');
  const auto computed = town_->who_goes.recommend({.id = incident, .location = map_.at('A'), .type = "fight"});
  EXPECT_THROW(db_->write_and_wait({},
                                   [&](store::transaction& t) {
                                     town_->who_goes.keep(t, *computed, "");
                                     throw std::runtime_error("taken back");
                                   }),
               std::runtime_error);
  EXPECT_EQ(count("recommendation_parts"), 0);
  EXPECT_EQ(verify(recommend(incident)).at("same"), true);  // its parts are stored, though they were sent before
}

TEST_P(Recommendations, AreForOpenIncidentsInTheCallersAreas) {
  add_unit("near", 'B');
  const auto code_of = [&](const std::string& incident) {
    try {
      recommend(incident);
      return std::string("given");
    } catch (const base::problem& problem) {
      return problem.code;
    }
  };
  EXPECT_EQ(code_of(add_incident('A', dispatch::incident_state::closed)), "incident_closed");
  EXPECT_EQ(code_of("nobody"), "not_found");
  const auto open_one = add_incident('A');
  const auto given = recommend(open_one);
  who_.grants = {{"incident.read", "/elsewhere/"}, {"dispatch.send", "/"}};
  EXPECT_EQ(code_of(open_one), "not_found");
  EXPECT_THROW(call("get_recommendation", {.path = {{"id", std::string(given.at("id").as_string())}}}), base::problem);
  EXPECT_THROW(call("get_latest_recommendation", {.path = {{"id", open_one}}}), base::problem);
}

TEST_P(Recommendations, RememberTheTimeTheyGaveForAUnit) {
  const auto near = add_unit("near", 'B');
  const auto busy = add_unit("busy", 'B');
  const std::vector<duty::unit_task> out = {{.unit_id = busy, .doing = duty::task::on_scene, .incident_id = "other"}};
  town_->units.set_tasks(out);
  const auto incident = add_incident('A');
  const auto given = recommend(incident);
  const std::string id(given.at("id").as_string());
  db_->read([&](store::connection& c) {
    EXPECT_EQ(dispatch::find_eta_s(c, id, incident, near), std::llround(given.at("candidates").at(0).at("eta_s").to_number<double>()));
    EXPECT_FALSE(dispatch::find_eta_s(c, id, incident, busy));
    EXPECT_FALSE(dispatch::find_eta_s(c, id, "another", near));
    EXPECT_FALSE(dispatch::find_eta_s(c, "none", incident, near));
  });
}

}  // namespace
