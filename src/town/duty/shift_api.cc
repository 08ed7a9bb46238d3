#include "town/duty/shift_api.h"

#include <algorithm>

#include "foundation/record/json_text.h"
#include "town/duty/member.h"
#include "town/duty/shift_rules.h"
#include "town/duty/shift_store.h"
#include "town/duty/shift_work.h"

namespace duty {
namespace {

using operation::answer;
using operation::request;

constexpr std::string_view may_own = "shift.own";
constexpr base::duration longest_window = base::days(62);

answer show(const shift& one, int status = 200) { return {.status = status, .body = record::to_json(one), .version = one.version}; }

base::instant moment_of(const request& what, std::string_view name, base::instant otherwise) {
  const auto text = what.parameter(name);
  if (text.empty()) return otherwise;
  const auto at = base::instant_from_rfc3339(text);
  if (!at) throw base::bad_input({{"/" + std::string(name), "bad_time", "must be a time in RFC 3339"}});
  return *at;
}

answer list(const request& what, store::connection& db, const shift_services& use) {
  const auto now = use.time.now();
  shift_window window{.from = moment_of(what, "from", now - base::days(1)), .to = moment_of(what, "to", now + base::days(7))};
  if (window.to <= window.from || window.to - window.from > longest_window) {
    throw base::bad_input({{"/to", "out_of_range", "must be later than from, at most 62 days"}});
  }
  window.unit_id = what.parameter("unit_id");
  window.post_id = what.parameter("post_id");
  window.force_id = what.parameter("force_id");
  window.area_id = what.parameter("area");
  window.member_id = what.parameter("member_id");
  if (what.parameter("mine") == "true") {
    const auto own = find_member_of(db, what.who.account_id);
    if (!own) return {.body = operation::list_json({})};
    window.member_id = own->id;
  }
  std::vector<std::string> items;
  for (const auto& one : list_shifts(db, what.who, may_read_duty, window)) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items)};
}

// The plan's part of a shift.
void apply(shift& one, const shift_draft& draft) {
  one.unit_id = draft.unit_id;
  one.post_id = draft.post_id;
  one.force_id = draft.force_id;
  one.place = draft.place;
  one.minimum_strength = draft.minimum_strength;
  one.starts_at = draft.starts_at;
  one.ends_at = draft.ends_at;
  one.automatic = draft.automatic;
  one.note = draft.note;
}

shift_draft draft_of(const shift& one) {
  shift_draft draft;
  draft.unit_id = one.unit_id;
  draft.post_id = one.post_id;
  draft.force_id = one.force_id;
  for (const auto& member : one.members) draft.member_ids.push_back(member.member_id);
  draft.starts_at = one.starts_at;
  draft.ends_at = one.ends_at;
  draft.place = one.place;
  draft.minimum_strength = one.minimum_strength;
  draft.automatic = one.automatic;
  draft.note = one.note;
  return draft;
}

// Members who are planned anew come in, those who are planned no longer go, unless they were really there.
void set_members(store::transaction& t, const shift& one, const std::vector<std::string>& wanted) {
  for (const auto& member : one.members) {
    if (std::find(wanted.begin(), wanted.end(), member.member_id) != wanted.end()) continue;
    if (member.began_at) throw base::conflict("member_was_there", member.name + " was on this shift.", "Who was there stays on record.");
    remove_shift_member(t.db(), one.id, member.member_id);
  }
  for (const auto& id : wanted) {
    const auto known = std::any_of(one.members.begin(), one.members.end(), [&](const auto& m) { return m.member_id == id; });
    if (!known) put_shift_member(t.db(), one.id, {.member_id = id, .name = {}});
  }
}

// As stored now; refuses when it came to lie where the caller may not write.
shift stored(store::transaction& t, const operation::caller& who, const std::string& id) {
  auto one = *find_shift(t.db(), id);
  if (!who.may(may_write_duty, one.area_path)) throw base::forbidden("duty.write in that area");
  return one;
}

answer create(const request& what, store::transaction& t, const shift_services& use) {
  const auto one = plan_shift(t, what.who, record::from_json<shift_draft>(what.body), use.live);
  auto given = show(one, 201);
  given.location = "/api/shifts/" + one.id;
  return given;
}

answer change(const request& what, store::transaction& t, const shift_services& use) {
  auto one = get_shift(t.db(), what.who, may_write_duty, what.part("id"));
  operation::check_version(what, one.version, true);
  if (one.ended_at) throw base::conflict("shift_over", "The shift is over.", "What happened is not changed afterwards.");
  auto draft = draft_of(one);
  const auto before = draft;
  record::patch_json(what.body, record_of(&draft), &draft);
  if (one.began_at && (draft.unit_id != before.unit_id || draft.post_id != before.post_id || draft.force_id != before.force_id ||
                       draft.starts_at != before.starts_at)) {
    throw base::conflict("shift_begun", "The shift has begun.", "Its unit, post, force and beginning stay as they are.");
  }
  const bool planned = one.starts_at || draft.starts_at || draft.ends_at;  // one nobody planned needs no times
  if (auto wrong = faults_of(draft, t.now()); planned && !wrong.empty()) throw base::bad_input(std::move(wrong));
  apply(one, draft);
  ++one.version;
  update_shift(t.db(), one);
  set_members(t, one, draft.member_ids);
  one = stored(t, what.who, one.id);
  t.journal({.action = "update_shift", .subject_kind = "shift", .subject_id = one.id, .detail = record::one_line_json(what.body)});
  shift_work(t, use.live).publish(one);
  return show(one);
}

answer remove(const request& what, store::transaction& t) {
  const auto one = get_shift(t.db(), what.who, may_write_duty, what.part("id"));
  operation::check_version(what, one.version, false);
  if (one.began_at) throw base::conflict("shift_begun", "The shift has begun.", "End it instead: what happened stays on record.");
  remove_shift(t.db(), one.id);
  t.journal({.action = "remove_shift", .subject_kind = "shift", .subject_id = one.id});
  t.keep({.topic = "shift",
          .subject_id = one.id,
          .area_path = one.area_path,
          .permission = std::string(may_read_duty),
          .ended = true,
          .record = record::to_json(one)});
  t.publish({.topic = "shift",
             .subject_id = one.id,
             .area_path = one.area_path,
             .permission = std::string(may_read_duty),
             .payload = R"({"id":")" + one.id + R"(","removed":true})"});
  return {.status = 204};
}

answer begin(const request& what, store::transaction& t, const shift_services& use) {
  auto one = get_shift(t.db(), what.who, may_write_duty, what.part("id"));
  if (!one.began_at && !is_due(one, t.now())) {
    throw base::conflict("not_due", "The shift is not due.", "It begins from an hour before its time until its end.");
  }
  shift_work(t, use.live).begin(one, shift_way::desk);
  return show(*find_shift(t.db(), one.id));
}

answer end(const request& what, store::transaction& t, const shift_services& use) {
  auto one = get_shift(t.db(), what.who, may_write_duty, what.part("id"));
  shift_work(t, use.live).end(one, shift_way::desk);
  return show(*find_shift(t.db(), one.id));
}

// A member comes on his own shift or goes off it.
answer attend(const request& what, store::transaction& t, const shift_services& use) {
  const bool on = record::from_json<shift_change>(what.body).on;
  const auto own = find_member_of(t.db(), what.who.account_id);
  auto one = find_shift(t.db(), what.part("id"));
  const auto planned = [&] { return std::any_of(one->members.begin(), one->members.end(), [&](const auto& m) { return m.member_id == own->id; }); };
  // Not his, or not there: he learns the same.
  if (!own || !one || !planned()) throw base::not_found("shift " + what.part("id") + " of your own");
  shift_work(t, use.live).attend(*one, own->id, on);
  return show(*find_shift(t.db(), one->id));
}

std::vector<operation::query_parameter> list_parameters() {
  return {{"from", "RFC 3339; a day ago when left out"},
          {"to", "RFC 3339; a week ahead when left out"},
          {"unit_id", "of this unit"},
          {"post_id", "of this post"},
          {"force_id", "of this force"},
          {"area", "area id: there and below"},
          {"member_id", "with this member"},
          {"mine", "true: one's own"}};
}

operation::definition writing(std::string_view name, std::string_view method, std::string_view path, std::string_view summary) {
  operation::definition one{.name = name, .method = method, .path = path, .summary = summary, .permission = may_write_duty};
  one.output = &table_of<shift>();
  return one;
}

std::vector<operation::definition> acts(const shift_services& use) {
  auto begins = writing("begin_shift", "POST", "/api/shifts/{id}/begin", "The desk begins a planned shift, with all its members.");
  begins.write = [use](const request& what, store::transaction& t, void*) { return begin(what, t, use); };
  auto ends = writing("end_shift", "POST", "/api/shifts/{id}/end", "The desk ends a running shift.");
  ends.write = [use](const request& what, store::transaction& t, void*) { return end(what, t, use); };
  auto attends = writing("attend_shift", "POST", "/api/shifts/{id}/attend", "A member comes on his own shift or goes off it.");
  attends.permission = may_own;
  attends.input = &table_of<shift_change>();
  attends.write = [use](const request& what, store::transaction& t, void*) { return attend(what, t, use); };
  return {std::move(begins), std::move(ends), std::move(attends)};
}

}  // namespace

shift plan_shift(store::transaction& t, const operation::caller& who, const shift_draft& draft, const live_units& live) {
  if (auto wrong = faults_of(draft, t.now()); !wrong.empty()) throw base::bad_input(std::move(wrong));
  shift one;
  one.id = t.new_id();
  apply(one, draft);
  one.created_at = t.now();
  one.created_by = who.account_id;
  insert_shift(t.db(), one);
  set_members(t, one, draft.member_ids);
  one = stored(t, who, one.id);
  t.journal({.action = "create_shift", .subject_kind = "shift", .subject_id = one.id, .detail = record::to_json(draft)});
  shift_work(t, live).publish(one);
  return one;
}

std::vector<operation::definition> shift_operations(shift_services use) {
  operation::definition lists{.name = "list_shifts",
                              .method = "GET",
                              .path = "/api/shifts",
                              .summary = "Shifts planned and served, by beginning.",
                              .permission = may_read_duty};
  lists.output = &table_of<shift>();
  lists.output_shape = operation::shape::list;
  lists.parameters = list_parameters();
  lists.read = [use](const request& what, store::connection& db) { return list(what, db, use); };
  operation::definition gets{.name = "get_shift", .method = "GET", .path = "/api/shifts/{id}", .summary = "One shift.", .permission = may_read_duty};
  gets.output = &table_of<shift>();
  gets.read = [](const request& what, store::connection& db) { return show(get_shift(db, what.who, may_read_duty, what.part("id"))); };
  auto creates = writing("create_shift", "POST", "/api/shifts", "Plans a shift.");
  creates.input = &table_of<shift_draft>();
  creates.write = [use](const request& what, store::transaction& t, void*) { return create(what, t, use); };
  auto changes = writing("update_shift", "PATCH", "/api/shifts/{id}", "Changes the plan of a shift that is not over.");
  changes.input = &table_of<shift_draft>();
  changes.needs_version = true;
  changes.write = [use](const request& what, store::transaction& t, void*) { return change(what, t, use); };
  auto removes = writing("remove_shift", "DELETE", "/api/shifts/{id}", "Takes a shift that has not begun off the roster.");
  removes.output = nullptr;
  removes.output_shape = operation::shape::none;
  removes.write = [](const request& what, store::transaction& t, void*) { return remove(what, t); };
  std::vector<operation::definition> all = {std::move(lists), std::move(gets), std::move(creates), std::move(changes), std::move(removes)};
  for (auto& one : acts(use)) all.push_back(std::move(one));
  return all;
}

}  // namespace duty
