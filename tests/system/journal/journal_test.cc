// Every operation that writes leaves its row in the journal: who, what, on what, from where, under the request's own number.
// And no row holds what is sealed or secret.
#include "plan_desk.h"
#include "support/program.h"
#include "support/shared_data.h"

namespace {

namespace json = boost::json;
using journal::object;
using journal::sent;
using journal::text;

// Operations that write and that this test cannot call with success, each with the reason. Whoever adds an operation adds a
// call of it below; this list is for what truly cannot be called.
const std::map<std::string, std::string> not_called = {
    {"report_positions", "positions are no deeds of people: they are kept in trails, not in the journal (decision 0010)"},
    {"move_matter_edition", "needs a second edition of a kind, and the server's catalogue is the project's: the tests of editions look at its row"},
    {"refer_matter", "the sample's city has one level of areas: there is no other desk; the scenarios of every kind look at its row"},
};

}  // namespace

class Journal : public journal::plan_desk {
 protected:
  void session_operations();
  void account_operations();
  void town_operations();
  void unit_operations();
  json::object take_call();
  void incident_operations();
  void sending_operations();
  void exchange_operations();
  void expect_nothing_secret();
};

void Journal::session_operations() {
  const auto officer = account_id("officer");
  const auto viewer = account_id("viewer");
  journaled({.operation = "sign_in", .body = R"({"name":"viewer","password":")" + server_.password("viewer") + "\"}"},
            {.action = "sign_in", .kind = "account", .subject = viewer});
  journaled({.operation = "sign_out", .account = "viewer"}, {.action = "sign_out", .kind = "account", .subject = viewer});
  journaled({.operation = "change_password",
             .account = "officer",
             .body = R"({"old_password":")" + server_.password("officer") + R"(","new_password":"Sunny-Weather-1"})"},
            {.action = "change_password", .kind = "account", .subject = officer});
  const auto lent = journaled(
      {.operation = "lend_signature", .account = "dispatcher", .body = R"({"name":"viewer","password":")" + server_.password("viewer") + "\"}"},
      {.action = "lend_signature", .kind = "account", .subject = viewer});
  secrets_.push_back(text(lent, "token"));
  for (const auto* name : {"viewer", "officer", "auditor", "dispatcher", "commander", "secadmin"}) secrets_.push_back(server_.password(name));
}

void Journal::account_operations() {
  const auto made = journaled(
      {.operation = "create_account", .account = "secadmin", .body = R"({"name":"newbie","display_name":"新来的","grants":[{"role":"viewer"}]})"},
      {.action = "create_account", .kind = "account", .subject = "answer"});
  const auto id = text(made, "id");
  secrets_.push_back(text(made, "initial_password"));
  const auto by = [&](const char* operation, const std::string& body, const std::string& version = {}) {
    return sent{.operation = operation, .account = "secadmin", .parts = {{"id", id}}, .body = body, .version = version};
  };
  journaled(by("patch_account", R"({"display_name":"不新了"})", version_of(made)), {.action = "change_account", .kind = "account", .subject = id});
  journaled(by("unlock_account", ""), {.action = "unlock_account", .kind = "account", .subject = id});
  journaled(by("reset_password", R"({"new_password":"Rainy-Weather-2"})"), {.action = "reset_password", .kind = "account", .subject = id});
  const auto token = journaled({.operation = "create_token", .account = "secadmin", .body = R"({"name":"a program","account_id":")" + id + "\"}"},
                               {.action = "create_token", .kind = "token", .subject = "answer"});
  secrets_.push_back(text(token, "token"));
  journaled({.operation = "delete_token", .account = "secadmin", .parts = {{"id", text(token, "id")}}},
            {.action = "delete_token", .kind = "token", .subject = text(token, "id")});
}

void Journal::town_operations() {
  journaled({.operation = "import_areas",
             .account = "commander",
             .body = R"({"format":"geojson","datum":"wgs84","level":"grid","name_property":"n","code_property":"c","parent_code":"portland",)"
                     R"("files":[{"name":"one.geojson","text":"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",)"
                     R"(\"properties\":{\"n\":\"A block\",\"c\":\"block-1\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":)"
                     R"([[[-122.68,45.51],[-122.67,45.51],[-122.67,45.52],[-122.68,45.52],[-122.68,45.51]]]}}]}"}]})"},
            {.action = "import_areas", .kind = "area", .subject = "none"});
  journaled(
      {.operation = "create_place", .account = "commander", .body = R"({"kind":"school","name":"一中","position":{"lon":-122.67,"lat":45.52}})"},
      {.action = "create_place", .kind = "place", .subject = "answer"});
  const auto closure = journaled({.operation = "create_closure",
                                  .account = "dispatcher",
                                  .body = R"({"position":{"lon":-122.6765,"lat":45.5200},"radius_m":60,"reason":"water on the road"})"},
                                 {.action = "create_closure", .kind = "closure", .subject = "answer"});
  journaled({.operation = "remove_closure", .account = "dispatcher", .parts = {{"id", text(closure, "id")}}},
            {.action = "remove_closure", .kind = "closure", .subject = text(closure, "id")});
}

void Journal::unit_operations() {
  const auto made = journaled({.operation = "create_unit",
                               .account = "dispatcher",
                               .body = R"({"name":"巡7","kind":"car","force":"police","capabilities":["patrol"],"on_shift":true})"},
                              {.action = "create_unit", .kind = "unit", .subject = "answer"}, {{.action = "begin_shift", .kind = "shift"}});
  const auto id = text(made, "id");
  const auto changed = journaled(
      {.operation = "update_unit", .account = "dispatcher", .parts = {{"id", id}}, .body = R"({"turnout_s":45})", .version = version_of(made)},
      {.action = "update_unit", .kind = "unit", .subject = id});
  EXPECT_EQ(changed.at("turnout_s").as_int64(), 45);
  journaled({.operation = "set_check_in_timer", .account = "dispatcher", .parts = {{"id", id}}, .body = R"({"interval_s":600})"},
            {.action = "set_check_in_timer", .kind = "unit", .subject = id});
  journaled({.operation = "check_in", .account = "dispatcher", .parts = {{"id", id}}}, {.action = "check_in", .kind = "unit", .subject = id});
  const auto help = journaled(
      {.operation = "send_sos",
       .account = "dispatcher",
       .body = R"({"unit_id":")" + id + R"(","at":"2026-11-22T04:00:00Z","client_key":"journal-1","position":{"lon":-122.677,"lat":45.5205}})"},
      {.action = "create_incident", .kind = "incident", .subject = "incident_id"});
  journaled({.operation = "confirm_sos", .account = "dispatcher", .parts = {{"id", text(help, "id")}}},
            {.action = "confirm_sos", .kind = "sos", .subject = "answer"});
  journaled({.operation = "change_shift", .account = "dispatcher", .parts = {{"id", id}}, .body = R"({"on":false})"},
            {.action = "change_shift", .kind = "unit", .subject = id}, {{.action = "end_shift", .kind = "shift"}});
}

json::object Journal::take_call() {
  return journaled({.operation = "create_incident",
                    .account = "dispatcher",
                    .body = R"({"type":"noise","location":{"lon":-122.6765,"lat":45.5200},"description":"loud music",)"
                            R"("caller":{"name":"王小明","phone":"13912345678","note":"请不要告诉邻居"}})"},
                   {.action = "create_incident", .kind = "incident", .subject = "answer"});
}

void Journal::incident_operations() {
  const auto made = take_call();
  const auto id = text(made, "id");
  const auto on = [&](const char* operation, const std::string& body, const std::string& version = {}) {
    return sent{.operation = operation, .account = "dispatcher", .parts = {{"id", id}}, .body = body, .version = version};
  };
  const auto caller = journaled(on("get_caller", ""), {.action = "read_caller", .kind = "incident", .subject = id});
  EXPECT_EQ(text(caller, "phone"), "13912345678") << "it is there to be read";
  journaled(on("add_note", R"({"text":"they called again"})"), {.action = "add_note", .kind = "incident", .subject = id});
  const auto now = object(client_of("dispatcher").get("/api/incidents/" + id).body);
  journaled(on("update_incident", R"({"priority":2,"type":"disturbance"})", version_of(now)),
            {.action = "update_incident", .kind = "incident", .subject = id});
  journaled(on("close_incident", R"({"result":"handled"})"), {.action = "close_incident", .kind = "incident", .subject = id});
  journaled(on("reopen_incident", R"({"reason":"it goes on"})"), {.action = "reopen_incident", .kind = "incident", .subject = id});
  const auto again = text(take_call(), "id");
  journaled({.operation = "merge_incident", .account = "dispatcher", .parts = {{"id", again}}, .body = R"({"into":")" + id + "\"}"},
            {.action = "merge_incident", .kind = "incident", .subject = again});
  journaled(on("cancel_incident", R"({"reason":"nothing there"})"), {.action = "cancel_incident", .kind = "incident", .subject = id});
}

void Journal::sending_operations() {
  const auto id = text(take_call(), "id");
  const auto on = [](const char* operation, const std::string& subject, const std::string& body) {
    return sent{.operation = operation, .account = "dispatcher", .parts = {{"id", subject}}, .body = body};
  };
  journaled(on("recommend", id, ""), {.action = "recommend", .kind = "recommendation", .subject = "answer"});
  const auto first =
      text(journaled(on("assign_unit", id, R"({"unit_id":"car-830"})"), {.action = "assign_unit", .kind = "assignment", .subject = "answer"}), "id");
  const auto second = text(journaled(on("transfer_assignment", first, R"({"unit_id":"car-842","reason":"flat tyre"})"),
                                     {.action = "assign_unit", .kind = "assignment", .subject = "answer"}),
                           "id");
  journaled(on("set_assignment_status", second, R"({"status":"en_route"})"),
            {.action = "set_assignment_status", .kind = "assignment", .subject = second});
}

void Journal::exchange_operations() {
  const auto taken =
      journaled({.operation = "create_incident_110",
                 .account = "dispatcher",
                 .body = R"({"JJDBH":"A1","BJSJ":"20261101120000","BJRXZB":"-122.6765","BJRYZB":"45.52","BJNR":"有人打架","BJRMC":"李四报警人",)"
                         R"("BJDH":"13087654321","LXDH":"02511112222","BJDHYHM":"机主赵六","BJDZ":"报警人住址九号","JQLBDM":"30000000"})",
                 .query = "?datum=wgs84"},
                {.action = "create_incident", .kind = "incident", .subject = "incident"});
  const auto id = text(taken.at("incident").as_object(), "id");
  const auto shown = journaled({.operation = "get_incident_110", .account = "dispatcher", .parts = {{"id", id}}, .query = "?caller=true"},
                               {.action = "read_caller", .kind = "incident", .subject = id});
  EXPECT_EQ(text(shown.at("JJDB").as_object(), "BJDH"), "13087654321") << "it is there to be read";
}

// Neither in the journal, as it is exported, nor in what the server logged.
void Journal::expect_nothing_secret() {
  const auto exported = test::run_shouwang({"export", folder_.file("export"), "--data", data_});
  ASSERT_EQ(exported.code, 0) << exported.errors;
  const auto lines = test::read_file(folder_.file("export/journal.jsonl"));
  EXPECT_NE(lines.find("read_caller"), std::string::npos);
  for (const auto& one : secrets_) {
    ASSERT_GT(one.size(), 5U);
    EXPECT_EQ(lines.find(one), std::string::npos) << one;
    EXPECT_EQ(server_.log().find(one), std::string::npos) << one;
  }
  const auto verified = test::run_shouwang({"verify", folder_.file("export/journal.jsonl"), folder_.file("export/heads.json")});
  EXPECT_EQ(verified.code, 0) << verified.output;
}

TEST_F(Journal, HasARowOfEveryOperationThatWritesAndNothingSealedInIt) {
  account_operations();
  town_operations();
  unit_operations();
  duty_operations();
  watch_operations();
  incident_operations();
  sending_operations();
  exchange_operations();
  matter_operations();
  plan_operations();
  drill_operations();
  catalogue_operations();
  session_operations();
  expect_nothing_secret();
  for (const auto& [name, form] : operations_) {
    EXPECT_NE(called_.contains(name), not_called.contains(name))
        << name << " (" << form.method << " " << form.path << ") writes: call it here and say which row it leaves, or list why it cannot be called";
  }
  for (const auto& [name, why] : not_called) EXPECT_TRUE(operations_.contains(name)) << name << " is listed as not called, but there is none";
  EXPECT_GT(called_.size(), 60U);
}

TEST_F(Journal, HasOneRowOfARequestThatWasRepeatedWithItsKey) {
  const auto body = R"({"type":"noise","location":{"lon":-122.6765,"lat":45.5200}})";
  auto& dispatcher = client_of("dispatcher");
  const auto first = dispatcher.post("/api/incidents", body, {{"Idempotency-Key", "k1"}});
  const auto second = dispatcher.post("/api/incidents", body, {{"Idempotency-Key", "k1"}});
  ASSERT_EQ(second.body, first.body);
  EXPECT_EQ(rows_of(first.field("X-Request-Id")).size(), 1U);
  EXPECT_EQ(rows_of(second.field("X-Request-Id")).size(), 0U) << "nothing was done";
}

TEST_F(Journal, HasNoRowOfWhatWasRefusedExceptAFailedSignIn) {
  auto& dispatcher = client_of("dispatcher");
  const auto refused = dispatcher.post("/api/incidents", R"({"type":"no_such_type","location":{"lon":-122.6765,"lat":45.52}})");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(rows_of(refused.field("X-Request-Id")).size(), 0U);
  const auto forbidden = client_of("viewer").post("/api/incidents", R"({"type":"noise","location":{"lon":-122.6765,"lat":45.52}})");
  EXPECT_EQ(forbidden.status, 403) << forbidden.body;
  EXPECT_EQ(rows_of(forbidden.field("X-Request-Id")).size(), 0U);
  test::http_client nobody(server_.port());
  const auto wrong = nobody.post("/api/session", R"({"name":"dispatcher","password":"Snowy-Weather-3"})");
  EXPECT_EQ(wrong.status, 401);
  const auto rows = rows_of(wrong.field("X-Request-Id"));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(text(rows[0].as_object(), "operation"), "sign_in_failed");
  EXPECT_EQ(text(rows[0].as_object(), "subject"), account_id("dispatcher"));
  EXPECT_EQ(json::serialize(rows).find("Snowy"), std::string::npos);
}
