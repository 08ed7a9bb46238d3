#include "engines/matter/matter_work.h"

#include <boost/json/serialize.hpp>

#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/same_store.h"
#include "engines/matter/step_rules.h"
#include "foundation/base/problem.h"
#include "foundation/calendar/deadline.h"

namespace matter {
namespace {

const kind& get_kind(const loaded_catalogue& present, const std::string& code) {
  const auto found = present.all.kinds.find(code);
  if (found == present.all.kinds.end()) throw base::bad_input({{"/kind", "unknown", "is no kind of the catalogue"}});
  return found->second;
}

// What the caller did not see: who changed it last, when, and where it stands. Reading the parties changes nothing.
void tell_last_change(base::problem& out, store::connection& db, const matter_record& what) {
  out.members.emplace_back("stage", what.stage);
  auto lines = list_lines(db, what.id);
  std::erase_if(lines, [](const line& one) { return one.kind.starts_with("parties_read") || one.kind == "parties_destroyed"; });
  if (lines.empty()) return;
  out.members.emplace_back("changed_by", lines.back().by_name);
  out.members.emplace_back("changed_at", base::to_rfc3339(lines.back().at));
  out.members.emplace_back("changed_zh", lines.back().text.zh);
  out.members.emplace_back("changed_en", lines.back().text.en);
}

base::problem stale(store::connection& db, const matter_record& what, std::int64_t seen) {
  base::problem out(412, "stale_version", "Somebody changed this in the meantime.",
                    "You saw version " + std::to_string(seen) + ", it is now " + std::to_string(what.version) + ".",
                    "Look at both and decide again.");
  tell_last_change(out, db, what);
  return out;
}

std::optional<std::string> place_name(store::connection& db, const std::optional<std::string>& id) {
  if (!id) return std::nullopt;
  const auto rows = db.query("SELECT name FROM places WHERE id = $1", {*id});
  return rows.empty() ? std::nullopt : std::optional(rows.text(0, 0));
}

// When parties are destroyed: never while it is open; at its end when its edition knows no parties any more.
std::optional<base::instant> parties_kept_until(const std::optional<base::instant>& ended_at, const surroundings& in) {
  if (!ended_at || !in.of.parties) return ended_at;
  return calendar::deadline_of(*ended_at, in.of.parties->keep, {}, {.known = in.days, .utc_offset_min = in.utc_offset_min}).at;
}

same_question same_as(store::connection& db, const matter_case& fresh, const kind& of, base::instant ended_after) {
  std::optional<std::string> here;
  if (asks_what_is_near(of, fresh.what)) here = only_place_near(db, *fresh.what.position, of.again->near_m);
  return {.keys = same_keys_of(of, fresh.what, fresh.fields, here),
          .position = fresh.what.position,
          .near_m = of.again->near_m,
          .area_path = fresh.what.area_path,
          .ended_after = ended_after};
}

// Opens it anew when the same was closed within the time its kind says.
std::optional<opened_matter> open_again(const services& on, store::transaction& work, const opening_call& call, const matter_case& fresh,
                                        const kind& of) {
  if (!call.may_reopen || !of.again) return std::nullopt;
  // Within N of its end: the limit counted back from the report.
  const auto present = on.catalogue.now();
  const auto limit = of.again->within;
  const auto longest = base::days(limit.amount * (limit.in == calendar::unit::years ? 366 : limit.in == calendar::unit::months ? 31 : 1));
  auto found = find_same(work.db(), same_as(work.db(), fresh, of, work.now() - longest));
  if (!found) return std::nullopt;
  if (!call.who.account_id.empty() && !call.who.may(may_write, found->area_path)) return std::nullopt;  // it lies elsewhere by now
  const auto surroundings = scene_for(on, work.db(), *found, call.who, work.now());
  const auto before = load_case(work.db(), std::move(*found));
  auto after = before;
  changes out;
  reopen_again(after, {.fields = fresh.fields, .event_at = call.event_at, .known_at = call.known_at}, out, surroundings.in);
  save_case(work, before, after, turns_of(after, surroundings.in), out.lines);
  set_parties_expiry(work, after.what.id, std::nullopt);
  for (const auto& id : list_merged(work.db(), after.what.id)) set_parties_expiry(work, id, std::nullopt);
  work.journal({.action = "reopen_matter", .subject_kind = "matter", .subject_id = after.what.id, .detail = R"({"why":"again"})"});
  return opened_matter{after.what, true};
}

}  // namespace

void throw_if(const refused& no) {
  if (!no) return;
  base::problem out(no->status, no->code, no->status == 422 ? "The input is wrong." : "This is not possible now.", no->detail,
                    no->status == 422 ? "Correct the named fields." : "Look at where the matter stands.");
  out.fields = no->fields;
  throw out;
}

scene scene_for(const services& on, store::connection& db, const matter_record& what, const operation::caller& who, base::instant now) {
  auto present = on.catalogue.now();
  auto areas = on.areas.now();
  auto of = on.catalogue.kind_at(db, what.kind, what.kind_version);
  surroundings in{
      .of = *of, .all = present->all, .days = present->days, .areas = *areas, .utc_offset_min = on.utc_offset_min, .who = who, .now = now};
  return {std::move(present), std::move(areas), std::move(of), in};
}

matter_work::matter_work(const services& on, const operation::request& request, store::transaction& work, const std::string& id,
                         std::optional<std::int64_t> seen)
    : on_(on),
      request_(request),
      work_(work),
      before_(load_case(work.db(), get_matter(work.db(), &request.who, id))),
      after_(before_),
      scene_(std::make_unique<const scene>(scene_for(on, work.db(), before_.what, request.who, work.now()))) {
  // He may read here and write elsewhere; a desk that handles it jointly writes from its own area.
  const auto writes = [&](const std::string& path) { return request.who.may(may_write, path); };
  if (!writes(before_.what.area_path) && !std::ranges::any_of(before_.joint, writes)) throw base::forbidden(std::string(may_write));
  const auto present = before_.what.version;
  if (seen && *seen != present) throw stale(work.db(), before_.what, *seen);
}

const matter_record& matter_work::finish(std::string_view action, const refused& no) {
  throw_if(no);
  if (out_.lines.empty()) return after_.what;  // a retry: nothing is different
  if (after_.what.kind_version != before_.what.kind_version) {
    scene_ = std::make_unique<const scene>(scene_for(on_, work_.db(), after_.what, request_.who, work_.now()));
  }
  settle(after_, scene_->in);
  name_handler();
  save();
  keep_parties();
  boost::json::array codes;
  for (const auto& one : out_.lines) codes.push_back(boost::json::string(one.kind + (one.code.empty() ? "" : ":" + one.code)));
  work_.journal({.action = std::string(action),
                 .subject_kind = "matter",
                 .subject_id = after_.what.id,
                 .detail = boost::json::serialize(boost::json::object{{"did", codes}, {"stage", after_.what.stage}})});
  open_others();
  return after_.what;
}

// Whoever takes it is the caller; answers and events name him, not the one before.
void matter_work::name_handler() {
  auto& what = after_.what;
  if (what.handler == before_.what.handler) return;
  what.handler_name = what.handler == request_.who.account_id ? std::optional(name_of_caller(request_.who)) : std::nullopt;
}

// Those of what was merged into it are kept as long as its own; what is merged ends nothing for its parties.
void matter_work::keep_parties() {
  const auto& what = after_.what;
  if (before_.what.ended_at.has_value() == what.ended_at.has_value() || what.merged_into) return;
  const auto until = parties_kept_until(what.ended_at, scene_->in);
  set_parties_expiry(work_, what.id, until);
  for (const auto& id : list_merged(work_.db(), what.id)) {
    const auto theirs = scene_for(on_, work_.db(), get_matter(work_.db(), nullptr, id), request_.who, work_.now());
    set_parties_expiry(work_, id, std::max(until, parties_kept_until(what.ended_at, theirs.in)));
  }
}

// Another node may have been first.
void matter_work::save() {
  try {
    save_case(work_, before_, after_, turns_of(after_, scene_->in), out_.lines);
  } catch (base::problem& lost) {
    if (lost.code == "changed_meanwhile") {
      if (const auto now = find_matter(work_.db(), &request_.who, before_.what.id)) tell_last_change(lost, work_.db(), *now);
    }
    throw;
  }
}

void matter_work::open_others() {
  const auto& what = after_.what;
  for (const auto& next : out_.opens) {
    const bool is_part = next.link == "split";
    const auto opened = open_matter(on_, work_,
                                    {.who = request_.who,
                                     .kind = next.kind,
                                     .fields = next.fields,
                                     .area_id = after_.what.area_id,
                                     .place_id = after_.what.place_id,
                                     .position = after_.what.position,
                                     .reported_at = is_part ? std::optional(begun(after_)) : std::nullopt,
                                     .event_at = is_part && what.event_at ? std::optional(as_counted(after_, *what.event_at)) : what.event_at,
                                     .known_at = is_part && what.known_at ? std::optional(as_counted(after_, *what.known_at)) : std::nullopt,
                                     .subject_kind = "matter",
                                     .subject_id = after_.what.id,
                                     .by = request_.who.account_id,
                                     .may_reopen = !is_part});
    if (opened.what.id != after_.what.id) put_link(work_, after_.what.id, opened.what.id, next.link, request_.who.account_id);
  }
}

opened_matter open_matter(const services& on, store::transaction& work, const opening_call& call) {
  const auto present = on.catalogue.now();
  const auto& of = get_kind(*present, call.kind);
  const auto areas = on.areas.now();
  const auto* area = areas->find(call.area_id);
  if (area == nullptr) throw base::bad_input({{"/area_id", "unknown", "is no area"}});
  const surroundings in{
      .of = of, .all = present->all, .days = present->days, .areas = *areas, .utc_offset_min = on.utc_offset_min, .who = call.who, .now = work.now()};
  matter_case one;
  one.fields = call.fields;
  one.what.kind = of.code;
  one.what.kind_version = of.version;
  one.what.area_id = area->id;
  one.what.area_path = area->path;
  one.what.area_name = area->name;
  one.what.place_id = call.place_id;
  one.what.position = call.position;
  one.what.subject_kind = call.subject_kind;
  one.what.subject_id = call.subject_id;
  one.what.reported_at = call.reported_at.value_or(work.now());
  one.what.event_at = call.event_at;
  one.what.known_at = call.known_at;
  one.what.opened_by = call.by;
  changes out;
  one.what.place_name = place_name(work.db(), call.place_id);
  begin(one, one.what.place_name.value_or(""), out, in);
  if (auto again = open_again(on, work, call, one, of)) return std::move(*again);
  one.what.id = work.new_id();
  one.what.number = next_number(work.db(), of.prefix, calendar::year_of(calendar::day_of(one.what.reported_at, on.utc_offset_min)));
  insert_case(work, one, turns_of(one, in), out.lines);
  work.journal({.action = "open_matter", .subject_kind = "matter", .subject_id = one.what.id, .detail = R"({"kind":")" + of.code + "\"}"});
  return {one.what, false};
}

}  // namespace matter
