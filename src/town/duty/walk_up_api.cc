#include <algorithm>

#include "foundation/base/text.h"
#include "foundation/seal/hash.h"
#include "foundation/seal/random.h"
#include "town/duty/day.h"
#include "town/duty/force.h"
#include "town/duty/member.h"
#include "town/duty/qr_svg.h"
#include "town/duty/shift_store.h"
#include "town/duty/shift_work.h"
#include "town/duty/walk_up.h"

namespace duty {
namespace {

using operation::answer;
using operation::request;

constexpr base::duration listed_for = base::hours(24);

// The page a phone opens. The code stands behind the #, so that it is in no log and no referrer.
constexpr std::string_view page = R"(<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>志愿者签到 · Volunteer check-in</title><script src="/api/walk-up-page.js" defer></script></head>
<body><h1>志愿者签到<br><small>Volunteer check-in</small></h1>
<form id="entry"><p><label>姓名 Name<br><input id="name" name="name" maxlength="60" autocomplete="name" required></label></p>
<p><button>签到 Check in</button></p></form><p id="said" role="status"></p></body></html>
)";
constexpr std::string_view script = R"(const form = document.getElementById('entry'), said = document.getElementById('said');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  said.textContent = '…';
  try {
    const answer = await fetch('/api/walk-ups/redeem', {
      method: 'POST', headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({code: location.hash.slice(1), name: form.name.value.trim()}),
    });
    const body = await answer.json();
    if (!answer.ok) { said.textContent = (answer.status === 410 ? '签到码已失效,请向队长要新的。' : '') + ' ' + body.title + ' ' + (body.remedy || ''); return; }
    form.hidden = true;
    said.textContent = '已签到 Checked in: ' + body.force_name + (body.place ? ' · ' + body.place : '');
  } catch { said.textContent = '没有网络,请再试一次。 No connection: try again.'; }
});
)";

std::string walk_up_query() {
  return "SELECT " + record::column_list(table_of<walk_up>(), "w.") +
         ", COALESCE(m.name, ''), f.name, COALESCE(a.path, '/') FROM walk_ups w JOIN forces f ON f.id = w.force_id"
         " LEFT JOIN areas a ON a.id = f.area_id LEFT JOIN members m ON m.id = w.member_id";
}

std::vector<walk_up> walk_ups_of(const store::rows& rows) {
  std::vector<walk_up> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    walk_up one;
    const auto at = record::load(table_of<walk_up>(), &one, rows[i]);
    one.member_name = rows.text(i, at);
    one.force_name = rows.text(i, at + 1);
    one.area_path = rows.text(i, at + 2);
    all.push_back(std::move(one));
  }
  return all;
}

// The shift volunteers come onto: the one named, the force's running one, else one that begins now.
shift shift_for(store::transaction& t, const walk_up_draft& draft, const operation::caller& who, const walk_up_services& use) {
  if (draft.shift_id) {
    auto one = find_shift(t.db(), *draft.shift_id);
    if (!one || one->force_id != draft.force_id || one->ended_at) {
      throw base::bad_input({{"/shift_id", "unknown_reference", "is no shift of this force that is not over"}});
    }
    if (!one->began_at) shift_work(t, use.live).begin(*one, shift_way::desk);
    return *find_shift(t.db(), one->id);
  }
  const auto running = t.db().query(
      "SELECT id FROM shifts WHERE force_id = $1 AND began_at IS NOT NULL AND ended_at IS NULL ORDER BY began_at DESC, id LIMIT 1", {draft.force_id});
  if (!running.empty()) return *find_shift(t.db(), running.text(0, 0));
  shift one;
  one.id = t.new_id();
  one.force_id = draft.force_id;
  one.began_at = one.created_at = t.now();
  one.began_how = shift_way::walk_up;
  one.created_by = who.account_id;
  insert_shift(t.db(), one);
  one = *find_shift(t.db(), one.id);
  t.journal({.action = "begin_shift", .subject_kind = "shift", .subject_id = one.id, .detail = R"({"how":"walk_up"})"});
  shift_work(t, use.live).publish(one);
  return one;
}

answer create(const request& what, store::transaction& t, const walk_up_services& use) {
  const auto draft = record::from_json<walk_up_draft>(what.body);
  if (!is_origin(draft.base_url)) throw base::bad_input({{"/base_url", "bad_url", "must be https://host[:port] and nothing behind it"}});
  const auto force = get_one(t.db(), force_noun(), what.who, may_write_duty, draft.force_id);
  if (force.kind != force_kind::volunteer) throw base::bad_input({{"/force_id", "not_volunteers", "only volunteers check in by a code"}});
  const auto shift = shift_for(t, draft, what.who, use);
  // Codes nobody used say nothing later.
  t.db().execute("DELETE FROM walk_ups WHERE used_at IS NULL AND expires_at < $1", {(t.now() - listed_for).us});
  const auto code = seal::random_token();
  walk_up_code given{
      .id = t.new_id(), .url = draft.base_url + "/api/walk-up-page#" + code, .svg = {}, .shift_id = shift.id, .expires_at = t.now() + walk_up_life};
  given.svg = qr_svg(given.url);
  t.db().execute(
      "INSERT INTO walk_ups (id, code_sha256, force_id, shift_id, created_at, created_by, expires_at, new_member)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE)",
      {given.id, seal::to_hex(seal::sha256(code)), force.id, shift.id, t.now().us, what.who.account_id, given.expires_at.us});
  t.journal({.action = "create_walk_up", .subject_kind = "force", .subject_id = force.id});
  return {.status = 201, .body = record::to_json(given), .secret = true};
}

// The volunteer of this name on the force's list, else a new one.
std::pair<std::string, bool> volunteer(store::transaction& t, const walk_up& by, const std::string& name, std::int64_t utc_offset_min) {
  const auto known = t.db().query(
      "SELECT id FROM members WHERE force_id = $1 AND name = $2 AND left_on IS NULL AND account_id IS NULL ORDER BY id LIMIT 1", {by.force_id, name});
  if (!known.empty()) return {known.text(0, 0), false};
  member one;
  one.id = one.code = t.new_id();
  one.name = name;
  one.force_id = by.force_id;
  one.full_time = false;
  one.joined_on = day_of(t.now(), utc_offset_min);
  one.walk_up = true;
  one.version = 1;
  t.db().execute(record::insert_sql(table_of<member>(), "members"), record::bind(one));
  publish_noun(t, member_noun(), *find_by(t.db(), member_noun(), "x.id", one.id));
  return {one.id, true};
}

answer redeem(const request& what, store::transaction& t, const walk_up_services& use) {
  const auto entry = record::from_json<walk_up_entry>(what.body);
  const std::string name(base::trim(entry.name));
  if (name.empty()) throw base::bad_input({{"/name", "too_short", "say your name"}});
  const auto found = walk_ups_of(t.db().query(walk_up_query() + " WHERE w.code_sha256 = $1", {seal::to_hex(seal::sha256(entry.code))}));
  if (auto refused = refuse_code(found.empty() ? nullptr : &found.front(), t.now())) throw std::move(*refused);
  const auto& by = found.front();
  auto shift = *find_shift(t.db(), by.shift_id);
  if (shift.ended_at) throw base::conflict("shift_over", "The shift is over.", "Ask the leader for a new code.");
  const auto [member_id, fresh] = volunteer(t, by, name, use.utc_offset_min);
  const auto there = std::find_if(shift.members.begin(), shift.members.end(), [id = member_id](const shift_member& m) { return m.member_id == id; });
  if (there != shift.members.end() && there->is_present()) {
    throw base::conflict("already_in", "Somebody of this name has checked in.", "If that is you, all is well; else tell the leader.");
  }
  const shift_member now_in{.member_id = member_id, .name = name, .began_at = t.now(), .began_how = shift_way::walk_up};
  if (there != shift.members.end()) {
    *there = now_in;
  } else {
    shift.members.push_back(now_in);
  }
  shift_work(t, use.live).save(shift);
  t.db().execute("UPDATE walk_ups SET used_at = $1, member_id = $2, new_member = $3 WHERE id = $4", {t.now().us, member_id, fresh, by.id});
  t.journal({.action = "redeem_walk_up", .subject_kind = "member", .subject_id = member_id});
  return {.status = 201, .body = record::to_json(walk_up_welcome{.force_name = by.force_name, .place = shift.place, .known = !fresh})};
}

answer list(const request& what, store::connection& db, const base::instant now) {
  std::vector<store::value> parameters = {(now - listed_for).us, std::string(what.parameter("force_id"))};
  const auto allowed = what.who.condition(may_read_duty, "COALESCE(a.path, '/')", parameters);
  const auto found = walk_ups_of(db.query(
      walk_up_query() + " WHERE w.created_at > $1 AND ($2 = '' OR w.force_id = $2) AND " + allowed + " ORDER BY w.id DESC LIMIT 500", parameters));
  std::vector<std::string> items;
  items.reserve(found.size());
  for (const auto& one : found) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items)};
}

// What the check-in made is taken back: the part of the shift, and the member when nothing else speaks of him.
answer undo(const request& what, store::transaction& t, const walk_up_services& use) {
  const auto found = walk_ups_of(t.db().query(walk_up_query() + " WHERE w.id = $1", {what.part("id")}));
  if (found.empty() || !what.who.may(may_write_duty, found.front().area_path)) throw base::not_found("walk-up " + what.part("id"));
  const auto& one = found.front();
  if (!one.used_at || one.undone_at) throw base::conflict("nothing_to_undo", "Nobody is in by this code.");
  t.db().execute("UPDATE walk_ups SET undone_at = $1, member_id = NULL WHERE id = $2", {t.now().us, one.id});
  remove_shift_member(t.db(), one.shift_id, *one.member_id);
  if (one.new_member) {
    const auto spoken_of = t.db().query(
        "SELECT 1 FROM shift_members WHERE member_id = $1 UNION ALL SELECT 1 FROM kit_items WHERE member_id = $1"
        " UNION ALL SELECT 1 FROM walk_ups WHERE member_id = $1"
        " UNION ALL SELECT 1 FROM kit_moves WHERE from_member_id = $1 OR to_member_id = $1",
        {*one.member_id});
    if (spoken_of.empty()) t.db().execute("DELETE FROM members WHERE id = $1", {*one.member_id});
  }
  auto shift = *find_shift(t.db(), one.shift_id);
  shift_work(t, use.live).save(shift);
  t.journal({.action = "undo_walk_up", .subject_kind = "member", .subject_id = *one.member_id});
  return {.status = 204};
}

operation::definition fixed(std::string_view name, std::string_view path, std::string_view summary, std::string_view text, std::string_view type) {
  operation::definition one{.name = name, .method = "GET", .path = path, .summary = summary, .permission = "public"};
  one.output_shape = operation::shape::other;
  one.read = [text, type](const request&, store::connection&) -> answer { return {.body = std::string(text), .content_type = std::string(type)}; };
  return one;
}

operation::definition redeeming(const walk_up_services& use) {
  operation::definition one{.name = "redeem_walk_up",
                            .method = "POST",
                            .path = "/api/walk-ups/redeem",
                            .summary = "A volunteer checks in by a code: his name, nothing else.",
                            .permission = "public"};
  one.input = &table_of<walk_up_entry>();
  one.output = &table_of<walk_up_welcome>();
  one.write = [use](const request& what, store::transaction& t, void*) { return redeem(what, t, use); };
  one.compute = [use](const request& what) -> std::shared_ptr<void> {
    if (!use.meter->admit(what.who.remote)) {
      throw base::problem(429, "too_many_tries", "Too many tries from this address.", "", "Wait a minute.");
    }
    return nullptr;
  };
  return one;
}

}  // namespace

std::vector<operation::definition> walk_up_operations(walk_up_services use, const base::clock& time) {
  operation::definition creates{.name = "create_walk_up",
                                .method = "POST",
                                .path = "/api/walk-ups",
                                .summary = "A one-time code for one volunteer, as a QR code; ten minutes.",
                                .permission = may_write_duty};
  creates.input = &table_of<walk_up_draft>();
  creates.output = &table_of<walk_up_code>();
  creates.write = [use](const request& what, store::transaction& t, void*) { return create(what, t, use); };
  operation::definition lists{.name = "list_walk_ups",
                              .method = "GET",
                              .path = "/api/walk-ups",
                              .summary = "Who came in by codes within a day, the newest first.",
                              .permission = may_read_duty};
  lists.output = &table_of<walk_up>();
  lists.output_shape = operation::shape::list;
  lists.parameters = {{"force_id", "of this force"}};
  lists.read = [&time](const request& what, store::connection& db) { return list(what, db, time.now()); };
  operation::definition undoes{.name = "undo_walk_up",
                               .method = "POST",
                               .path = "/api/walk-ups/{id}/undo",
                               .summary = "The leader takes a check-in back.",
                               .permission = may_write_duty};
  undoes.output_shape = operation::shape::none;
  undoes.write = [use](const request& what, store::transaction& t, void*) { return undo(what, t, use); };
  return {std::move(creates),
          std::move(lists),
          std::move(undoes),
          redeeming(use),
          fixed("get_walk_up_page", "/api/walk-up-page", "The page a volunteer's phone opens.", page, "text/html; charset=utf-8"),
          fixed("get_walk_up_script", "/api/walk-up-page.js", "Its script.", script, "text/javascript; charset=utf-8")};
}

}  // namespace duty
