#include "town/area/area_store.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "support/engines.h"
#include "town/area/area_api.h"
#include "town/area/area_code.h"
#include "town/area/place.h"

namespace {

class StoredAreas : public test::on_both_engines {
 protected:
  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    store_ = open();
    live_ = std::make_unique<area::live_areas>(*store_);
    operations_ = area::area_operations(*live_);
    for (const auto* p : {"area.read", "area.write", "place.read", "place.write"}) admin_.grants.push_back({p, "/"});
    admin_.account_id = "admin";
  }

  area::import_report import(const area::area_list& list) {
    area::import_report report;
    store_->write_and_wait({}, [&](store::transaction& work) { report = area::store_list(work, list); });
    return report;
  }

  struct asked {
    std::map<std::string, std::string, std::less<>> path = {};
    std::map<std::string, std::string, std::less<>> query = {};
    std::string body = {};
  };
  operation::answer ask(const operation::caller& who, std::string_view name, const asked& what) {
    for (const auto& one : operations_) {
      if (one.name != name) continue;
      if (!who.may(one.permission)) throw base::forbidden(std::string(one.permission));
      const operation::request request{.who = who, .request_id = "r", .path = what.path, .query = what.query, .body = what.body, .if_version = {}};
      operation::answer given;
      if (one.read) {
        store_->read([&](store::connection& db) { given = one.read(request, db); });
      } else {
        const auto prepared = one.compute ? one.compute(request) : nullptr;
        store_->write_and_wait({.account_id = who.account_id, .remote = "local", .request_id = "r"},
                               [&](store::transaction& work) { given = one.write(request, work, prepared.get()); });
      }
      return given;
    }
    throw std::logic_error("no such operation");
  }
  boost::json::object json(const operation::caller& who, std::string_view name, const asked& what) {
    return boost::json::parse(ask(who, name, what).body).as_object();
  }
  base::problem refused(const operation::caller& who, std::string_view name, const asked& what) {
    try {
      ask(who, name, what);
    } catch (const base::problem& problem) {
      return problem;
    }
    ADD_FAILURE() << name << " must be refused";
    return {0, "not_refused", ""};
  }

  // A county with two districts side by side.
  std::string import_body(const std::string& more = {}) {
    const std::string features =
        R"({\"type\":\"FeatureCollection\",\"features\":[)"
        R"({\"type\":\"Feature\",\"properties\":{\"c\":\"county\",\"n\":\"County\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[117,39],[117,40],[116,40],[116,39]]]}},)"
        R"({\"type\":\"Feature\",\"properties\":{\"c\":\"west\",\"n\":\"West\",\"p\":\"county\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[116.5,39],[116.5,40],[116,40],[116,39]]]}},)"
        R"({\"type\":\"Feature\",\"properties\":{\"c\":\"east\",\"n\":\"East\",\"p\":\"county\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[116.5,39],[117,39],[117,40],[116.5,40],[116.5,39]]]}},)"
        R"({\"type\":\"Feature\",\"properties\":{\"c\":\"bad\",\"n\":\"Bad\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[116.1,39.1]}}]})";
    return R"({"format":"geojson","datum":"wgs84","level":"district","name_property":"n","code_property":"c","parent_property":"p","files":[{"name":"town.geojson","text":")" +
           features + R"("}])" + more + "}";
  }

  std::unique_ptr<store::database> store_;
  std::unique_ptr<area::live_areas> live_;
  std::vector<operation::definition> operations_;
  operation::caller admin_;
};
ON_BOTH_ENGINES(StoredAreas);

std::string text_of(const boost::json::object& one, std::string_view member) { return std::string(one.at(member).as_string()); }

TEST_P(StoredAreas, ComeFromBoundariesAndWhatIsBadIsListed) {
  const auto report = json(admin_, "import_areas", {.body = import_body()});
  EXPECT_EQ(report.at("created").as_int64(), 3);
  const auto& faults = report.at("faults").as_array();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(text_of(faults[0].as_object(), "code"), "no_boundary");
  EXPECT_EQ(faults[0].as_object().at("line").as_int64(), 3);
  // Whoever imported sees it at once.
  const auto chain = json(admin_, "areas_at", {.query = {{"lon", "116.75"}, {"lat", "39.5"}}}).at("items").as_array();
  ASSERT_EQ(chain.size(), 2U);
  EXPECT_EQ(text_of(chain[0].as_object(), "code"), "east");
  EXPECT_EQ(text_of(chain[1].as_object(), "code"), "county");
  EXPECT_TRUE(json(admin_, "areas_at", {.query = {{"lon", "0"}, {"lat", "0"}}}).at("items").as_array().empty());
}

TEST_P(StoredAreas, AnImportRepeatedChangesNothing) {
  json(admin_, "import_areas", {.body = import_body()});
  const auto again = json(admin_, "import_areas", {.body = import_body()});
  EXPECT_EQ(again.at("created").as_int64(), 0);
  EXPECT_EQ(again.at("updated").as_int64(), 0);
  EXPECT_EQ(again.at("unchanged").as_int64(), 3);
}

TEST_P(StoredAreas, ACheckAloneStoresNothing) {
  const auto report = json(admin_, "import_areas", {.body = import_body(R"(,"check_only":true)")});
  EXPECT_EQ(report.at("faults").as_array().size(), 1U);
  EXPECT_TRUE(live_->now()->list_all().empty());
}

TEST_P(StoredAreas, AnImportMustSayItsDatumAndProperties) {
  const auto problem = refused(admin_, "import_areas", {.body = R"({"format":"geojson","files":[{"name":"a","text":"{}"}]})"});
  std::string pointers;
  for (const auto& f : problem.fields) pointers += f.pointer + " ";
  EXPECT_EQ(pointers, "/datum /level /name_property /code_property ");
  operation::caller reader;
  reader.grants.push_back({"area.read", "/"});
  EXPECT_EQ(refused(reader, "import_areas", {.body = import_body()}).status, 403);
  operation::caller local;
  local.grants.push_back({"area.write", "/x/"});
  EXPECT_EQ(refused(local, "import_areas", {.body = import_body()}).status, 403) << "areas shape everybody's scopes";
}

TEST_P(StoredAreas, SurviveAReloadWithTheirBoundaries) {
  json(admin_, "import_areas", {.body = import_body()});
  const auto before = live_->now();
  const area::live_areas again(*store_);
  const auto after = again.now();
  ASSERT_EQ(after->list_all().size(), 3U);
  for (const auto& one : before->list_all()) {
    const auto& same = after->get(one.id);
    EXPECT_EQ(same.boundary, one.boundary);
    EXPECT_EQ(same.path, one.path);
    EXPECT_EQ(same.position.has_value(), one.position.has_value());
    EXPECT_EQ(same.kind, one.kind);
  }
}

TEST_P(StoredAreas, AreSeenFromTheTopDownToOnesOwn) {
  json(admin_, "import_areas", {.body = import_body()});
  const auto tree = live_->now();
  operation::caller east;
  east.grants.push_back({"area.read", tree->find_by_code("east")->path});
  const auto roots = json(east, "list_areas", {}).at("items").as_array();
  ASSERT_EQ(roots.size(), 1U);
  EXPECT_EQ(text_of(roots[0].as_object(), "code"), "county");
  const auto below = json(east, "list_areas", {.query = {{"parent", tree->find_by_code("county")->id}}}).at("items").as_array();
  ASSERT_EQ(below.size(), 1U) << "not the neighbour";
  EXPECT_EQ(text_of(below[0].as_object(), "code"), "east");
  EXPECT_EQ(refused(east, "list_areas", {.query = {{"parent", tree->find_by_code("west")->id}}}).status, 404);
  EXPECT_EQ(json(admin_, "list_areas", {.query = {{"parent", tree->find_by_code("county")->id}, {"limit", "1"}}}).at("next").as_string(), "east");
  const auto map = json(admin_, "area_map", {.query = {{"level", "district"}}});
  EXPECT_EQ(text_of(map, "type"), "FeatureCollection");
  EXPECT_EQ(map.at("features").as_array().size(), 3U);
  EXPECT_EQ(refused(admin_, "area_map", {.query = {{"level", "planet"}}}).fields.at(0).pointer, "/level");
}

TEST_P(StoredAreas, WhatLiesBelowAMovedAreaMovesAlong) {
  const auto draft = [](const std::string& code, const std::string& parent) {
    return area::area_draft{.code = code, .kind = area::level::district, .name = code, .name_en = {}, .parent_code = parent, .boundary = {}};
  };
  import({.areas = {draft("a", ""), draft("b", ""), draft("a1", "a"), draft("a11", "a1")}, .faults = {}});
  import({.areas = {draft("a1", "b")}, .faults = {}});
  const auto tree = live_->now();
  EXPECT_EQ(tree->find_by_code("a1")->path, tree->find_by_code("b")->path + tree->find_by_code("a1")->id + "/");
  EXPECT_EQ(tree->find_by_code("a11")->path, tree->find_by_code("a1")->path + tree->find_by_code("a11")->id + "/");
}

TEST_P(StoredAreas, AllTownshipsOfTheCountryAreTakenInAndGivenBack) {
  area::code_list_reader reader;
  for (const auto* name : {"provinces", "cities", "areas", "streets"}) {
    const std::string relative = "conformance/area-codes/" + std::string(name) + ".csv";
    SHARED_OR_SKIP(file, relative);
    reader.add(test::read_file(file), name);
  }
  const auto list = reader.finish();
  const auto report = import(list);
  EXPECT_EQ(report.created, static_cast<std::int64_t>(list.areas.size()));
  EXPECT_GT(report.created, 44'000);
  const auto tree = live_->now();
  std::size_t townships = 0;
  for (const auto& one : tree->list_all()) townships += one.kind == area::level::township ? 1U : 0U;
  EXPECT_EQ(townships, 41'352U);
  const auto* xuanwu = tree->find_by_code("320102");
  ASSERT_NE(xuanwu, nullptr);
  EXPECT_EQ(tree->list_chain(xuanwu->id).size(), 3U);
  EXPECT_EQ(import(list).unchanged, report.created);
}

TEST_P(StoredAreas, PlacesLieInTheirAreaAndComeOncePerSource) {
  json(admin_, "import_areas", {.body = import_body()});
  const std::string body = R"({"kind":"school","name":"第一小学","position":{"lon":116.75,"lat":39.5},"source":"list","source_id":"7"})";
  const auto first = ask(admin_, "create_place", {.body = body});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(text_of(boost::json::parse(first.body).as_object(), "area_name"), "East");
  const auto again = ask(admin_, "create_place", {.body = body});
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  const auto moved = json(admin_, "create_place",
                          {.body = R"({"kind":"school","name":"第一小学","position":{"lon":116.25,"lat":39.5},"source":"list","source_id":"7"})"});
  EXPECT_EQ(text_of(moved, "area_name"), "West");
  EXPECT_EQ(moved.at("version").as_int64(), 2);
  ask(admin_, "create_place", {.body = R"({"kind":"bridge","name":"B","position":{"lon":116.75,"lat":39.5}})"});
  ask(admin_, "create_place", {.body = R"({"kind":"bridge","name":"C","position":{"lon":116.75,"lat":39.5}})"});
  operation::caller east;
  east.grants.push_back({"place.read", live_->now()->find_by_code("east")->path});
  EXPECT_EQ(json(east, "list_places", {}).at("items").as_array().size(), 2U);
  const auto page = json(admin_, "list_places", {.query = {{"limit", "2"}}});
  EXPECT_EQ(page.at("items").as_array().size(), 2U);
  EXPECT_EQ(json(admin_, "list_places", {.query = {{"limit", "2"}, {"after", text_of(page, "next")}}}).at("items").as_array().size(), 1U);
  EXPECT_EQ(json(admin_, "list_places", {.query = {{"kind", "school"}}}).at("items").as_array().size(), 1U);
  const auto id = text_of(moved, "id");
  EXPECT_EQ(refused(east, "get_place", {.path = {{"id", id}}}).status, 404);
  EXPECT_EQ(json(admin_, "get_place", {.path = {{"id", id}}}), moved);
  EXPECT_EQ(refused(admin_, "create_place", {.body = R"({"kind":"school","name":"","position":{"lon":0,"lat":0}})"}).fields.size(), 2U);
}

}  // namespace
