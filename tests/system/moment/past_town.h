#pragma once
#include <boost/json.hpp>

#include <memory>
#include <string>

#include "app/open_town.h"
#include "app/resources.h"
#include "app/town.h"
#include "foundation/base/clock.h"
#include "foundation/base/problem.h"
#include "support/engines.h"
#include "support/loaded_place.h"
#include "town/area/area_store.h"

namespace moment_test {

namespace json = boost::json;

// The whole program without its sockets, over Portland's roads, with two areas (west and east of the river) and a dozen units;
// its clock is turned by hand.
class past_town : public test::on_both_engines {
 protected:
  static constexpr base::position west_middle{-122.685, 45.52};
  static constexpr base::position east_middle{-122.60, 45.52};

  void SetUp() override {
    test::on_both_engines::SetUp();
    if (IsSkipped()) return;
    data_ = test::copy_of_portland(scratch().file("data"));
    config_.set("store.engine", engine() == store::engine::sqlite ? "sqlite" : "postgres");
    config_.set("store.location", options().location);
    make_areas();
    start();
    everywhere_ = app::system_caller("desk");
    east_ = reader_of("/town/east/");
    for (int i = 1; i <= 12; ++i) {
      const std::string area = i % 3 == 0 ? "null" : i % 2 == 0 ? R"("east")" : R"("west")";
      units_.push_back(text(call("create_unit", {},
                                 R"({"name":"Car )" + std::to_string(i) + R"(","kind":"car","force":"police","area_id":)" + area +
                                     R"(,"capabilities":["patrol"],"on_shift":true})"),
                            "id"));
    }
  }

  void start() {
    app::command_options how;
    how.data_folder = data_;
    const auto resources = app::resource_folder();
    town_ = std::make_unique<app::town>(
        app::town_options{.where = app::place_of(how, resources), .data_folder = data_, .resources = resources, .config = config_}, clock_);
  }
  void restart() {
    town_.reset();
    start();
  }

  // An operation's answer as JSON; null when there is none.
  json::value ask(const std::shared_ptr<const operation::caller>& who, app::direct_call what) {
    const auto given = app::call_operation(town_->operations, town_->runner, who, std::move(what));
    return given.body.empty() ? json::value() : json::parse(given.body);
  }
  json::object call(std::string_view name, std::map<std::string, std::string, std::less<>> path, std::string body) {
    auto given = ask(everywhere_, {.name = name, .path = std::move(path), .body = std::move(body)});
    return given.is_object() ? given.as_object() : json::object();
  }
  json::object moment_at(const std::shared_ptr<const operation::caller>& who, base::instant at, const std::string& known = "then") {
    return ask(who, {.name = "get_moment", .query = {{"at", base::to_rfc3339(at)}, {"known", known}}}).as_object();
  }

  static std::string text(const json::object& from, std::string_view name) { return std::string(from.at(name).as_string()); }

  static std::shared_ptr<const operation::caller> reader_of(const std::string& area_path) {
    operation::caller out;
    out.account_id = "reader";
    out.account_name = "reader";
    for (const auto* permission : {"incident.read", "unit.read", "closure.read", "duty.read"}) out.grants.push_back({permission, area_path});
    return std::make_shared<const operation::caller>(std::move(out));
  }

  base::manual_clock clock_{*base::instant_from_rfc3339("2026-11-22T01:30:00Z")};
  base::config config_ = app::config_of({});
  std::string data_;
  std::unique_ptr<app::town> town_;
  std::shared_ptr<const operation::caller> everywhere_, east_;
  std::vector<std::string> units_;

 private:
  void make_areas() {
    const auto box = [](double west, double east) {
      return geo::multi_polygon{{{.exterior = {{west, 45.3}, {east, 45.3}, {east, 45.7}, {west, 45.7}, {west, 45.3}}, .holes = {}}}};
    };
    const auto make = [](const std::string& id, const std::string& above, geo::multi_polygon boundary) {
      area::area one;
      one.id = one.code = one.name = id;
      one.path = above + id + "/";
      if (above != "/") one.parent_id = "town";
      one.boundary = std::move(boundary);
      one.version = 0;
      return one;
    };
    const auto town = make("town", "/", box(-123, -122));
    const auto west = make("west", "/town/", box(-123, -122.66));
    const auto east = make("east", "/town/", box(-122.66, -122));
    const area::area* const all[] = {&town, &west, &east};
    const auto db = open(clock_);
    db->write_and_wait({}, [&](store::transaction& work) { area::insert_areas(work.db(), all); });
  }
};

}  // namespace moment_test
