#include "town/duty/live_units.h"

#include <gtest/gtest.h>

#include "foundation/base/clock.h"
#include "foundation/geo/distance.h"
#include "maps/street_map.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/duty/unit_api.h"
#include "town/duty/unit_store.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};

class Units : public test::on_both_engines {
 protected:
  Units() : map_("A---B---C\n|   |   |\nD---E---F"), roads_(map_.graph()), who_(test::caller_with({"unit.read", "unit.write"})) {}

  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    db_ = open(clock_);
    live_ = std::make_unique<duty::live_units>(*db_, roads_);
    db_->on_commit([this](auto events) { live_->hear(events); });
  }

  operation::answer call(std::string_view name, test::call_input input) {
    return test::call(*db_, duty::unit_operations({.live = *live_, .time = clock_}), who_, name, std::move(input));
  }

  std::string add_unit(const std::string& name, const std::string& more = R"(,"on_shift":true)") {
    const auto given = call("create_unit", {.body = R"({"name":")" + name + R"(","kind":"car","force":"police")" + more + "}"});
    return given.location.substr(std::string("/api/units/").size());
  }

  void move(const std::string& id, base::position at, base::instant when) {
    const duty::unit_move one{.unit_id = id, .position = at, .at = when};
    live_->move({&one, 1});
  }

  const duty::live_unit& live(const std::string& id) {
    held_ = live_->now();
    return (*held_)[held_->units->find(id).value()];
  }

  base::manual_clock clock_{noon};
  test::street_map map_;
  std::shared_ptr<const road::graph> roads_;
  operation::caller who_;
  std::unique_ptr<store::database> db_;
  std::unique_ptr<duty::live_units> live_;
  std::shared_ptr<const duty::unit_snapshot> held_;
};
ON_BOTH_ENGINES(Units);

TEST_P(Units, AreOnTheRoadAsSoonAsTheyMoved) {
  const auto id = add_unit("Car 1");
  EXPECT_EQ(live(id).state(), duty::unit_state::available);
  EXPECT_FALSE(live(id).has_position);
  move(id, map_.at("AB", 0.5), noon);
  ASSERT_TRUE(live(id).place);
  EXPECT_EQ(live(id).position_at, noon);
  clock_.advance(base::seconds(42));
  const auto shown = call("get_unit", {.path = {{"id", id}}}).body;
  EXPECT_NE(shown.find(R"("position_age_s":42)"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"("state":"available")"), std::string::npos) << shown;
}

TEST_P(Units, KeepTheirPlaceOnTheRoadWhileTheyStandAndFindItAnewOnceTheyMoved) {
  const auto id = add_unit("Car 1");
  const auto from = map_.at("AB", 0.5), towards = map_.at("AB", 1.0);
  const double metres = geo::distance_m(from, towards);
  const auto after_m = [&](double m) {
    return base::position{from.lon + (towards.lon - from.lon) * m / metres, from.lat + (towards.lat - from.lat) * m / metres};
  };
  move(id, from, noon);
  const auto stood = live(id).place;
  ASSERT_TRUE(stood);
  move(id, after_m(1.5), noon + base::seconds(1));
  EXPECT_EQ(live(id).place->on_road, stood->on_road);
  EXPECT_EQ(live(id).position, after_m(1.5)) << "where it says it is, is shown as it is";
  move(id, after_m(3), noon + base::seconds(2));
  EXPECT_NEAR(geo::distance_m(live(id).place->on_road, after_m(3)), 0, 0.5) << "small steps add up";
}

TEST_P(Units, KeepTheLaterPositionWhateverOrderTheyComeIn) {
  const auto id = add_unit("Car 1");
  move(id, map_.at('A'), noon + base::seconds(5));
  move(id, map_.at('B'), noon + base::seconds(9));
  move(id, map_.at('C'), noon + base::seconds(7));
  EXPECT_EQ(live(id).position_at, noon + base::seconds(9));
  EXPECT_EQ(live(id).position, map_.at('B'));
}

TEST_P(Units, KeepTheirLivePositionWhenTheirMasterDataChanges) {
  const auto id = add_unit("Car 1");
  move(id, map_.at('A'), noon);
  const auto shown = call("update_unit", {.body = R"({"turnout_s":45})", .path = {{"id", id}}, .if_version = 1});
  EXPECT_EQ(shown.status, 200);
  EXPECT_TRUE(live(id).has_position);
  EXPECT_EQ(live(id).position, map_.at('A'));
  EXPECT_TRUE(live(id).place);
}

TEST_P(Units, LeaveNothingBehindWhenTheyGoOffShift) {
  const auto id = add_unit("Car 1");
  move(id, map_.at('A'), noon);
  db_->write_and_wait({}, [&](store::transaction& t) { EXPECT_TRUE(duty::put_position(t.db(), {id, map_.at('A'), noon}, noon)); });
  call("change_shift", {.body = R"({"on":false})", .path = {{"id", id}}});
  EXPECT_EQ(live(id).state(), duty::unit_state::off_shift);
  EXPECT_FALSE(live(id).has_position);
  EXPECT_FALSE(live(id).place);
  db_->read([](store::connection& c) { EXPECT_TRUE(c.query("SELECT unit_id FROM unit_positions").empty()); });
  move(id, map_.at('A'), noon + base::seconds(1));
  EXPECT_FALSE(live(id).has_position);
  db_->write_and_wait({}, [&](store::transaction& t) { EXPECT_FALSE(duty::put_position(t.db(), {id, map_.at('A'), noon}, noon)); });
}

TEST_P(Units, DoNotGoOffShiftWhileTheyAreOut) {
  const auto id = add_unit("Car 1");
  const std::vector<duty::unit_task> out = {{.unit_id = id, .doing = duty::task::en_route, .incident_id = "i1"}};
  live_->set_tasks(out);
  EXPECT_EQ(live(id).state(), duty::unit_state::en_route);
  try {
    call("change_shift", {.body = R"({"on":false})", .path = {{"id", id}}});
    FAIL() << "went off shift";
  } catch (const base::problem& problem) {
    EXPECT_EQ(problem.code, "unit_busy");
  }
  const std::vector<duty::unit_task> back = {{.unit_id = id, .doing = duty::task::none, .incident_id = ""}};
  live_->set_tasks(back);
  EXPECT_EQ(call("change_shift", {.body = R"({"on":false})", .path = {{"id", id}}}).status, 200);
}

TEST_P(Units, StandAsideWhenTheirRoadIsShutAndReturnWhenItOpens) {
  const auto id = add_unit("Car 1");
  move(id, map_.at("AB", 0.5), noon);
  const auto before = live(id).place->edge;
  const auto shut = std::make_shared<const road::closures>(*roads_, road::arcs_near(*roads_, map_.at("AB", 0.5), 5), 7);
  live_->set_closures(shut);
  ASSERT_TRUE(live(id).place);
  EXPECT_NE(live(id).place->edge, before);
  EXPECT_EQ(live(id).place->note, road::snap_note::closed);
  live_->set_closures(std::make_shared<const road::closures>());
  EXPECT_EQ(live(id).place->edge, before);
}

TEST_P(Units, AreTheSameAfterARestart) {
  const auto first = add_unit("Car 1", R"(,"on_shift":true,"capabilities":["medical","patrol","medical"],"turnout_s":40)");
  const auto second = add_unit("Car 2", "");
  move(first, map_.at("BC", 0.25), noon);
  db_->write_and_wait({}, [&](store::transaction& t) { duty::put_position(t.db(), {first, map_.at("BC", 0.25), noon}, noon); });
  duty::live_units again(*db_, roads_);
  again.rebuild();
  const auto then = live_->now();
  const auto now = again.now();
  ASSERT_EQ(now->size(), 2U);
  for (const auto& id : {first, second}) {
    const auto& a = (*then)[*then->units->find(id)];
    const auto& b = (*now)[*now->units->find(id)];
    EXPECT_EQ(a.state(), b.state());
    EXPECT_EQ(a.position_at, b.position_at);
    EXPECT_EQ(a.place.has_value(), b.place.has_value());
    EXPECT_TRUE(!a.place || a.place->fraction == b.place->fraction);
  }
  EXPECT_EQ((*now->units)[*now->units->find(first)].capabilities, (std::vector<std::string>{"medical", "patrol"}));
}

TEST_P(Units, ChangeOnlyInTheVersionThatWasSeen) {
  const auto id = add_unit("Car 1");
  add_unit("Car 2");
  const auto code_of = [&](const std::string& body, std::optional<std::int64_t> version) {
    try {
      call("update_unit", {.body = body, .path = {{"id", id}}, .if_version = version});
      return std::string("taken");
    } catch (const base::problem& problem) {
      return problem.code;
    }
  };
  EXPECT_EQ(code_of(R"({"turnout_s":50})", std::nullopt), "version_needed");
  EXPECT_EQ(code_of(R"({"turnout_s":50})", 1), "taken");
  EXPECT_EQ(code_of(R"({"turnout_s":60})", 1), "stale_version");
  EXPECT_EQ(code_of(R"({"name":"Car 2"})", 2), "name_taken");
  EXPECT_EQ(code_of(R"({"area_id":"nowhere"})", 2), "bad_input");
  EXPECT_EQ((*live_->now()->units)[0].turnout_s, 50);
}

TEST_P(Units, AreOnlySeenInTheCallersAreas) {
  const auto id = add_unit("Car 1");
  who_.grants = {{"unit.read", "/elsewhere/"}};
  EXPECT_EQ(call("list_units", {}).body, R"({"items":[]})");
  EXPECT_THROW(call("get_unit", {.path = {{"id", id}}}), base::problem);
}

TEST(LiveUnits, CopyOnlyTheChunksThatChange) {
  test::folder folder;
  base::manual_clock clock(noon);
  const auto db = store::open({.kind = store::engine::sqlite,
                               .location = folder.file("u.db"),
                               .migrations_folder = test::project_file("database"),
                               .signing_key_path = folder.file("key")},
                              clock);
  duty::live_units live(*db, nullptr);
  db->write_and_wait({}, [](store::transaction& t) {
    for (int i = 0; i < 200; ++i) {
      duty::unit one;
      one.id = "u" + std::to_string(1'000 + i);
      one.name = one.id;
      one.force = "police";
      one.on_shift = true;
      duty::add_unit(t, one);
    }
  });
  live.rebuild();
  const auto before = live.now();
  const std::vector<duty::unit_task> out = {{.unit_id = "u1100", .doing = duty::task::assigned, .incident_id = "i1"}};
  live.set_tasks(out);
  const auto after = live.now();
  ASSERT_EQ(after->chunks.size(), 4U);
  EXPECT_EQ(before->chunks[0], after->chunks[0]);
  EXPECT_NE(before->chunks[1], after->chunks[1]);
  EXPECT_NE(before->chunks[1]->serial, after->chunks[1]->serial);
  EXPECT_EQ(before->units, after->units);
  EXPECT_EQ((*before)[100].doing, duty::task::none);  // who holds the old picture keeps it
  EXPECT_EQ((*after)[100].doing, duty::task::assigned);
}

}  // namespace
