#include "town/duty/shift_work.h"

#include <algorithm>

#include "foundation/base/problem.h"
#include "town/duty/shift_rules.h"
#include "town/duty/shift_store.h"
#include "town/duty/unit_api.h"
#include "town/duty/unit_store.h"

namespace duty {
namespace {

std::string how_json(shift_way how) { return R"({"how":")" + std::string(shift_way_choices[static_cast<std::size_t>(how)].code) + R"("})"; }

// The row of a shift that begins now and that nobody planned.
shift open_unplanned(store::transaction& transaction, const std::string& unit_id, shift_way how) {
  shift one;
  one.id = transaction.new_id();
  one.unit_id = unit_id;
  one.began_at = transaction.now();
  one.began_how = how;
  one.created_at = transaction.now();
  insert_shift(transaction.db(), one);
  return *find_shift(transaction.db(), one.id);
}

void keep(store::transaction& transaction, const shift& one, std::string text) {
  transaction.keep({.topic = "shift",
                    .subject_id = one.id,
                    .area_path = one.area_path,
                    .permission = "duty.read",
                    .ended = one.ended_at.has_value(),
                    .record = std::move(text)});
}

// Sends the shift as it now stands to whoever listens, and to the history.
void tell(store::transaction& transaction, const shift& one) {
  auto text = record::to_json(one);
  keep(transaction, one, text);
  transaction.publish({.topic = "shift", .subject_id = one.id, .area_path = one.area_path, .permission = "duty.read", .payload = std::move(text)});
}

}  // namespace

void shift_work::publish(const shift& one) { tell(transaction_, one); }

void shift_work::save(shift& one) {
  ++one.version;
  update_shift(transaction_.db(), one);
  for (const auto& member : one.members) put_shift_member(transaction_.db(), one.id, member);
  publish(one);
}

void shift_work::set_unit(const std::string& unit_id, bool on) {
  auto unit = find_unit(transaction_.db(), unit_id);
  if (!unit || unit->on_shift == on) return;
  unit->on_shift = on;
  ++unit->version;
  set_shift(transaction_.db(), *unit);
  publish_unit(transaction_, unit_id, live_);
}

void shift_work::refuse_while_out(const std::string& unit_id) const {
  const auto live = live_.now();
  const auto number = live->units->find(unit_id);
  if (!number || (*live)[*number].doing == task::none) return;
  auto problem = base::conflict("unit_busy", "The unit is out for an incident.", "Release it from the incident before it goes off shift.");
  problem.members.emplace_back("incident_id", (*live)[*number].incident_id);
  throw problem;
}

void shift_work::finish(shift& one, shift_way how) {
  const auto now = transaction_.now();
  // The clock may have been put back meanwhile: a shift never ends before it began.
  one.ended_at = std::max(now, *one.began_at);
  one.ended_how = how;
  for (auto& member : one.members) {
    if (!member.is_present()) continue;
    member.ended_at = std::max(now, *member.began_at);
    member.ended_how = how;
  }
  save(one);
  transaction_.journal({.action = "end_shift", .subject_kind = "shift", .subject_id = one.id, .detail = how_json(how)});
}

void shift_work::begin(shift& one, shift_way how) {
  if (one.began_at) throw base::conflict("shift_begun", "The shift has begun already.");
  if (one.unit_id) {
    if (auto running = find_running_of_unit(transaction_.db(), *one.unit_id)) finish(*running, how);
  }
  const auto now = transaction_.now();
  one.began_at = now;
  one.began_how = how;
  for (auto& member : one.members) {
    if (member.began_at || how == shift_way::member) continue;  // by the member: each for himself
    member.began_at = now;
    member.began_how = how;
  }
  save(one);
  transaction_.journal({.action = "begin_shift", .subject_kind = "shift", .subject_id = one.id, .detail = how_json(how)});
  if (one.unit_id) set_unit(*one.unit_id, true);
}

void shift_work::end(shift& one, shift_way how) {
  if (!one.is_running()) throw base::conflict("shift_not_running", "The shift is not running.");
  if (one.unit_id) refuse_while_out(*one.unit_id);
  finish(one, how);
  if (one.unit_id) set_unit(*one.unit_id, false);
}

void shift_work::attend(shift& one, const std::string& member_id, bool on) {
  const auto now = transaction_.now();
  const auto own = std::find_if(one.members.begin(), one.members.end(), [&](const shift_member& m) { return m.member_id == member_id; });
  if (own->is_present() == on) return;
  if (one.ended_at) throw base::conflict("shift_over", "The shift is over.");
  if (on) {
    if (!one.began_at && !is_due(one, now)) {
      throw base::conflict("not_due", "The shift is not due.", "It begins from an hour before its time until its end.");
    }
    *own = {.member_id = member_id, .name = own->name, .began_at = own->began_at.value_or(now), .began_how = shift_way::member};
    if (!one.began_at) return begin(one, shift_way::member);
  } else {
    const auto others = std::count_if(one.members.begin(), one.members.end(), [](const shift_member& m) { return m.is_present(); });
    if (others == 1) return end(one, shift_way::member);
    own->ended_at = std::max(now, *own->began_at);
    own->ended_how = shift_way::member;
  }
  save(one);
  transaction_.journal(
      {.action = "attend_shift", .subject_kind = "shift", .subject_id = one.id, .detail = on ? R"({"on":true})" : R"({"on":false})"});
}

void shift_work::begin_unit(const std::string& unit_id, shift_way how) {
  if (find_running_of_unit(transaction_.db(), unit_id)) return set_unit(unit_id, true);
  for (auto& planned : list_plans_of_unit(transaction_.db(), unit_id, transaction_.now())) {
    if (is_due(planned, transaction_.now())) return begin(planned, how);
  }
  const auto one = open_unplanned(transaction_, unit_id, how);
  transaction_.journal({.action = "begin_shift", .subject_kind = "shift", .subject_id = one.id, .detail = how_json(how)});
  set_unit(unit_id, true);
  publish(one);
}

void shift_work::end_unit(const std::string& unit_id, shift_way how) {
  refuse_while_out(unit_id);
  if (auto running = find_running_of_unit(transaction_.db(), unit_id)) finish(*running, how);
  set_unit(unit_id, false);
}

bool is_roster_due(store::connection& db, base::instant now) {
  const auto all = list_automatic(db, now);
  return std::any_of(all.begin(), all.end(), [&](const shift& one) { return act_of_roster(one, now) != roster_act::nothing; });
}

std::size_t run_roster(store::transaction& transaction, const live_units& live) {
  shift_work work(transaction, live);
  std::size_t count = 0;
  for (auto& one : list_automatic(transaction.db(), transaction.now())) {
    const auto act = act_of_roster(one, transaction.now());
    if (act == roster_act::nothing) continue;
    try {
      if (act == roster_act::begin) {
        work.begin(one, shift_way::roster);
      } else {
        work.end(one, shift_way::roster);
      }
      ++count;
    } catch (const base::problem& problem) {
      if (problem.code != "unit_busy") throw;  // looked at again at the next turn
    }
  }
  return count;
}

void open_imported_shift(store::transaction& transaction, const std::string& unit_id) {
  const auto one = open_unplanned(transaction, unit_id, shift_way::import);
  tell(transaction, one);
}

void keep_shifts(store::transaction& transaction) {
  const auto ids = transaction.db().query("SELECT id FROM shifts WHERE ended_at IS NULL ORDER BY id");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (const auto one = find_shift(transaction.db(), ids.text(i, 0))) keep(transaction, *one, record::to_json(*one));
  }
}

void mend_beginnings(store::transaction& transaction, const live_units& live) {
  shift_work work(transaction, live);
  for (const auto& id : pull_back_beginnings(transaction.db(), transaction.now())) {
    if (const auto one = find_shift(transaction.db(), id)) work.publish(*one);
  }
}

}  // namespace duty
