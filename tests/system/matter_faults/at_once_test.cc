// Several people, and several nodes, at the same matter at the same moment.
#include <barrier>
#include <thread>

#include "desks_test.h"
#include "support/engines.h"

namespace matter_faults {
namespace {

class AtOnce : public desks_test {
 protected:
  void prepare() override {
    begin(morning);
    town_->add_person("grid", {{"grid_worker", "village"}});
    for (const char* name : {"wang", "li", "zhao", "sun"}) town_->add_person(name, {{"inspector", "township"}});
    town_->add_person("chief", {{"supervisor", "county"}});
  }
  // Everybody at once, each on the node of his turn; what came of each.
  static std::vector<outcome> all_at_once(std::size_t count, const std::function<outcome(std::size_t)>& what) {
    std::vector<outcome> out(count);
    std::vector<std::thread> threads;
    std::barrier begin(static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < count; ++i) {
      threads.emplace_back([&, i] {
        begin.arrive_and_wait();
        out[i] = what(i);
      });
    }
    for (auto& one : threads) one.join();
    return out;
  }
  std::size_t nodes() {
    if (engine() == store::engine::postgres) town_->add_node();
    return engine() == store::engine::postgres ? 2 : 1;
  }
  // A hazard that was accepted, with the photo of what was done.
  std::string mended_hazard() {
    const auto id = town_->open_hazard("grid");
    EXPECT_EQ(town_->step("wang", id, "accept", R"({"severity":"minor"})").status, 200);
    town_->add_evidence("grid", id, "after_photo");
    return id;
  }
};

TEST_P(AtOnce, OneOfManyMovesAMatterAndTheOthersHearWhoItWasAndWhen) {
  const auto count = nodes();
  const std::string people[] = {"wang", "li", "zhao", "sun"};
  for (int round = 0; round < 6; ++round) {
    const auto id = town_->open_hazard("grid", "village", "round " + std::to_string(round));
    const auto seen = town_->get(id).version();
    const auto all = all_at_once(8, [&](std::size_t i) {
      return town_->at(i % count).call(town_->person(people[i % 4]), "do_matter_step", {{"id", id}, {"step", "accept"}},
                                       R"({"fields":{"severity":"minor"}})", seen);
    });
    int won = 0;
    for (const auto& one : all) {
      if (one.status == 200) {
        ++won;
        continue;
      }
      EXPECT_TRUE(one.status == 412 || one.status == 409) << one.status << one.why;
      ASSERT_TRUE(one.members.contains("changed_by") && one.members.contains("changed_at") && one.members.contains("stage")) << one.why;
      EXPECT_EQ(one.members.at("stage"), "rectifying");
      EXPECT_EQ(one.members.at("changed_en"), "Verified");
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'step'", {id}), 1);
    EXPECT_EQ(town_->count("SELECT count(*) FROM matter_clocks WHERE matter_id = $1 AND code = 'rectify'", {id}), 1);
    EXPECT_EQ(town_->get(id).version(), seen + 1);
  }
}

TEST_P(AtOnce, ManyTakeAMatterAndOneHasIt) {
  const auto count = nodes();
  const auto id = town_->open_hazard("grid");
  const std::string people[] = {"wang", "li", "zhao", "sun"};
  const auto all = all_at_once(8, [&](std::size_t i) {
    return town_->at(i % count).call(town_->person(people[i % 4]), "take_matter", {{"id", id}}, "{}");
  });
  const auto handler = std::string(town_->get(id).matter().at("handler").as_string());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].status == 200) {
      EXPECT_EQ("account-" + people[i % 4], handler);
    } else {
      EXPECT_EQ(all[i].status, 409) << all[i].why;
    }
  }
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'taken'", {id}), 1);
}

TEST_P(AtOnce, NotesOfManyPeopleAreAllKept) {
  const auto count = nodes();
  const auto id = town_->open_hazard("grid");
  int kept = 0;
  const auto all = all_at_once(12, [&](std::size_t i) {
    return town_->at(i % count).call(town_->person("wang"), "note_matter", {{"id", id}}, R"({"text":"note )" + std::to_string(i) + "\"}");
  });
  for (const auto& one : all) {
    kept += one.status == 200 ? 1 : 0;
    EXPECT_TRUE(one.status == 200 || one.status == 409) << one.why;
  }
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'note'", {id}), kept);
  EXPECT_EQ(town_->get(id).version(), 1 + kept);
}

TEST_P(AtOnce, MergingTwoMattersIntoEachOtherLeavesOneOpen) {
  const auto count = nodes();
  for (int round = 0; round < 5; ++round) {
    const auto one = town_->open_hazard("grid", "village", "one");
    const auto two = town_->open_hazard("grid", "village", "two");
    const auto all = all_at_once(2, [&](std::size_t i) {
      return town_->at(i % count).call(town_->person("wang"), "merge_matter", {{"id", i == 0 ? one : two}},
                                       R"({"matter_id":")" + (i == 0 ? two : one) + "\"}");
    });
    EXPECT_EQ((all[0].status == 200) + (all[1].status == 200), 1) << all[0].why << all[1].why;
    EXPECT_EQ(town_->count("SELECT count(*) FROM matters WHERE id IN ($1, $2) AND ended_at IS NULL", {one, two}), 1);
  }
}

TEST_P(AtOnce, NobodySignsTwiceAndNobodySignsForTheirOwnWork) {
  const auto id = mended_hazard();
  town_->add_person("both", {{"grid_worker", "county"}, {"inspector", "county"}, {"supervisor", "county"}});
  ASSERT_EQ(town_->step("both", id, "rectified", R"({"measures":"cleared"})").status, 200);
  town_->add_evidence("wang", id, "check_photo");
  EXPECT_EQ(town_->step("both", id, "confirm").code, "own_work");
  EXPECT_EQ(town_->step("wang", id, "confirm").status, 200);
  EXPECT_EQ(town_->step("wang", id, "confirm").code, "needs_other_signer");
  // He signs again and again at once, by every way: nothing comes of it.
  const auto seen = town_->get(id).version();
  const auto all = all_at_once(6, [&](std::size_t) { return town_->call("wang", "do_matter_step", {{"id", id}, {"step", "confirm"}}, "{}", seen); });
  for (const auto& one : all) EXPECT_EQ(one.code, "needs_other_signer");
  // Other content drops his signature; it does not count as a second one.
  EXPECT_EQ(town_->step("wang", id, "confirm", "{}", "other words").code, "needs_other_signer");
  EXPECT_TRUE(town_->get(id).matter().at("ended_at").is_null());
  EXPECT_EQ(town_->step("li", id, "confirm").status, 200);
  EXPECT_FALSE(town_->get(id).matter().at("ended_at").is_null());
}

TEST_P(AtOnce, TwoSignaturesAtTheSameMomentAreTwoAndTheStepIsDoneOnce) {
  const auto count = nodes();
  const auto id = mended_hazard();
  town_->add_person("helper", {{"grid_worker", "county"}});
  ASSERT_EQ(town_->step("helper", id, "rectified", R"({"measures":"cleared"})").status, 200);
  town_->add_evidence("wang", id, "check_photo");
  const auto seen = town_->get(id).version();
  const std::string people[] = {"wang", "li"};
  const auto all = all_at_once(2, [&](std::size_t i) {
    return town_->at(i % count).call(town_->person(people[i]), "do_matter_step", {{"id", id}, {"step", "confirm"}}, "{}", seen);
  });
  EXPECT_EQ((all[0].status == 200) + (all[1].status == 200), 1) << "the other did not see the first signature";
  const auto& late = all[0].status == 200 ? people[1] : people[0];
  EXPECT_EQ(town_->step(late, id, "confirm").status, 200);
  EXPECT_EQ(town_->count("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = 'step' AND code = 'confirm'", {id}), 1);
}

TEST_P(AtOnce, TheSameReportedTwiceAtOnceIsOneReopenedMatterAndOneNewOne) {
  const auto count = nodes();
  town_->db().write_and_wait({}, [](store::transaction& work) {
    work.db().execute(
        "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, invented, created_at, version)"
        " VALUES ('shop', 'shop', '小店', '', 104, 30, 'village', $1, 'test', $2, 0, 1)",
        {path_of("village"), false});
  });
  const std::string body = R"({"kind":"fire_hazard","place_id":"shop","fields":{"hazard":"escape_blocked","finding":"boxes"}})";
  const auto first = town_->call("grid", "create_matter", {}, body);
  ASSERT_EQ(first.status, 201) << first.why;
  ASSERT_EQ(town_->step("wang", first.id(), "unfounded", "{}", "nothing there").code, "missing_evidence");
  town_->add_evidence("wang", first.id(), "scene_photo");
  ASSERT_EQ(town_->step("wang", first.id(), "unfounded", "{}", "nothing there").status, 200);
  const auto all = all_at_once(4, [&](std::size_t i) { return town_->at(i % count).call(town_->person("grid"), "create_matter", {}, body); });
  int reopened = 0;
  for (const auto& one : all) {
    EXPECT_TRUE(one.status == 200 || one.status == 201 || one.status == 409) << one.why;
    reopened += one.status == 200 ? 1 : 0;
  }
  EXPECT_EQ(reopened, 1);
  EXPECT_EQ(town_->count("SELECT round FROM matters WHERE id = $1", {first.id()}), 2);
}

ON_BOTH_ENGINES(AtOnce);

}  // namespace
}  // namespace matter_faults
