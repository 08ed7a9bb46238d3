// The catalogue changes under matters that run: each keeps the edition it began with until somebody moves it by name.
#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

constexpr const char* hazard_file = "kinds/fire_hazard.yaml";

class Editions : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("wang", {{"inspector", "township"}});
    town_->add_person("chief", {{"supervisor", "county"}});
    town_->add_person("mediator", {{"mediator", "village"}});
    town_->add_person("county_mediator", {{"mediator", "county"}});
    town_->add_person("admin", {{"system_admin", "province"}});
  }
  outcome reload() { return town_->call("everybody", "reload_catalogue", {}, ""); }
  void expect_reloaded() {
    const auto done = reload();
    ASSERT_EQ(done.status, 200) << done.why;
  }
  // A dispute that was handed over and waits for its receipt, with that receipt's clock running.
  std::string handed_over() {
    const auto made = town_->call("grid", "create_matter", {},
                                  R"({"kind":"dispute","area_id":"village","fields":{"dispute_type":"t02_neighbours","summary":"a wall"}})");
    EXPECT_EQ(made.status, 201) << made.why;
    EXPECT_EQ(town_->step("mediator", made.id(), "accept", R"({"level":"general"})").status, 200);
    const auto over = town_->step("mediator", made.id(), "hand_over", R"({"channel":"court"})", "they wish it");
    EXPECT_EQ(over.status, 200) << over.why;
    return made.id();
  }
};

TEST_P(Editions, AFaultyCatalogueIsRefusedWithFileLineAndRemedyAndTheOldOneStaysInForce) {
  const auto id = town_->open_hazard("grid");
  struct fault {
    const char *from, *to, *says;
  };
  const fault faults[] = {
      {"kind: fire_hazard\n", "kind: [fire_hazard\n", "fire_hazard.yaml:"},
      {"en: Being put right\n", "", "fire_hazard.yaml:"},
      {"to: closed\n        result: cleared", "to: reported\n        result: cleared", "fire_hazard.yaml:"},
      {"opens: {kind: listed_fire_hazard, carries: [hazard, finding]}", "opens: {kind: fire_hazard, carries: [hazard, finding]}", ""},
      {"{list: severity}", "{list: no_such_list}", "fire_hazard.yaml:"}};
  const auto whole = books_.read(hazard_file);
  for (const auto& one : faults) {
    SCOPED_TRACE(one.to);
    books_.change(hazard_file, one.from, one.to);
    const auto refused = reload();
    if (*one.says != '\0') {
      EXPECT_EQ(refused.status, 422) << refused.why;
      EXPECT_EQ(refused.code, "bad_catalogue");
      EXPECT_NE(refused.why.find(one.says), std::string::npos) << refused.why;
    }
    books_.write(hazard_file, whole);
    EXPECT_EQ(town_->call("grid", "get_matter_kind", {{"kind", "fire_hazard"}}, "").status, 200);
  }
  EXPECT_EQ(town_->step("wang", id, "accept", R"({"severity":"minor"})").status, 200) << "running matters go on";
  EXPECT_EQ(reload().status, 200);
}

TEST_P(Editions, ADamagedFileOfAnyKindIsRefusedAndNothingStops) {
  for (const char* file : {"lists.yaml", "clocks.yaml", "outputs.yaml", "working_days.yaml", "kinds/dispute.yaml"}) {
    const auto whole = books_.read(file);
    for (const auto& damaged : {std::string("\t: ["), std::string(), std::string("\xFF\xFE\x00", 3), std::string("a: &x [*x]")}) {
      SCOPED_TRACE(file);
      books_.write(file, damaged);
      const auto refused = reload();
      EXPECT_EQ(refused.status, 422) << refused.status << refused.why;
      EXPECT_NE(refused.why.find(".yaml"), std::string::npos) << refused.why;
    }
    books_.write(file, whole);
  }
  EXPECT_EQ(reload().status, 200);
  EXPECT_EQ(town_->open_hazard("grid").size(), 36U);
}

TEST_P(Editions, ARunningMatterKeepsItsStepsFieldsAndClocksThroughAChangeAndARestart) {
  const auto old = town_->open_hazard("grid");
  books_.change(hazard_file, "edition: 1", "edition: 2");
  books_.change(hazard_file, "rectifying", "mending");
  books_.change(hazard_file, "type: money", "type: text");
  books_.change(hazard_file, "limit: 30 days", "limit: 5 days");
  expect_reloaded();
  const auto fresh = town_->open_hazard("grid");
  for (int restarted = 0; restarted < 2; ++restarted) {
    EXPECT_TRUE(town_->get(old).body.at("newer_edition").as_bool());
    EXPECT_FALSE(town_->get(fresh).body.at("newer_edition").as_bool());
    town_->restart();
  }
  ASSERT_EQ(town_->step("wang", old, "accept", R"({"severity":"minor"})").status, 200);
  ASSERT_EQ(town_->step("wang", fresh, "accept", R"({"severity":"minor"})").status, 200);
  EXPECT_EQ(town_->get(old).matter().at("stage").as_string(), "rectifying");
  EXPECT_EQ(town_->get(fresh).matter().at("stage").as_string(), "mending");
  EXPECT_EQ(town_->get(old).matter().at("stage_name").at("en").as_string(), "Being put right");
  const auto limit = [&](const std::string& id) {
    return town_->count("SELECT (due_at - started_at) / 86400000000 FROM matter_clocks WHERE matter_id = $1 AND code = 'rectify'", {id});
  };
  EXPECT_EQ(limit(old), 30);
  EXPECT_EQ(limit(fresh), 5);
  // What the edition it began with calls a number is one still.
  town_->add_person("helper", {{"grid_worker", "county"}});
  town_->add_evidence("grid", old, "after_photo");
  EXPECT_EQ(town_->step("helper", old, "rectified", R"({"measures":"x","cost":"free"})").status, 422);
  EXPECT_EQ(town_->step("helper", old, "rectified", R"({"measures":"x","cost":12.5})").status, 200);
}

TEST_P(Editions, TheBoardShowsAMatterOfAnOlderEditionInAStageThatIsGone) {
  const auto old = town_->open_hazard("grid");
  ASSERT_EQ(town_->step("wang", old, "accept", R"({"severity":"minor"})").status, 200);
  books_.change(hazard_file, "rectifying", "mending");
  expect_reloaded();
  const auto board = town_->call("wang", "get_matter_board", {}, "", {}, {{"kind", "fire_hazard"}});
  ASSERT_EQ(board.status, 200) << board.why;
  EXPECT_NE(board.raw.find(old), std::string::npos) << "it must not vanish from its desk's board";
}

TEST_P(Editions, MovingToTheNewerEditionIsNamedAndJournaledAndOnlyASupervisorDoesIt) {
  const auto id = town_->open_hazard("grid");
  ASSERT_EQ(town_->step("wang", id, "accept", R"({"severity":"minor"})").status, 200);
  books_.change(hazard_file, "rectifying", "mending");
  expect_reloaded();
  EXPECT_EQ(town_->act("wang", id, "move_matter_edition", R"({"code":"mending"})").code, "not_your_matter");
  EXPECT_EQ(town_->act("chief", id, "move_matter_edition", R"({"code":"rectifying"})").code, "no_such_stage");
  EXPECT_EQ(town_->act("chief", id, "move_matter_edition", R"({"code":"closed"})").code, "no_such_stage");
  EXPECT_EQ(town_->act("chief", id, "move_matter_edition", R"({"code":"mending"})").code, "missing_field") << "why there";
  ASSERT_EQ(town_->act("chief", id, "move_matter_edition", R"({"code":"mending","reason":"renamed"})").status, 200);
  EXPECT_EQ(town_->act("chief", id, "move_matter_edition", R"({"code":"mending"})").code, "no_newer_edition");
  EXPECT_EQ(town_->get(id).matter().at("stage").as_string(), "mending");
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'edition'", {id}), 1);
  EXPECT_EQ(town_->count("SELECT count(*) FROM journal WHERE subject_id = $1 AND action = 'move_matter_edition'", {id}), 1);
  town_->tick(base::days(60));
  EXPECT_EQ(town_->at().scheduler().report().fault, "");
}

TEST_P(Editions, ALadderThatBecameShorterEndsWhereItNowEnds) {
  const auto id = town_->open_hazard("grid");
  ASSERT_EQ(town_->step("wang", id, "accept", R"({"severity":"minor"})").status, 200);
  town_->tick(base::days(32));  // late, the first rung was told
  books_.change(hazard_file, ", {after: 3 days, role: supervisor, up: 1}, {after: 10 days, role: supervisor, up: 2}]", "]");
  expect_reloaded();
  ASSERT_EQ(town_->act("chief", id, "move_matter_edition", R"({"code":"rectifying"})").status, 200);
  town_->tick(base::days(30));
  EXPECT_EQ(town_->at().scheduler().report().fault, "");
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_clocks WHERE matter_id = $1 AND code = 'rectify' AND escalated > 1", {id}), 0);
  town_->tick(base::minutes(1));  // matters that opened by themselves in the round before are late at once: their turn is the next
  EXPECT_EQ(town_->at().scheduler().report().waiting, 0);
}

TEST_P(Editions, AReceiptTheNewerEditionDoesNotKnowStopsNobodysClocks) {
  const auto moved = handed_over();
  const auto other = town_->open_hazard("grid");
  books_.change("kinds/dispute.yaml", "receipts: [{code: channel,", "receipts: [{code: their_desk,");
  expect_reloaded();
  ASSERT_EQ(town_->act("chief", moved, "move_matter_edition", R"({"code":"handed_over"})").status, 200);
  for (int i = 0; i < 20; ++i) town_->tick(base::days(2));
  EXPECT_EQ(town_->at().scheduler().report().fault, "");
  EXPECT_EQ(town_->at().scheduler().report().waiting, 0);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_clocks WHERE matter_id = $1 AND overdue_at IS NOT NULL", {other}), 1);
  expect_reloaded();
}

TEST_P(Editions, AListThatIsTakenAwayLeavesTheMattersThatUsedItReadableAndTheirClocksRunning) {
  const auto old = town_->open_hazard("grid");
  const auto dispute = handed_over();
  // The kind now writes its choices itself and the list is gone: good for whatever opens from now on.
  books_.change(hazard_file, "choices: {list: fire_hazards}", "choices: [{code: escape_blocked, zh: 堵塞出口, en: Blocked exit}]");
  for (const char* file : {"kinds/listed_fire_hazard.yaml", "kinds/rectification_notice.yaml"}) {
    if (books_.read(file).find("{list: fire_hazards}") == std::string::npos) continue;
    books_.change(file, "choices: {list: fire_hazards}", "choices: [{code: escape_blocked, zh: 堵塞出口, en: Blocked exit}]");
  }
  books_.change("lists.yaml", "  fire_hazards:", "  fire_hazards_of_old:");
  expect_reloaded();
  town_->restart();
  const auto seen = town_->get(old);
  EXPECT_EQ(seen.status, 200) << seen.why;
  town_->tick(base::days(10));
  EXPECT_EQ(town_->at().scheduler().report().fault, "");
  EXPECT_EQ(town_->at().scheduler().report().waiting, 0);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_clocks WHERE matter_id = $1 AND overdue_at IS NOT NULL", {dispute}) > 0, true);
  const auto step = town_->step("wang", old, "accept", R"({"severity":"minor"})");
  EXPECT_EQ(step.status, 200) << step.why;
  const auto moved = town_->act("chief", old, "move_matter_edition", R"({"code":"rectifying"})");
  EXPECT_EQ(moved.status, 200) << moved.why;
}

TEST_P(Editions, AKindThatIsTakenAwayLeavesItsMattersToBeBroughtToTheirEnd) {
  const auto id = town_
                      ->call("grid", "create_matter", {},
                             R"({"kind":"dispute","area_id":"village","fields":{"dispute_type":"t02_neighbours","summary":"a wall"}})")
                      .id();
  books_.remove("kinds/dispute_screening.yaml");
  books_.remove("kinds/dispute.yaml");
  expect_reloaded();
  town_->restart();
  EXPECT_EQ(town_->get(id).status, 200);
  EXPECT_EQ(town_->step("mediator", id, "accept", R"({"level":"general"})").status, 200);
  town_->tick(base::days(400));
  EXPECT_EQ(town_->at().scheduler().report().fault, "");
}

TEST_P(Editions, AnEditionThatNeverWasIsNotFound) {
  const auto asked = town_->call("grid", "get_matter_kind", {{"kind", "fire_hazard"}}, "", {}, {{"edition", "no_such"}});
  EXPECT_EQ(asked.status, 404) << asked.why;
  EXPECT_EQ(town_->call("grid", "get_matter_kind", {{"kind", "nothing"}}, "", {}, {{"edition", "x"}}).status, 404);
}

ON_BOTH_ENGINES(Editions);

}  // namespace
}  // namespace matter_faults
