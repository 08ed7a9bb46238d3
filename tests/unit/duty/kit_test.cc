#include "unit/duty/duty_town.h"

namespace {

TEST(KitRules, NameTheMoveByItsTwoEnds) {
  const duty::kit_holder store;
  const duty::kit_holder member{.member_id = "m"};
  const duty::kit_holder unit{.unit_id = "u"};
  EXPECT_EQ(duty::kind_of(store, member), duty::kit_move_kind::issue);
  EXPECT_EQ(duty::kind_of(unit, member), duty::kit_move_kind::pass);
  EXPECT_EQ(duty::kind_of(member, store), duty::kit_move_kind::give_back);
}

class Kit : public test::duty_town {
 protected:
  void SetUp() override {
    duty_town::SetUp();
    if (IsSkipped()) return;
    force_ = make_force("auxiliary", "V1");
    member_ = make_member(force_, "Wang");
    other_ = make_member(force_, "Li");
    unit_ = make("create_unit", R"({"name":"Car 1","kind":"car","force":"police","area_id":")" + area_id("V1") + "\"}");
    out_ = account("out", {"duty.read", "kit.sign"});
    in_ = account("in", {"duty.read", "kit.sign"});
  }
  std::string radio(const std::string& code) {
    return make("create_kit_item", R"({"kind":"radio","code":")" + code + R"(","force_id":")" + force_ + "\"}");
  }
  std::string line(const std::string& item, const std::string& to = "", const std::string& more = "") {
    return R"({"item_id":")" + item + "\"" + (to.empty() ? "" : R"(,"to_member_id":")" + to + "\"") + more + "}";
  }
  test::call_input change(const std::string& lines, const std::string& more = "") {
    return {.body = R"({"unit_id":")" + unit_ + R"(","signed_as":"outgoing","items":[)" + lines + "]" + more + "}"};
  }
  std::string sign(const std::string& lines, const std::string& more = "") {
    return test::value_of(call_as(out_, "sign_shift_change", change(lines, more)).body, "id");
  }
  std::string confirm(const operation::caller& who, const std::string& id, const std::string& body = "{}") {
    return code_of(who, "confirm_shift_change", {.body = body, .path = {{"id", id}}});
  }
  std::string item(const std::string& id, const std::string& field) {
    return test::value_of(call("get_kit_item", {.path = {{"id", id}}}).body, field);
  }

  std::string force_, member_, other_, unit_;
  operation::caller out_, in_;
};
ON_BOTH_ENGINES(Kit);

TEST_P(Kit, MovesWhenBothSidesHaveSigned) {
  const auto a = radio("R-1");
  const auto b = radio("R-2");
  const auto id = sign(line(a, member_) + "," + line(b, other_));
  EXPECT_EQ(item(a, "holder_name"), "") << "one signature moves nothing";
  EXPECT_EQ(item(a, "waiting"), "true");
  EXPECT_EQ(confirm(out_, id), "same_signer");
  EXPECT_EQ(confirm(in_, id), "taken");
  EXPECT_EQ(item(a, "holder_name"), "Wang");
  EXPECT_EQ(item(b, "holder_name"), "Li");
  EXPECT_EQ(item(a, "held_since"), base::to_rfc3339(test::duty_noon));
  EXPECT_EQ(confirm(in_, id), "not_waiting");
  const auto moves = call("list_kit_moves", {.query = {{"item_id", a}}}).body;
  EXPECT_EQ(test::value_of(moves, "kind"), "issue");
  EXPECT_EQ(test::value_of(moves, "signed_by_name") + " " + test::value_of(moves, "confirmed_by_name"), "out in");
}

TEST_P(Kit, TwoSignaturesAreTwoAccountsWhoeverWrites) {
  const auto id = sign(line(radio("R-1"), member_));
  EXPECT_THROW(db_->write_and_wait(
                   {},
                   [&](store::transaction& t) {
                     t.db().execute("UPDATE shift_changes SET state = 'confirmed', confirmed_at = signed_at, confirmed_by = signed_by WHERE id = $1",
                                    {id});
                   }),
               std::exception);
}

TEST_P(Kit, MissingStaysWithWhoHadItAndDamagedMoves) {
  const auto a = radio("R-1");
  const auto b = radio("R-2");
  confirm(in_, sign(line(a, member_) + "," + line(b, member_)));
  const auto back = sign(line(a) + "," + line(b));
  EXPECT_EQ(confirm(in_, back, R"({"items":[{"item_id":")" + a + R"(","condition":"missing"}]})"), "bad_input /items/0/note missing");
  EXPECT_EQ(confirm(in_, back,
                    R"({"items":[{"item_id":")" + a + R"(","condition":"missing","note":"lost at the market"},{"item_id":")" + b +
                        R"(","condition":"damaged","note":"no sound"}]})"),
            "taken");
  EXPECT_EQ(item(a, "state") + " " + item(a, "holder_name"), "missing Wang");
  EXPECT_EQ(item(b, "state") + " " + item(b, "holder_name"), "damaged ");
  EXPECT_EQ(item(b, "note"), "no sound");
  EXPECT_EQ(test::value_of(call("list_kit_moves", {.query = {{"item_id", b}}}).body, "kind"), "return");
}

TEST_P(Kit, AThingIsInOneHandingOverAtATime) {
  const auto a = radio("R-1");
  const auto id = sign(line(a, member_));
  EXPECT_EQ(code_of(out_, "sign_shift_change", change(line(a, other_))), "kit_waiting");
  EXPECT_EQ(code_of(in_, "withdraw_shift_change", {.path = {{"id", id}}}), "forbidden") << "only the signer or the desk";
  EXPECT_EQ(code_of(out_, "withdraw_shift_change", {.path = {{"id", id}}}), "taken");
  EXPECT_EQ(confirm(in_, id), "not_waiting");
  EXPECT_EQ(code_of(out_, "sign_shift_change", change(line(a, other_))), "taken");
}

TEST_P(Kit, WrongHandingsOverAreRefusedWithTheirField) {
  const auto a = radio("R-1");
  EXPECT_EQ(code_of(out_, "sign_shift_change", change("")), "bad_input /items missing");
  EXPECT_EQ(code_of(out_, "sign_shift_change", change(line(a) + "," + line(a))), "bad_input /items/1/item_id duplicate");
  EXPECT_EQ(code_of(out_, "sign_shift_change", change(line(a, member_, R"(,"to_unit_id":"u")"))), "bad_input /items/0/to_member_id at_most_one");
  EXPECT_EQ(code_of(out_, "sign_shift_change", change(line("nothing", member_))), "not_found");
  EXPECT_EQ(code_of(out_, "sign_shift_change", change(line(a, "nobody"))), "bad_input / unknown_reference");
  EXPECT_EQ(code_of(out_, "sign_shift_change", change(line(a, member_), R"(,"post_id":"p")")), "bad_input /unit_id exactly_one");
  const auto elsewhere = account("elsewhere", {"duty.read", "kit.sign"}, area_path("V2"));
  EXPECT_EQ(code_of(elsewhere, "sign_shift_change", change("", R"(,"ends_shift_id":"x")")), "bad_input /ends_shift_id unknown_reference");
  EXPECT_EQ(code_of(elsewhere, "sign_shift_change", change(line(a, member_))), "not_found");
}

TEST_P(Kit, TheShiftChangesWithTheSecondSignature) {
  const auto plan = [&](base::instant from) {
    return make("create_shift", R"({"unit_id":")" + unit_ + R"(","starts_at":")" + base::to_rfc3339(from) + R"(","ends_at":")" +
                                    base::to_rfc3339(from + base::hours(8)) + R"(","member_ids":[")" + member_ + R"("]})");
  };
  const auto first = plan(test::duty_noon);
  const auto second = plan(test::duty_noon + base::hours(8));
  call("begin_shift", {.path = {{"id", first}}});
  clock_.advance(base::hours(8));
  const auto id = sign(line(radio("R-1"), member_), R"(,"ends_shift_id":")" + first + R"(","begins_shift_id":")" + second + "\"");
  clock_.advance(base::minutes(2));
  EXPECT_EQ(confirm(in_, id), "taken");
  const auto ended = test::value_of(call("get_shift", {.path = {{"id", first}}}).body, "ended_at");
  EXPECT_EQ(ended, base::to_rfc3339(clock_.now()));
  EXPECT_EQ(test::value_of(call("get_shift", {.path = {{"id", second}}}).body, "began_at"), ended) << "no moment between the two";
  EXPECT_EQ(test::value_of(call("get_unit", {.path = {{"id", unit_}}}).body, "on_shift"), "true");
}

}  // namespace
