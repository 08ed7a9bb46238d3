// The same once more: told by a place of the register, or by where a phone stood.
#include <cmath>

#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

// A degree of latitude is 111.195 km; all of it happens at 120.5 east, 30.5 north, in the first village.
constexpr double lat_of_a_metre = 1 / 111'195.0;

class Again : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->give_areas_bounds();
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("wang", {{"inspector", "township"}});
  }
  static std::string at(double north_m, double east_m = 0) {
    const double lat = 30.5 + north_m * lat_of_a_metre;
    const double lon = 120.5 + east_m * lat_of_a_metre / std::cos(lat * 3.14159265358979 / 180);
    return R"("position":)" + json::serialize(json::object{{"lon", lon}, {"lat", lat}});
  }
  void add_place(const std::string& id, double north_m) {
    town_->db().write_and_wait({}, [&](store::transaction& work) {
      work.db().execute(
          "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, source_id, invented, created_at,"
          " version) VALUES ($1, 'shop', $1, '', 120.5, $2, 'village', $3, 'test', $1, $4, 0, 1)",
          {id, 30.5 + north_m * lat_of_a_metre, path_of("village"), false});
    });
  }
  outcome report(const std::string& where, const std::string& hazard = "escape_blocked", const std::string& finding = "boxes") {
    return town_->call("grid", "create_matter", {},
                       R"({"kind":"fire_hazard",)" + where + R"(,"fields":{"hazard":")" + hazard + R"(","finding":")" + finding + "\"}}");
  }
  void close(const std::string& id) {
    town_->add_evidence("wang", id, "scene_photo");
    ASSERT_EQ(town_->step("wang", id, "unfounded", "{}", "nothing there").status, 200);
  }
  std::string closed(const std::string& where) {
    const auto first = report(where);
    EXPECT_EQ(first.status, 201) << first.why;
    close(first.id());
    return first.id();
  }
};

TEST_P(Again, WhatAPhoneReportsWithinThirtyMetresOfItIsTheSameAndBeyondIsNot) {
  const auto id = closed(at(0));
  EXPECT_EQ(report(at(31)).status, 201);
  EXPECT_EQ(report(at(0, 31)).status, 201);
  EXPECT_EQ(report(at(-22, 22)).status, 201) << "31 m along the diagonal";
  EXPECT_EQ(report(at(0), "window_bars").status, 201) << "another hazard";
  const auto again = report(at(0, -29), "escape_blocked", "boxes once more");
  EXPECT_EQ(again.status, 200) << again.why;
  EXPECT_EQ(again.id(), id);
  EXPECT_EQ(again.matter().at("round").as_int64(), 2);
  EXPECT_EQ(again.matter().at("fields").as_object().at("finding").as_string(), "boxes once more");
  EXPECT_EQ(report(at(0)).status, 201) << "it is open: nothing that ended lies there";
}

TEST_P(Again, AcrossTheBorderOfACellItIsStillTheSame) {
  // 30.5 north and 120.5 east are corners of cells: each of these lies in another one.
  for (const auto& [north, east] : {std::pair{10.0, 10.0}, {10.0, -10.0}, {-10.0, 10.0}, {-10.0, -10.0}}) {
    const auto id = closed(at(north, east));
    const auto again = report(at(-north / 3, -east / 3));
    EXPECT_EQ(again.status, 200) << north << " " << east;
    EXPECT_EQ(again.id(), id) << north << " " << east;
    close(id);
    town_->clock.advance(base::days(91));  // none of them is the same for the next
  }
}

TEST_P(Again, TheNewestOfTwoComesBack) {
  const auto older = closed(at(0));
  const auto newer = [&] {
    const auto open = report(at(200));
    town_->clock.advance(base::hours(1));
    close(open.id());
    return open.id();
  }();
  const auto third = closed(at(40));
  EXPECT_EQ(report(at(20)).id(), third) << "20 m from both, and the later one";
  EXPECT_EQ(report(at(20)).id(), older) << "the other is open by now";
  EXPECT_EQ(report(at(199)).id(), newer);
}

TEST_P(Again, APhoneBesideALonePlaceMeansThatPlace) {
  add_place("shop", 0);
  const auto id = closed(R"("place_id":"shop")");
  const auto again = report(at(20));
  EXPECT_EQ(again.status, 200) << again.why;
  EXPECT_EQ(again.id(), id);
  close(id);
  EXPECT_EQ(report(at(31)).status, 201);
}

TEST_P(Again, AndThePlaceMeansWhatAPhoneReportedBesideIt) {
  add_place("shop", 0);
  const auto id = closed(at(20));
  EXPECT_EQ(report(R"("place_id":"shop")").id(), id);
}

TEST_P(Again, BetweenTwoPlacesNobodyKnowsWhichIsMeant) {
  add_place("shop", 0);
  add_place("inn", 20);
  const auto shop = closed(R"("place_id":"shop")");
  EXPECT_EQ(report(at(10)).status, 201);
  EXPECT_EQ(report(R"("place_id":"inn")").status, 201) << "two places of the register are two places";
  EXPECT_EQ(report(R"("place_id":"shop")").id(), shop);
}

TEST_P(Again, AKindThatDoesNotSayHowNearAsksForAPlaceOfTheRegister) {
  town_->add_person("mediator", {{"mediator", "village"}});
  const auto quarrel = [&] {
    return town_->call("mediator", "create_matter", {},
                       R"({"kind":"dispute",)" + at(0) + R"(,"fields":{"dispute_type":"t02_neighbours","summary":"a wall"}})");
  };
  const auto first = quarrel();
  ASSERT_EQ(first.status, 201) << first.why;
  town_->add_evidence("mediator", first.id(), "decline_notice", false);
  const auto declined = town_->step("mediator", first.id(), "decline", "{}", "not ours");
  ASSERT_EQ(declined.status, 200) << declined.why;
  EXPECT_EQ(quarrel().status, 201) << "at one corner others may quarrel, too";
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters WHERE id = $1 AND same_key = ''", {first.id()}), 1);
}

ON_BOTH_ENGINES(Again);

}  // namespace
}  // namespace matter_faults
