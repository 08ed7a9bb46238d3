#include "town/duty/presence_api.h"

#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"
#include "town/duty/presence_store.h"
#include "town/duty/unit_store.h"

namespace duty {
namespace {

constexpr std::string_view may_read = "unit.read";
constexpr std::string_view may_manage = "unit.write";
constexpr std::string_view may_own = "shift.own";

void publish(store::transaction& work, const presence_timer& one) {
  work.publish({.topic = "presence",
                .subject_id = one.unit_id,
                .area_path = one.area_path,
                .permission = std::string(may_read),
                .payload = record::to_json(one)});
}

// The unit, if the caller is its desk or serves on it right now.
unit unit_for(const operation::request& what, store::connection& db) {
  auto one = get_unit(db, what.who, may_read, what.part("id"));
  const bool desk = what.who.may(may_manage, one.area_path);
  if (!desk && !is_on_unit(db, one.id, what.who.account_id)) throw base::forbidden("unit.write, or being on the unit's shift");
  return one;
}

operation::answer set_timer(const operation::request& what, store::transaction& work) {
  timer_setting setting;
  // An empty object ends nothing: the end of a timer is said.
  if (record::patch_json(what.body, record_of(&setting), &setting).empty()) {
    throw base::bad_input({{"/interval_s", "missing", "is required; null ends the timer"}});
  }
  const auto wanted = setting.interval_s;
  const auto unit = unit_for(what, work.db());
  auto detail = record::one_line_json(what.body);
  const auto before = find_timer(work.db(), unit.id);
  if (wanted && !unit.on_shift) {
    throw base::conflict("unit_off_shift", "The unit is off shift.", unit.name + " is off shift; a timer runs on shift only.");
  }
  work.journal({.action = "set_check_in_timer", .subject_kind = "unit", .subject_id = unit.id, .detail = std::move(detail)});
  if (!wanted) {
    delete_timer(work.db(), unit.id);
    work.publish({.topic = "presence",
                  .subject_id = unit.id,
                  .area_path = unit.area_path,
                  .permission = std::string(may_read),
                  .payload = R"({"unit_id":")" + unit.id + R"(","gone":true})"});
    return {.status = 204};
  }
  auto timer = start_timer(unit.id, *wanted, work.now());
  timer.set_by = what.who.account_id;
  timer.version = before ? before->version + 1 : 1;
  timer.unit_name = unit.name;
  timer.area_path = unit.area_path;
  put_timer(work.db(), timer);
  publish(work, timer);
  return {.body = record::to_json(timer), .version = timer.version};
}

operation::answer check_in(const operation::request& what, store::transaction& work) {
  const auto unit = unit_for(what, work.db());
  const auto before = find_timer(work.db(), unit.id);
  if (!before) throw base::conflict("no_timer", "The unit has no check-in timer.", "Nothing is due from " + unit.name + ".");
  const auto timer = checked_in(*before, work.now());
  put_timer(work.db(), timer);
  work.journal(
      {.action = "check_in", .subject_kind = "unit", .subject_id = unit.id, .detail = before->overdue_at ? R"({"was_overdue":true})" : "{}"});
  publish(work, timer);
  return {.body = record::to_json(timer), .version = timer.version};
}

}  // namespace

bool is_presence_due(store::connection& db, std::int64_t incident_after_s, base::instant now) {
  const auto due = list_due(db, now);
  return std::any_of(due.begin(), due.end(),
                     [&](const presence_timer& one) { return is_news(one, now) || wants_incident(one, incident_after_s, now); });
}

std::vector<presence_timer> run_presence(store::transaction& work, std::int64_t incident_after_s) {
  std::vector<presence_timer> wanting;
  for (auto& one : list_due(work.db(), work.now())) {
    if (is_news(one, work.now())) {
      one.overdue_at = work.now();
      ++one.version;
      put_timer(work.db(), one);
      work.journal({.action = "check_in_overdue",
                    .subject_kind = "unit",
                    .subject_id = one.unit_id,
                    .detail = R"({"due_at":")" + base::to_rfc3339(one.due_at) + "\"}"});
      publish(work, one);
    }
    if (wants_incident(one, incident_after_s, work.now())) wanting.push_back(std::move(one));
  }
  return wanting;
}

void keep_incident(store::transaction& work, presence_timer timer, const std::string& incident_id) {
  timer.incident_id = incident_id;
  ++timer.version;
  put_timer(work.db(), timer);
  publish(work, timer);
}

std::vector<operation::definition> presence_operations() {
  using operation::request;
  const auto* output = &record_of(static_cast<const presence_timer*>(nullptr));
  std::vector<operation::definition> all;
  all.push_back({.name = "list_check_ins",
                 .method = "GET",
                 .path = "/api/check-ins",
                 .summary = "Units that must check in, the one due first in front.",
                 .permission = may_read,
                 .output = output,
                 .output_shape = operation::shape::list,
                 .read = [](const request& what, store::connection& db) {
                   std::vector<std::string> items;
                   for (const auto& one : list_timers(db, what.who, may_read)) items.push_back(record::to_json(one));
                   return operation::answer{.body = operation::list_json(items)};
                 }});
  all.push_back({.name = "set_check_in_timer",
                 .method = "PUT",
                 .path = "/api/units/{id}/check-in-timer",
                 .summary = "How often the unit must say that all is well; by the desk or by who serves on it. null ends it.",
                 .permission = may_own,
                 .input = &record_of(static_cast<const timer_setting*>(nullptr)),
                 .output = output,
                 .write = [](const request& what, store::transaction& work, void*) { return set_timer(what, work); }});
  all.push_back({.name = "check_in",
                 .method = "POST",
                 .path = "/api/units/{id}/check-in",
                 .summary = "All is well with the unit: its timer begins anew.",
                 .permission = may_own,
                 .output = output,
                 .write = [](const request& what, store::transaction& work, void*) { return check_in(what, work); }});
  return all;
}

}  // namespace duty
