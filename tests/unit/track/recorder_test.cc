#include "engines/track/recorder.h"

#include <gtest/gtest.h>

#include <future>
#include <random>
#include <set>

#include "engines/track/position_api.h"
#include "engines/track/trail_store.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/duty/unit_api.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};
constexpr base::instant ever{noon.us + 86'400'000'000};

class Recorder : public test::on_both_engines {
 protected:
  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    start();
    for (const std::string id : {"car-1", "car-2"}) add(id, true);
    add("car-off", false);
  }
  void TearDown() override {
    recorder_.reset();
    live_.reset();
    db_.reset();
  }

  // Also again, on the same database: a restart.
  void start() {
    recorder_.reset();
    live_.reset();
    db_.reset();
    db_ = open(clock_);
    live_ = std::make_unique<duty::live_units>(*db_, nullptr);
    db_->on_commit([this](auto events) { live_->hear(events); });
    live_->rebuild();
    recorder_ = std::make_unique<track::recorder>(track::recorder_parts{
        .db = *db_,
        .units = *live_,
        .time = clock_,
        .limits = {.west = 8, .south = 46, .east = 10, .north = 48, .margin_deg = 0},
        .seal_every = {},
    });
    recorder_->start();
  }

  void add(const std::string& id, bool on_shift) {
    db_->write_and_wait({}, [&](store::transaction& t) {
      duty::unit one;
      one.id = one.name = id;
      one.force = "police";
      one.on_shift = on_shift;
      duty::add_unit(t, one);
    });
  }

  static track::unit_fix at(const std::string& unit, std::int64_t second, double lon = 9) {
    return {.unit_id = unit, .sent = {.lon = lon + static_cast<double>(second) * 1e-5, .lat = 47, .at = noon + base::seconds(second)}};
  }

  std::future<track::verdicts> hand_in(std::vector<track::unit_fix> fixes) {
    auto promise = std::make_shared<std::promise<track::verdicts>>();
    track::batch handed;
    for (auto& one : fixes) handed.add(std::move(one.unit_id), one.sent);
    recorder_->take(std::move(handed), [promise](const track::verdicts& became, const std::exception_ptr& failed) {
      failed ? promise->set_exception(failed) : promise->set_value(became);
    });
    return promise->get_future();
  }
  track::verdicts send(std::vector<track::unit_fix> fixes) { return hand_in(std::move(fixes)).get(); }

  // All that is kept of a unit, wherever it lies.
  track::fixes trail(const std::string& unit) {
    track::fixes sealed;
    db_->read([&](store::connection& db) { sealed = track::read_parts(db, unit, noon - base::days(40), ever); });
    return track::merged(sealed, recorder_->unsealed(unit, noon - base::days(40), ever));
  }
  std::vector<std::int64_t> seconds_of(const std::string& unit) {
    std::vector<std::int64_t> out;
    for (const auto& one : trail(unit)) out.push_back((one.at_us - noon.us) / 1'000'000);
    return out;
  }
  std::int64_t rows(const std::string& table) {
    std::int64_t count = 0;
    db_->read([&](store::connection& db) { count = db.query("SELECT COUNT(*) FROM " + table).integer(0, 0); });
    return count;
  }

  base::manual_clock clock_{noon + base::hours(2)};
  std::unique_ptr<store::database> db_;
  std::unique_ptr<duty::live_units> live_;
  std::unique_ptr<track::recorder> recorder_;
};
ON_BOTH_ENGINES(Recorder);

using seconds = std::vector<std::int64_t>;

TEST_P(Recorder, KeepsEachFixOnceInOrder) {
  auto became = send({at("car-1", 10), at("car-1", 20), at("car-1", 20), at("car-2", 5), at("car-1", 15)});
  EXPECT_EQ(became.accepted, 4);
  EXPECT_EQ(became.duplicate, 1);
  EXPECT_EQ(became.late, 1);
  became = send({at("car-1", 10), at("car-1", 15), at("car-1", 20), at("car-1", 30)});  // the answer was lost: sent again, and one more
  EXPECT_EQ(became.accepted, 1);
  EXPECT_EQ(became.duplicate, 3);
  EXPECT_EQ(seconds_of("car-1"), (seconds{10, 15, 20, 30}));
  EXPECT_EQ(seconds_of("car-2"), (seconds{5}));
}

TEST_P(Recorder, ShowsTheNewestInTheLivePictureWhenItAnswers) {
  send({at("car-1", 10), at("car-1", 30), at("car-1", 20)});
  const auto now = live_->now();
  const auto& seen = (*now)[*now->units->find("car-1")];
  ASSERT_TRUE(seen.has_position);
  EXPECT_EQ(seen.position_at, noon + base::seconds(30));
}

TEST_P(Recorder, StoresNothingOfAUnitOffShift) {
  const auto became = send({at("car-off", 10, 9.5), at("car-off", 20, 9.5)});
  EXPECT_EQ(became.off_shift, 2);
  EXPECT_EQ(became.accepted, 0);
  recorder_->seal();
  EXPECT_EQ(rows("track_log"), 0);
  EXPECT_EQ(rows("track_parts"), 0);
  EXPECT_EQ(rows("unit_positions"), 0);
  EXPECT_TRUE(trail("car-off").empty());
  const auto now = live_->now();
  EXPECT_FALSE((*now)[*now->units->find("car-off")].has_position);
}

TEST_P(Recorder, JudgesALateFixByTheShiftOfItsOwnTime) {
  recorder_ = std::make_unique<track::recorder>(track::recorder_parts{
      .db = *db_,
      .units = *live_,
      .time = clock_,
      .limits = {},
      .shifts_known =
          [] { return track::was_on_shift{[](std::uint32_t, base::instant when) { return when >= noon && when < noon + base::minutes(10); }}; },
      .seal_every = {},
  });
  recorder_->start();
  const auto became = send({at("car-1", -1), at("car-1", 0), at("car-1", 599), at("car-1", 600)});
  EXPECT_EQ(became.off_shift, 2);
  EXPECT_EQ(seconds_of("car-1"), (seconds{0, 599}));
}

TEST_P(Recorder, KnowsWhatItKeptAfterARestart) {
  send({at("car-1", 10), at("car-1", 20)});
  start();
  EXPECT_EQ(send({at("car-1", 10), at("car-1", 20), at("car-1", 15)}).duplicate, 2);
  EXPECT_EQ(seconds_of("car-1"), (seconds{10, 15, 20}));
  const auto now = live_->now();
  EXPECT_EQ((*now)[*now->units->find("car-1")].position_at, noon + base::seconds(20));
}

TEST_P(Recorder, KnowsWhatItSealed) {
  send({at("car-1", 10), at("car-1", 20), at("car-2", 7)});
  recorder_->seal();
  EXPECT_EQ(rows("track_log"), 0);
  EXPECT_EQ(rows("track_parts"), 2);
  EXPECT_EQ(recorder_->counts().unsealed, 0U);
  EXPECT_EQ(send({at("car-1", 10), at("car-1", 30), at("car-1", 12)}).duplicate, 1);
  start();
  EXPECT_EQ(send({at("car-1", 20), at("car-1", 12), at("car-2", 7)}).duplicate, 3);
  recorder_->seal();
  EXPECT_EQ(seconds_of("car-1"), (seconds{10, 12, 20, 30}));
}

TEST_P(Recorder, CountsOnceWhatACrashLeftBothSealedAndInTheLog) {
  send({at("car-1", 10), at("car-1", 4'000)});
  db_->write_and_wait({}, [&](store::transaction& t) {  // parts written, the log not yet forgotten
    const std::vector<track::logged_unit> some = {{.unit_id = "car-1", .all = recorder_->unsealed("car-1", noon, ever)}};
    track::add_parts(t.db(), some, "of a crash");
  });
  start();
  EXPECT_EQ(seconds_of("car-1"), (seconds{10, 4'000}));
  recorder_->seal();
  EXPECT_EQ(seconds_of("car-1"), (seconds{10, 4'000}));
  EXPECT_EQ(send({at("car-1", 10)}).duplicate, 1);
}

TEST_P(Recorder, RefusesEachBadFixAloneAndCountsWhy) {
  const auto became = send({at("car-1", 10),
                            at("nobody", 10),
                            {.unit_id = "car-1", .sent = {.lon = 0, .lat = 0, .at = noon}},
                            {.unit_id = "car-1", .sent = {.lon = 9, .lat = 50.3, .at = noon}},
                            at("car-1", 8'000),
                            at("car-1", 11, 9.2)});
  EXPECT_EQ(became.accepted, 1);
  ASSERT_EQ(became.refused.size(), 5U);
  EXPECT_EQ(became.refused[0].index, 1);
  EXPECT_EQ(became.refused[0].code, "unknown_unit");
  EXPECT_EQ(became.refused[1].code, "null_island");
  EXPECT_EQ(became.refused[2].code, "outside_place");
  EXPECT_EQ(became.refused[3].code, "from_future");
  EXPECT_EQ(became.refused[4].code, "impossible_speed");
  const auto counts = recorder_->counts();
  EXPECT_EQ(counts.refused.at("outside_place"), 1U);
  EXPECT_EQ(counts.accepted, 1U);
}

TEST_P(Recorder, AsksTheSendersRightForEachUnitsArea) {
  auto promise = std::make_shared<std::promise<track::verdicts>>();
  recorder_->take({.units = {"car-1"},
                   .fixes = {{.unit = 0, .sent = at("car-1", 10).sent}},
                   .may = [](const std::string& path) { return path == "/elsewhere/"; }},
                  [promise](const track::verdicts& became, const std::exception_ptr&) { promise->set_value(became); });
  EXPECT_EQ(promise->get_future().get().refused.at(0).code, "unknown_unit");
  EXPECT_TRUE(trail("car-1").empty());
}

TEST_P(Recorder, OrdersAPhonesBufferOfAWeek) {
  clock_.advance(base::days(7));
  std::vector<track::unit_fix> all;
  for (int hour = 0; hour < 24 * 7; ++hour) {
    for (int second = 0; second < 3'600; second += 300)
      all.push_back({.unit_id = "car-1", .sent = {.lon = 9, .lat = 47, .at = noon + base::seconds(hour * 3'600 + second)}});
  }
  const std::size_t sent = all.size();
  send({all.back()});
  recorder_->seal();
  std::mt19937 random(7);
  std::shuffle(all.begin(), all.end(), random);
  const auto became = send(all);
  EXPECT_EQ(became.duplicate, 1);
  EXPECT_EQ(static_cast<std::size_t>(became.accepted), sent - 1);
  EXPECT_EQ(became.late, became.accepted);
  recorder_->seal();
  EXPECT_EQ(send(all).duplicate, static_cast<std::int64_t>(sent));
  track::fixes kept;
  db_->read([&](store::connection& db) { kept = track::read_parts(db, "car-1", noon, noon + base::days(8)); });
  ASSERT_EQ(kept.size(), sent);
  EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.at_us < b.at_us; }));
}

// Duplicates, delays, disorder, restarts and sealings: what was acknowledged is there once.
TEST_P(Recorder, KeepsAcknowledgedFixesOnceWhateverHappens) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    std::mt19937 random(seed);
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    std::map<std::string, std::set<std::int64_t>> expected;
    for (const auto& unit : {"car-1", "car-2"}) {
      for (const auto second : seconds_of(unit)) expected[unit].insert(second);
    }
    for (int round = 0; round < 40; ++round) {
      std::vector<std::future<track::verdicts>> answers;
      for (int n = 0; n < 4; ++n) {
        std::vector<track::unit_fix> fixes;
        for (int i = 0; i < 20; ++i) {
          const std::string unit = pick(2) == 0 ? "car-1" : "car-2";
          fixes.push_back(at(unit, pick(7'000)));
          expected[unit].insert((fixes.back().sent.at.us - noon.us) / 1'000'000);
        }
        answers.push_back(hand_in(std::move(fixes)));
      }
      for (auto& answer : answers) {
        const auto became = answer.get();
        EXPECT_EQ(became.accepted + became.duplicate, 20);
      }
      if (pick(5) == 0) recorder_->seal();
      if (pick(7) == 0) start();
    }
    for (const auto& [unit, all] : expected) EXPECT_EQ(seconds_of(unit), seconds(all.begin(), all.end())) << unit << ", seed " << seed;
  }
}

TEST_P(Recorder, JoinsTheHoursThatAreOver) {
  for (std::int64_t minute = 0; minute < 50; ++minute) {
    send({at("car-1", minute * 60), at("car-1", minute * 60 + 20), at("car-2", minute * 60)});
    recorder_->seal();
  }
  const auto before = trail("car-1");
  EXPECT_EQ(rows("track_parts"), 100);
  EXPECT_EQ(recorder_->join_trails(), "2 hours of trails joined");
  EXPECT_EQ(rows("track_parts"), 2);
  EXPECT_EQ(trail("car-1"), before);
  EXPECT_EQ(trail("car-2").size(), 50U);
  EXPECT_EQ(recorder_->join_trails(), "0 hours of trails joined");
  // What comes later for that hour joins it the next time, and nothing is there twice.
  EXPECT_EQ(send({at("car-1", 10), at("car-1", 20)}).accepted, 1);
  recorder_->seal();
  EXPECT_EQ(rows("track_parts"), 3);
  recorder_->join_trails();
  EXPECT_EQ(rows("track_parts"), 2);
  EXPECT_EQ(trail("car-1").size(), before.size() + 1);
  // The running hour waits.
  clock_.advance(base::hours(-1));
  send({at("car-1", 3'600)});
  recorder_->seal();
  send({at("car-1", 3'610)});
  recorder_->seal();
  EXPECT_EQ(recorder_->join_trails(), "0 hours of trails joined");
}

TEST_P(Recorder, DeletesWhatIsOlderThanItMayBe) {
  send({at("car-1", -3'700), at("car-1", 10)});
  recorder_->seal();
  db_->write_and_wait({}, [&](store::transaction& t) { EXPECT_EQ(track::delete_hours_before(t.db(), noon.us / track::hour_us), 1); });
  EXPECT_EQ(seconds_of("car-1"), (seconds{10}));
}

TEST_P(Recorder, AnswersReportsAsAnOperation) {
  const auto operations = track::position_operations({.take = *recorder_});
  const auto who = test::caller_with({"unit.position.write"});
  const auto given =
      test::call(*db_, operations, who, "report_positions",
                 {.body = R"({"positions":[{"unit_id":"car-1","position":{"lon":9,"lat":47},"at":")" + base::to_rfc3339(noon) +
                          R"(","speed_mps":3.5},{"unit_id":"car-off","position":{"lon":9,"lat":47},"at":")" + base::to_rfc3339(noon) + R"("}]})"});
  EXPECT_EQ(given.body, R"({"accepted":1,"late":0,"duplicate":0,"off_shift":1,"refused":[]})");
  EXPECT_EQ(track::speed_mps_of(trail("car-1").at(0)), 3.5);
  EXPECT_THROW(test::call(*db_, operations, who, "report_positions", {.body = R"({"positions":[]})"}), base::problem);
}

}  // namespace
