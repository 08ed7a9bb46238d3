// A promise: what the map shows for a past moment is what it showed then. Random histories of real operations; at random
// instants the live lists are written down; afterwards each moment must equal what was written down — at once, after the
// outbox was pruned, after a restart, after older history was deleted.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "foundation/store/outbox.h"
#include "insight/moment/moment_keys.h"
#include "past_town.h"

namespace {

namespace json = boost::json;
using caller = std::shared_ptr<const operation::caller>;

// What one viewer saw at one instant.
struct picture {
  base::instant at;
  json::array incidents, assignments, units, closures, posts, shifts;
  std::map<std::string, std::string> positions;  // of units on shift, where one is known of the last half hour
};

// A unit without what the history does not keep.
json::value without_position(json::value unit) {
  for (const auto* name : {"position", "position_at", "position_age_s", "speed_mps", "heading_deg", "check_in_due_at"})
    unit.as_object()[name] = nullptr;
  return unit;
}

std::string id_of(const json::value& one) { return std::string(one.at("id").as_string()); }

// A position and its time, as both lists tell it.
std::string place_of(const json::value& position, const json::value& at) { return json::serialize(position) + " " + json::serialize(at); }

json::array by_id(json::array all) {
  std::vector<json::value> items(all.begin(), all.end());
  std::sort(items.begin(), items.end(), [](const json::value& a, const json::value& b) { return id_of(a) < id_of(b); });
  return json::array(items.begin(), items.end());
}

}  // namespace

class Promise : public moment_test::past_town {
 protected:
  void do_something(std::mt19937& random);
  void wait_for_advice();
  picture look(const caller& who);
  void expect_same(const caller& who, const picture& then, const std::string& when);
  void expect_all(const std::string& when);

  std::string pick(std::mt19937& random, const std::vector<std::string>& from) { return from.empty() ? "" : from[random() % from.size()]; }
  std::string body(std::mt19937& random, std::string_view what);
  void report_position(std::mt19937& random);
  void change_post(std::mt19937& random);

  std::vector<std::string> incidents_, assignments_, closures_, posts_;
  std::vector<std::pair<picture, picture>> seen_;  // everywhere, in the east only
};
ON_BOTH_ENGINES(Promise);

std::string Promise::body(std::mt19937& random, std::string_view what) {
  const auto place = random() % 2 == 0 ? west_middle : east_middle;
  const auto jitter = [&] { return static_cast<double>(random() % 1000) / 1e5; };
  const std::string location = R"({"lon":)" + std::to_string(place.lon + jitter()) + R"(,"lat":)" + std::to_string(place.lat + jitter()) + "}";
  if (what == "create_incident") {
    const char* types[] = {"crash", "theft", "robbery", "noise"};
    const std::string caller = random() % 3 == 0 ? R"(,"caller":{"phone":"13900000000"})" : "";
    return R"({"type":")" + std::string(types[random() % 4]) + R"(","location":)" + location + caller + "}";
  }
  if (what == "update_incident")
    return random() % 2 == 0 ? R"({"location":)" + location + "}" : R"({"priority":)" + std::to_string(1 + random() % 4) + "}";
  const char* steps[] = {"accepted", "en_route", "on_scene", "cleared", "released"};
  if (what == "set_assignment_status") return R"({"status":")" + std::string(steps[random() % 5]) + "\"}";
  if (what == "create_closure")
    return R"({"position":)" + location + R"(,"radius_m":150,"reason":"works","until":")" +
           base::to_rfc3339(clock_.now() + base::minutes(static_cast<int>(1 + random() % 300))) + "\"}";
  return "{}";
}

// One random operation; what is refused changes nothing, which is as good.
void Promise::do_something(std::mt19937& random) {
  const auto incident = pick(random, incidents_);
  const auto assignment = pick(random, assignments_);
  const std::map<std::string, std::string, std::less<>> of_incident = {{"id", incident}}, of_assignment = {{"id", assignment}};
  const auto unit = R"("unit_id":")" + pick(random, units_) + "\"";
  const auto kind = random() % 120;
  try {
    if (kind >= 108) return report_position(random);
    if (kind >= 100) return change_post(random);
    if (kind < 22 || incidents_.empty()) {
      incidents_.push_back(text(call("create_incident", {}, body(random, "create_incident")), "id"));
    } else if (kind < 42) {
      assignments_.push_back(text(call("assign_unit", of_incident, "{" + unit + "}"), "id"));
    } else if (kind < 62) {
      call("set_assignment_status", of_assignment, body(random, "set_assignment_status"));
    } else if (kind < 66) {
      assignments_.push_back(text(call("transfer_assignment", of_assignment, "{" + unit + R"(,"reason":"nearer"})"), "id"));
    } else if (kind < 70) {
      call("merge_incident", of_incident, R"({"into":")" + pick(random, incidents_) + "\"}");
    } else if (kind < 74) {
      call("cancel_incident", of_incident, R"({"reason":"false alarm"})");
    } else if (kind < 78) {
      call("close_incident", of_incident, R"({"result":"done"})");
    } else if (kind < 82) {
      call("reopen_incident", of_incident, R"({"reason":"again"})");
    } else if (kind < 88) {
      const auto now = call("get_incident", of_incident, "");
      ask(everywhere_,
          {.name = "update_incident", .path = of_incident, .body = body(random, "update_incident"), .if_version = now.at("version").as_int64()});
    } else if (kind < 90) {
      call("add_note", of_incident, R"({"text":"looked at again"})");
    } else if (kind < 95) {
      call("change_shift", {{"id", pick(random, units_)}}, random() % 2 == 0 ? R"({"on":true})" : R"({"on":false})");
    } else if (kind < 98) {
      closures_.push_back(text(call("create_closure", {}, body(random, "create_closure")), "id"));
    } else if (!closures_.empty()) {
      call("remove_closure", {{"id", pick(random, closures_)}}, "");
    }
  } catch (const base::problem&) {
  }
}

// A unit on shift says where it is; brought onto the map within a moment.
void Promise::report_position(std::mt19937& random) {
  const auto unit = pick(random, units_);
  const auto place = random() % 2 == 0 ? west_middle : east_middle;
  const auto at = base::to_rfc3339(clock_.now());
  const auto became = call("report_positions", {},
                           R"({"positions":[{"unit_id":")" + unit + R"(","position":{"lon":)" +
                               std::to_string(place.lon + static_cast<double>(random() % 100) / 1e5) + R"(,"lat":45.52},"at":")" + at + "\"}]}");
  if (became.at("accepted").as_int64() == 0) return;
  for (int i = 0; i < 1'000; ++i) {
    const auto shown = call("get_unit", {{"id", unit}}, "");
    if (shown.at("position_at").is_string() && shown.at("position_at").as_string() == at) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ADD_FAILURE() << "the position of " << unit << " did not come onto the map";
}

void Promise::change_post(std::mt19937& random) {
  if (posts_.size() < 6 || random() % 3 == 0) {
    const std::string area = random() % 2 == 0 ? "east" : "west";
    const auto code = "P" + std::to_string(random());
    posts_.push_back(
        text(call("create_post", {}, R"({"code":")" + code + R"(","kind":"police_room","setting":"urban","name":"post","area_id":")" + area + "\"}"),
             "id"));
    return;
  }
  const std::map<std::string, std::string, std::less<>> which = {{"id", pick(random, posts_)}};
  const auto version = call("get_post", which, "").at("version").as_int64();
  if (random() % 4 == 0) {
    ask(everywhere_, {.name = "remove_post", .path = which, .if_version = version});
  } else {
    ask(everywhere_,
        {.name = "update_post", .path = which, .body = R"({"name":"post )" + std::to_string(random() % 9) + "\"}", .if_version = version});
  }
}

// Recommendations come after their incident, in their own time: until then the picture is not at rest.
void Promise::wait_for_advice() {
  for (int i = 0; i < 2'000; ++i) {
    bool waiting = false;
    town_->db->read([&](store::connection& db) {
      waiting = !db.query("SELECT 1 FROM incidents WHERE state = 'new' AND recommendation_id IS NULL AND version = 1 LIMIT 1").empty();
    });
    if (!waiting) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL() << "no recommendation within 10 s";
}

picture Promise::look(const caller& who) {
  picture now;
  now.at = clock_.now();
  now.incidents = ask(who, {.name = "list_incidents", .query = {{"state", "open"}, {"limit", "500"}}}).at("items").as_array();
  for (const auto& incident : now.incidents) {
    for (const auto& one : incident.at("assignments").as_array()) {
      if (one.at("released_at").is_null()) now.assignments.push_back(one);
    }
  }
  const auto units = ask(who, {.name = "list_units", .query = {{"limit", "500"}}});
  for (const auto& unit : units.at("items").as_array()) {
    now.units.push_back(without_position(unit));
    if (!unit.at("on_shift").as_bool() || !unit.at("position_at").is_string()) continue;
    const auto at = base::instant_from_rfc3339(std::string(unit.at("position_at").as_string()));
    if (now.at - *at <= base::minutes(30)) now.positions[id_of(unit)] = place_of(unit.at("position"), unit.at("position_at"));
  }
  now.posts = ask(who, {.name = "list_posts", .query = {{"limit", "500"}}}).at("items").as_array();
  const auto shifts = ask(who, {.name = "list_shifts"});
  for (const auto& shift : shifts.at("items").as_array()) {
    if (!shift.at("began_at").is_null() && shift.at("ended_at").is_null()) now.shifts.push_back(shift);
  }
  now.closures = ask(who, {.name = "list_closures"}).at("items").as_array();
  return now;
}

void Promise::expect_same(const caller& who, const picture& then, const std::string& when) {
  const auto shown = moment_at(who, then.at);
  const auto said = when + ", " + base::to_rfc3339(then.at);
  EXPECT_EQ(shown.at("incidents").as_array(), then.incidents) << said;
  EXPECT_EQ(by_id(shown.at("assignments").as_array()), by_id(then.assignments)) << said;
  EXPECT_EQ(shown.at("units").as_array(), then.units) << said;
  EXPECT_EQ(by_id(shown.at("closures").as_array()), by_id(then.closures)) << said;
  EXPECT_EQ(by_id(shown.at("posts").as_array()), by_id(then.posts)) << said;
  EXPECT_EQ(by_id(shown.at("shifts").as_array()), by_id(then.shifts)) << said;
  std::set<std::string> on_shift;
  for (const auto& unit : then.units) {
    if (unit.at("on_shift").as_bool()) on_shift.insert(id_of(unit));
  }
  std::map<std::string, std::string> positions;
  for (const auto& one : shown.at("positions").as_array()) {
    const std::string unit(one.at("unit_id").as_string());
    if (on_shift.contains(unit)) positions[unit] = place_of(one.at("position"), one.at("at"));
  }
  EXPECT_EQ(positions, then.positions) << said;
}

void Promise::expect_all(const std::string& when) {
  for (const auto& [all, east] : seen_) {
    expect_same(everywhere_, all, when);
    expect_same(east_, east, when + " (east)");
    if (HasFailure()) return;
  }
}

TEST_P(Promise, StateRebuiltEqualsTheStateSeen) {
  for (const unsigned seed : {11U, 12U}) {
    std::mt19937 random(seed);
    for (int i = 0; i < 260; ++i) {
      clock_.advance(base::duration{static_cast<std::int64_t>(1 + random() % (120 * 1'000'000))});
      do_something(random);
      wait_for_advice();
      if (random() % 8 == 0) seen_.emplace_back(look(everywhere_), look(east_));
      if (random() % 60 == 0) clock_.advance(base::hours(7));
      if (random() % 25 == 0) moment::write_key(*town_->db, clock_.now());
    }
  }
  ASSERT_GT(seen_.size(), 30U);
  expect_all("at once");
  clock_.advance(base::days(8));
  EXPECT_GT(store::prune_events(*town_->db, clock_.now()), 300);
  expect_all("after the outbox was pruned");
  moment::write_key(*town_->db, clock_.now());
  restart();
  expect_all("after a restart");
  const auto floor = seen_[seen_.size() / 2].first.at;
  EXPECT_GT(moment::prune_history(*town_->db, floor), 0);
  const auto kept = std::find_if(seen_.begin(), seen_.end(), [&](const auto& one) { return one.first.at >= floor; });
  EXPECT_THROW(moment_at(everywhere_, seen_.front().first.at), base::problem);
  seen_.erase(seen_.begin(), kept);
  expect_all("after what is older was deleted");
}

TEST_P(Promise, EachStateOfAMomentIsProvenByTheJournal) {
  std::mt19937 random(5);
  for (int i = 0; i < 40; ++i) {
    clock_.advance(base::seconds(20));
    do_something(random);
  }
  wait_for_advice();
  const auto shown = moment_at(everywhere_, clock_.now());
  ASSERT_FALSE(shown.at("incidents").as_array().empty());
  for (const auto& [topic, list] :
       {std::pair{"incident", "incidents"}, {"unit", "units"}, {"assignment", "assignments"}, {"post", "posts"}, {"shift", "shifts"}}) {
    for (const auto& one : shown.at(list).as_array()) {
      const auto proof =
          ask(everywhere_, {.name = "get_moment_proof", .query = {{"topic", topic}, {"id", id_of(one)}, {"at", base::to_rfc3339(clock_.now())}}});
      EXPECT_TRUE(proof.at("journaled").as_bool()) << json::serialize(proof);
    }
  }
  // Somebody changes the past behind the program's back.
  town_->db->write_and_wait(
      {}, [&](store::transaction& work) { work.db().execute("UPDATE history SET area_path = '/elsewhere/' WHERE topic = 'unit'"); });
  const auto proof =
      ask(everywhere_, {.name = "get_moment_proof", .query = {{"topic", "unit"}, {"id", units_[0]}, {"at", base::to_rfc3339(clock_.now())}}});
  EXPECT_FALSE(proof.at("journaled").as_bool());
}
