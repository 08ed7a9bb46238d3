#include "town/duty/presence.h"

#include <gtest/gtest.h>

#include "foundation/base/problem.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/duty/presence_api.h"
#include "town/duty/presence_store.h"
#include "town/duty/unit_store.h"

// Who is out alone and does not check in is noticed, also by a program that slept through it.
namespace {

const base::instant noon = *base::instant_from_rfc3339("2026-11-22T04:00:00Z");

TEST(PresenceRules, ATimerIsNewsOnceAndACheckInEndsIt) {
  auto timer = duty::start_timer("u", 600, noon);
  EXPECT_EQ(timer.due_at, noon + base::minutes(10));
  EXPECT_FALSE(duty::is_news(timer, noon + base::seconds(599)));
  EXPECT_TRUE(duty::is_news(timer, noon + base::seconds(600)));
  EXPECT_TRUE(duty::is_news(timer, noon + base::days(3)));
  timer.overdue_at = noon + base::seconds(605);
  EXPECT_FALSE(duty::is_news(timer, noon + base::days(3)));
  timer.incident_id = "i";
  const auto well = duty::checked_in(timer, noon + base::seconds(700));
  EXPECT_EQ(well.due_at, noon + base::seconds(1'300));
  EXPECT_FALSE(well.overdue_at || well.incident_id);
  EXPECT_EQ(duty::checked_in(well, noon).due_at, well.due_at) << "an earlier one changes nothing";
}

TEST(PresenceRules, AnIncidentIsWantedOnceAndOnlyIfThePolicySaysSo) {
  auto timer = duty::start_timer("u", 600, noon);
  const auto later = noon + base::minutes(10 + 5);
  EXPECT_FALSE(duty::wants_incident(timer, 0, later + base::days(1)));
  EXPECT_FALSE(duty::wants_incident(timer, 301, later));
  EXPECT_TRUE(duty::wants_incident(timer, 300, later));
  timer.incident_id = "i";
  EXPECT_FALSE(duty::wants_incident(timer, 300, later + base::days(1)));
}

}  // namespace

class Presence : public test::on_both_engines {
 protected:
  void SetUp() override {
    test::on_both_engines::SetUp();
    if (IsSkipped()) return;
    db_ = open(clock_);
    db_->write_and_wait({}, [](store::transaction& work) {
      work.db().execute(
          "INSERT INTO units (id, name, kind, force, capabilities, turnout_s, on_shift, invented, version) VALUES ('foot-1', 'Foot 1', 'foot', "
          "'police',"
          " '[]', 0, TRUE, TRUE, 1)");
      work.db().execute("INSERT INTO forces (id, code, kind, name, name_en, invented, version) VALUES ('f', 'f', 'volunteer', 'F', 'F', TRUE, 1)");
      work.db().execute(
          "INSERT INTO accounts (id, name, display_name, language, disabled, password_hash, password_changed_at, must_change_password, created_at,"
          " access_version, version) VALUES ('acc-1', 'mine', 'Mine', 'zh', FALSE, 'x', 0, FALSE, 0, 1, 1)");
      work.db().execute(
          "INSERT INTO members (id, code, name, role, force_id, full_time, account_id, phone_sealed, work_section, vehicle, joined_on, trainings, "
          "walk_up,"
          " version) VALUES ('m', 'm', 'M', 'member', 'f', TRUE, 'acc-1', '', '', '', '2026-01-01', '[]', FALSE, 1)");
      work.db().execute(
          "INSERT INTO shifts (id, unit_id, place, minimum_strength, automatic, began_at, began_how, note, created_at, created_by, version) VALUES"
          " ('s', 'foot-1', '', 0, FALSE, 1, 'desk', '', 1, '', 1)");
      work.db().execute("INSERT INTO shift_members (shift_id, member_id, began_at, began_how) VALUES ('s', 'm', 1, 'desk')");
    });
    member_ = test::caller_with({"unit.read", "shift.own"});
    member_.account_id = "acc-1";
  }

  operation::answer call(const operation::caller& who, std::string_view name, const std::string& body = "") {
    return test::call(*db_, operations_, who, name, {.body = body, .path = {{"id", "foot-1"}}});
  }
  int refused(const operation::caller& who, std::string_view name, const std::string& body = "") {
    try {
      call(who, name, body);
    } catch (const base::problem& problem) {
      return problem.status;
    }
    return 0;
  }
  // What the job does; the number of timers for which an incident is wanted.
  std::size_t watch(std::int64_t after_s = 0) {
    std::size_t wanting = 0;
    db_->write_and_wait({}, [&](store::transaction& work) {
      const auto found = duty::run_presence(work, after_s);
      wanting = found.size();
    });
    return wanting;
  }
  std::int64_t count(const std::string& sql) {
    std::int64_t found = 0;
    db_->read([&](store::connection& db) { found = db.query(sql).integer(0, 0); });
    return found;
  }
  std::int64_t told() { return count("SELECT count(*) FROM journal WHERE action = 'check_in_overdue'"); }

  base::manual_clock clock_{noon};
  std::unique_ptr<store::database> db_;
  std::vector<operation::definition> operations_ = duty::presence_operations();
  operation::caller desk_ = test::caller_with({"unit.read", "unit.write", "shift.own"});
  operation::caller member_;
};
ON_BOTH_ENGINES(Presence);

TEST_P(Presence, AnOverdueUnitIsToldOfOnceAlsoAfterAStartThatCameTooLate) {
  call(member_, "set_check_in_timer", R"({"interval_s":300})");
  clock_.advance(base::seconds(299));
  watch();
  EXPECT_EQ(told(), 0);
  call(member_, "check_in");
  clock_.advance(base::seconds(299));
  watch();
  EXPECT_EQ(told(), 0);
  clock_.advance(base::hours(5));  // nobody was there to look
  db_.reset();
  db_ = open(clock_);
  bool due = false;
  db_->read([&](store::connection& db) { due = duty::is_presence_due(db, 0, clock_.now()); });
  EXPECT_TRUE(due);
  watch();
  watch();
  EXPECT_EQ(told(), 1);
  EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE topic = 'presence' AND payload LIKE '%\"overdue_at\":\"2026%'"), 1);
  call(desk_, "check_in");
  EXPECT_EQ(count("SELECT count(*) FROM presence_timers WHERE overdue_at IS NULL"), 1);
}

TEST_P(Presence, AnIncidentIsWantedWhenNobodyAnswers) {
  call(desk_, "set_check_in_timer", R"({"interval_s":60})");
  clock_.advance(base::seconds(60));
  EXPECT_EQ(watch(120), 0U);
  clock_.advance(base::seconds(120));
  EXPECT_EQ(watch(120), 1U);
  EXPECT_EQ(told(), 1);
}

TEST_P(Presence, TheUnitShowsWhenItIsDueAndGoingOffShiftEndsTheTimer) {
  call(desk_, "set_check_in_timer", R"({"interval_s":600})");
  const auto due = [&] {
    std::optional<base::instant> at;
    db_->read([&](store::connection& db) { at = duty::find_unit(db, "foot-1")->check_in_due_at; });
    return at;
  };
  EXPECT_EQ(due(), noon + base::minutes(10));
  db_->write_and_wait({}, [](store::transaction& work) {
    auto unit = *duty::find_unit(work.db(), "foot-1");
    unit.on_shift = false;
    duty::set_shift(work.db(), unit);
  });
  EXPECT_FALSE(due());
  EXPECT_EQ(refused(desk_, "set_check_in_timer", R"({"interval_s":600})"), 409);
}

TEST_P(Presence, IsTheDesksAndThoseOnTheUnitsShiftAlone) {
  auto stranger = member_;
  stranger.account_id = "acc-2";
  EXPECT_EQ(refused(stranger, "set_check_in_timer", R"({"interval_s":600})"), 403);
  EXPECT_EQ(refused(member_, "check_in"), 409) << "no timer";
  EXPECT_EQ(refused(member_, "set_check_in_timer", R"({"interval_s":600})"), 0);
  EXPECT_EQ(refused(stranger, "check_in"), 403);
  EXPECT_EQ(refused(member_, "check_in"), 0);
  EXPECT_EQ(refused(member_, "set_check_in_timer", "{}"), 422);
  EXPECT_EQ(refused(member_, "set_check_in_timer", R"({"interval_s":59})"), 422);
  EXPECT_EQ(refused(member_, "set_check_in_timer", R"({"interval_s":null})"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM presence_timers"), 0);
}
