#include <gtest/gtest.h>

#include "town.h"

namespace {

using test::number_of;
using test::text_of;

using IncidentIntake = test::town_on_both_engines;
ON_BOTH_ENGINES(IncidentIntake);

constexpr const char* at_east = R"("location":{"lon":116.75,"lat":39.5})";

TEST_P(IncidentIntake, GivesNumberAreaTypeAndState) {
  auto& t = here();
  const auto one = t.json(t.dispatcher, "create_incident",
                          {.body = std::string(R"({"type":"crash_injury","address":"中山路","description":"两车相撞",)") + at_east + "}"});
  EXPECT_EQ(text_of(one, "number"), "20261122-0001");
  EXPECT_EQ(text_of(one, "state"), "new");
  EXPECT_EQ(number_of(one, "priority"), 1);
  EXPECT_EQ(text_of(one.at("type_name").as_object(), "en"), "Crash with injury");
  EXPECT_EQ(text_of(one, "area_id"), "east");
  EXPECT_EQ(text_of(one, "area_name"), "east");
  EXPECT_EQ(text_of(one, "reported_at"), "2026-11-22T01:30:00Z");
  EXPECT_EQ(text_of(one, "created_by"), "account-A");
  EXPECT_EQ(one.at("has_caller").as_bool(), false);
  EXPECT_EQ(number_of(one, "version"), 1);
  // What was answered is what is stored.
  EXPECT_EQ(t.get(text_of(one, "id")), one);
  EXPECT_EQ(text_of(t.get(t.take()), "number"), "20261122-0002");
}

TEST_P(IncidentIntake, NumbersStartAgainEachLocalDay) {
  auto& t = here();
  t.take();
  t.clock().advance(base::minutes(14 * 60 + 29));  // 23:59 in the place
  EXPECT_EQ(text_of(t.get(t.take()), "number"), "20261122-0002");
  t.clock().advance(base::minutes(1));
  EXPECT_EQ(text_of(t.get(t.take()), "number"), "20261123-0001");
}

TEST_P(IncidentIntake, RefusesPlacesThatCannotBeAndSaysWhatIsWrong) {
  auto& t = here();
  const struct {
    const char* location;
    const char* code;
  } cases[] = {
      {R"({"lon":39.5,"lat":116.75})", ""},  // off the globe: refused while reading
      {R"({"lon":0,"lat":0})", ""},
      {R"({"lon":118,"lat":39.5})", "outside"},
      {R"({"lon":39.5,"lat":39.5})", "outside"},
  };
  for (const auto& one : cases) {
    const auto problem = t.refused(t.dispatcher, "create_incident", {.body = std::string(R"({"type":"crash","location":)") + one.location + "}"});
    EXPECT_EQ(problem.status, 422) << one.location;
    ASSERT_EQ(problem.fields.size(), 1U) << one.location;
    EXPECT_TRUE(problem.fields[0].pointer.starts_with("/location")) << one.location;
    if (*one.code != 0) {
      EXPECT_EQ(problem.fields[0].code, one.code) << one.location;
    }
    EXPECT_FALSE(problem.fields[0].detail.empty());
  }
  EXPECT_EQ(t.cell("SELECT count(*) FROM incidents"), "0");
  EXPECT_EQ(t.cell("SELECT count(*) FROM incident_numbers"), "0") << "a refused call uses up no number";
}

TEST_P(IncidentIntake, TakesAPlaceOutsideOnlyOnSomebodysWordAndShowsIt) {
  auto& t = here();
  const auto one = t.json(t.dispatcher, "create_incident", {.body = R"({"type":"crash","location":{"lon":118,"lat":39.5},"allow_outside":true})"});
  EXPECT_TRUE(one.at("outside").as_bool());
  EXPECT_TRUE(one.at("area_id").is_null());
  EXPECT_EQ(text_of(one, "area_path"), "/county/") << "the town's own people see it";
  EXPECT_EQ(
      t.refused(t.east_dispatcher, "create_incident", {.body = R"({"type":"crash","location":{"lon":118,"lat":39.5},"allow_outside":true})"}).status,
      403);
}

TEST_P(IncidentIntake, ListsEveryWrongFieldAtOnce) {
  auto& t = here();
  const auto problem = t.refused(
      t.dispatcher, "create_incident",
      {.body = R"({"type":"crash","location":{"lon":118,"lat":39.5},"reported_at":"2026-11-22T02:00:00Z","occurred_at":"2026-11-22T02:00:01Z"})"});
  std::string pointers;
  for (const auto& f : problem.fields) pointers += f.pointer + " ";
  EXPECT_EQ(pointers, "/reported_at /occurred_at /location ");
  EXPECT_EQ(t.refused(t.dispatcher, "create_incident", {.body = std::string(R"({"type":"crsh",)") + at_east + "}"}).fields.at(0).detail,
            "is not in the list of incident types (GET /api/incident-types); did you mean crash?");
  EXPECT_EQ(t.refused(t.dispatcher, "create_incident", {.body = std::string(R"({"type":"crash","nosuch":1,)") + at_east + "}"}).status, 422);
  EXPECT_EQ(t.refused(t.dispatcher, "create_incident",
                      {.body = std::string(R"({"type":"crash","description":")") + std::string(4001, 'x') + "\"," + at_east + "}"})
                .status,
            422);
  EXPECT_EQ(t.refused(t.dispatcher, "create_incident", {.body = "{"}).status, 400);
}

TEST_P(IncidentIntake, TheSameRecordOfTheSameSourceIsTakenOnce) {
  auto& t = here();
  const std::string body = std::string(R"({"type":"crash","source":"feed","source_id":"17",)") + at_east + "}";
  const auto first = t.ask(t.dispatcher, "create_incident", {.body = body});
  const auto again = t.ask(t.other, "create_incident", {.body = body});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(boost::json::parse(first.body).as_object().at("id"), boost::json::parse(again.body).as_object().at("id"));
  EXPECT_EQ(t.cell("SELECT count(*) FROM incidents"), "1");
  const auto elsewhere = std::string(R"({"type":"crash","source":"feed","source_id":"18","location":{"lon":116.25,"lat":39.5}})");
  t.json(t.dispatcher, "create_incident", {.body = elsewhere});
  EXPECT_EQ(t.refused(t.east_dispatcher, "create_incident", {.body = elsewhere}).code, "source_taken") << "one that may not be seen is not shown";
  EXPECT_EQ(
      t.refused(t.dispatcher, "create_incident", {.body = std::string(R"({"type":"crash","source_id":"1",)") + at_east + "}"}).fields.at(0).pointer,
      "/source");
}

TEST_P(IncidentIntake, TellsListenersAndTheJournalInTheSameCommit) {
  auto& t = here();
  const auto id = t.take();
  ASSERT_EQ(t.events().size(), 1U);
  const auto& event = t.events()[0].what;
  EXPECT_EQ(event.topic, "incident");
  EXPECT_EQ(event.subject_id, id);
  EXPECT_EQ(event.area_path, "/county/east/");
  EXPECT_EQ(event.permission, "incident.read");
  EXPECT_EQ(boost::json::parse(event.payload).as_object(), t.get(id)) << "listeners hear the record as it stands";
  EXPECT_EQ(t.cell("SELECT count(*) FROM journal WHERE action = 'create_incident' AND subject_id = '" + id + "' AND account = 'account-A'"), "1");
}

TEST_P(IncidentIntake, ACallKnownAsADuplicateIsMergedAtOnce) {
  auto& t = here();
  const auto main = t.take();
  const auto twin = t.take(R"(,"duplicate_of":")" + main + "\"");
  EXPECT_EQ(text_of(t.get(twin), "state"), "merged");
  EXPECT_EQ(text_of(t.get(twin), "merged_into"), main);
  EXPECT_EQ(t.refused(t.dispatcher, "create_incident", {.body = std::string(R"({"type":"crash","duplicate_of":"no-such",)") + at_east + "}"})
                .fields.at(0)
                .pointer,
            "/duplicate_of");
}

TEST_P(IncidentIntake, SuggestsDuplicatesAmongOpenIncidentsThatMayBeSeen) {
  auto& t = here();
  const auto near = t.take();
  t.take({}, false);
  t.clock().advance(base::minutes(4));
  const auto found =
      t.json(t.dispatcher, "list_duplicates", {.query = {{"lon", "116.7501"}, {"lat", "39.5"}, {"type", "crash"}}}).at("items").as_array();
  ASSERT_EQ(found.size(), 1U);
  const auto& first = found[0].as_object();
  EXPECT_EQ(text_of(first.at("incident").as_object(), "id"), near);
  EXPECT_EQ(number_of(first, "age_s"), 240);
  EXPECT_TRUE(first.at("same_type").as_bool());
  EXPECT_EQ(text_of(first.at("reason").as_object(), "en"), "9 m away, 4 min earlier, same type");
  EXPECT_TRUE(t.json(t.west_reader, "list_duplicates", {.query = {{"lon", "116.7501"}, {"lat", "39.5"}}}).at("items").as_array().empty());
  EXPECT_EQ(t.refused(t.dispatcher, "list_duplicates", {.query = {{"lon", "x"}}}).fields.size(), 2U);
}

TEST_P(IncidentIntake, TypesAreListedForTheForm) {
  auto& t = here();
  const auto items = t.json(t.west_reader, "list_incident_types", {}).at("items").as_array();
  EXPECT_GE(items.size(), 60U);
  EXPECT_EQ(text_of(items[0].as_object(), "jqlb"), "10000000");
}

}  // namespace
