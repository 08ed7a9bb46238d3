// Clocks of machines that are wrong, schedulers that die, and many deadlines at once.
#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

class WrongTime : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("wang", {{"inspector", "township"}});
  }
  std::int64_t clock_lines(const std::string& id) {
    return town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'clock'", {id});
  }
  void set_back(base::duration by) { town_->clock.set_wall({town_->clock.now().us - by.us}); }
};

TEST_P(WrongTime, AClockSetBackADayFiresNothingTwice) {
  const auto id = town_->open_hazard("grid");
  for (int i = 0; i < 6; ++i) town_->tick(base::days(1));
  const auto told = clock_lines(id);
  EXPECT_EQ(told, 3) << "soon, late, told the supervisor";
  set_back(base::days(1));
  for (int i = 0; i < 30; ++i) town_->tick(base::hours(1));
  EXPECT_EQ(clock_lines(id), told);
  EXPECT_TRUE(town_->at().scheduler().report().leads) << "its lease recovers";
}

TEST_P(WrongTime, ACatalogueReadAgainWhileTheClockIsBackFiresNothingTwice) {
  const auto id = town_->open_hazard("grid");
  town_->tick(base::hours(88));  // just late
  const auto told = clock_lines(id);
  ASSERT_GE(told, 1);
  set_back(base::days(1));
  ASSERT_EQ(town_->call("everybody", "reload_catalogue", {}, "").status, 200);
  for (int i = 0; i < 72; ++i) town_->tick(base::hours(1));
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND text_en LIKE '%has run out'", {id}), 1);
}

TEST_P(WrongTime, TheOrderOfATimelineIsKeptThoughTheClockWentBackAndTheServerStartedAgain) {
  const auto id = town_->open_hazard("grid");
  ASSERT_EQ(town_->act("wang", id, "note_matter", R"({"text":"first"})").status, 200);
  set_back(base::days(1));
  ASSERT_EQ(town_->act("wang", id, "note_matter", R"({"text":"second"})").status, 200);
  town_->restart();
  ASSERT_EQ(town_->step("wang", id, "accept", R"({"severity":"minor"})").status, 200);
  std::vector<std::string> said;
  const auto seen = town_->get(id);
  for (const auto& line : seen.body.at("lines").as_array()) {
    said.push_back(std::string(line.at("kind").as_string()) + " " + std::string(line.at("reason").as_string()));
  }
  EXPECT_EQ(said, (std::vector<std::string>{"opened ", "note first", "note second", "step "}));
}

TEST_P(WrongTime, AWeekSleptThroughIsNoticedInOneRoundAndEachThingOnce) {
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(town_->open_hazard("grid", "village", std::to_string(i)));
  town_->clock.advance(base::days(9));
  town_->restart();
  town_->at().scheduler().run_once();
  EXPECT_EQ(town_->at().scheduler().report().waiting, 0);
  for (const auto& id : ids) {
    EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND text_en LIKE '%has run out'", {id}), 1);
    EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND text_en LIKE '%runs out soon'", {id}), 0);
  }
  for (int i = 0; i < 5; ++i) town_->tick(base::seconds(1));
  for (const auto& id : ids) EXPECT_EQ(clock_lines(id), 2) << "late, and told the supervisor";
}

TEST_P(WrongTime, TwoThousandClocksOfOneMinuteAreAllNoticedOnce) {
  constexpr std::int64_t many = 2'000;
  const auto& who = town_->person("grid");
  const std::string body = R"({"kind":"fire_hazard","area_id":"village","fields":{"hazard":"escape_blocked","finding":"x"}})";
  std::atomic<std::int64_t> left{many};
  for (std::int64_t i = 0; i < many; ++i) {
    operation::request asked{.who = who};
    asked.body = body;
    const auto& create =
        *std::find_if(town_->at().operations().begin(), town_->at().operations().end(), [](const auto& one) { return one.name == "create_matter"; });
    town_->db().write(
        {.account_id = who.account_id}, [&create, asked](store::transaction& work) { create.write(asked, work, nullptr); },
        [&left](const std::exception_ptr& failed) { left -= failed ? 0 : 1; });
  }
  town_->db().write_and_wait({}, [](store::transaction&) {});
  ASSERT_EQ(left, 0);
  town_->clock.advance(base::days(6));
  std::int64_t fired = 0;
  for (int i = 0; i < 10; ++i) fired += town_->tick(base::seconds(1));
  EXPECT_EQ(town_->at().scheduler().report().waiting, 0);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_clocks WHERE overdue_at IS NOT NULL"), many);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE text_en LIKE '%has run out'"), many);
  EXPECT_EQ(fired, 2 * many);
}

TEST_P(WrongTime, OneMatterThatCannotBeCountedDoesNotHoldUpTheOthers) {
  const auto broken = town_->open_hazard("grid");
  const auto well = town_->open_hazard("grid");
  town_->db().write_and_wait(
      {}, [&](store::transaction& work) { work.db().execute("UPDATE matters SET kind_version = 'gone' WHERE id = $1", {broken}); });
  town_->tick(base::days(9));
  EXPECT_EQ(clock_lines(well), 2);
  EXPECT_NE(town_->at().scheduler().report().fault, "") << "somebody is told";
  EXPECT_EQ(town_->call("grid", "list_matters", {}, "").status, 200);
  EXPECT_EQ(town_->call("grid", "list_matter_inbox", {}, "").status, 200);
}

ON_BOTH_ENGINES(WrongTime);

}  // namespace
}  // namespace matter_faults
