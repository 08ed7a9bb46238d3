// What proves something proves it once, stays while something was done on it, and is fresh after a way back.
#include <gtest/gtest.h>

#include "desks_test.h"

namespace matter_faults {
namespace {

class Proof : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    town_->add_person("owner", {{"key_site", "village"}});
    town_->add_person("li", {{"inspector", "township"}});
    town_->add_person("wang", {{"inspector", "township"}});
    town_->add_person("lead", {{"supervisor", "county"}, {"inspector", "county"}});
    hazard_ = town_->open_hazard("grid");
    EXPECT_EQ(town_->step("li", hazard_, "accept", R"({"severity":"minor"})").status, 200);
  }
  outcome add(const std::string& name, const std::string& code, const std::string& file) {
    return town_->act(name, hazard_, "add_matter_evidence", R"({"code":")" + code + R"(","file_id":")" + file + "\"}");
  }
  outcome rectified() { return town_->step("owner", hazard_, "rectified", R"({"measures":"opened"})"); }
  std::string evidence_id(const std::string& code) {
    return town_->rows("SELECT id FROM matter_evidence WHERE matter_id = $1 AND code = $2 AND removed_at IS NULL ORDER BY id DESC", {hazard_, code})
        .text(0, 0);
  }
  outcome remove(const std::string& name, const std::string& code) {
    return town_->call(name, "remove_matter_evidence", {{"id", hazard_}, {"evidence_id", evidence_id(code)}}, "");
  }
  std::string hazard_;
};

TEST_P(Proof, TheSamePictureSentAgainByAnotherIsNoSecondProof) {
  ASSERT_EQ(add("owner", "after_photo", town_->send_same_file("owner", 7)).status, 201);
  ASSERT_EQ(rectified().status, 200);
  const auto again = add("li", "check_photo", town_->send_same_file("li", 7));
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(again.wrong, std::vector<std::string>{"/file_id"});
  EXPECT_EQ(town_->step("li", hazard_, "confirm").code, "missing_evidence");
  EXPECT_EQ(add("li", "check_photo", town_->send_same_file("li", 8)).status, 201);
}

TEST_P(Proof, AfterAWayBackTheOldPictureIsNone) {
  town_->add_evidence("owner", hazard_, "after_photo");
  ASSERT_EQ(rectified().status, 200);
  town_->add_evidence("li", hazard_, "check_photo");
  ASSERT_EQ(town_->step("li", hazard_, "not_gone", "{}", "boxes are there").status, 200);
  EXPECT_EQ(rectified().code, "missing_evidence");
  town_->restart();
  EXPECT_EQ(rectified().code, "missing_evidence") << "also when it was read anew";
  town_->add_evidence("owner", hazard_, "after_photo");
  ASSERT_EQ(rectified().status, 200);
  EXPECT_EQ(town_->step("wang", hazard_, "confirm").code, "missing_evidence") << "the picture of the failed check";
  town_->add_evidence("li", hazard_, "check_photo");
  EXPECT_EQ(town_->step("wang", hazard_, "confirm").status, 200);
}

TEST_P(Proof, AClockSetBackADayMakesNothingStale) {
  town_->add_evidence("owner", hazard_, "after_photo");
  ASSERT_EQ(rectified().status, 200);
  ASSERT_EQ(town_->step("li", hazard_, "not_gone", "{}", "boxes are there").status, 200);
  town_->clock.advance(base::duration{-base::days(1).us});
  town_->restart();
  town_->add_evidence("owner", hazard_, "after_photo");
  EXPECT_EQ(rectified().status, 200);
}

TEST_P(Proof, WhatAStepWasDoneOnIsNotTakenAway) {
  town_->add_evidence("owner", hazard_, "after_photo");
  EXPECT_EQ(remove("owner", "after_photo").status, 200) << "nothing was done on it yet";
  EXPECT_EQ(rectified().code, "missing_evidence");
  town_->add_evidence("owner", hazard_, "after_photo");
  ASSERT_EQ(rectified().status, 200);
  EXPECT_EQ(remove("owner", "after_photo").code, "evidence_used");
  town_->restart();
  EXPECT_EQ(remove("owner", "after_photo").code, "evidence_used");
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_evidence WHERE matter_id = $1 AND removed_at IS NULL", {hazard_}), 1);
}

TEST_P(Proof, ASignatureFallsWithThePictureItStoodUnder) {
  town_->add_evidence("owner", hazard_, "after_photo");
  ASSERT_EQ(rectified().status, 200);
  town_->add_evidence("li", hazard_, "check_photo");
  ASSERT_EQ(town_->step("wang", hazard_, "confirm").status, 200);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_signatures WHERE matter_id = $1", {hazard_}), 1);
  ASSERT_EQ(remove("li", "check_photo").status, 200);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_signatures WHERE matter_id = $1", {hazard_}), 0);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'signatures_dropped'", {hazard_}), 1);
}

TEST_P(Proof, HandingItToAndFroIsABounceEachTime) {
  const auto refer = [&](const std::string& level) {
    return town_->act("lead", hazard_, "refer_matter", R"({"level":")" + level + R"(","reason":"yours"})");
  };
  ASSERT_EQ(refer("county").status, 200);
  ASSERT_EQ(refer("township").status, 200) << "back: the first bounce";
  EXPECT_EQ(town_->get(hazard_).matter().at("bounces").to_number<std::int64_t>(), 1);
  town_->restart();
  ASSERT_EQ(refer("county").status, 200) << "to and fro: the level above rules";
  EXPECT_EQ(town_->get(hazard_).matter().at("handing").as_string(), "ruling");
  EXPECT_EQ(refer("township").status, 403) << "it lies above both now";
}

TEST_P(Proof, WhoAsksForMoreDoesNotAnswerIt) {
  town_->add_person("both", {{"inspector", "township"}, {"grid_worker", "township"}});
  ASSERT_EQ(town_->act("both", hazard_, "ask_matter", R"({"text":"which door?"})").status, 200);
  EXPECT_EQ(town_->act("both", hazard_, "answer_matter", R"({"text":"the left one"})").code, "asked_by_you");
  town_->restart();
  EXPECT_EQ(town_->act("both", hazard_, "answer_matter", R"({"text":"the left one"})").code, "asked_by_you");
  EXPECT_EQ(town_->act("grid", hazard_, "answer_matter", R"({"text":"the left one"})").status, 200);
}

ON_BOTH_ENGINES(Proof);

}  // namespace
}  // namespace matter_faults
