// What nobody should send, sent to every operation: refused with a reason, never a fault of the server, nothing half done.
#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

class Hostile : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("wang", {{"inspector", "township"}});
    town_->add_person("chief", {{"supervisor", "county"}});
    town_->add_person("top", {{"supervisor", "province"}, {"inspector", "province"}, {"office", "province"}, {"grid_worker", "province"}});
  }
  static std::string nested(int levels) {
    return R"({"fields":{"hazard":)" + std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']') + "}}";
  }
};

TEST_P(Hostile, BodiesOfEveryWrongShapeAreRefusedByEveryOperationThatTakesOne) {
  const auto id = town_->open_hazard("grid");
  const auto before = town_->get(id).version();
  const std::string bodies[] = {"",
                                "null",
                                "[]",
                                "\"x\"",
                                "12",
                                "{",
                                R"({"fields":null})",
                                R"({"fields":[]})",
                                R"({"fields":"x","reason":{}})",
                                R"({"reason":12,"text":[],"code":{},"level":"moon","matter_id":0,"parts":"x"})",
                                R"({"parts":[1,"x",null]})",
                                R"({"no_such_field":1})",
                                "{\"text\":\"\xFF\"}",
                                R"({"text":"\u0000","reason":"\u0000","code":"\u0000"})",
                                R"({"fields":{"hazard":"\u0000"},"step":"x"})",
                                R"({"parties":[{"role":"x"}]})",
                                nested(10),
                                nested(100),
                                nested(20'000),
                                R"({"reason":")" + std::string(2'000'000, 'x') + "\"}",
                                R"({"text":")" + std::string(5'000, 'x') + "\"}"};
  for (const auto& one : town_->at().operations()) {
    if (one.input == nullptr) continue;
    for (const auto& body : bodies) {
      words_of path;
      if (one.path.find("{id}") != std::string_view::npos) path["id"] = id;
      if (one.path.find("{step}") != std::string_view::npos) path["step"] = "accept";
      const auto got = town_->call("top", one.name, path, body, before);
      EXPECT_GE(got.status, 400) << one.name << " took " << body.substr(0, 60);
      EXPECT_LT(got.status, 500) << one.name << " " << body.substr(0, 60) << " " << got.why;
    }
  }
  EXPECT_EQ(town_->get(id).version(), before);
}

TEST_P(Hostile, IdsOfOtherTablesAndTextsOfSqlAreNobodys) {
  const auto id = town_->open_hazard("grid");
  const std::string ids[] = {"village", "account-grid", "' OR 1=1 --", "%", "", std::string(5'000, 'a'), "\xE6\x9D", std::string("a\0b", 3)};
  for (const auto& one : ids) {
    for (const char* operation : {"get_matter", "take_matter", "put_back_matter", "read_matter_parties"}) {
      const auto got = town_->call("top", operation, {{"id", one}}, "");
      EXPECT_TRUE(got.status == 404 || got.status == 422) << operation << " " << got.status << got.why;
    }
    for (const char* parameter : {"q", "kind", "stage", "place_id", "incident_id", "area_id", "state", "from", "to", "after", "listed"}) {
      for (const char* operation : {"list_matters", "get_matter_board", "export_matters"}) {
        words_of query{{"kind", "fire_hazard"}};
        query[parameter] = one;
        EXPECT_LT(town_->call("top", operation, {}, "", {}, query).status, 500) << operation << " " << parameter << " " << one.substr(0, 20);
      }
    }
    for (const char* parameter : {"tab", "kind", "after", "limit"}) {
      EXPECT_LT(town_->call("top", "list_matter_inbox", {}, "", {}, {{parameter, one}}).status, 500) << parameter;
    }
  }
  for (const char* q : {"%", "_", "!", "%' OR '1'='1", "'; DROP TABLE matters; --"}) {
    EXPECT_EQ(town_->call("top", "list_matters", {}, "", {}, {{"q", q}}).raw, R"({"items":[]})") << q << " finds no more than itself";
  }
  EXPECT_EQ(town_->get(id).status, 200);
}

TEST_P(Hostile, CursorsOfOtherListsAndOfNoListAreRefusedOrEndQuietly) {
  for (int i = 0; i < 3; ++i) town_->open_hazard("grid", "village", std::to_string(i));
  const auto page = town_->call("grid", "list_matters", {}, "", {}, {{"limit", "1"}});
  const std::string next(page.body.at("next").as_string());
  for (const std::string cursor : {"x", ",", "-1,", "9223372036854775808,a", "1e5,a", "99999999999999999999999,", ""}) {
    EXPECT_LT(town_->call("grid", "list_matters", {}, "", {}, {{"after", cursor}}).status, 500) << cursor;
    EXPECT_LT(town_->call("grid", "list_matter_inbox", {}, "", {}, {{"after", cursor}}).status, 500) << cursor;
  }
  EXPECT_EQ(town_->call("grid", "list_matter_inbox", {}, "", {}, {{"after", next}}).status, 200);
  for (const char* limit : {"0", "-1", "501", "x", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(town_->call("grid", "list_matters", {}, "", {}, {{"limit", limit}}).status, 422) << limit;
  }
}

TEST_P(Hostile, VersionsThatNeverWereAndStepsOfOtherStagesMoveNothing) {
  const auto id = town_->open_hazard("grid");
  for (const std::int64_t version : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{2}, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(town_->call("wang", "do_matter_step", {{"id", id}, {"step", "accept"}}, R"({"fields":{"severity":"minor"}})", version).status, 412);
  }
  EXPECT_EQ(town_->call("wang", "do_matter_step", {{"id", id}, {"step", "accept"}}, R"({"fields":{"severity":"minor"}})").status, 428);
  for (const char* step : {"confirm", "rectified", "no_such", "", "' OR 1=1"}) EXPECT_EQ(town_->step("wang", id, step).code, "no_such_step") << step;
  EXPECT_EQ(town_->get(id).version(), 1);
}

TEST_P(Hostile, FieldsOfEveryWrongTypeAreNamedAtTheirPlace) {
  const auto open = [&](const std::string& kind, const std::string& fields) {
    return town_->call("top", "create_matter", {}, R"({"kind":")" + kind + R"(","area_id":"township","fields":)" + fields + "}");
  };
  const std::string good = R"("planned_on":"2026-05-01","target_count":20})";
  for (const char* wrong : {"1", "null", "[\"fire\"]", "{}", "\"no_such\"", "true"}) {
    EXPECT_EQ(open("training", std::string(R"({"course":)") + wrong + "," + good).wrong.at(0), "/fields/course") << wrong;
  }
  for (const char* wrong : {"-1", "0", "1.5", "1e300", "\"20\"", "100001", "18446744073709551615", "[]"}) {
    EXPECT_EQ(open("training", std::string(R"({"course":"fire","planned_on":"2026-05-01","target_count":)") + wrong + "}").wrong.at(0),
              "/fields/target_count")
        << wrong;
  }
  for (const char* wrong : {"\"2026-02-30\"", "\"tomorrow\"", "20260501", "\"2026-05-01T00:00:00Z\"", "\"0000-00-00\"", "\"10000-01-01\""}) {
    EXPECT_EQ(open("training", std::string(R"({"course":"fire","target_count":20,"planned_on":)") + wrong + "}").wrong.at(0), "/fields/planned_on")
        << wrong;
  }
  for (const char* wrong : {R"("a\u0001b")", R"("a\u007fb")", "1", "[]"}) {
    EXPECT_EQ(open("fire_hazard", std::string(R"({"hazard":"fire_lane","finding":)") + wrong + "}").wrong.at(0), "/fields/finding") << wrong;
  }
  EXPECT_EQ(open("fire_hazard", R"({"hazard":"fire_lane","finding":")" + std::string(201, 'x') + "\"}").status, 422);
  EXPECT_EQ(open("fire_hazard", R"({"hazard":"fire_lane","finding":"x","severity":"minor"})").status, 422) << "is not asked there";
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters"), 0);
}

TEST_P(Hostile, DaysAtTheEndsOfTheCalendarAreCountedOrRefused) {
  for (const char* day : {"0001-01-01", "0001-01-02", "1900-01-01", "9999-12-31", "9999-12-30"}) {
    const auto made = town_->call(
        "top", "create_matter", {},
        std::string(R"({"kind":"training","area_id":"township","fields":{"course":"fire","target_count":20,"planned_on":")") + day + "\"}}");
    EXPECT_LT(made.status, 500) << day << " " << made.why;
  }
  for (const char* at : {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"}) {
    for (const char* member : {"event_at", "known_at"}) {
      for (const char* kind : {"fire_hazard", "major_incident"}) {
        const auto made =
            town_->call("top", "create_matter", {},
                        std::string(R"({"kind":")") + kind + R"(","area_id":"village","fields":{"hazard":"fire_lane","finding":"x"},")" + member +
                            R"(":")" + at + "\"}");
        EXPECT_LT(made.status, 500) << at << " " << member << " " << kind << " " << made.why;
      }
    }
  }
  town_->tick(base::days(30));
  EXPECT_EQ(town_->at().scheduler().report().fault, "");
  EXPECT_EQ(town_->call("top", "list_matters", {}, "").status, 200);
}

TEST_P(Hostile, WhatIsReportedHasHappened) {
  const auto open = [&](const char* at) {
    return town_->call(
        "grid", "create_matter", {},
        std::string(R"({"kind":"fire_hazard","area_id":"village","fields":{"hazard":"fire_lane","finding":"x"},"event_at":")") + at + "\"}");
  };
  EXPECT_EQ(open("2099-01-01T00:00:00Z").wrong, std::vector<std::string>{"/event_at"}) << "another year's law would count";
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters"), 0);
  EXPECT_EQ(open("2020-01-01T00:00:00Z").status, 201);
}

TEST_P(Hostile, WhatFieldsNameMustBeThere) {
  const auto made = town_->call("top", "create_matter", {},
                                R"({"kind":"training","area_id":"township","fields":{"course":"fire","planned_on":"2026-05-01","target_count":20}})");
  ASSERT_EQ(made.status, 201) << made.why;
  const auto got = town_->step("top", made.id(), "prepare", R"({"hours":2,"trainer":"fire","audience":"no_such_force"})");
  EXPECT_EQ(got.status, 422);
  EXPECT_NE(std::find(got.wrong.begin(), got.wrong.end(), "/fields/audience"), got.wrong.end()) << got.why;
}

TEST_P(Hostile, ReferringAroundEndsInARulingAndNothingGoesRoundForEver) {
  const auto id = town_->open_hazard("grid");
  int moved = 0;
  for (int i = 0; i < 40; ++i) {
    const auto over = town_->act("top", id, "refer_matter", R"({"level":"county","reason":"yours"})");
    const auto back = town_->act("top", id, "return_matter", R"({"reason":"no, yours"})");
    moved += (over.status == 200) + (back.status == 200);
    EXPECT_LT(over.status, 500);
    EXPECT_LT(back.status, 500);
  }
  EXPECT_LE(moved, 4);
  EXPECT_EQ(town_->get(id).matter().at("handing").as_string(), "ruling");
  ASSERT_EQ(town_->act("top", id, "rule_matter", R"({"level":"township","reason":"it lies there"})").status, 200);
  EXPECT_EQ(town_->act("top", id, "refer_matter", R"({"level":"county","reason":"x"})").code, "ruled");
  EXPECT_EQ(town_->act("top", id, "return_matter", R"({"reason":"x"})").code, "ruled");
}

TEST_P(Hostile, LinkingInCirclesAndAgainIsOneLinkAndMergingGoesOneWay) {
  const auto one = town_->open_hazard("grid", "village", "one"), two = town_->open_hazard("grid", "village", "two");
  const auto third = town_->open_hazard("grid", "village", "three");
  const auto with = [](const std::string& id) { return R"({"matter_id":")" + id + "\"}"; };
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(town_->act("wang", one, "link_matter", with(two)).status, 200);
    EXPECT_EQ(town_->act("wang", two, "link_matter", with(one)).status, 200);
  }
  EXPECT_EQ(town_->act("wang", one, "link_matter", with(one)).status, 422);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_links"), 1);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE kind = 'linked'"), 2) << "one on either side";
  EXPECT_EQ(town_->act("wang", one, "merge_matter", with(one)).status, 422);
  ASSERT_EQ(town_->act("wang", one, "merge_matter", with(two)).status, 200);
  EXPECT_EQ(town_->act("wang", two, "merge_matter", with(one)).status, 422) << "into one that is over";
  ASSERT_EQ(town_->act("wang", two, "merge_matter", with(third)).status, 200);
  EXPECT_EQ(town_->act("chief", one, "reopen_matter", R"({"reason":"again"})").code, "merged");
  EXPECT_EQ(town_->act("wang", third, "merge_matter", with(one)).status, 422);
}

TEST_P(Hostile, SplittingIntoTwentyPartsTwentyTimesLeavesEachWithItsOwnClocks) {
  const auto id = town_->open_hazard("grid");
  std::string parts;
  for (int i = 0; i < 20; ++i) parts += std::string(i == 0 ? "" : ",") + R"({"hazard":"fire_lane","finding":"part"})";
  EXPECT_EQ(town_->act("wang", id, "split_matter", R"({"parts":[]})").status, 422);
  EXPECT_EQ(town_->act("wang", id, "split_matter", R"({"parts":[)" + parts + "," + parts + "]}").status, 422);
  EXPECT_EQ(town_->act("wang", id, "split_matter", R"({"parts":[{"hazard":"fire_lane"}]})").status, 422);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(town_->act("wang", id, "split_matter", R"({"parts":[)" + parts + "]}").status, 200) << i;
  EXPECT_EQ(town_->count("SELECT count(*) FROM matters"), 401);
  EXPECT_EQ(town_->count("SELECT count(DISTINCT number) FROM matters"), 401);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_links WHERE from_id = $1 AND kind = 'split'", {id}), 400);
  EXPECT_EQ(town_->get(id).status, 200);
}

ON_BOTH_ENGINES(Hostile);

}  // namespace
}  // namespace matter_faults
