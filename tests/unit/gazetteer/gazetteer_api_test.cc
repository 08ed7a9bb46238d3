#include "town/gazetteer/gazetteer_api.h"

#include <gtest/gtest.h>

namespace {

struct no_database final : store::connection {
  store::rows query(std::string_view, std::span<const store::value>) override { return {}; }
  std::int64_t execute(std::string_view, std::span<const store::value>) override { return 0; }
  void execute_later(std::string_view, std::span<const store::value>) override {}
  [[nodiscard]] store::engine kind() const override { return store::engine::sqlite; }
};

std::string ask(std::size_t which, std::map<std::string, std::string, std::less<>> query) {
  const auto names = std::make_shared<const gazetteer::gazetteer>(std::vector<gazetteer::entry>{
      {.kind = gazetteer::entry_kind::road, .name = "Main Street", .other_names = "", .detail = "road", .where = {1, 2}}});
  const auto list = gazetteer::operations(names, {.road =
                                                      [](base::position) {
                                                        return gazetteer::road_near{"Main Street", 12.4};
                                                      },
                                                  .area =
                                                      [](base::position) {
                                                        return gazetteer::area_named{"a1", "Old town"};
                                                      },
                                                  .areas_called = {}});
  const operation::caller caller;
  no_database db;
  return list[which]
      .read(operation::request{.who = caller, .request_id = {}, .path = {}, .query = std::move(query), .body = {}, .if_version = {}}, db)
      .body;
}

}  // namespace

TEST(GazetteerApi, GivesMatchesAsAList) {
  EXPECT_EQ(
      ask(0, {{"q", "main"}}),
      R"({"items":[{"kind":"road","name":"Main Street","detail":"road","remark":"","position":{"lon":1.0000000,"lat":2.0000000},"score":899}]})");
}

TEST(GazetteerApi, TakesCoordinates) { EXPECT_NE(ask(0, {{"q", "45.5,-122.6"}}).find(R"("kind":"coordinate")"), std::string::npos); }

TEST(GazetteerApi, RefusesAnEmptyQueryAndWrongDegrees) {
  EXPECT_THROW(ask(0, {{"q", "  "}}), base::problem);
  EXPECT_THROW(ask(1, {{"lon", "200"}, {"lat", "1"}}), base::problem);
  EXPECT_THROW(ask(1, {{"lon", "nan"}, {"lat", "1"}}), base::problem);
}

TEST(GazetteerApi, SaysWhatLiesThere) {
  EXPECT_EQ(ask(1, {{"lon", "1"}, {"lat", "2"}}), R"({"road":"Main Street","distance_m":12,"area_id":"a1","area_name":"Old town"})");
}
