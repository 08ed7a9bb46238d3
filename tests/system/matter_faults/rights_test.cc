// Who may see and do what: matters of another county are not there, viewers change nothing, villages keep to themselves.
#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

class Rights : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("grid2", {{"grid_worker", "village2"}});
    town_->add_person("wang", {{"inspector", "township"}});
    town_->add_person("city", {{"supervisor", "city"}});
    town_->add_person("mediator", {{"mediator", "village"}});
    town_->add_person(
        "stranger",
        {{"supervisor", "county2"}, {"inspector", "county2"}, {"mediator", "county2"}, {"office", "county2"}, {"grid_worker", "county2"}});
    town_->add_person("viewer", {{"viewer", "county"}});
    town_->add_person("watcher", {{"viewer", "county"}, {"grid_worker", "village3"}, {"supervisor", "county2"}});
    hazard_ = town_->open_hazard("grid");
    const auto made = town_->call("grid", "create_matter", {},
                                  R"({"kind":"dispute","area_id":"village","fields":{"dispute_type":"t02_neighbours","summary":"a wall"},)"
                                  R"("parties":[{"role":"applicant","name":"张三丰","phone":"13800000000"}]})");
    EXPECT_EQ(made.status, 201) << made.why;
    dispute_ = made.id();
  }
  // Every act of a matter with a body that is right in form.
  static std::vector<std::pair<std::string, std::string>> acts(const std::string& other) {
    const auto with_other = R"({"matter_id":")" + other + "\"}";
    return {{"take_matter", ""},
            {"put_back_matter", ""},
            {"set_matter_leader", R"({"account_id":"account-wang"})"},
            {"refer_matter", R"({"level":"county","reason":"x"})"},
            {"return_matter", R"({"reason":"x"})"},
            {"rule_matter", R"({"level":"county","reason":"x"})"},
            {"ask_matter", R"({"text":"x"})"},
            {"answer_matter", R"({"text":"x"})"},
            {"note_matter", R"({"text":"x"})"},
            {"join_matter", R"({"area_id":"county2"})"},
            {"list_supervised_matter", R"({"reason":"x"})"},
            {"unlist_supervised_matter", R"({"reason":"x"})"},
            {"receive_matter", R"({"code":"channel"})"},
            {"pause_matter_clock", R"({"clock":"accept","reason":"material"})"},
            {"resume_matter_clock", R"({"clock":"accept"})"},
            {"reopen_matter", R"({"reason":"x"})"},
            {"merge_matter", with_other},
            {"link_matter", with_other},
            {"split_matter", R"({"parts":[{"hazard":"escape_blocked","finding":"x"}]})"},
            {"move_matter_edition", R"({"code":"reported"})"},
            {"put_matter_parties", R"({"parties":[]})"},
            {"read_matter_parties", ""},
            {"add_matter_evidence", R"({"code":"scene_photo","file_id":"x"})"}};
  }
  std::string hazard_, dispute_;
};

TEST_P(Rights, MattersOfAnotherCountyAreNotThereForAnyOperation) {
  town_->add_evidence("grid", hazard_, "scene_photo");
  const auto before = town_->count("SELECT sum(version) FROM matters");
  for (const auto& id : {hazard_, dispute_}) {
    EXPECT_EQ(town_->get(id, "stranger").status, 404);
    for (const auto& [operation, body] : acts(hazard_)) EXPECT_EQ(town_->act("stranger", id, operation, body).status, 404) << operation;
    EXPECT_EQ(town_->call("stranger", "do_matter_step", {{"id", id}, {"step", "accept"}}, R"({"fields":{"severity":"minor"}})", 1).status, 404);
    EXPECT_EQ(town_->call("stranger", "remove_matter_evidence", {{"id", id}, {"evidence_id", "x"}}, "").status, 404);
  }
  for (const auto& question : std::vector<words_of>{{}, {{"q", "HZ-2026"}}, {{"area_id", "county"}}, {{"kind", "fire_hazard"}}}) {
    EXPECT_EQ(town_->call("stranger", "list_matters", {}, "", {}, question).raw, R"({"items":[]})");
  }
  const auto board = town_->call("stranger", "get_matter_board", {}, "", {}, {{"kind", "fire_hazard"}});
  EXPECT_EQ(board.raw.find(hazard_), std::string::npos);
  for (const auto& column : board.body.at("columns").as_array()) EXPECT_EQ(column.at("count").to_number<int>(), 0);
  for (const char* tab : {"today", "overdue", "mine", "area", "sign", "escalated", "listed"}) {
    EXPECT_EQ(town_->call("stranger", "list_matter_inbox", {}, "", {}, {{"tab", tab}}).raw, R"({"items":[]})") << tab;
  }
  EXPECT_EQ(town_->call("stranger", "export_matters", {}, "").raw.find(hazard_), std::string::npos);
  EXPECT_EQ(town_->count("SELECT sum(version) FROM matters"), before) << "nothing was changed";
}

// A desk that handles it jointly has it in its lists, on its board and in its inbox like its own, and nobody else's.
TEST_P(Rights, AJointDeskFindsTheMatterWhereItLooksForItsOwn) {
  const auto listed = [&] {
    const auto given = town_->call("stranger", "list_matters", {}, "", {}, {{"kind", "fire_hazard"}});
    EXPECT_EQ(given.status, 200) << given.why;
    return given.body.at("items").as_array().size();
  };
  const auto on_board = [&] {
    const auto given = town_->call("stranger", "get_matter_board", {}, "", {}, {{"kind", "fire_hazard"}});
    EXPECT_EQ(given.status, 200) << given.why;
    std::size_t shown = 0, counted = 0;
    for (const auto& column : given.body.at("columns").as_array()) {
      shown += column.at("items").as_array().size();
      counted += column.at("count").to_number<std::size_t>();
    }
    EXPECT_EQ(shown, counted);
    return shown;
  };
  town_->open_hazard("grid2", "village2");
  EXPECT_EQ(listed(), 0U);
  EXPECT_EQ(on_board(), 0U);
  EXPECT_EQ(town_->act("wang", hazard_, "join_matter", R"({"area_id":"county2"})").code, "joined_above") << "another county";
  const auto joined = town_->act("city", hazard_, "join_matter", R"({"area_id":"county2"})");
  ASSERT_EQ(joined.status, 200) << joined.why;
  EXPECT_EQ(listed(), 1U);
  EXPECT_EQ(on_board(), 1U);
  const auto inbox = town_->call("stranger", "list_matter_inbox", {}, "", {}, {{"tab", "area"}});
  EXPECT_EQ(inbox.body.at("items").as_array().size(), 1U) << inbox.raw;
}

TEST_P(Rights, ALinkToAMatterOfAnotherCountyIsNotShownThere) {
  const auto theirs = town_->open_hazard("stranger", "village3");
  ASSERT_EQ(town_->act("everybody", hazard_, "link_matter", R"({"matter_id":")" + theirs + "\"}").status, 200);
  EXPECT_EQ(town_->get(hazard_).body.at("links").as_array().size(), 1U);
  EXPECT_EQ(town_->get(hazard_, "wang").body.at("links").as_array().size(), 0U);
  EXPECT_EQ(town_->get(theirs, "stranger").body.at("links").as_array().size(), 0U);
  EXPECT_EQ(town_->get(theirs, "stranger").raw.find(hazard_), std::string::npos);
}

TEST_P(Rights, AFileOfAnotherCountyIsNoEvidenceAndIsNotSeen) {
  const auto file = town_->send_file("grid", true);
  const auto theirs = town_->open_hazard("stranger", "village3");
  const auto body = R"({"code":"scene_photo","file_id":")" + file + "\"}";
  EXPECT_EQ(town_->act("stranger", theirs, "add_matter_evidence", body).status, 422) << "not yet used, and not his";
  ASSERT_EQ(town_->act("grid", hazard_, "add_matter_evidence", body).status, 201);
  EXPECT_EQ(town_->act("stranger", theirs, "add_matter_evidence", body).status, 422);
  bool seen = true, seen_here = false;
  town_->db().read([&](store::connection& db) {
    seen = matter::may_see_file(town_->at().services(), db, town_->person("stranger"), file);
    seen_here = matter::may_see_file(town_->at().services(), db, town_->person("viewer"), file);
  });
  EXPECT_FALSE(seen);
  EXPECT_TRUE(seen_here);
  EXPECT_EQ(town_->act("grid", hazard_, "add_matter_evidence", body).wrong, std::vector<std::string>{"/file_id"}) << "one photo is no proof of two";
}

TEST_P(Rights, AViewerChangesNothingAndNoRoleElsewhereHelps) {
  const auto before = town_->count("SELECT sum(version) FROM matters");
  for (const char* who : {"viewer", "watcher"}) {
    EXPECT_EQ(town_->get(hazard_, who).status, 200);
    for (const auto& [operation, body] : acts(dispute_)) {
      EXPECT_EQ(town_->act(who, hazard_, operation, body).status, 403) << who << " " << operation;
    }
    EXPECT_EQ(town_->step(who, hazard_, "accept", R"({"severity":"minor"})").status, 403);
    EXPECT_EQ(
        town_->call(who, "create_matter", {}, R"({"kind":"fire_hazard","area_id":"village","fields":{"hazard":"fire_lane","finding":"x"}})").status,
        403);
    const auto seen = town_->get(hazard_, who);
    for (const auto& step : seen.body.at("steps").as_array()) EXPECT_FALSE(step.at("allowed").as_bool());
  }
  EXPECT_EQ(town_->count("SELECT sum(version) FROM matters"), before);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters"), 2);
}

TEST_P(Rights, AGridWorkerOfAnotherVillageNeitherSeesNorActs) {
  EXPECT_EQ(town_->get(hazard_, "grid2").status, 404);
  for (const auto& [operation, body] : acts(dispute_)) EXPECT_EQ(town_->act("grid2", hazard_, operation, body).status, 404) << operation;
  EXPECT_EQ(
      town_->call("grid2", "create_matter", {}, R"({"kind":"fire_hazard","area_id":"village","fields":{"hazard":"fire_lane","finding":"x"}})").status,
      403);
}

TEST_P(Rights, APlaceOfAnotherVillageDoesNotOpenItsOldMatter) {
  town_->db().write_and_wait({}, [](store::transaction& work) {
    work.db().execute(
        "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, invented, created_at, version)"
        " VALUES ('shop', 'shop', '小店', '', 104, 30, 'village', $1, 'test', $2, 0, 1)",
        {path_of("village"), false});
  });
  const std::string own = R"({"kind":"fire_hazard","place_id":"shop","fields":{"hazard":"escape_blocked","finding":"boxes"}})";
  const auto first = town_->call("grid", "create_matter", {}, own);
  ASSERT_EQ(first.status, 201) << first.why;
  town_->add_evidence("wang", first.id(), "scene_photo");
  ASSERT_EQ(town_->step("wang", first.id(), "unfounded", "{}", "nothing there").status, 200);
  const auto theirs =
      town_->call("grid2", "create_matter", {},
                  R"({"kind":"fire_hazard","area_id":"village2","place_id":"shop","fields":{"hazard":"escape_blocked","finding":"x"}})");
  EXPECT_EQ(theirs.status, 422) << theirs.raw;
  EXPECT_EQ(theirs.wrong, std::vector<std::string>{"/place_id"});
  EXPECT_FALSE(town_->get(first.id()).matter().at("ended_at").is_null());
}

TEST_P(Rights, SealedPartiesAreReadByThoseWhoHandleThemAndEachReadingIsTold) {
  EXPECT_EQ(town_->act("wang", dispute_, "read_matter_parties").status, 403);
  EXPECT_EQ(town_->act("grid", dispute_, "read_matter_parties").status, 403) << "who reported it does not handle it";
  const auto read = town_->act("mediator", dispute_, "read_matter_parties");
  ASSERT_EQ(read.status, 200) << read.why;
  EXPECT_NE(read.raw.find("张三丰"), std::string::npos);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'parties_read'", {dispute_}), 1);
  EXPECT_EQ(town_->count("SELECT count(*) FROM journal WHERE subject_id = $1 AND action = 'read_parties'", {dispute_}), 1);
  // A name is nowhere but in its seal.
  for (const char* place : {"SELECT count(*) FROM outbox WHERE payload LIKE '%张三丰%' OR payload LIKE '%13800000000%'",
                            "SELECT count(*) FROM history WHERE topic = 'matter'",  // a past moment of the map shows none
                            "SELECT count(*) FROM journal WHERE detail LIKE '%张三丰%'",
                            "SELECT count(*) FROM matters WHERE title LIKE '%张三丰%' OR fields LIKE '%张三丰%'",
                            "SELECT count(*) FROM matter_lines WHERE text_zh LIKE '%张三丰%' OR reason LIKE '%张三丰%' OR detail LIKE '%张三丰%'",
                            "SELECT count(*) FROM matter_parties WHERE box LIKE '%张三丰%'"}) {
    EXPECT_EQ(town_->count(place), 0) << place;
  }
  EXPECT_EQ(town_->call("everybody", "export_matters", {}, "").raw.find("张三丰"), std::string::npos);
  EXPECT_EQ(town_->call("everybody", "list_matters", {}, "", {}, {{"q", "张三丰"}}).raw, R"({"items":[]})");
}

ON_BOTH_ENGINES(Rights);

}  // namespace
}  // namespace matter_faults
