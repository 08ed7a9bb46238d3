#include "unit/duty/duty_town.h"

namespace {

class Forces : public test::duty_town {};
ON_BOTH_ENGINES(Forces);

TEST_P(Forces, AreKeptWithTheirMembersCounted) {
  const auto id = make_force("township_team", "T", R"(,"code":"T-1")");
  make_member(id, "Wang");
  const auto gone = make_member(id, "Li");
  auto shown = call("get_force", {.path = {{"id", id}}});
  EXPECT_EQ(test::value_of(shown.body, "registered"), "2");
  EXPECT_EQ(test::value_of(shown.body, "area_name"), "Township");
  call("update_member", {.body = R"({"left_on":"2026-01-01"})", .path = {{"id", gone}}, .if_version = 1});
  shown = call("get_force", {.path = {{"id", id}}});
  EXPECT_EQ(test::value_of(shown.body, "registered"), "1");
  EXPECT_EQ(code_of("create_force", {.body = R"({"kind":"mediator","name":"x","code":"T-1"})"}), "code_taken");
  EXPECT_EQ(code_of("create_force", {.body = R"({"kind":"mediator","name":"x","area_id":"nowhere"})"}), "bad_input / unknown_reference");
  EXPECT_EQ(code_of("create_force", {.body = R"({"kind":"mediator","name":"x","guarded_staff":9})"}), "bad_input /guarded_staff not_allowed");
  EXPECT_EQ(code_of("remove_force", {.path = {{"id", id}}}), "in_use");
  EXPECT_EQ(code_of("update_force", {.body = R"({"name":"y"})", .path = {{"id", id}}, .if_version = 9}), "stale_version");
}

TEST_P(Forces, AreNotPartOfThemselves) {
  const auto a = make_force("volunteer", "T");
  const auto b = make_force("volunteer", "T", R"(,"parent_id":")" + a + "\"");
  EXPECT_EQ(code_of("update_force", {.body = R"({"parent_id":")" + b + R"("})", .path = {{"id", a}}, .if_version = 1}),
            "bad_input /parent_id circle");
  EXPECT_EQ(code_of("update_force", {.body = R"({"parent_id":")" + a + R"("})", .path = {{"id", a}}, .if_version = 1}),
            "bad_input /parent_id circle");
}

TEST_P(Forces, AreSeenAndWrittenWithinOnesAreaOnly) {
  const auto here = make_force("township_team", "V1");
  const auto there = make_force("township_team", "V2");
  const auto leader = account("leader", {"duty.read", "duty.write"}, area_path("V1"));
  EXPECT_EQ(test::count_of(call_as(leader, "list_forces").body, R"("id":)"), 1U);
  EXPECT_EQ(code_of(leader, "get_force", {.path = {{"id", there}}}), "not_found");
  EXPECT_EQ(code_of(leader, "update_force", {.body = R"({"name":"y"})", .path = {{"id", there}}, .if_version = 1}), "not_found");
  EXPECT_EQ(code_of(leader, "update_force", {.body = R"({"area_id":")" + area_id("V2") + R"("})", .path = {{"id", here}}, .if_version = 1}),
            "forbidden");
  EXPECT_EQ(code_of(leader, "create_force", {.body = R"({"kind":"volunteer","name":"x"})"}), "forbidden");
  EXPECT_EQ(test::count_of(call("list_forces", {.query = {{"area_id", area_id("T")}}}).body, R"("id":)"), 2U);
  EXPECT_EQ(test::count_of(call("list_forces", {.query = {{"area_id", area_id("V2")}}}).body, R"("id":)"), 1U);
}

TEST_P(Forces, MembersContactsAreSealedAndEachReadingIsJournaled) {
  const auto force = make_force("volunteer", "V1");
  const auto id = make_member(force, "Zhao");
  call("set_member_contact", {.body = R"({"phone":"13800000001"})", .path = {{"id", id}}});
  const auto shown = call("get_member", {.path = {{"id", id}}}).body;
  EXPECT_EQ(shown.find("13800000001"), std::string::npos);
  EXPECT_EQ(test::value_of(shown, "has_contact"), "true");
  EXPECT_EQ(call("get_member_contact", {.path = {{"id", id}}}).body, R"({"phone":"13800000001"})");
  db_->read([&](store::connection& c) {
    EXPECT_EQ(c.query("SELECT phone_sealed FROM members WHERE id = $1", {id}).text(0, 0).find("138"), std::string::npos);
    EXPECT_EQ(c.query("SELECT seq FROM journal WHERE action = 'read_member_contact' AND subject_id = $1", {id}).size(), 1U);
    EXPECT_TRUE(c.query("SELECT seq FROM outbox WHERE payload LIKE '%13800000001%'").empty()) << "an event carries a contact";
    EXPECT_TRUE(c.query("SELECT seq FROM journal WHERE detail LIKE '%13800000001%'").empty()) << "the journal carries a contact";
  });
  const auto elsewhere = account("elsewhere", {"duty.read", "member.contact.read"}, area_path("V2"));
  EXPECT_EQ(code_of(elsewhere, "get_member_contact", {.path = {{"id", id}}}), "not_found");
  const auto other = make_member(force, "Qian");
  db_->write_and_wait({}, [&](store::transaction& work) {
    work.db().execute("UPDATE members SET phone_sealed = (SELECT phone_sealed FROM members WHERE id = $1) WHERE id = $2", {id, other});
  });
  const auto other_key = seal::master_key::random();
  db_->read([&](store::connection& c) {
    EXPECT_EQ(duty::open_phone(c, master_, id), "13800000001");
    EXPECT_THROW(duty::open_phone(c, other_key, id), base::problem);
    EXPECT_THROW(duty::open_phone(c, master_, other), base::problem) << "a phone opens for the member it was sealed for alone";
  });
}

TEST_P(Forces, ForgetThePhonesOfThoseWhoLeftLongAgoAndOfNobodyElse) {
  const auto force = make_force("volunteer", "V1");
  const auto here = make_member(force, "Zhao"), gone = make_member(force, "Qian"), just_gone = make_member(force, "Sun");
  for (const auto& id : {here, gone, just_gone}) call("set_member_contact", {.body = R"({"phone":"13800000001"})", .path = {{"id", id}}});
  db_->write_and_wait({}, [&](store::transaction& work) {
    work.db().execute("UPDATE members SET left_on = '2026-01-31' WHERE id = $1", {gone});
    work.db().execute("UPDATE members SET left_on = '2026-02-01' WHERE id = $1", {just_gone});
  });
  std::size_t forgotten = 0;
  db_->write_and_wait({}, [&](store::transaction& work) { forgotten = duty::forget_phones(work, "2026-02-01"); });
  EXPECT_EQ(forgotten, 1U);
  EXPECT_EQ(test::value_of(call("get_member", {.path = {{"id", gone}}}).body, "has_contact"), "false");
  for (const auto& id : {here, just_gone}) EXPECT_EQ(test::value_of(call("get_member", {.path = {{"id", id}}}).body, "has_contact"), "true");
  db_->read(
      [&](store::connection& c) { EXPECT_EQ(c.query("SELECT subject_id FROM journal WHERE action = 'forget_member_contact'").text(0, 0), gone); });
  db_->write_and_wait({}, [&](store::transaction& work) { forgotten = duty::forget_phones(work, "2026-02-01"); });
  EXPECT_EQ(forgotten, 0U) << "once";
}

TEST_P(Forces, MembersKnowTheirTrainingsAndNothingOfThePerson) {
  const auto force = make_force("auxiliary", "C");
  const auto id =
      make_member(force, "Sun", R"(,"trainings":[{"subject":"first aid","trained_on":"2026-03-01","due_on":"2027-03-01","trainer":"school"}])");
  EXPECT_EQ(test::value_of(call("get_member", {.path = {{"id", id}}}).body, "due_on"), "2027-03-01");
  EXPECT_EQ(code_of("create_member", {.body = R"({"force_id":")" + force + R"(","name":"x","joined_on":"2026-13-01"})"}),
            "bad_input /joined_on bad_day");
  EXPECT_EQ(code_of("create_member", {.body = R"({"force_id":")" + force + R"(","name":"x","joined_on":"2026-01-02","left_on":"2026-01-01"})"}),
            "bad_input /left_on out_of_range");
  for (const auto* personal : {"id_number", "birthday", "address", "religion", "photo", "phone"}) {
    const auto code =
        code_of("create_member", {.body = R"({"force_id":")" + force + R"(","name":"x","joined_on":"2026-01-01",")" + personal + R"(":"1"})"});
    EXPECT_EQ(code, "bad_input /" + std::string(personal) + " unknown");
  }
}

TEST_P(Forces, PostsSayTheirStrengthByHours) {
  const auto good = R"({"kind":"police_room","name":"Room","strengths":[{"days":"12345","from":"08:00","to":"20:00","minimum":3}]})";
  EXPECT_EQ(code_of("create_post", {.body = good}), "taken");
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"({"days":"21","from":"08:00","to":"20:00","minimum":1})", "bad_input /strengths/0/days bad_days"},
      {R"({"days":"18","from":"08:00","to":"20:00","minimum":1})", "bad_input /strengths/0/days bad_days"},
      {R"({"from":"25:00","to":"20:00","minimum":1})", "bad_input /strengths/0/from bad_time"},
      {R"({"from":"08:00","to":"20:60","minimum":1})", "bad_input /strengths/0/to bad_time"},
      {R"({"from":"08:00","to":"20:00","minimum":0})", "bad_input /strengths/0/minimum out_of_range"}};
  for (const auto& [strength, code] : wrong) {
    EXPECT_EQ(code_of("create_post", {.body = R"({"kind":"checkpoint","name":"x","strengths":[)" + strength + "]}"}), code);
  }
}

}  // namespace
