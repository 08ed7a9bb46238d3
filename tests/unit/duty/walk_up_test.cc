#include "town/duty/walk_up.h"

#include "town/duty/qr_svg.h"
#include "unit/duty/duty_town.h"

namespace {

TEST(WalkUpCodes, AdmitOnceAndForTenMinutes) {
  duty::walk_up one;
  one.expires_at = test::duty_noon + duty::walk_up_life;
  EXPECT_FALSE(duty::refuse_code(&one, test::duty_noon));
  EXPECT_FALSE(duty::refuse_code(&one, one.expires_at - base::microseconds(1)));
  EXPECT_EQ(duty::refuse_code(&one, one.expires_at)->code, "code_gone");
  EXPECT_EQ(duty::refuse_code(nullptr, test::duty_noon)->code, "code_gone");
  one.used_at = test::duty_noon;
  EXPECT_EQ(duty::refuse_code(&one, test::duty_noon)->code, "code_gone");
}

TEST(WalkUpCodes, LeadToThisServerAlone) {
  for (const auto* good : {"https://town.example", "http://10.0.0.7:8080", "https://[fd00::1]:8443"}) EXPECT_TRUE(duty::is_origin(good)) << good;
  for (const auto* bad : {"town.example", "https://", "javascript:alert(1)", "https://a/b", "https://a?x", "https://a@b", "https://a\"b"}) {
    EXPECT_FALSE(duty::is_origin(bad)) << bad;
  }
}

TEST(WalkUpCodes, AreTriedThirtyTimesAMinuteFromOneAddress) {
  base::manual_clock clock{test::duty_noon};
  duty::attempt_meter meter(clock);
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(meter.admit("a"));
  EXPECT_FALSE(meter.admit("a"));
  EXPECT_TRUE(meter.admit("b"));
  clock.advance(base::minutes(1));
  EXPECT_TRUE(meter.admit("a"));
}

TEST(QrCodes, AreSquaresOfTheRightSizeWithTheirThreeCorners) {
  const auto svg = duty::qr_svg("https://town.example/api/walk-up-page#abc");
  EXPECT_TRUE(svg.starts_with(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37")")) << "version 3 is 29 modules, 4 quiet ones around";
  // The finders' upper edges are seven dark modules: upper left and right in row 4, lower left in row 26.
  for (const auto* edge : {"M4 4h7v1", "M26 4h7v1", "M4 26h7v1"}) EXPECT_NE(svg.find(edge), std::string::npos) << edge;
  EXPECT_EQ(svg.find("M0 "), std::string::npos);
  EXPECT_THROW(duty::qr_svg(std::string(501, 'x')), std::length_error);
}

class WalkUps : public test::duty_town {
 protected:
  void SetUp() override {
    duty_town::SetUp();
    if (IsSkipped()) return;
    add(duty::walk_up_operations({.live = *live_, .utc_offset_min = 480, .meter = std::make_shared<duty::attempt_meter>(clock_)}, clock_));
    force_ = make_force("volunteer", "V1");
    phone_.remote = "10.0.0.9";
  }
  std::string code(const std::string& more = "") {
    const auto given = call("create_walk_up", {.body = R"({"force_id":")" + force_ + R"(","base_url":"https://town.example")" + more + "}"});
    EXPECT_TRUE(given.secret);
    const auto url = test::value_of(given.body, "url");
    id_ = test::value_of(given.body, "id");
    return url.substr(url.find('#') + 1);
  }
  std::string enter(const std::string& code, const std::string& name) {
    return code_of(phone_, "redeem_walk_up", {.body = R"({"code":")" + code + R"(","name":")" + name + R"("})"});
  }
  std::size_t on_now() { return test::count_of(call("get_roster").body, R"("shift_name":)"); }
  std::size_t members() { return test::count_of(call("list_members").body, R"("walk_up":true)"); }

  operation::caller phone_;  // nobody who signed in
  std::string force_, id_;
};
ON_BOTH_ENGINES(WalkUps);

TEST_P(WalkUps, PutAVolunteerOnTheShiftByOneCodeEach) {
  const auto first = code();
  EXPECT_EQ(enter(first, " 王五 "), "taken");
  EXPECT_EQ(enter(first, "somebody else"), "code_gone");
  EXPECT_EQ(enter(code(), "赵六"), "taken");
  EXPECT_EQ(on_now(), 2U);
  EXPECT_EQ(members(), 2U);
  EXPECT_EQ(enter(code(), "王五"), "already_in");
  EXPECT_EQ(enter("guess", "x"), "code_gone");
  EXPECT_EQ(enter(code(), "   "), "bad_input /name too_short");
  db_->read([](store::connection& c) {
    EXPECT_EQ(c.query("SELECT id FROM shifts WHERE began_how = 'walk_up' AND ended_at IS NULL").size(), 1U) << "one shift for all of them";
  });
}

TEST_P(WalkUps, AreUndoneByTheLeader) {
  EXPECT_EQ(enter(code(), "王五"), "taken");
  const auto shown = call("list_walk_ups").body;
  EXPECT_EQ(test::value_of(shown, "member_name"), "王五");
  EXPECT_EQ(code_of(account("elsewhere", {"duty.write"}, area_path("V2")), "undo_walk_up", {.path = {{"id", id_}}}), "not_found");
  EXPECT_EQ(code_of("undo_walk_up", {.path = {{"id", id_}}}), "taken");
  EXPECT_EQ(on_now() + members(), 0U) << "nothing stays of who came by mistake";
  EXPECT_EQ(code_of("undo_walk_up", {.path = {{"id", id_}}}), "nothing_to_undo");
}

TEST_P(WalkUps, KnowVolunteersWhoCameBefore) {
  const auto known = make_member(force_, "王五");
  EXPECT_EQ(enter(code(), "王五"), "taken");
  EXPECT_EQ(members(), 0U);
  EXPECT_EQ(call("get_member", {.path = {{"id", known}}}).body.find(R"("on_shift":false)"), std::string::npos);
  call("undo_walk_up", {.path = {{"id", id_}}});
  EXPECT_EQ(code_of("get_member", {.path = {{"id", known}}}), "taken") << "one who was on the list stays on it";
}

TEST_P(WalkUps, ExpireAndAreForVolunteersOnly) {
  const auto late = code();
  clock_.advance(base::minutes(10));
  EXPECT_EQ(enter(late, "王五"), "code_gone");
  const auto police = make_force("professional", "V1");
  EXPECT_EQ(code_of("create_walk_up", {.body = R"({"force_id":")" + police + R"(","base_url":"https://a"})"}), "bad_input /force_id not_volunteers");
  EXPECT_EQ(code_of("create_walk_up", {.body = R"({"force_id":")" + force_ + R"(","base_url":"https://a/b"})"}), "bad_input /base_url bad_url");
  db_->read([&](store::connection& c) {
    EXPECT_TRUE(c.query("SELECT id FROM walk_ups WHERE code_sha256 = $1", {late}).empty()) << "the code itself is nowhere";
  });
}

TEST_P(WalkUps, ThePageCarriesNoScriptOfItsOwn) {
  const auto page = call_as(phone_, "get_walk_up_page");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(test::count_of(page.body, "<script"), 1U);
  EXPECT_NE(page.body.find(R"(<script src="/api/walk-up-page.js" defer></script>)"), std::string::npos);
}

}  // namespace
