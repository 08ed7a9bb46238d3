#include "rule_sample.h"

#include <algorithm>
#include <stdexcept>

#include "foundation/base/text.h"

namespace sample {

using namespace matter;

base::instant at(const std::string& local) {
  const auto found = base::instant_from_rfc3339(local.substr(0, 10) + "T" + local.substr(11) + (local.size() == 16 ? ":00" : "") + "+08:00");
  if (!found) throw std::logic_error("no time: " + local);
  return *found;
}

std::string local(base::instant when) {
  const auto text = base::to_rfc3339(when + base::hours(8));
  return text.substr(0, 10) + " " + (text.ends_with(":00Z") ? text.substr(11, 5) : text.substr(11, text.size() - 12));
}

std::string local(const std::optional<base::instant>& when) { return when ? local(*when) : "-"; }

clock_rule clock(const std::string& code, const std::string& limit) {
  clock_rule rule;
  rule.code = code;
  rule.name = {.zh = code, .en = code};
  rule.limit = calendar::limit_from_text(limit);
  rule.owner = "inspector";
  return rule;
}

kind plain_kind() {
  kind of;
  of.code = "plain";
  of.version = "1";
  of.name = {.zh = "事项", .en = "Plain"};
  of.prefix = "P";
  of.opened_by = {"grid_worker"};
  of.desk = {.level = area::level::township,
             .refer = {area::level::village, area::level::county},
             .bounces = 2,
             .ruling_role = "supervisor",
             .ruling_limit = {.amount = 1, .in = calendar::unit::working_days},
             .ask_more = 1,
             .ask_more_limit = {.amount = 3, .in = calendar::unit::working_days}};
  of.fields = {{.name = "count", .label = {"数", "Count"}, .type = field_type::whole, .maximum = 1'000},
               {.name = "size", .label = {"规模", "Size"}, .type = field_type::choice, .choices = {{"small", {}}, {"large", {}}}},
               {.name = "on", .label = {"日期", "Day"}, .type = field_type::day}};
  of.clocks = {clock("handle", "30 days")};
  step accept{.code = "accept", .name = {"受理", "Accept"}, .who = {"inspector"}, .may = {"count", "size", "on"}, .to = "working"};
  step finish{.code = "finish", .name = {"办结", "Finish"}, .who = {"inspector"}, .may = {"count", "size", "on"}, .to = "done"};
  of.stages = {{.code = "reported", .name = {"已上报", "Reported"}, .steps = {accept}},
               {.code = "working", .name = {"办理中", "Working"}, .steps = {finish}},
               {.code = "done", .name = {"办结", "Done"}, .ends = true}};
  return of;
}

calendar::working_days published(const std::vector<int>& years) {
  std::vector<calendar::published_year> all;
  for (const int year : years) all.push_back({.year = year, .days = {}});
  return calendar::working_days(std::move(all));
}

desk::desk(kind kind) : of(std::move(kind)), town(catalogue_roles()) {}

const operation::caller& desk::person(const std::string& name) const {
  if (name.empty()) return town.nobody();
  const auto parts = base::split(name, ' ');
  const auto* area = town.areas().find(parts.at(1));
  if (area == nullptr) throw std::logic_error("no area: " + name);
  const auto number = parts.size() > 2 ? base::parse_int(parts[2]).value_or(1) : 1;
  const auto found = town.holders(parts[0], area->path);
  return *found.at(static_cast<std::size_t>(number - 1));
}

surroundings desk::in(const std::string& who) const {
  return {.of = of, .all = all, .days = days, .areas = town.areas(), .utc_offset_min = 480, .who = person(who), .now = now};
}

void desk::open(boost::json::object fields) {
  const auto& where = town.areas().get("east1");
  auto kept = one.what;
  one = matter_case();
  one.what.event_at = kept.event_at;
  one.what.known_at = kept.known_at;
  one.what.id = "matter";
  one.what.kind = of.code;
  one.what.kind_version = of.version;
  one.what.area_id = where.id;
  one.what.area_path = where.path;
  one.what.reported_at = now;
  one.what.opened_by = person("grid_worker east1").account_id;
  one.fields = std::move(fields);
  begin(one, "", out, in("grid_worker east1"));
  settle(one, in("grid_worker east1"));
}

std::string desk::step(const std::string& who, const std::string& code, boost::json::object fields, const std::string& reason) {
  auto copy = one;
  const auto no = perform_step(copy, {.step = code, .fields = std::move(fields), .reason = reason}, out, in(who));
  if (no) return no->code;
  one = std::move(copy);
  settle(one, in(who));
  return "";
}

std::vector<std::string> desk::fire() {
  changes said;
  fire_due(one, said, in());
  std::vector<std::string> lines;
  for (const auto& line : said.lines) lines.push_back(line.text.en);
  return lines;
}

const running_clock& desk::clock(const std::string& code) const {
  const auto found = std::find_if(one.clocks.rbegin(), one.clocks.rend(), [&](const running_clock& c) { return c.code == code; });
  if (found == one.clocks.rend()) throw std::logic_error("no clock " + code);
  return *found;
}

std::size_t desk::count(const std::string& code) const {
  return static_cast<std::size_t>(std::ranges::count(one.clocks, code, &running_clock::code));
}

std::string code_of(const refused& no) { return no ? no->code : ""; }

}  // namespace sample
