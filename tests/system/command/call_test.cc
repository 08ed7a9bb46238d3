// Operations called at the machine itself, also beside a running server.
#include <boost/json.hpp>

#include <algorithm>
#include <map>

#include "command.h"
#include "foundation/base/text.h"
#include "support/server_process.h"
#include "support/shared_data.h"

namespace json = boost::json;

namespace {

json::object object(const std::string& text) { return json::parse(text).as_object(); }
std::string text(const json::value& v) { return std::string(v.as_string()); }

constexpr const char* noise = R"({"body":{"type":"noise","location":{"lon":-122.6765,"lat":45.52},"description":"from the command line"}})";

}  // namespace

TEST_F(Command, CallWithoutANameListsEveryOperation) {
  const auto listed = run({"call"});
  ASSERT_EQ(listed.code, 0) << listed.errors;
  std::size_t count = 0;
  const auto api = object(test::read_file(test::project_file("api/openapi.json")));
  for (const auto& [path, item] : api.at("paths").as_object()) {
    if (std::string_view(path).starts_with("/api/files")) continue;  // bytes: no operation, not to be called with a JSON
    for (const auto& [method, operation] : item.as_object()) {
      const auto& one = operation.as_object();
      const auto line = listed.output.find(text(one.at("operationId")));
      ASSERT_NE(line, std::string::npos) << one.at("operationId");
      EXPECT_NE(listed.output.find(text(one.at("summary")), line), std::string::npos) << one.at("operationId");
      ++count;
    }
  }
  EXPECT_GT(count, 50U);
}

TEST_F(Command, CallRunsAnOperationWithItsPathQueryVersionAndBody) {
  const auto made = run({"call", "create_incident", noise});
  ASSERT_EQ(made.code, 0) << made.errors;
  const auto incident = object(made.output);
  const auto id = text(incident.at("id"));
  const auto path = R"({"path":{"id":")" + id + "\"}";
  EXPECT_EQ(object(run({"call", "get_incident", path + "}"}).output).at("number"), incident.at("number"));
  const auto version = std::to_string(object(run({"call", "get_incident", path + "}"}).output).at("version").as_int64());
  const auto changed = run({"call", "update_incident", path + R"(,"version":)" + version + R"(,"body":{"priority":1}})"});
  ASSERT_EQ(changed.code, 0) << changed.errors;
  EXPECT_EQ(object(changed.output).at("priority").as_int64(), 1);
  for (const char* limit : {R"({"query":{"limit":"2"}})", R"({"query":{"limit":2}})"}) {
    const auto two = run({"call", "list_units", limit});
    ASSERT_EQ(two.code, 0) << two.errors;
    EXPECT_EQ(object(two.output).at("items").as_array().size(), 2U);
  }
}

TEST_F(Command, CallBesideARunningServerIsSeenOnItsConsoles) {
  const test::server_process server(data());
  test::desk_client desk(server, "dispatcher");
  test::event_reader stream(server.port(), "/api/events", {{"Cookie", desk.cookie()}}, {.timeout_ms = 20'000});
  const auto made = run({"call", "create_incident", noise});
  ASSERT_EQ(made.code, 0) << made.errors;
  const auto id = text(object(made.output).at("id"));
  EXPECT_EQ(desk.get("/api/incidents/" + id).status, 200);
  const auto heard = stream.next("incident");
  ASSERT_TRUE(heard);
  EXPECT_EQ(text(object(heard->data).at("id")), id);
  // And the server still writes behind what the other process wrote.
  EXPECT_EQ(desk.post("/api/incidents/" + id + "/notes", R"({"text":"heard"})").status, 201);
  ASSERT_EQ(run({"export", file("export")}).code, 0);
  const auto verified = test::run_shouwang({"verify", file("export/journal.jsonl"), file("export/heads.json")});
  EXPECT_EQ(verified.code, 0) << verified.output;
}

// A file of units says what each can do; what is stored must say the same, letter for letter.
TEST_F(Command, ImportStoresEveryUnitWithTheCapabilitiesOfItsFile) {
  const auto listed = run({"call", "list_units", R"({"query":{"limit":500}})"});
  ASSERT_EQ(listed.code, 0) << listed.errors;
  std::map<std::string, std::string> stored;
  const auto units = object(listed.output);
  for (const auto& item : units.at("items").as_array()) {
    const auto& one = item.as_object();
    std::string capabilities;
    for (const auto& code : one.at("capabilities").as_array()) capabilities += (capabilities.empty() ? "" : ";") + text(code);
    stored[text(one.at("id"))] = capabilities;
  }
  const auto table = test::read_file(test::project_file("sample/portland/units.csv"));
  std::string_view rest = table;
  base::take_csv_row(rest);
  std::size_t count = 0;
  while (const auto row = base::take_csv_row(rest)) {
    auto codes = base::split(row->at(7), ';');
    std::sort(codes.begin(), codes.end());
    std::string wanted;
    for (const auto code : codes) wanted += (wanted.empty() ? "" : ";") + std::string(code);
    EXPECT_EQ(stored[row->at(0)], wanted) << row->at(0);
    ++count;
  }
  EXPECT_EQ(count, stored.size());
}
