// Several desks and several matters: who may join them, what each side then knows, and that nothing owed is lost on the way.
#include <gtest/gtest.h>

#include "desks_test.h"

namespace matter_faults {
namespace {

std::string with(const std::string& member, const std::string& value) { return "{\"" + member + "\":\"" + value + "\"}"; }

std::string major_fields() { return R"({"incident_class":"accident","summary":"a fire"})"; }

class Together : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("owner", {{"key_site", "village"}});
    town_->add_person("wang", {{"inspector", "township"}});
    town_->add_person("chief", {{"supervisor", "county"}});
    town_->add_person("mediator", {{"mediator", "village"}});
    town_->add_person("neighbour", {{"mediator", "village2"}});
    town_->add_person("office", {{"office", "township"}});
    town_->add_person("city", {{"supervisor", "city"}});
    town_->add_person("reader", {{"viewer", "county2"}, {"inspector", "township"}});
    town_->add_person("county_office", {{"office", "county"}});
    town_->add_person("city_office", {{"office", "city"}});
  }
  std::string open(const std::string& who, const std::string& body) {
    const auto made = town_->call(who, "create_matter", {}, body);
    EXPECT_TRUE(made.status == 201 || made.status == 200) << made.why;
    return made.id();
  }
  std::string open_dispute() {
    return open("grid", R"({"kind":"dispute","area_id":"village","fields":{"dispute_type":"t02_neighbours","summary":"a wall"},)"
                        R"("parties":[{"role":"applicant","name":"张三丰"}]})");
  }
  outcome read_parties(const std::string& who, const std::string& id) { return town_->act(who, id, "read_matter_parties", ""); }
  std::int64_t lines(const std::string& id, const std::string& kind) {
    return town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = $2", {id, kind});
  }
  std::vector<std::string> inbox(const std::string& who, const std::string& tab) {
    const auto got = town_->call(who, "list_matter_inbox", {}, "", {}, {{"tab", tab}});
    EXPECT_EQ(got.status, 200) << got.why;
    std::vector<std::string> out;
    for (const auto& one : got.body.at("items").as_array()) out.emplace_back(one.at("id").as_string());
    return out;
  }
};

TEST_P(Together, ADeskJoinsAndLeavesAndItsReadersWithIt) {
  const auto id = open_dispute();
  EXPECT_EQ(read_parties("neighbour", id).status, 404);
  EXPECT_EQ(town_->act("wang", id, "join_matter", with("area_id", "village2")).status, 403) << "he handles nothing of it";
  EXPECT_EQ(town_->act("mediator", id, "join_matter", with("area_id", "county2")).code, "joined_above");
  ASSERT_EQ(town_->act("mediator", id, "join_matter", with("area_id", "village2")).status, 200);
  EXPECT_EQ(read_parties("neighbour", id).status, 200);
  EXPECT_EQ(town_->act("neighbour", id, "join_matter", with("area_id", "township")).code, "not_your_matter");
  const auto left = town_->call("mediator", "unjoin_matter", {{"id", id}, {"area_id", "village2"}}, "");
  ASSERT_EQ(left.status, 200) << left.why;
  town_->restart();
  EXPECT_EQ(read_parties("neighbour", id).status, 404);
  EXPECT_EQ(lines(id, "joint"), 1);
  EXPECT_EQ(lines(id, "unjoined"), 1);
}

TEST_P(Together, WhoLeavesWithHisDeskKeepsNothingInHand) {
  const auto id = open_dispute();
  ASSERT_EQ(town_->act("mediator", id, "join_matter", with("area_id", "village2")).status, 200);
  ASSERT_EQ(town_->act("neighbour", id, "take_matter", "").status, 200);
  ASSERT_EQ(town_->call("mediator", "unjoin_matter", {{"id", id}, {"area_id", "village2"}}, "").status, 200);
  EXPECT_TRUE(town_->get(id).matter().at("handler").is_null());
  EXPECT_EQ(town_->act("mediator", id, "take_matter", "").status, 200);
  EXPECT_EQ(town_->count("SELECT count(*) FROM outbox WHERE subject_id = $1 AND area_path = $2 AND payload LIKE '%\"gone\":true%'",
                         {id, path_of("village2")}),
            1)
      << "its console takes it off";
  ASSERT_EQ(town_->act("mediator", id, "join_matter", with("area_id", "village2")).status, 200);
  ASSERT_EQ(town_->call("mediator", "unjoin_matter", {{"id", id}, {"area_id", "village2"}}, "").status, 200);
  EXPECT_EQ(town_->get(id).matter().at("handler").as_string(), "account-mediator");
}

TEST_P(Together, AJointDeskHearsWhatHappens) {
  const auto id = town_->open_hazard("grid");
  ASSERT_EQ(town_->act("city", id, "join_matter", with("area_id", "township2")).status, 200);
  const auto heard = [&] {
    return town_->count("SELECT count(*) FROM outbox WHERE topic = 'matter' AND subject_id = $1 AND area_path = $2", {id, path_of("township2")});
  };
  const auto before = heard();
  EXPECT_EQ(before, 1);
  ASSERT_EQ(town_->act("wang", id, "take_matter", "").status, 200);
  EXPECT_EQ(heard(), before + 1);
  town_->tick(base::days(30));
  EXPECT_GT(heard(), before + 1) << "also what the scheduler noticed";
}

TEST_P(Together, MergingStandsOnBothSidesAndNothingLateIsForgotten) {
  const auto early = town_->open_hazard("grid", "village", "one");
  town_->tick(base::days(7));
  const auto later = town_->open_hazard("grid", "village", "two");
  ASSERT_EQ(town_->act("wang", early, "merge_matter", with("matter_id", later)).status, 200);
  EXPECT_EQ(lines(early, "merged"), 1);
  EXPECT_EQ(lines(later, "took_in"), 1);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_clocks WHERE matter_id = $1 AND code = 'accept' AND state = 'missed'", {early}), 1);
  EXPECT_EQ(
      town_->count("SELECT count(*) FROM matters a JOIN matters b ON a.reported_at = b.reported_at WHERE a.id = $1 AND b.id = $2", {early, later}),
      1);
  town_->tick(base::minutes(1));
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_clocks WHERE matter_id = $1 AND code = 'accept' AND overdue_at IS NOT NULL", {later}), 1)
      << "it counts from the earlier report";
}

TEST_P(Together, NothingIsMergedOrLinkedIntoWhatOneOnlyReads) {
  const auto mine = town_->open_hazard("grid");
  town_->add_person("theirs", {{"grid_worker", "village3"}});
  const auto theirs = town_->open_hazard("theirs", "village3");
  const auto version = town_->get(theirs).version();
  EXPECT_EQ(town_->act("reader", mine, "merge_matter", with("matter_id", theirs)).status, 403);
  EXPECT_EQ(town_->act("reader", mine, "link_matter", with("matter_id", theirs)).status, 403);
  EXPECT_EQ(town_->get(theirs).version(), version);
  EXPECT_TRUE(town_->get(mine).matter().at("ended_at").is_null());
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_links"), 0);
}

TEST_P(Together, PartiesLiveAsLongAsWhatTheirMatterWasMergedInto) {
  const auto one = open_dispute(), two = open_dispute();
  ASSERT_EQ(town_->act("mediator", one, "merge_matter", with("matter_id", two)).status, 200);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_parties WHERE expires_at IS NULL"), 2);
  town_->add_evidence("mediator", two, "decline_notice", false);
  ASSERT_EQ(town_->step("mediator", two, "decline", "{}", "not for us").status, 200);
  EXPECT_EQ(town_->count("SELECT count(DISTINCT expires_at) FROM matter_parties WHERE expires_at IS NOT NULL"), 1);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_parties WHERE expires_at IS NOT NULL"), 2);
}

TEST_P(Together, WhatWasMergedIsReopenedAsWhatItWasMergedInto) {
  const auto place = [&](const std::string& id, const std::string& area) {
    town_->db().write_and_wait({}, [&](store::transaction& work) {
      work.db().execute(
          "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, invented, created_at, version)"
          " VALUES ($1, 'shop', $1, $1, 110.0, 30.0, $2, $3, 'test', $4, 0, 1)",
          {id, area, path_of(area), true});
    });
  };
  place("shop", "village");
  place("mill", "village");
  const auto at = [](const std::string& where, const std::string& area = "") {
    return R"({"kind":"fire_hazard","place_id":")" + where + "\"" + (area.empty() ? "" : R"(,"area_id":")" + area + "\"") +
           R"(,"fields":{"hazard":"fire_lane","finding":"blocked"}})";
  };
  const auto one = open("grid", at("shop")), two = open("grid", at("mill"));
  ASSERT_EQ(town_->act("wang", one, "merge_matter", with("matter_id", two)).status, 200);
  town_->add_evidence("wang", two, "scene_photo");
  ASSERT_EQ(town_->step("wang", two, "unfounded", "{}", "nothing there").status, 200);
  EXPECT_EQ(open("grid", at("shop")), two);
  EXPECT_EQ(lines(two, "again"), 1);
}

TEST_P(Together, APartKeepsTheHourItBecameKnown) {
  const auto id = open("office", R"({"kind":"major_incident","area_id":"village","known_at":"2026-03-02T00:00:00Z",)"
                                 R"("fields":)" +
                                     major_fields() + "}");
  const auto clock = [&](const std::string& matter) {
    return town_->rows("SELECT started_at FROM matter_clocks WHERE matter_id = $1 AND code = 'first_report'", {matter}).integer(0, 0);
  };
  const auto known = time_of("2026-03-02T00:00:00Z").us;
  ASSERT_EQ(clock(id), known);
  town_->tick(base::hours(2));
  const auto split = town_->act("chief", id, "split_matter", R"({"parts":[)" + major_fields() + "]}");
  ASSERT_EQ(split.status, 200) << split.why;
  const auto part = town_->rows("SELECT to_id FROM matter_links WHERE from_id = $1 AND kind = 'split'", {id}).text(0, 0);
  EXPECT_EQ(clock(part), known);
}

TEST_P(Together, AReceiptWaitsInTheInboxOfWhoMustGiveIt) {
  town_->add_person("partner", {{"partner", "city"}});
  const auto id = open("office", R"({"kind":"major_incident","area_id":"village","fields":)" + major_fields() + "}");
  EXPECT_EQ(inbox("partner", "area"), std::vector<std::string>{});
  town_->add_evidence("county_office", id, "first_report", false);
  ASSERT_EQ(town_->step("county_office", id, "first_report", R"({"deaths":0,"injured":1,"measures":"water"})").status, 200);
  EXPECT_EQ(inbox("partner", "area"), std::vector<std::string>{id});
  EXPECT_EQ(town_->act("county_office", id, "receive_matter", with("code", "county")).code, "own_work");
  EXPECT_EQ(town_->act("city_office", id, "receive_matter", with("code", "county")).status, 200);
  EXPECT_EQ(town_->act("partner", id, "receive_matter", with("code", "superior")).status, 200);
  EXPECT_EQ(inbox("partner", "area"), std::vector<std::string>{});
}

TEST_P(Together, WhoLeadsIsOfTheListAndFindsItInHisInbox) {
  const auto id = town_->open_hazard("grid");
  for (const auto* nobody : {"account-owner", "account-neighbour", "account-nobody"}) {
    EXPECT_EQ(town_->act("wang", id, "set_matter_leader", with("account_id", nobody)).code, "bad_input") << nobody;
  }
  const auto led = town_->act("wang", id, "set_matter_leader", with("account_id", "account-chief"));
  ASSERT_EQ(led.status, 200) << led.why;
  EXPECT_EQ(led.matter().at("leader_name").as_string(), "chief");
  const auto rows = town_->rows("SELECT payload FROM outbox WHERE subject_id = $1 ORDER BY seq DESC LIMIT 1", {id});
  EXPECT_NE(rows.text(0, 0).find(R"("leader_name":"chief")"), std::string::npos) << rows.text(0, 0);
  EXPECT_EQ(inbox("chief", "led"), std::vector<std::string>{id});
  EXPECT_EQ(inbox("wang", "led"), std::vector<std::string>{});
  const auto taken = town_->act("wang", id, "take_matter", "");
  EXPECT_EQ(taken.matter().at("handler_name").as_string(), "wang");
}

TEST_P(Together, TheSameInAnotherAreaIsAnotherMatter) {
  books_.change("kinds/fire_hazard.yaml", "again: {same: [place, hazard], within: 90 days, near_m: 30}", "again: {same: [hazard], within: 90 days}");
  ASSERT_EQ(town_->call("everybody", "reload_catalogue", {}, "").status, 200);
  town_->add_person("theirs", {{"grid_worker", "village3"}});
  const auto mine = town_->open_hazard("grid");
  town_->add_evidence("wang", mine, "scene_photo");
  ASSERT_EQ(town_->step("wang", mine, "unfounded", "{}", "nothing there").status, 200);
  const auto theirs = town_->call("everybody", "create_matter", {},
                                  R"({"kind":"fire_hazard","area_id":"village3","fields":{"hazard":"escape_blocked","finding":"x"}})");
  EXPECT_EQ(theirs.status, 201) << theirs.why;
  const auto here = town_->call("everybody", "create_matter", {},
                                R"({"kind":"fire_hazard","area_id":"village","fields":{"hazard":"escape_blocked","finding":"x"}})");
  EXPECT_EQ(here.status, 200) << here.why;
  EXPECT_EQ(here.id(), mine);
}

TEST_P(Together, APhotoProvesOneMatterUnlessTwoBelongTogether) {
  const auto one = town_->open_hazard("grid"), two = town_->open_hazard("grid");
  const auto photo = [&](const std::string& id) {
    return town_->act("wang", id, "add_matter_evidence", R"({"code":"scene_photo","file_id":")" + town_->send_same_file("wang", 9) + "\"}");
  };
  ASSERT_EQ(photo(one).status, 201);
  EXPECT_EQ(photo(two).wrong, std::vector<std::string>{"/file_id"});
  ASSERT_EQ(town_->act("wang", two, "link_matter", with("matter_id", one)).status, 200);
  EXPECT_EQ(photo(two).status, 201);
}

TEST_P(Together, PapersOfASealedMatterAreReadByThoseWhoHandleIt) {
  town_->add_person("looker", {{"inspector", "county"}});
  const auto id = open_dispute();
  town_->add_evidence("mediator", id, "cover", false);
  const auto file = town_->rows("SELECT file_id FROM matter_evidence WHERE matter_id = $1", {id}).text(0, 0);
  const auto sees = [&](const std::string& who) {
    bool seen = false;
    town_->db().read([&](store::connection& db) { seen = matter::may_see_file(town_->at().services(), db, town_->person(who), file); });
    const auto view = town_->get(id, who);
    EXPECT_EQ(view.body.at("may_see_files").as_bool(), seen) << who;
    EXPECT_EQ(view.body.at("files").at(0).at("name").as_string().empty(), !seen) << who;
    return seen;
  };
  EXPECT_TRUE(sees("mediator"));
  EXPECT_TRUE(sees("chief")) << "who rules on it";
  EXPECT_FALSE(sees("grid")) << "who reported it handles it no more";
  EXPECT_FALSE(sees("looker"));
  const auto evidence = town_->rows("SELECT id FROM matter_evidence WHERE matter_id = $1", {id}).text(0, 0);
  ASSERT_EQ(town_->call("mediator", "remove_matter_evidence", {{"id", id}, {"evidence_id", evidence}}, "").status, 200);
  bool seen = true;
  town_->db().read([&](store::connection& db) { seen = matter::may_see_file(town_->at().services(), db, town_->person("chief"), file); });
  EXPECT_FALSE(seen) << "what was taken away is nobody's to read";
}

TEST_P(Together, PartiesAreWrittenOnWhatWasSeen) {
  const auto id = open_dispute();
  const auto body = R"({"parties":[{"role":"respondent","name":"李四"}]})";
  const auto put = [&](std::optional<std::int64_t> seen) { return town_->call("mediator", "put_matter_parties", {{"id", id}}, body, seen); };
  EXPECT_EQ(put(std::nullopt).status, 428);
  const auto seen = town_->get(id).version();
  ASSERT_EQ(town_->act("mediator", id, "take_matter", "").status, 200);
  EXPECT_EQ(put(seen).status, 412);
  EXPECT_EQ(put(town_->get(id).version()).status, 204);
}

TEST_P(Together, WhatAFilterDoesNotKnowIsTold) {
  for (const auto& [name, value] : {std::pair{"listed", "TRUE"}, {"listed", "false"}, {"opened", "all"}, {"state", "OPEN"}}) {
    EXPECT_EQ(town_->call("wang", "list_matters", {}, "", {}, {{name, value}}).status, 422) << name << "=" << value;
  }
  EXPECT_EQ(town_->call("wang", "list_matters", {}, "", {}, {{"listed", "true"}, {"opened", "mine"}}).status, 200);
}

TEST_P(Together, AnIncidentIsOneThatCanBeSeenAndAPositionLiesWhereItIsSaidToLie) {
  town_->give_areas_bounds();
  const auto body = [](const std::string& more) {
    return R"({"kind":"fire_hazard","area_id":"village","fields":{"hazard":"fire_lane","finding":"x"},)" + more + "}";
  };
  EXPECT_EQ(town_->call("grid", "create_matter", {}, body(R"("incident_id":"nowhere")")).wrong, std::vector<std::string>{"/incident_id"});
  EXPECT_EQ(town_->call("grid", "create_matter", {}, body(R"("position":{"lon":122.5,"lat":30.5})")).wrong, std::vector<std::string>{"/position"});
  EXPECT_EQ(town_->call("grid", "create_matter", {}, body(R"("position":{"lon":121.1,"lat":30.5})")).status, 201) << "the village beside it";
  EXPECT_EQ(town_->call("grid", "create_matter", {}, body(R"("position":{"lon":120.5,"lat":30.5})")).status, 201);
  EXPECT_EQ(town_->call("grid", "create_matter", {}, body(R"("position":{"lon":10.0,"lat":50.0})")).status, 201) << "of no known area: believed";
}

TEST_P(Together, HisOwnWorkIsNotProvenByHim) {
  const auto id = town_->open_hazard("grid");
  ASSERT_EQ(town_->step("wang", id, "accept", R"({"severity":"minor"})").status, 200);
  town_->add_evidence("owner", id, "after_photo");
  ASSERT_EQ(town_->step("owner", id, "rectified", R"({"measures":"opened"})").status, 200);
  const auto add = [&](const std::string& who) {
    return town_->act(who, id, "add_matter_evidence", R"({"code":"check_photo","file_id":")" + town_->send_file(who, true) + "\"}");
  };
  EXPECT_EQ(add("owner").code, "own_work");
  EXPECT_EQ(add("wang").status, 201);
}

ON_BOTH_ENGINES(Together);

}  // namespace
}  // namespace matter_faults
