#include "town/duty/roster.h"

#include "town/duty/shift_store.h"
#include "unit/duty/duty_town.h"

namespace {

constexpr base::instant midnight{1'799'942'400'000'000};  // 2027-01-15T00:00 in China, a Friday
constexpr base::instant hour(std::int64_t h) { return midnight + base::hours(h); }

duty::post room(std::vector<duty::strength> strengths) {
  duty::post one;
  one.id = "room";
  one.name = "Room";
  one.strengths = std::move(strengths);
  return one;
}

duty::shift turn(base::instant from, base::instant to, const std::vector<std::string>& members) {
  duty::shift one;
  one.id = "shift";
  one.post_id = "room";
  one.starts_at = from;
  one.ends_at = to;
  for (const auto& id : members) one.members.push_back({.member_id = id, .name = id});
  return one;
}

// "8-12:0/2 " for a gap from 8 to 12 o'clock with 0 of 2 there.
std::string gaps(const std::vector<duty::post>& posts, const std::vector<duty::shift>& shifts, std::int64_t now_h = 0) {
  const duty::roster_day day{.from = hour(0), .to = hour(24), .now = hour(now_h), .utc_offset_min = 480};
  std::string out;
  for (const auto& one : duty::find_gaps(posts, shifts, day)) {
    const auto h = [](base::instant t) { return std::to_string((t - midnight).us / 3'600'000'000); };
    out += h(one.from) + "-" + h(one.to) + ":" + std::to_string(one.there) + "/" + std::to_string(one.needed) + " ";
  }
  return out;
}

TEST(RosterGaps, AreTheHoursBelowStrength) {
  const auto post = room({{.from = "08:00", .to = "20:00", .minimum = 2}});
  EXPECT_EQ(gaps({post}, {}), "8-20:0/2 ");
  EXPECT_EQ(gaps({post}, {turn(hour(8), hour(20), {"a", "b"})}), "");
  EXPECT_EQ(gaps({post}, {turn(hour(8), hour(20), {"a"})}), "8-20:1/2 ");
  EXPECT_EQ(gaps({post}, {turn(hour(6), hour(12), {"a", "b"}), turn(hour(11), hour(18), {"c", "d"})}), "18-20:0/2 ");
  EXPECT_EQ(gaps({post}, {turn(hour(8), hour(14), {"a", "b"}), turn(hour(14), hour(20), {"a"})}), "14-20:1/2 ");
  EXPECT_EQ(gaps({post}, {turn(hour(8), hour(20), {"a"}), turn(hour(8), hour(20), {"a"})}), "8-20:1/2 ") << "one member twice is one";
}

TEST(RosterGaps, KnowTheNightBeforeAndTheDaysOfTheWeek) {
  const auto night = room({{.from = "20:00", .to = "06:00", .minimum = 1}});
  EXPECT_EQ(gaps({night}, {}), "0-6:0/1 20-24:0/1 ");
  const auto thursdays = room({{.days = "4", .from = "20:00", .to = "06:00", .minimum = 1}});
  EXPECT_EQ(gaps({thursdays}, {}), "0-6:0/1 ") << "Thursday's night ends on Friday morning";
  const auto weekend = room({{.days = "67", .from = "00:00", .to = "24:00", .minimum = 1}});
  EXPECT_EQ(gaps({weekend}, {}), "");
  auto given_up = night;
  given_up.ended_on = "2026-01-01";
  EXPECT_EQ(gaps({given_up}, {}), "");
}

TEST(RosterGaps, AreWhatHappenedBeforeNowAndWhatIsPlannedAfter) {
  const auto post = room({{.from = "08:00", .to = "20:00", .minimum = 1}});
  auto late = turn(hour(8), hour(20), {"a"});
  EXPECT_EQ(gaps({post}, {late}, 10), "8-10:0/1 ") << "he did not come: up to now nobody was there";
  late.began_at = hour(9);
  late.members[0].began_at = hour(9);
  EXPECT_EQ(gaps({post}, {late}, 10), "8-9:0/1 ");
  late.ended_at = hour(15);
  late.members[0].ended_at = hour(15);
  EXPECT_EQ(gaps({post}, {late}, 16), "8-9:0/1 15-20:0/1 ");
}

TEST(RosterGaps, AreOfShiftsBelowTheirOwnMinimumToo) {
  auto one = turn(hour(8), hour(12), {"a"});
  one.post_id.reset();
  one.unit_id = "u";
  one.minimum_strength = 2;
  EXPECT_EQ(gaps({}, {one}), "8-12:1/2 ");
  one.members.push_back({.member_id = "b", .name = "b"});
  EXPECT_EQ(gaps({}, {one}), "");
}

class Rosters : public test::duty_town {
 protected:
  std::string plan(const std::string& what, base::instant from, base::instant to, const std::string& members, const std::string& more = "") {
    return make("create_shift", "{" + what + R"(,"starts_at":")" + base::to_rfc3339(from) + R"(","ends_at":")" + base::to_rfc3339(to) +
                                    R"(","member_ids":[)" + members + "]" + more + "}");
  }
};
ON_BOTH_ENGINES(Rosters);

TEST_P(Rosters, ShowTheDayWithItsGapsAndWhoIsOnNow) {
  const auto force = make_force("auxiliary", "V1");
  const auto a = make_member(force, "A");
  const auto b = make_member(force, "B");
  const auto post = make("create_post", R"({"kind":"police_room","name":"Room","area_id":")" + area_id("V1") +
                                            R"(","strengths":[{"from":"16:00","to":"24:00","minimum":2}]})");
  const auto id = plan(R"("post_id":")" + post + "\"", test::duty_noon, test::duty_noon + base::hours(4), "\"" + a + "\",\"" + b + "\"");
  auto shown = call("get_roster").body;
  EXPECT_EQ(test::value_of(shown, "date"), "2027-01-15");
  EXPECT_NE(shown.find(R"("from":"2027-01-15T12:00:00Z","to":"2027-01-15T16:00:00Z","needed":2,"there":0)"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"("on_now":[])"), std::string::npos);
  call("begin_shift", {.path = {{"id", id}}});
  shown = call("get_roster").body;
  EXPECT_EQ(test::count_of(shown, R"("shift_name":"Room")"), 2U) << shown;
  EXPECT_EQ(test::value_of(shown, "short_now"), "0");
  const auto elsewhere = account("elsewhere", {"duty.read"}, area_path("V2"));
  EXPECT_NE(call_as(elsewhere, "get_roster").body.find(R"("shifts":[],"gaps":[],"on_now":[])"), std::string::npos);
  EXPECT_NE(call("get_roster", {.query = {{"area", area_id("V2")}}}).body.find(R"("shifts":[],"gaps":[])"), std::string::npos);
  EXPECT_EQ(code_of("get_roster", {.query = {{"date", "tomorrow"}}}), "bad_input /date bad_day");
}

TEST_P(Rosters, MembersComeOnAndGoOffThemselves) {
  const auto unit = make("create_unit", R"({"name":"Car 1","kind":"car","force":"police","area_id":")" + area_id("V1") + "\"}");
  const auto force = make_force("professional", "V1");
  const auto zhang = account("zhang", {"shift.own"});
  const auto li = account("li", {"shift.own"});
  const auto stranger = account("stranger", {"shift.own"});
  const auto a = make_member(force, "Zhang", R"(,"account_id":"zhang")");
  const auto b = make_member(force, "Li", R"(,"account_id":"li")");
  make_member(force, "Stranger", R"(,"account_id":"stranger")");
  const auto id =
      plan(R"("unit_id":")" + unit + "\"", test::duty_noon + base::minutes(30), test::duty_noon + base::hours(8), "\"" + a + "\",\"" + b + "\"");
  const auto attend = [&](const operation::caller& who, bool on) {
    return code_of(who, "attend_shift", {.body = on ? R"({"on":true})" : R"({"on":false})", .path = {{"id", id}}});
  };
  EXPECT_EQ(attend(stranger, true), "not_found");
  EXPECT_EQ(attend(zhang, true), "taken");
  EXPECT_EQ(test::value_of(call("get_unit", {.path = {{"id", unit}}}).body, "on_shift"), "true");
  EXPECT_EQ(test::count_of(call("get_roster").body, R"("shift_name":"Car 1")"), 1U) << "Li has not come yet";
  EXPECT_EQ(attend(li, true), "taken");
  EXPECT_EQ(attend(zhang, false), "taken");
  EXPECT_EQ(test::value_of(call("get_unit", {.path = {{"id", unit}}}).body, "on_shift"), "true");
  EXPECT_EQ(attend(li, false), "taken");
  EXPECT_EQ(test::value_of(call("get_unit", {.path = {{"id", unit}}}).body, "on_shift"), "false") << "the last one ends it";
  EXPECT_EQ(attend(li, true), "shift_over");
  EXPECT_EQ(test::count_of(call_as(account("zhang", {"duty.read"}), "list_shifts", {.query = {{"mine", "true"}}}).body, R"("place":)"), 1U);
}

TEST_P(Rosters, AMembersOwnUnitIsTheOneHeServesOn) {
  const auto unit = make("create_unit", R"({"name":"Car 1","kind":"car","force":"police"})");
  const auto other = make("create_unit", R"({"name":"Car 2","kind":"car","force":"police"})");
  const auto force = make_force("professional", "V1");
  account("zhang", {});
  const auto a = make_member(force, "Zhang", R"(,"account_id":"zhang")");
  const auto id = plan(R"("unit_id":")" + unit + "\"", test::duty_noon, test::duty_noon + base::hours(8), "\"" + a + "\"");
  const auto own = [&](const std::string& account_id, const std::string& unit_id) {
    bool found = false;
    db_->read([&](store::connection& c) { found = duty::serves_on_unit(c, account_id, unit_id, clock_.now()); });
    return found;
  };
  EXPECT_FALSE(own("zhang", unit)) << "planned, not begun";
  call("begin_shift", {.path = {{"id", id}}});
  EXPECT_TRUE(own("zhang", unit));
  EXPECT_FALSE(own("zhang", other));
  EXPECT_FALSE(own("li", unit));
  EXPECT_FALSE(own("", unit));
  call("end_shift", {.path = {{"id", id}}});
  EXPECT_TRUE(own("zhang", unit)) << "for a week after";
  clock_.advance(base::days(8));
  EXPECT_FALSE(own("zhang", unit));
}

TEST_P(Rosters, PlansChangeUntilTheyAreHistory) {
  const auto force = make_force("volunteer", "V1");
  const auto a = make_member(force, "A");
  const auto b = make_member(force, "B");
  const auto id = plan(R"("force_id":")" + force + "\"", test::duty_noon, test::duty_noon + base::hours(2), "\"" + a + "\"");
  const auto change = [&](const std::string& body, std::int64_t version) {
    return code_of("update_shift", {.body = body, .path = {{"id", id}}, .if_version = version});
  };
  EXPECT_EQ(change(R"({"member_ids":[")" + a + "\",\"" + b + R"("],"minimum_strength":2})", 1), "taken");
  EXPECT_EQ(change(R"({"place":"square"})", 1), "stale_version");
  EXPECT_EQ(change(R"({"ends_at":"2020-01-01T00:00:00Z"})", 2), "bad_input /ends_at out_of_range");
  EXPECT_EQ(change(R"({"member_ids":["nobody"]})", 2), "bad_input / unknown_reference");
  call("begin_shift", {.path = {{"id", id}}});
  EXPECT_EQ(code_of("remove_shift", {.path = {{"id", id}}}), "shift_begun");
  EXPECT_EQ(change(R"({"member_ids":[]})", 3), "member_was_there");
  call("end_shift", {.path = {{"id", id}}});
  EXPECT_EQ(change(R"({"place":"square"})", 4), "shift_over");
  EXPECT_EQ(code_of("end_shift", {.path = {{"id", id}}}), "shift_not_running");
  const auto later = plan(R"("force_id":")" + force + "\"", test::duty_noon + base::hours(5), test::duty_noon + base::hours(6), "");
  EXPECT_EQ(code_of("begin_shift", {.path = {{"id", later}}}), "not_due");
  EXPECT_EQ(code_of("remove_shift", {.path = {{"id", later}}}), "taken");
  EXPECT_EQ(code_of("get_shift", {.path = {{"id", later}}}), "not_found");
}

}  // namespace
