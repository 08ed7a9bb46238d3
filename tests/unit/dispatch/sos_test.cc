#include "jobs/dispatch/sos.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "foundation/base/problem.h"
#include "town.h"

// A unit's call for help is never lost and never doubled.
namespace {

using dispatch::help_from;

base::instant at(std::string_view text) { return *base::instant_from_rfc3339(text); }

TEST(HelpPlace, IsTheBestThatCanBeTrue) {
  const base::position sent{1, 1}, last{2, 2}, station{3, 3}, area{4, 4}, place{5, 5}, null_island{0, 0}, beyond{190, 2};
  struct row {
    dispatch::help_places known;
    base::position expected;
    help_from from;
  };
  const row table[] = {
      {{sent, last, station, area, place}, sent, help_from::sent},
      {{null_island, last, station, area, place}, last, help_from::last_known},
      {{beyond, std::nullopt, station, area, place}, station, help_from::station},
      {{std::nullopt, std::nullopt, std::nullopt, area, place}, area, help_from::area},
      {{std::nullopt, std::nullopt, std::nullopt, std::nullopt, place}, place, help_from::place},
  };
  for (const auto& one : table) {
    const auto chosen = dispatch::choose_place(one.known);
    EXPECT_EQ(chosen.position, one.expected);
    EXPECT_EQ(chosen.from, one.from);
  }
  EXPECT_EQ(dispatch::choose_place({}).from, help_from::place) << "even without a map";
}

TEST(HelpTime, IsTheSendersUnlessItsClockCannotBeRight) {
  const auto now = at("2026-11-22T01:30:00Z");
  EXPECT_EQ(dispatch::time_of_call(at("2026-11-22T01:29:00Z"), now), at("2026-11-22T01:29:00Z"));
  EXPECT_EQ(dispatch::time_of_call(at("2026-11-19T01:29:00Z"), now), at("2026-11-19T01:29:00Z")) << "queued for days";
  EXPECT_EQ(dispatch::time_of_call(at("2026-11-22T01:31:00Z"), now), now);
  EXPECT_EQ(dispatch::time_of_call(at("2027-01-01T00:00:00Z"), now), now);
  EXPECT_EQ(dispatch::time_of_call(at("1970-01-01T00:00:00Z"), now), now);
}

}  // namespace

class Sos : public test::town_on_both_engines {
 protected:
  void SetUp() override {
    test::town_on_both_engines::SetUp();
    if (IsSkipped()) return;
    sender_ = here().officer;
    sender_.grants.push_back({std::string(dispatch::may_call_for_help), "/"});
  }
  static std::string call(const std::string& more = R"(,"position":{"lon":116.75,"lat":39.5})", const std::string& key = "key-00000001") {
    return R"({"unit_id":"car-1","at":"2026-11-22T01:29:58Z","client_key":")" + key + "\"" + more + "}";
  }
  boost::json::object send(const std::string& body) { return here().json(sender_, "send_sos", {.body = body}); }
  std::string incidents() { return here().cell("SELECT count(*) FROM incidents WHERE type = 'officer_needs_help'"); }

  operation::caller sender_;
};
ON_BOTH_ENGINES(Sos);

TEST_P(Sos, OpensOneIncidentOfTopPriorityHoweverOftenAndWheneverItIsRepeated) {
  const auto first = send(call());
  EXPECT_EQ(test::text_of(first, "state"), "received");
  const auto incident = here().get(test::text_of(first, "incident_id"));
  EXPECT_EQ(test::number_of(incident, "priority"), 1);
  EXPECT_EQ(test::text_of(incident, "type"), "officer_needs_help");
  EXPECT_EQ(test::text_of(incident, "reported_at"), "2026-11-22T01:29:58Z");
  EXPECT_EQ(test::text_of(incident, "area_id"), "east");
  for (const auto later : {base::seconds(1), base::hours(2), base::days(9)}) {
    here().clock().advance(later);
    EXPECT_EQ(test::text_of(send(call()), "incident_id"), test::text_of(first, "incident_id"));
  }
  here().json(here().dispatcher, "cancel_incident", {.path = {{"id", test::text_of(first, "incident_id")}}, .body = R"({"reason":"test"})"});
  EXPECT_EQ(test::text_of(send(call()), "incident_id"), test::text_of(first, "incident_id")) << "a late repetition opens nothing anew";
  EXPECT_EQ(incidents(), "1");
  EXPECT_NE(test::text_of(send(call("", "key-00000002")), "incident_id"), test::text_of(first, "incident_id"));
}

TEST_P(Sos, TwentyRepetitionsAtOnceMakeOneIncident) {
  std::vector<std::thread> threads;
  std::vector<std::string> answered(20);
  for (auto& mine : answered) {
    threads.emplace_back([&] { mine = test::text_of(send(call()), "incident_id"); });
  }
  for (auto& one : threads) one.join();
  EXPECT_EQ(std::set<std::string>(answered.begin(), answered.end()).size(), 1U);
  EXPECT_EQ(incidents(), "1");
}

TEST_P(Sos, TwoNodesThatHearTheSameCallMakeOneIncident) {
  if (engine() != store::engine::postgres) GTEST_SKIP() << "SQLite has one node";
  auto how = options();
  how.node = "n2";
  test::town second(store::open(how, clock_), clock_, false);
  std::vector<std::thread> threads;
  std::set<std::string> opened;
  std::mutex mutex;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&, i] {
      auto& node = i % 2 == 0 ? here() : second;
      for (;;) {
        try {
          const auto id = test::text_of(node.json(sender_, "send_sos", {.body = call()}), "incident_id");
          const std::scoped_lock lock(mutex);
          opened.insert(id);
          return;
        } catch (const base::problem& refused) {
          if (refused.status != 503) {
            ADD_FAILURE() << refused.what();
            return;
          }
        }
      }
    });
  }
  for (auto& one : threads) one.join();
  EXPECT_EQ(opened.size(), 1U);
  EXPECT_EQ(incidents(), "1");
}

TEST_P(Sos, IsTakenWhateverThePosition) {
  const auto swapped = send(call(R"(,"position":{"lon":39.5,"lat":116.75})", "key-swapped"));
  EXPECT_EQ(test::text_of(swapped, "position_from"), "sent");
  EXPECT_DOUBLE_EQ(swapped.at("position").at("lon").as_double(), 116.75);
  for (const auto* nonsense : {R"(,"position":{"lon":0,"lat":0})", R"(,"position":{"lon":999,"lat":-999})", ""}) {
    const auto key = "key-" + std::to_string(std::hash<std::string>{}(nonsense));
    const auto one = send(call(nonsense, key));
    EXPECT_NE(test::text_of(one, "position_from"), "sent") << nonsense;
    EXPECT_FALSE(here().get(test::text_of(one, "incident_id")).empty());
  }
  here().store().write_and_wait({}, [](store::transaction& work) {
    work.db().execute(
        "INSERT INTO unit_positions (unit_id, at, received_at, position_lon, position_lat) VALUES ('car-1', 1760000000000000, 1, 116.3, 39.4)");
  });
  const auto last = send(call("", "key-last-known"));
  EXPECT_EQ(test::text_of(last, "position_from"), "last_known");
  EXPECT_DOUBLE_EQ(last.at("position").at("lon").as_double(), 116.3);
  EXPECT_EQ(test::text_of(send(call(R"(,"position":{"lon":150,"lat":20})", "key-far-away")), "position_from"), "sent") << "far outside, and believed";
}

TEST_P(Sos, TheSenderSeesHowFarItCame) {
  const auto asked = [&] { return here().json(sender_, "get_sos", {.path = {{"client_key", "key-00000001"}}}); };
  EXPECT_EQ(test::text_of(asked(), "state"), "queued");
  const auto sent = send(call());
  EXPECT_EQ(test::text_of(asked(), "state"), "received");
  EXPECT_EQ(here().json(here().dispatcher, "list_sos", {}).at("items").as_array().size(), 1U);
  here().clock().advance(base::seconds(7));
  const test::town::asked confirm{.path = {{"id", test::text_of(sent, "id")}}};
  EXPECT_EQ(test::text_of(here().json(here().dispatcher, "confirm_sos", confirm), "state"), "confirmed");
  EXPECT_EQ(test::text_of(asked(), "confirmed_at"), "2026-11-22T01:30:07Z");
  here().clock().advance(base::seconds(5));
  here().json(here().other, "confirm_sos", confirm);
  EXPECT_EQ(test::text_of(asked(), "confirmed_at"), "2026-11-22T01:30:07Z") << "the first confirmation counts";
  EXPECT_TRUE(here().json(here().dispatcher, "list_sos", {}).at("items").as_array().empty());
}

TEST_P(Sos, IsSeenByNobodyElse) {
  const auto sent = send(call());
  EXPECT_EQ(here().refused(here().west_reader, "send_sos", {.body = call()}).status, 403);
  auto stranger = here().west_reader;
  stranger.grants.push_back({std::string(dispatch::may_call_for_help), "/county/west/"});
  EXPECT_EQ(test::text_of(here().json(stranger, "get_sos", {.path = {{"client_key", "key-00000001"}}}), "state"), "queued");
  EXPECT_EQ(here().refused(stranger, "send_sos", {.body = call()}).status, 404) << "another area's unit";
  EXPECT_EQ(here().refused(stranger, "confirm_sos", {.path = {{"id", test::text_of(sent, "id")}}}).status, 403);
  EXPECT_TRUE(here().json(here().west_reader, "list_sos", {}).at("items").as_array().empty());
}
