// The thread through all six hops, on the real program: import → call → recommendation → send → the other console.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/engines.h"
#include "support/http_client.h"
#include "support/postgres.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "support/wait.h"

namespace json = boost::json;

namespace {

// The settings of the store an engine needs; for PostgreSQL a database of its own.
std::vector<std::string> store_settings(const std::string& engine) {
  if (engine == "sqlite") return {};
  const std::string name = "thread_" + std::to_string(::getpid());
  return {"store.engine=postgres", "store.location=" + test::shared_postgres().create_database(name)};
}

json::object object(const std::string& text) { return json::parse(text).as_object(); }

std::string text(const json::value& v) { return std::string(v.as_string()); }

constexpr const char* call_downtown = R"({"type":"disturbance","location":{"lon":-122.6765,"lat":45.5200},"address":"SW Oak","description":"loud",)"
                                      R"("caller":{"name":"Li","phone":"13800000000"}})";

// Reports a position for each named unit.
std::string positions(const std::vector<std::pair<std::string, std::string>>& units) {
  const base::system_clock clock;
  std::string body = R"({"positions":[)";
  for (const auto& [id, position] : units) {
    body += (body.back() == '[' ? "" : ",") + (R"({"unit_id":")" + id) + R"(","position":)" + position + R"(,"at":")" +
            base::to_rfc3339(clock.now()) + "\"}";
  }
  return body + "]}";
}

}  // namespace

class Thread : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (std::string(GetParam()) == "postgres" && !test::postgres_server::available()) GTEST_SKIP() << "needs PostgreSQL's programs";
  }
};

TEST_P(Thread, ACallComesInAndTheRightUnitGoesAndTheOtherConsoleSeesIt) {
  const test::folder folder;
  const auto settings = store_settings(GetParam());
  const auto data = folder.file("data");
  const auto printed = test::server_process::import_place("portland", data, settings);
  EXPECT_NE(printed.find("33 units"), std::string::npos) << printed;
  test::server_process server(data, settings);
  test::desk_client desk(server, "dispatcher");
  test::desk_client other(server, "commander");
  test::event_reader stream(server.port(), "/api/events", {{"Cookie", other.cookie()}});

  const auto reported = desk.post("/api/unit-positions", positions({{"car-830", R"({"lon":-122.6770,"lat":45.5205})"},
                                                                    {"car-842", R"({"lon":-122.6900,"lat":45.5000})"},
                                                                    {"car-720", R"({"lon":-122.6400,"lat":45.5190})"}}));
  ASSERT_EQ(reported.status, 200) << reported.body;
  EXPECT_EQ(test::json_member(reported.body, "accepted"), "3") << reported.body;

  const auto taken = desk.post("/api/incidents", call_downtown, {{"Idempotency-Key", "call-1"}});
  ASSERT_EQ(taken.status, 201) << taken.body;
  const auto incident = object(taken.body);
  const auto id = text(incident.at("id"));
  EXPECT_EQ(desk.post("/api/incidents", call_downtown, {{"Idempotency-Key", "call-1"}}).body, taken.body) << "a repeat must answer the same";

  const auto recommended = desk.post("/api/incidents/" + id + "/recommendations", "");
  ASSERT_EQ(recommended.status, 201) << recommended.body;
  const auto advice = object(recommended.body);
  ASSERT_FALSE(advice.at("chosen").as_array().empty()) << recommended.body;
  const auto unit = text(advice.at("chosen").as_array()[0]);
  EXPECT_EQ(unit, "car-830") << recommended.body;
  const auto verified = desk.post("/api/recommendations/" + text(advice.at("id")) + "/verify", "");
  EXPECT_NE(verified.body.find(R"("same":true)"), std::string::npos) << verified.body;

  const auto sent =
      desk.post("/api/incidents/" + id + "/assignments", R"({"unit_id":")" + unit + R"(","recommendation_id":")" + text(advice.at("id")) + "\"}");
  ASSERT_EQ(sent.status, 201) << sent.body;
  const auto heard = stream.next("assignment");
  ASSERT_TRUE(heard);
  EXPECT_NE(heard->data.find(unit), std::string::npos) << heard->data;

  const auto again = other.post("/api/incidents", R"({"type":"theft","location":{"lon":-122.6760,"lat":45.5210}})");
  ASSERT_EQ(again.status, 201) << again.body;
  const auto lost = other.post("/api/incidents/" + test::json_member(again.body, "id") + "/assignments", R"({"unit_id":")" + unit + "\"}");
  EXPECT_EQ(lost.status, 409) << lost.body;
  EXPECT_EQ(test::json_member(lost.body, "code"), "unit_taken") << lost.body;
  EXPECT_NE(test::json_member(lost.body, "taken_at"), "") << lost.body;

  const auto assignment = test::json_member(sent.body, "id");
  for (const char* status : {"accepted", "en_route", "on_scene", "cleared", "released"}) {
    const auto moved = desk.post("/api/assignments/" + assignment + "/status", R"({"status":")" + std::string(status) + "\"}");
    ASSERT_EQ(moved.status, 200) << status << ": " << moved.body;
  }
  EXPECT_EQ(desk.post("/api/incidents/" + id + "/close", R"({"result":"handled"})").status, 200);
  const auto timeline = desk.get("/api/incidents/" + id + "/timeline");
  EXPECT_GE(object(timeline.body).at("items").as_array().size(), 7U) << timeline.body;
  EXPECT_EQ(timeline.body.find("13800000000"), std::string::npos) << "the caller's number must not be in the timeline";
  EXPECT_EQ(server.terminate(), 0);
  EXPECT_EQ(server.log().find(R"("level":"error")"), std::string::npos) << server.log();
}

INSTANTIATE_TEST_SUITE_P(BothEngines, Thread, testing::Values("sqlite", "postgres"), [](const auto& one) { return std::string(one.param); });

TEST(Server, NamesTheParameterThatIsWrongAndGoesOn) {
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data);
  test::desk_client desk(server, "dispatcher");
  struct wrong {
    std::string body;
    int status;
    std::string hint;
  };
  const wrong cases[] = {
      {R"({"type":"disturbance","location":{"lon":0,"lat":0}})", 422, "/location"},
      {R"({"type":"disturbance","location":{"lon":45.52,"lat":-122.67}})", 422, "/location"},
      {R"({"type":"disturbance","location":{"lon":10.5,"lat":50.1}})", 422, "location"},
      {R"({"type":"no_such_type","location":{"lon":-122.67,"lat":45.52}})", 422, "/type"},
      {R"({"type":"disturbance","location":{"lon":-122.67,"lat":45.52},"suspect":"x"})", 422, "/suspect"},
      {R"({"type":"disturbance")", 400, ""},
      {"{\"type\":\"\xFF\"}", 400, ""},
      {"[]", 0, ""},
      {std::string(2'000'000, 'x'), 413, ""},
      {R"({"a":)" + std::string(5'000, '[') + std::string(5'000, ']') + "}", 400, ""},
  };
  for (const auto& one : cases) {
    // A connection of its own: what is refused before it is read ends the connection.
    const auto answer = test::http_client(server.port())
                            .request("POST", "/api/incidents", {{"Cookie", desk.cookie()}, {"Content-Type", "application/json"}}, one.body);
    EXPECT_GE(answer.status, 400) << one.body.substr(0, 80);
    EXPECT_LT(answer.status, 500) << one.body.substr(0, 80) << answer.body;
    if (one.status != 0) {
      EXPECT_EQ(answer.status, one.status) << one.body.substr(0, 80) << "\n" << answer.body;
    }
    EXPECT_NE(answer.body.find(one.hint), std::string::npos) << answer.body;
    EXPECT_EQ(answer.field("Content-Type"), "application/problem+json") << answer.body;
  }
  EXPECT_EQ(desk.get("/api/incidents").status, 200);
  EXPECT_NE(desk.get("/api/incidents").body.find(R"("items":[])"), std::string::npos) << "nothing of the wrong calls was kept";
}

TEST(Server, HealthAndMetricsNeedNoSessionAndAreHonest) {
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data);
  test::http_client client(server.port());
  const auto health = client.get("/healthz");
  EXPECT_EQ(health.status, 200) << health.body;
  EXPECT_NE(health.body.find(R"({"name":"store","status":"ok")"), std::string::npos) << health.body;
  EXPECT_NE(health.body.find(R"({"name":"map","status":"degraded")"), std::string::npos) << "loaded without tiles: " << health.body;
  const auto metrics = client.get("/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_TRUE(metrics.body.ends_with("# EOF\n"));
  EXPECT_EQ(client.get("/api/incidents").status, 401);
}

TEST(Server, TellsWhenItsRecurringWorkRanLast) {
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data);
  test::desk_client admin(server, "sysadmin");
  json::array work;
  const auto ran = [&](std::string_view name) -> const json::object* {
    for (const auto& one : work) {
      if (one.at("name").as_string() == name && !one.at("last_run").is_null()) return &one.as_object();
    }
    return nullptr;
  };
  ASSERT_TRUE(test::wait_until(
      [&] {
        work = object(admin.get("/api/recurring-work").body).at("items").as_array();
        return ran("delete_old_trails") != nullptr && ran("join_trails") != nullptr;
      },
      std::chrono::seconds(20)));
  EXPECT_NE(text(ran("delete_old_trails")->at("detail")).find("nothing before"), std::string::npos);
  EXPECT_EQ(text(ran("join_trails")->at("detail")), "0 hours of trails joined");
  EXPECT_EQ(test::desk_client(server, "dispatcher").get("/api/recurring-work").status, 403);
}
