#include "engines/track/ring_api.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "engines/track/crossing_store.h"
#include "engines/track/live_rings.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "support/server_process.h"

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr base::instant noon{1'800'000'000'000'000};
using kind = track::crossing_kind;
using test::json_member;

constexpr auto square = R"({"type":"Polygon","coordinates":[[[113.50,27.80],[113.51,27.80],[113.51,27.81],[113.50,27.81],[113.50,27.80]]]})";

class Rings : public test::on_both_engines {
 protected:
  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    db_ = open(clock_);
    db_->write_and_wait({}, [](store::transaction& t) {
      // The town, and the east of it.
      for (const auto& [id, path, west] : {std::tuple("town", "/town/", 113.4), std::tuple("east", "/town/east/", 113.6)}) {
        const auto w = std::to_string(west);
        t.db().execute(
            "INSERT INTO areas (id, code, level, name, name_en, path, boundary, valid_from, version) VALUES ($1, $1, 'town', $1, '', $2, $3, 0, 1)",
            {std::string(id), std::string(path),
             R"({"type":"Polygon","coordinates":[[[)" + w + ",27.7],[113.7,27.7],[113.7,27.9],[" + w + ",27.9],[" + w + ",27.7]]]}"});
      }
      t.db().execute(
          "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, invented, created_at, version)"
          " VALUES ('school', 'school', 'School', '', 113.65, 27.8, 'east', '/town/east/', '', FALSE, 0, 1)");
      for (const auto& [unit, area] : {std::pair("car-3", "town"), std::pair("car-4", "east")}) {
        t.db().execute(
            "INSERT INTO units (id, name, kind, force, area_id, capabilities, turnout_s, on_shift, invented, version)"
            " VALUES ($1, $1, 'car', 'police', $2, '[]', 0, TRUE, FALSE, 1)",
            {std::string(unit), std::string(area)});
      }
    });
    areas_ = std::make_unique<area::live_areas>(*db_);
    live_ = std::make_unique<track::live_rings>(*db_, *areas_);
    db_->on_commit([this](auto events) {
      live_->hear(events);
      for (const auto& e : events) heard_.push_back(e);
    });
    operations_ = track::ring_operations(
        {.areas = *areas_,
         .time = clock_,
         .newest_fix_at = [this](const std::string&) { return newest_; },
         .is_own = [](store::connection&, const std::string& account, const std::string& unit) { return account == "driver" && unit == "car-3"; }});
  }

  operation::answer call(std::string_view name, test::call_input input, const operation::caller& who) {
    return test::call(*db_, operations_, who, name, std::move(input));
  }
  operation::answer call(std::string_view name, test::call_input input = {}) { return call(name, std::move(input), desk_); }
  std::string create(const std::string& body) { return json_member(call("create_ring", {.body = body}).body, "id"); }
  std::pair<int, std::string> refusal(std::string_view name, test::call_input input, const operation::caller& who) {
    try {
      call(name, std::move(input), who);
    } catch (const base::problem& p) {
      return {p.status, p.fields.empty() ? p.code : p.fields[0].pointer + " " + p.fields[0].code};
    }
    return {200, ""};
  }
  std::pair<int, std::string> refusal(std::string_view name, test::call_input input) { return refusal(name, std::move(input), desk_); }
  static operation::caller of_east() {
    operation::caller who;
    who.account_id = "east";
    for (const char* p : {"ring.read", "ring.write", "unit.trail.read"}) who.grants.push_back({p, "/town/east/"});
    return who;
  }
  void put(const std::string& unit, std::vector<track::crossing> crossings) {
    std::vector<track::unit_crossing> all;
    for (auto& one : crossings) all.push_back({unit, std::move(one)});
    db_->write_and_wait({}, [&](store::transaction& t) { track::put_crossings(t, all, *live_->now()); });
  }
  static std::size_t items(const operation::answer& of) { return boost::json::parse(of.body).at("items").as_array().size(); }
  static boost::json::value item(const operation::answer& of, std::size_t at) { return boost::json::parse(of.body).at("items").at(at); }

  base::manual_clock clock_{noon};
  std::unique_ptr<store::database> db_;
  std::unique_ptr<area::live_areas> areas_;
  std::unique_ptr<track::live_rings> live_;
  std::vector<operation::definition> operations_;
  std::vector<store::committed_event> heard_;
  std::optional<base::instant> newest_;
  operation::caller desk_ = test::caller_with({"ring.read", "ring.write", "unit.trail.read"});
};
ON_BOTH_ENGINES(Rings);

}  // namespace

TEST_P(Rings, OfEveryKindAreMadeKeptAndWatched) {
  const auto before = live_->now()->size();
  EXPECT_EQ(before, 2U) << "areas with a boundary are watched without a ring";
  const auto zone = create(std::string(R"({"kind":"zone","name":"Market","dwell_min_s":60,"polygon":)") + square + "}");
  const auto place = create(R"({"kind":"place","name":"School","place_id":"school"})");
  const auto corridor = create(R"({"kind":"corridor","name":"Main street","line":[{"lon":113.61,"lat":27.75},{"lon":113.62,"lat":27.75}]})");
  const auto grid = create(R"({"kind":"grid","name":"East","area_id":"east"})");
  live_->settle();
  const auto now = live_->now();
  EXPECT_EQ(now->size(), before + 4);
  const auto holds = [&](const base::position& p, const std::string& id) {
    const auto set = now->members(now->set_at(geo::to_point(p)));
    return std::find(set.begin(), set.end(), now->find(id).value()) != set.end();
  };
  EXPECT_TRUE(holds({113.505, 27.805}, zone));
  EXPECT_TRUE(holds({113.6505, 27.8}, place)) << "49 m away";
  EXPECT_FALSE(holds({113.6507, 27.8}, place)) << "69 m away";
  EXPECT_TRUE(holds({113.615, 27.7503}, corridor)) << "33 m beside";
  EXPECT_FALSE(holds({113.615, 27.7505}, corridor)) << "56 m beside";
  EXPECT_TRUE(holds({113.65, 27.85}, grid));
  const auto shown = boost::json::parse(call("get_ring", {.path = {{"id", place}}}).body);
  EXPECT_EQ(shown.at("area_path"), "/town/east/");
  EXPECT_EQ(shown.at("radius_m"), 60);
  EXPECT_EQ(shown.at("shape").at("type"), "Polygon");
  EXPECT_EQ(items(call("list_rings")), 4U);
  EXPECT_EQ(items(call("list_rings", {.query = {{"kind", "zone"}}})), 1U);
  EXPECT_EQ(items(call("list_rings", {}, of_east())), 3U) << "the market lies elsewhere";
}

TEST_P(Rings, ChangesAndRemovalsComeIntoForceAndNeedTheVersionSeen) {
  const auto id = create(std::string(R"({"kind":"zone","name":"Market","polygon":)") + square + "}");
  EXPECT_EQ(refusal("update_ring", {.body = R"({"name":"M"})", .path = {{"id", id}}}).first, 428);
  EXPECT_EQ(refusal("update_ring", {.body = R"({"name":"M"})", .path = {{"id", id}}, .if_version = 7}).first, 412);
  EXPECT_EQ(refusal("update_ring", {.body = R"({"kind":"grid"})", .path = {{"id", id}}, .if_version = 1}),
            (std::pair<int, std::string>(422, "/kind not_allowed")));
  const auto moved = R"({"polygon":{"type":"Polygon","coordinates":[[[113.65,27.8],[113.66,27.8],[113.66,27.81],[113.65,27.8]]]}})";
  const auto changed = call("update_ring", {.body = moved, .path = {{"id", id}}, .if_version = 1});
  EXPECT_EQ(json_member(changed.body, "area_path"), "/town/east/");
  live_->settle();
  EXPECT_EQ(live_->now()->set_at(geo::to_point({113.505, 27.805})), live_->now()->set_at(geo::to_point({113.55, 27.85}))) << "the town alone";
  EXPECT_EQ(call("delete_ring", {.path = {{"id", id}}}).status, 204);
  live_->settle();
  EXPECT_FALSE(live_->now()->find(id));
  EXPECT_EQ(refusal("get_ring", {.path = {{"id", id}}}).first, 404);
  EXPECT_EQ(items(call("list_ring_visits", {.path = {{"id", id}}})), 0U) << "its visits can still be read";
}

TEST_P(Rings, BadOnesAreRefusedWithTheReason) {
  const auto refused = [&](const std::string& body) { return refusal("create_ring", {.body = body}).second; };
  EXPECT_EQ(refused(R"({"kind":"zone","name":"Z"})"), "/polygon missing");
  EXPECT_EQ(refused(R"({"kind":"zone","name":"Z","polygon":{"type":"Point","coordinates":[113,27]}})"), "/polygon wrong_type");
  EXPECT_EQ(refused(R"({"kind":"place","name":"P","place_id":"nowhere"})"), "/place_id unknown_reference");
  EXPECT_EQ(refused(R"({"kind":"grid","name":"G","area_id":"nowhere"})"), "/area_id unknown_reference");
  EXPECT_EQ(refused(R"({"kind":"corridor","name":"C","line":[{"lon":27.7,"lat":113.6},{"lon":113.6,"lat":27.7}]})").substr(0, 7), "/line/0");
  EXPECT_EQ(refused(R"({"kind":"place","name":"P","place_id":"school","radius_m":1})"), "/radius_m out_of_range");
  const auto west = std::string(R"({"kind":"zone","name":"Market","polygon":)") + square + "}";
  EXPECT_EQ(refusal("create_ring", {.body = west}, of_east()).first, 403) << "it lies outside the caller's area";
  const auto id = create(west);
  EXPECT_EQ(refusal("delete_ring", {.path = {{"id", id}}}, of_east()).first, 404);
}

TEST_P(Rings, VisitsArePairedFromCrossingsWithTheirUnknownTime) {
  const auto id = create(std::string(R"({"kind":"zone","name":"Market","dwell_min_s":60,"polygon":)") + square + "}");
  live_->settle();
  heard_.clear();
  const auto at = [](std::int64_t s) { return noon.us - 7'200 * second + s * second; };
  put("car-3", {{id, at(0), kind::enter},
                {id, at(100), kind::lost},
                {id, at(700), kind::regained},
                {id, at(700), kind::lost},
                {id, at(1'500), kind::regained},
                {id, at(1'600), kind::leave},
                {id, at(2'000), kind::enter},
                {id, at(2'030), kind::leave},
                {"town", at(0), kind::enter}});
  put("car-4", {{id, at(3'000), kind::enter}, {id, at(3'100), kind::lost}, {id, at(5'000), kind::enter}});
  EXPECT_EQ(std::count_if(heard_.begin(), heard_.end(), [](const auto& e) { return e.what.topic == "crossing"; }), 11) << "of areas nobody is told";
  newest_ = base::instant{at(5'300)};
  const auto in_ring = call("list_ring_visits", {.path = {{"id", id}}});
  ASSERT_EQ(items(in_ring), 3U) << "the one of half a minute is too short to be listed: " << in_ring.body;
  EXPECT_EQ(item(in_ring, 0).at("dwell_s"), 200);
  EXPECT_EQ(item(in_ring, 0).at("unknown_s"), 1'400);
  EXPECT_EQ(item(in_ring, 0).at("ended_by"), "left");
  EXPECT_EQ(item(in_ring, 1).at("ended_by"), "gap");
  EXPECT_EQ(item(in_ring, 1).at("dwell_s"), 100);
  EXPECT_TRUE(item(in_ring, 2).at("left_at").is_null());
  EXPECT_EQ(item(in_ring, 2).at("dwell_s"), 300) << "known until its newest fix";
  EXPECT_EQ(items(call("list_unit_visits", {.path = {{"id", "car-3"}}})), 3U) << "two in the market, one in the town";
  EXPECT_EQ(items(call("list_ring_visits", {.path = {{"id", "town"}}})), 1U) << "areas have visits too";
  const auto early = base::to_rfc3339({at(1'700)});
  EXPECT_EQ(items(call("list_ring_visits", {.path = {{"id", id}}, .query = {{"to", early}}})), 1U);
  EXPECT_EQ(items(call("list_ring_visits", {.path = {{"id", id}}, .query = {{"from", early}}})), 2U);
  EXPECT_EQ(refusal("list_unit_visits", {.path = {{"id", "car-3"}}}, of_east()).first, 404);
  EXPECT_EQ(items(call("list_unit_visits", {.path = {{"id", "car-4"}}}, of_east())), 2U);
  // A visit is a piece of a trail: who may not follow the unit is not told, the unit itself is.
  const auto onlooker = test::caller_with({"ring.read", "unit.read"});
  EXPECT_EQ(items(call("list_ring_visits", {.path = {{"id", id}}}, onlooker)), 0U);
  EXPECT_EQ(refusal("list_unit_visits", {.path = {{"id", "car-3"}}}, onlooker).first, 404);
  operation::caller driver;
  driver.account_id = "driver";
  EXPECT_EQ(call("list_unit_visits", {.path = {{"id", "car-3"}}}, driver).body, call("list_unit_visits", {.path = {{"id", "car-3"}}}).body);
  EXPECT_EQ(refusal("list_unit_visits", {.path = {{"id", "car-4"}}}, driver).first, 404);
  EXPECT_EQ(refusal("list_ring_visits", {.path = {{"id", id}}, .query = {{"from", "yesterday"}}}).second, "/from wrong_type");
  EXPECT_EQ(refusal("list_ring_visits", {.path = {{"id", id}}, .query = {{"from", "2020-01-01T00:00:00Z"}}}).second, "/from out_of_range");
}

TEST_P(Rings, CrossingsAreReplacedAfterLateFixesAndGoneAfterTheirDays) {
  const auto id = create(std::string(R"({"kind":"zone","name":"Market","polygon":)") + square + "}");
  live_->settle();
  const auto at = [](std::int64_t s) { return noon.us - 7'200 * second + s * second; };
  std::vector<track::crossing> many;
  for (int i = 0; i < 60; ++i) {
    many.push_back({id, at(20 * i), kind::enter});
    many.push_back({id, at(20 * i + 10), kind::leave});
  }
  many.push_back({id, at(3'000), kind::enter});
  put("car-3", many);
  EXPECT_EQ(items(call("list_unit_visits", {.path = {{"id", "car-3"}}})), 61U) << "several rows a statement";
  db_->read([&](store::connection& db) {
    const auto open = track::open_stays(db, {at(-100)});
    ASSERT_EQ(open.size(), 1U);
    ASSERT_EQ(open.at("car-3").size(), 1U);
    EXPECT_EQ(open.at("car-3")[0].entered_at_us, at(3'000));
  });
  const std::vector<track::crossing> fresh{{id, at(5), kind::enter}, {id, at(900), kind::off_shift}};
  db_->write_and_wait({}, [&](store::transaction& t) { track::replace_crossings(t, "car-3", {at(0)}, {at(3'000)}, fresh); });
  const auto now = call("list_unit_visits", {.path = {{"id", "car-3"}}});
  ASSERT_EQ(items(now), 2U);
  EXPECT_EQ(item(now, 0).at("ended_by"), "off_shift");
  EXPECT_EQ(item(now, 0).at("dwell_s"), 895);
  std::int64_t gone = 0;
  db_->write_and_wait({}, [&](store::transaction& t) { gone = track::delete_crossings_before(t.db(), {at(1'000)}, 10); });
  EXPECT_GE(gone, 10);
  EXPECT_LT(gone, 20);
  db_->write_and_wait({}, [&](store::transaction& t) { gone += track::delete_crossings_before(t.db(), {at(1'000)}, 10'000); });
  EXPECT_EQ(gone, 102) << "100 replaced ones of the first thousand seconds and the two fresh ones";
}
