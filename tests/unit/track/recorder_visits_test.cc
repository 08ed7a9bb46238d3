#include <gtest/gtest.h>

#include <future>

#include "engines/track/crossing_store.h"
#include "engines/track/recorder.h"
#include "engines/track/ring_api.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/area/live_areas.h"
#include "town/duty/unit_api.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};
constexpr double inside = 9.005, outside = 9.5;

class WatchingRecorder : public test::on_both_engines {
 protected:
  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    start();
    db_->write_and_wait({}, [&](store::transaction& t) {
      duty::unit one;
      one.id = one.name = "car-1";
      one.force = "police";
      one.on_shift = true;
      duty::add_unit(t, one);
    });
    const auto made =
        test::call(*db_, track::ring_operations({.areas = *areas_, .time = clock_}), test::caller_with({"ring.write", "ring.read"}), "create_ring",
                   {.body = R"({"kind":"zone","name":"Market","polygon":{"type":"Polygon","coordinates":)"
                            R"([[[9.0,46.9],[9.01,46.9],[9.01,47.1],[9.0,47.1],[9.0,46.9]]]}})"});
    ASSERT_EQ(made.status, 201);
    rings_->settle();
  }
  void TearDown() override { stop(); }
  void stop() {
    recorder_.reset();
    rings_.reset();
    areas_.reset();
    live_.reset();
    db_.reset();
  }
  void start() {
    stop();
    db_ = open(clock_);
    live_ = std::make_unique<duty::live_units>(*db_, nullptr);
    areas_ = std::make_unique<area::live_areas>(*db_);
    rings_ = std::make_unique<track::live_rings>(*db_, *areas_);
    db_->on_commit([this](auto events) {
      live_->hear(events);
      if (rings_) rings_->hear(events);
    });
    live_->rebuild();
    recorder_ = std::make_unique<track::recorder>(track::recorder_parts{
        .db = *db_,
        .units = *live_,
        .time = clock_,
        .limits = {.west = 8, .south = 46, .east = 10, .north = 48, .margin_deg = 0, .fastest_mps = 1e9},
        .seal_every = {},
        .rings = rings_.get(),
        .shifts = [](const std::string&, base::instant, base::instant) { return duty::shift_intervals{{.began = noon}}; },
    });
    recorder_->start();
  }

  void send(const std::vector<std::pair<int, double>>& seconds_and_lons) {
    track::batch what;
    for (const auto& [second, lon] : seconds_and_lons) {
      what.add("car-1", {.lon = lon, .lat = 47, .at = noon + base::seconds(second)});
    }
    std::promise<void> kept;
    recorder_->take(std::move(what),
                    [&](const track::verdicts&, const std::exception_ptr& failed) { failed ? kept.set_exception(failed) : kept.set_value(); });
    kept.get_future().get();
  }

  // "10-50 left", "60- "
  std::vector<std::string> visits() {
    std::vector<std::string> out;
    db_->read([&](store::connection& db) {
      const auto all = track::list_visits(db, test::caller_with({"ring.read", "unit.trail.read"}), {.from = noon, .to = noon + base::days(1)});
      const auto second = [](base::instant at) { return std::to_string((at - noon).us / 1'000'000); };
      for (const auto& one : all) {
        out.push_back(second(one.entered_at) + "-" + (one.left_at ? second(*one.left_at) : "") + " " +
                      (one.ended_by ? std::string(track::visit_end_choices[static_cast<std::size_t>(*one.ended_by)].code) : ""));
      }
    });
    return out;
  }
  // Waits until the recorder has tended: it does so once a second of the test's clock.
  template <class Condition>
  bool soon(const Condition& holds) {
    for (int i = 0; i < 100; ++i) {
      if (holds()) return true;
      clock_.advance(base::milliseconds(1'100));
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return holds();
  }

  using lines = std::vector<std::string>;
  base::manual_clock clock_{noon + base::hours(2)};
  std::unique_ptr<store::database> db_;
  std::unique_ptr<duty::live_units> live_;
  std::unique_ptr<area::live_areas> areas_;
  std::unique_ptr<track::live_rings> rings_;
  std::unique_ptr<track::recorder> recorder_;
};
ON_BOTH_ENGINES(WatchingRecorder);

TEST_P(WatchingRecorder, WritesWhoEnteredAndLeftWithTheFixes) {
  send({{0, outside}, {10, inside}, {20, inside}, {30, inside}});
  EXPECT_EQ(visits(), (lines{"10- "}));
  send({{40, inside}, {50, outside}, {60, outside}});
  EXPECT_EQ(visits(), (lines{"10-50 left"}));
}

TEST_P(WatchingRecorder, GoesOnWithAVisitAfterARestart) {
  send({{0, outside}, {10, inside}, {20, inside}});
  start();
  send({{30, inside}, {40, outside}, {50, outside}});
  EXPECT_EQ(visits(), (lines{"10-40 left"}));
}

TEST_P(WatchingRecorder, FindsVisitsAnewWhenFixesComeLate) {
  send({{0, outside}, {100, outside}, {200, outside}});
  EXPECT_TRUE(visits().empty());
  send({{40, inside}, {50, inside}, {60, inside}});
  EXPECT_TRUE(soon([&] { return visits() == lines{"40-100 left"}; })) << ::testing::PrintToString(visits());
}

TEST_P(WatchingRecorder, EndsVisitsWithTheShift) {
  send({{7'100, outside}, {7'110, inside}, {7'120, inside}, {7'150, inside}});
  test::call(*db_, duty::unit_operations({.live = *live_, .time = clock_}), test::caller_with({"unit.write", "unit.read"}), "change_shift",
             {.body = R"({"on":false})", .path = {{"id", "car-1"}}});
  EXPECT_TRUE(soon([&] { return !visits().empty() && visits()[0].ends_with("off_shift"); })) << ::testing::PrintToString(visits());
}

}  // namespace
