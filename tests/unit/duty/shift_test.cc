#include <gtest/gtest.h>

#include <filesystem>

#include "foundation/base/clock.h"
#include "maps/street_map.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/duty/live_shifts.h"
#include "town/duty/shift_rules.h"
#include "town/duty/shift_store.h"
#include "town/duty/shift_work.h"
#include "town/duty/unit_api.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};
constexpr base::instant after(std::int64_t minutes) { return noon + base::minutes(minutes); }

TEST(ShiftIntervals, CoverTheirBeginningAndNotTheirEnd) {
  const duty::shift_intervals all = {{after(0), after(10)}, {after(10), after(20)}, {after(30), after(40)}, {after(50)}};
  const std::vector<std::pair<base::instant, bool>> table = {{after(0) - base::microseconds(1), false},
                                                             {after(0), true},
                                                             {after(10), true},
                                                             {after(20) - base::microseconds(1), true},
                                                             {after(20), false},
                                                             {after(29), false},
                                                             {after(30), true},
                                                             {after(40), false},
                                                             {after(49), false},
                                                             {after(50), true},
                                                             {after(5'000'000), true}};
  for (const auto& [at, expected] : table) EXPECT_EQ(duty::covers(all, at), expected) << (at - noon).seconds();
  EXPECT_FALSE(duty::covers({}, after(0)));
}

TEST(ShiftPlans, AreRefusedWithEveryFaultNamed) {
  duty::shift_draft good;
  good.unit_id = "u";
  good.starts_at = after(0);
  good.ends_at = after(60);
  EXPECT_TRUE(duty::faults_of(good, noon).empty());
  const auto faults = [&](auto change) {
    auto draft = good;
    change(draft);
    std::string all;
    for (const auto& one : duty::faults_of(draft, noon)) all += one.pointer + ":" + one.code + " ";
    return all;
  };
  using d = duty::shift_draft;
  EXPECT_EQ(faults([](d& one) { one.unit_id.reset(); }), "/unit_id:exactly_one ");
  EXPECT_EQ(faults([](d& one) { one.post_id = "p"; }), "/unit_id:exactly_one ");
  EXPECT_EQ(faults([](d& one) { one.starts_at.reset(); }), "/starts_at:missing ");
  EXPECT_EQ(faults([](d& one) { one.ends_at.reset(); }), "/ends_at:missing ");
  EXPECT_EQ(faults([](d& one) { one.ends_at = one.starts_at; }), "/ends_at:out_of_range /ends_at:out_of_range ");
  EXPECT_EQ(faults([](d& one) { one.ends_at = after(48 * 60 + 1); }), "/ends_at:out_of_range ");
  EXPECT_EQ(faults([](d& one) { one.member_ids = {"a", "b", "a"}; }), "/member_ids:duplicate ");
}

TEST(TheRoster, BeginsAndEndsAutomaticShiftsAtTheirTimesOnly) {
  duty::shift one;
  one.automatic = true;
  one.starts_at = after(0);
  one.ends_at = after(60);
  using duty::roster_act;
  EXPECT_EQ(duty::act_of_roster(one, after(-1)), roster_act::nothing);
  EXPECT_EQ(duty::act_of_roster(one, after(0)), roster_act::begin);
  EXPECT_EQ(duty::act_of_roster(one, after(59)), roster_act::begin);
  EXPECT_EQ(duty::act_of_roster(one, after(60)), roster_act::nothing) << "missed whole: never ran";
  one.began_at = after(0);
  EXPECT_EQ(duty::act_of_roster(one, after(59)), roster_act::nothing);
  EXPECT_EQ(duty::act_of_roster(one, after(60)), roster_act::end);
  one.ended_at = after(30);
  EXPECT_EQ(duty::act_of_roster(one, after(60)), roster_act::nothing);
  one = {};
  one.starts_at = after(0);
  one.ends_at = after(60);
  EXPECT_EQ(duty::act_of_roster(one, after(1)), roster_act::nothing) << "not automatic";
}

class Shifts : public test::on_both_engines {
 protected:
  Shifts() : who_(test::caller_with({"unit.read", "unit.write", "unit.position.write"})) {}

  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    db_ = open(clock_);
    live_ = std::make_unique<duty::live_units>(*db_, nullptr);
    shifts_ = std::make_unique<duty::live_shifts>(*db_, *live_, clock_);
    db_->on_commit([this](auto events) {
      live_->hear(events);
      shifts_->hear(events);
    });
    shifts_->rebuild();
  }

  operation::answer call(std::string_view name, test::call_input input) {
    return test::call(*db_, duty::unit_operations({.live = *live_, .time = clock_}), who_, name, std::move(input));
  }
  std::string add_unit(const std::string& name, bool on = false) {
    const auto given =
        call("create_unit", {.body = R"({"name":")" + name + R"(","kind":"car","force":"police","on_shift":)" + (on ? "true}" : "false}")});
    return given.location.substr(std::string("/api/units/").size());
  }
  void turn(const std::string& id, bool on) { call("change_shift", {.body = on ? R"({"on":true})" : R"({"on":false})", .path = {{"id", id}}}); }
  [[nodiscard]] bool was_on(const std::string& id, base::instant at) const { return shifts_->now()->was_on_shift(id, at); }
  [[nodiscard]] bool is_on(const std::string& id) const {
    const auto now = live_->now();
    return (*now)[now->units->find(id).value()].on_shift;
  }
  void write(const std::function<void(store::transaction&)>& what) { db_->write_and_wait({}, what); }

  std::string plan(const std::string& unit_id, base::instant from, base::instant to, bool automatic = false) {
    duty::shift one;
    one.unit_id = unit_id;
    one.starts_at = from;
    one.ends_at = to;
    one.automatic = automatic;
    write([&](store::transaction& t) {
      one.id = t.new_id();
      duty::insert_shift(t.db(), one);
    });
    return one.id;
  }
  duty::shift stored(const std::string& id) {
    duty::shift one;
    db_->read([&](store::connection& c) { one = duty::find_shift(c, id).value(); });
    return one;
  }

  base::manual_clock clock_{noon};
  operation::caller who_;
  std::unique_ptr<store::database> db_;
  std::unique_ptr<duty::live_units> live_;
  std::unique_ptr<duty::live_shifts> shifts_;
};
ON_BOTH_ENGINES(Shifts);

TEST_P(Shifts, AreKeptAsIntervalsAnybodyCanAskForAfterwards) {
  const auto id = add_unit("Car 1");
  EXPECT_FALSE(was_on(id, noon));
  turn(id, true);
  EXPECT_TRUE(was_on(id, noon));
  EXPECT_FALSE(was_on(id, noon - base::microseconds(1)));
  clock_.advance(base::minutes(10));
  turn(id, false);
  clock_.advance(base::minutes(10));
  turn(id, true);
  EXPECT_TRUE(was_on(id, after(9)));
  EXPECT_FALSE(was_on(id, after(10)));
  EXPECT_FALSE(was_on(id, after(19)));
  EXPECT_TRUE(was_on(id, after(20)));
  const auto before = shifts_->now();
  shifts_->rebuild();
  const auto number = live_->now()->units->find(id).value();
  ASSERT_EQ(before->intervals(number).size(), 2U);
  EXPECT_TRUE(std::ranges::equal(before->intervals(number), shifts_->now()->intervals(number))) << "what was followed is what is stored";
}

TEST_P(Shifts, OfAUnitMadeOnDutyRunFromThen) {
  const auto id = add_unit("Car 1", true);
  EXPECT_TRUE(is_on(id));
  EXPECT_TRUE(was_on(id, noon));
  clock_.advance(base::minutes(5));
  const auto shown = call("get_unit", {.path = {{"id", id}}});
  call("update_unit", {.body = R"({"on_shift":false})", .path = {{"id", id}}, .if_version = shown.version});
  EXPECT_FALSE(is_on(id));
  EXPECT_FALSE(was_on(id, after(5)));
  EXPECT_TRUE(was_on(id, after(4)));
}

TEST_P(Shifts, AreForgottenHereAfterTheDaysKept) {
  const auto id = add_unit("Car 1", true);
  clock_.advance(base::minutes(10));
  turn(id, false);
  clock_.advance(base::days(31));
  shifts_->rebuild();
  EXPECT_FALSE(was_on(id, after(5)));
  EXPECT_TRUE(shifts_->now()->intervals(live_->now()->units->find(id).value()).empty());
}

TEST_P(Shifts, TheDeskBeginsThePlanThatIsDue) {
  const auto id = add_unit("Car 1");
  const auto far = plan(id, after(300), after(600));
  const auto near = plan(id, after(30), after(200));
  turn(id, true);
  EXPECT_EQ(stored(near).began_at, noon) << "half an hour early is still this shift";
  EXPECT_FALSE(stored(far).began_at);
  turn(id, false);
  EXPECT_EQ(stored(near).ended_at, noon);
  turn(id, true);
  EXPECT_FALSE(stored(far).began_at) << "not due: a shift nobody planned";
  EXPECT_TRUE(is_on(id));
}

TEST_P(Shifts, BeginAndEndByTheRoster) {
  const auto id = add_unit("Car 1");
  const auto first = plan(id, after(10), after(20), true);
  const auto second = plan(id, after(20), after(30), true);
  const auto roster = [&] { write([&](store::transaction& t) { duty::run_roster(t, *live_); }); };
  roster();
  EXPECT_FALSE(is_on(id));
  clock_.advance(base::minutes(10));
  roster();
  EXPECT_TRUE(is_on(id));
  EXPECT_EQ(stored(first).began_how, duty::shift_way::roster);
  clock_.advance(base::minutes(10));
  roster();
  EXPECT_TRUE(is_on(id));
  EXPECT_EQ(stored(first).ended_at, after(20));
  EXPECT_EQ(stored(second).began_at, after(20));
  EXPECT_TRUE(was_on(id, after(19)) && was_on(id, after(20)));
  clock_.advance(base::minutes(11));
  roster();
  EXPECT_FALSE(is_on(id));
  EXPECT_FALSE(was_on(id, after(31)));
  db_->read([&](store::connection& c) { EXPECT_FALSE(duty::is_roster_due(c, clock_.now())); });
}

TEST_P(Shifts, AUnitThatIsOutStaysOnUntilItIsReleased) {
  const auto id = add_unit("Car 1");
  const auto planned = plan(id, after(0), after(20), true);
  write([&](store::transaction& t) { duty::run_roster(t, *live_); });
  const std::vector<duty::unit_task> out = {{.unit_id = id, .doing = duty::task::on_scene, .incident_id = "i1"}};
  live_->set_tasks(out);
  clock_.advance(base::minutes(25));
  write([&](store::transaction& t) { EXPECT_EQ(duty::run_roster(t, *live_), 0U); });
  EXPECT_TRUE(is_on(id));
  const std::vector<duty::unit_task> back = {{.unit_id = id, .doing = duty::task::none, .incident_id = ""}};
  live_->set_tasks(back);
  write([&](store::transaction& t) { EXPECT_EQ(duty::run_roster(t, *live_), 1U); });
  EXPECT_EQ(stored(planned).ended_at, after(25));
}

TEST_P(Shifts, RunOnceForEachUnitWhoeverWrites) {
  const auto id = add_unit("Car 1", true);
  duty::shift one;
  one.id = "second";
  one.unit_id = id;
  one.began_at = noon;
  one.began_how = duty::shift_way::desk;
  try {
    write([&](store::transaction& t) { duty::insert_shift(t.db(), one); });
    FAIL() << "two shifts of one unit run";
  } catch (const base::problem& problem) {
    EXPECT_EQ(problem.code, "shift_running");
  }
}

TEST_P(Shifts, ThatBeganLaterThanNowBeganNow) {
  const auto id = add_unit("Car 1", true);
  clock_.set_wall(noon - base::days(3'000));
  write([&](store::transaction& t) { duty::mend_beginnings(t, *live_); });
  shifts_->rebuild();
  EXPECT_TRUE(was_on(id, clock_.now()));
}

TEST_P(Shifts, AreOpenedForUnitsThatWereOnDutyBeforeThereWereShifts) {
  test::folder before;
  for (const auto& entry : std::filesystem::directory_iterator(test::project_file("database"))) {
    if (entry.path().filename().string() < "0011") std::filesystem::copy(entry.path(), before.file(entry.path().filename().string()));
  }
  test::folder place;
  auto how = options();
  if (engine() == store::engine::sqlite) how.location = place.file("old.db");
  if (engine() == store::engine::postgres) how.location = test::shared_postgres().create_database("before_shifts");
  const base::system_clock time;
  auto old = how;
  old.migrations_folder = before.path().string();
  const auto began = time.now() - base::seconds(2);
  store::open(old, time)->write_and_wait({}, [](store::transaction& t) {
    for (const auto* on : {"TRUE", "FALSE"}) {
      t.db().execute("INSERT INTO units (id, name, kind, force, capabilities, turnout_s, on_shift, invented, version) VALUES ('" + std::string(on) +
                     "', '" + on + "', 'car', 'police', '[]', 0, " + on + ", FALSE, 1)");
    }
  });
  const auto now = store::open(how, time);
  duty::live_units live(*now, nullptr);
  live.rebuild();
  duty::live_shifts shifts(*now, live, time);
  shifts.rebuild();
  EXPECT_TRUE(shifts.now()->was_on_shift("TRUE", time.now()));
  EXPECT_FALSE(shifts.now()->was_on_shift("TRUE", began));
  EXPECT_FALSE(shifts.now()->was_on_shift("FALSE", time.now()));
}

}  // namespace
