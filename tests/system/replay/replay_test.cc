// A replay that is watched: what happens arrives live on a console, and the report at the end agrees with itself and with
// what was seen.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "foundation/base/text.h"
#include "foundation/base/time.h"
#include "support/gzip.h"
#include "support/loaded_place.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace json = boost::json;

namespace {

using std::chrono::seconds;

constexpr std::size_t call_count = 8;
constexpr int call_spacing_s = 150;

json::object object(const std::string& text) { return json::parse(text).as_object(); }
std::string text(const json::object& from, std::string_view name) { return std::string(from.at(name).as_string()); }
double number(const json::object& from, std::string_view name) { return from.at(name).to_number<double>(); }

void replace(std::string& in, const std::string& from, const std::string& to) {
  const auto at = in.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  in.replace(at, from.size(), to);
}

// Portland with a few of its calls, spread over twenty minutes of one morning.
std::string short_place(const test::folder& folder) {
  const auto sample = test::project_file("sample/portland");
  const auto path = folder.file("place");
  std::filesystem::copy(sample, path);
  const auto all = test::read_gzip(sample + "/calls.csv.gz");
  std::string_view rest = all;
  base::take_csv_row(rest);
  std::ofstream calls(path + "/calls.csv");
  calls << "lon,lat,time,type,detail\n";
  for (std::size_t row = 0, taken = 0; taken < call_count; ++row) {
    const auto cells = base::take_csv_row(rest);
    if (!cells) throw std::runtime_error("too few calls");
    if (row % 1'000 != 0) continue;
    const auto at = base::instant_from_rfc3339("2016-08-01T08:00:00Z").value() + base::seconds(static_cast<std::int64_t>(taken++) * call_spacing_s);
    calls << (*cells)[0] << ',' << (*cells)[1] << ',' << base::to_rfc3339(at).substr(0, 19) << ',' << (*cells)[3] << ",a call\n";
  }
  auto yaml = test::read_file(path + "/place.yaml");
  replace(yaml, "calls: calls.csv.gz", "calls: calls.csv");
  replace(yaml, "date: date", "time: time");
  std::ofstream(path + "/place.yaml", std::ios::trunc) << yaml;
  return path;
}

// What a console heard, put together.
struct seen {
  std::map<std::string, json::object> incidents;                     // as they stood last, by id
  std::map<std::string, std::vector<std::string>> incident_states;   // in the order told
  std::map<std::string, json::object> assignments;                   // the same
  std::map<std::string, std::vector<std::string>> assignment_steps;  // the same
  std::size_t recommendations = 0, resets = 0;

  void take(const test::stream_event& one) {
    if (one.name == "reset") ++resets;
    if (one.name == "recommendation") ++recommendations;
    if (one.name != "incident" && one.name != "assignment") return;
    const auto record = object(one.data);
    const bool incident = one.name == "incident";
    const auto state = text(record, incident ? "state" : "status");
    auto& told = (incident ? incident_states : assignment_steps)[text(record, "id")];
    if (told.empty() || told.back() != state) told.push_back(state);
    (incident ? incidents : assignments)[text(record, "id")] = record;
  }

  // Seconds from the report to the first unit at the scene, of those that were answered, sorted.
  [[nodiscard]] std::vector<double> responses() const {
    std::map<std::string, base::instant> arrived;
    for (const auto& [id, one] : assignments) {
      if (one.at("on_scene_at").is_null()) continue;
      const auto at = base::instant_from_rfc3339(text(one, "on_scene_at")).value();
      const auto known = arrived.emplace(text(one, "incident_id"), at).first;
      known->second = std::min(known->second, at);
    }
    std::vector<double> out;
    for (const auto& [id, at] : arrived) {
      out.push_back((at - base::instant_from_rfc3339(text(incidents.at(id), "reported_at")).value()).seconds());
    }
    std::sort(out.begin(), out.end());
    return out;
  }
};

void expect_everything_was_told(const seen& all) {
  EXPECT_EQ(all.resets, 0U);
  EXPECT_GE(all.recommendations, call_count);
  EXPECT_EQ(all.incidents.size(), call_count);
  for (const auto& [id, states] : all.incident_states) {
    const std::vector<std::string> whole{"new", "dispatched", "on_scene", "cleared", "closed"};
    EXPECT_TRUE(std::includes(whole.begin(), whole.end(), states.begin(), states.end(), [&](const auto& a, const auto& b) {
      return std::find(whole.begin(), whole.end(), a) < std::find(whole.begin(), whole.end(), b);
    })) << json::serialize(json::value_from(states));
    EXPECT_EQ(states.front(), "new");
    EXPECT_EQ(states.back(), "closed") << "the stretch is short enough for all to be answered";
    EXPECT_TRUE(text(all.incidents.at(id), "reported_at").starts_with("2016-08-01T15:")) << "08:00 at -07:00, in the replay's own time";
  }
  EXPECT_GE(all.assignments.size(), call_count);
  for (const auto& [id, steps] : all.assignment_steps) {
    EXPECT_EQ(steps, (std::vector<std::string>{"assigned", "en_route", "on_scene", "cleared", "released"})) << id;
  }
}

// One policy's figures, by themselves.
void expect_consistent(const json::object& figures) {
  EXPECT_EQ(number(figures, "calls"), number(figures, "answered") + number(figures, "unanswered"));
  EXPECT_LE(number(figures, "waited"), number(figures, "calls"));
  EXPECT_LE(number(figures, "median_s"), number(figures, "p90_s"));
  EXPECT_LE(number(figures, "within_5_min"), number(figures, "within_10_min"));
  EXPECT_LE(number(figures, "within_10_min"), 100);
  EXPECT_LE(number(figures, "straight_line_wrong"), 100);
  EXPECT_LE(number(figures, "straight_line_cost_min"), number(figures, "straight_line_cost_p90_min") + 1e-9);
  EXPECT_GT(number(figures, "busy_share"), 0);
  EXPECT_LE(number(figures, "busy_share"), 100);
  EXPECT_GT(number(figures, "kilometres"), 0);
  EXPECT_NEAR(number(figures, "per_call_km") * number(figures, "answered"), number(figures, "kilometres"), 0.01);
}

// How far it is, in the middle of it.
void expect_under_way(test::desk_client& desk, const test::server_process& server) {
  const auto progress = object(desk.get("/api/replay").body);
  EXPECT_EQ(number(progress, "calls_total"), call_count);
  EXPECT_LT(number(progress, "calls_done"), call_count) << "it arrives while it happens, not at the end";
  EXPECT_EQ(number(progress, "speed"), 600);
  const auto health = test::http_client(server.port()).get("/healthz").body;
  EXPECT_NE(test::json_member(health, "status"), "down") << health;
}

// While it is paused the town's time stands still, and the consoles stay connected.
void expect_pause(test::desk_client& desk, const test::server_process& server) {
  test::event_reader other(server.port(), "/api/events", {{"Cookie", desk.cookie()}});
  const auto paused = object(desk.post("/api/replay", R"({"paused":true})").body);
  EXPECT_TRUE(paused.at("paused").as_bool());
  // The beat by which a console knows that its server is there goes by the machine's clock.
  EXPECT_TRUE(other.next("status", seconds(15)));
  EXPECT_EQ(text(object(desk.get("/api/replay").body), "virtual_now"), text(paused, "virtual_now"));
  EXPECT_EQ(desk.get("/api/session").status, 200);
  EXPECT_EQ(desk.post("/api/replay", R"({"speed":601})").status, 422);
  EXPECT_FALSE(object(desk.post("/api/replay", R"({"paused":false})").body).at("paused").as_bool());
}

// Units move on the map while calls are answered.
void expect_moving(test::desk_client& desk, const test::server_process& server) {
  test::event_reader units(server.port(), "/api/unit-stream?view=-180,-90,180,90", {{"Cookie", desk.cookie()}});
  const auto whole = units.next("units", seconds(15));
  ASSERT_TRUE(whole);
  EXPECT_TRUE(object(whole->data).at("full").as_bool());
  for (int i = 0; i < 6; ++i) {
    const auto moved = units.next("units", seconds(15));
    ASSERT_TRUE(moved);
    EXPECT_FALSE(object(moved->data).at("units").as_array().empty()) << moved->data;
  }
}

}  // namespace

class Replay : public testing::Test {
 protected:
  test::folder folder_;
  std::string data_ = folder_.file("data");
  void SetUp() override { test::server_process::import_place(short_place(folder_), data_, {}, test::loaded_portland()); }
};

TEST_F(Replay, ThatIsWatchedArrivesLiveAndItsReportAgreesWithWhatWasSeen) {
  test::server_process server(data_, {}, {"replay", "--watch", "--speed", "600"});
  test::desk_client desk(server, "dispatcher");
  test::event_reader stream(server.port(), "/api/events?after=0", {{"Cookie", desk.cookie()}});
  seen all;
  bool was_under_way = false;
  // To the end of the stream: the watcher asks nothing for what is more than an hour to the town.
  while (const auto one = stream.next()) {
    all.take(*one);
    if (one->name != "assignment" || was_under_way) continue;
    was_under_way = true;
    expect_under_way(desk, server);
    expect_moving(desk, server);
    expect_pause(desk, server);
  }
  EXPECT_TRUE(was_under_way);
  expect_everything_was_told(all);

  const auto ended = server.finish(seconds(20));
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(ended.errors.find(R"("level":"error")"), std::string::npos) << ended.errors;
  const auto report = object(test::read_file(data_ + "/replay-report.json"));
  ASSERT_EQ(report.at("policies").as_array().size(), 1U);
  const auto figures = report.at("policies").as_array()[0].as_object();
  expect_consistent(figures);
  EXPECT_EQ(number(figures, "calls"), call_count);
  const auto responses = all.responses();
  EXPECT_EQ(number(figures, "answered"), static_cast<double>(responses.size()));
  ASSERT_EQ(responses.size(), call_count);
  EXPECT_NEAR(number(figures, "median_s"), responses[3], 0.01) << "nearest rank: the fourth of eight";
  EXPECT_NEAR(number(figures, "p90_s"), responses[7], 0.01);
  const auto within = std::count_if(responses.begin(), responses.end(), [](double s) { return s <= 300; });
  EXPECT_NEAR(number(figures, "within_5_min"), 100.0 * static_cast<double>(within) / call_count, 0.01);
  const auto shown = test::read_file(data_ + "/replay-report.md");
  EXPECT_NE(ended.output.find(shown), std::string::npos) << "what is saved is what is printed";
  EXPECT_NE(shown.find("| calls | 8 |"), std::string::npos) << shown;
  EXPECT_NE(shown.find("| response, median (s) | " + std::to_string(std::lround(responses[3])) + " |"), std::string::npos) << shown;
  EXPECT_NE(shown.find("Invented: the units"), std::string::npos) << "it says what of it is invented";
}

TEST_F(Replay, OfTwoPoliciesIsTheSameEveryTime) {
  std::vector<std::string> reports;
  for (int run = 0; run < 2; ++run) {
    const auto ended = test::run_shouwang({"replay", "--data", data_, "--report", folder_.file("report"), "--set", "access.hash_mb=8"});
    ASSERT_EQ(ended.code, 0) << ended.errors;
    reports.push_back(test::read_file(folder_.file("report.json")));
  }
  EXPECT_EQ(reports[0], reports[1]);
  const auto report = object(reports[0]);
  const auto& policies = report.at("policies").as_array();
  ASSERT_EQ(policies.size(), 2U);
  for (const auto& one : policies) {
    expect_consistent(one.as_object());
    EXPECT_EQ(number(one.as_object(), "calls"), call_count);
  }
  EXPECT_NE(policies[0].as_object().at("policy"), policies[1].as_object().at("policy"));
}
