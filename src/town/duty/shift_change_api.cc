#include <algorithm>

#include "foundation/record/json_text.h"
#include "town/duty/shift_change.h"
#include "town/duty/shift_rules.h"
#include "town/duty/shift_store.h"
#include "town/duty/shift_work.h"

namespace duty {
namespace {

using operation::answer;
using operation::request;

constexpr std::string_view may_sign = "kit.sign";

std::string handover_query() {
  return "SELECT " + record::column_list(table_of<shift_handover>(), "h.") +
         ", COALESCE(u.name, p.name, f.name), COALESCE(a.path, '/') FROM shift_changes h LEFT JOIN units u ON u.id = h.unit_id"
         " LEFT JOIN posts p ON p.id = h.post_id LEFT JOIN forces f ON f.id = h.force_id"
         " LEFT JOIN areas a ON a.id = COALESCE(u.area_id, p.area_id, f.area_id)";
}

std::string move_query() {
  return "SELECT " + record::column_list(table_of<kit_move>(), "k.") +
         ", i.code, i.kind, h.signed_by_name, COALESCE(h.confirmed_by_name, '') FROM kit_moves k JOIN kit_items i ON i.id = k.item_id"
         " JOIN shift_changes h ON h.id = k.change_id LEFT JOIN forces f ON f.id = i.force_id LEFT JOIN areas a ON a.id = f.area_id";
}

std::vector<kit_move> moves_of(const store::rows& rows) {
  std::vector<kit_move> moves;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    kit_move one;
    const auto at = record::load(table_of<kit_move>(), &one, rows[i]);
    one.item_code = rows.text(i, at);
    one.item_kind = rows.text(i, at + 1);
    one.signed_by_name = rows.text(i, at + 2);
    one.confirmed_by_name = rows.text(i, at + 3);
    moves.push_back(std::move(one));
  }
  return moves;
}

std::vector<shift_handover> handovers_of(store::connection& db, const store::rows& rows) {
  std::vector<shift_handover> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    shift_handover one;
    const auto at = record::load(table_of<shift_handover>(), &one, rows[i]);
    one.name = rows.text(i, at);
    one.area_path = rows.text(i, at + 1);
    one.moves = moves_of(db.query(move_query() + " WHERE k.change_id = $1 ORDER BY i.kind, i.code", {one.id}));
    all.push_back(std::move(one));
  }
  return all;
}

shift_handover get_handover(store::connection& db, const operation::caller& who, std::string_view permission, const std::string& id) {
  auto found = handovers_of(db, db.query(handover_query() + " WHERE h.id = $1", {id}));
  if (found.empty() || !who.may(permission, found.front().area_path)) throw base::not_found("shift change " + id);
  return std::move(found.front());
}

answer show(const shift_handover& one, int status = 200) { return {.status = status, .body = record::to_json(one), .version = one.version}; }

void publish(store::transaction& t, const shift_handover& one) {
  t.publish({.topic = "shift_change",
             .subject_id = one.id,
             .area_path = one.area_path,
             .permission = std::string(may_read_duty),
             .payload = record::to_json(one)});
}

answer list(const request& what, store::connection& db) {
  const auto page = operation::page_of(what);
  std::vector<store::value> parameters = {page.after, static_cast<std::int64_t>(page.limit)};
  std::string sql = handover_query() + " WHERE ($1 = '' OR h.id < $1) AND " + what.who.condition(may_read_duty, "COALESCE(a.path, '/')", parameters);
  for (const auto* name : {"unit_id", "post_id", "force_id", "state"}) {
    if (what.parameter(name).empty()) continue;
    parameters.emplace_back(std::string(what.parameter(name)));
    sql += " AND h." + std::string(name) + " = $" + std::to_string(parameters.size());
  }
  const auto found = handovers_of(db, db.query(sql + " ORDER BY h.id DESC LIMIT $2", parameters));
  std::vector<std::string> items;
  items.reserve(found.size());
  for (const auto& one : found) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items, found.size() == page.limit ? found.back().id : "")};
}

answer list_moves(const request& what, store::connection& db) {
  const auto page = operation::page_of(what);
  std::vector<store::value> parameters = {page.after, static_cast<std::int64_t>(page.limit), std::string(what.parameter("item_id"))};
  const auto allowed = what.who.condition(may_read_duty, "COALESCE(a.path, '/')", parameters);
  const auto found = moves_of(
      db.query(move_query() + " WHERE k.item_id = $3 AND ($1 = '' OR k.id < $1) AND " + allowed + " ORDER BY k.id DESC LIMIT $2", parameters));
  std::vector<std::string> items;
  items.reserve(found.size());
  for (const auto& one : found) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items, found.size() == page.limit ? found.back().id : "")};
}

// The shift a handing-over ends or begins must be of what is handed over.
void check_shift(store::connection& db, const shift_handover& of, const std::optional<std::string>& shift_id, std::string_view pointer) {
  if (!shift_id) return;
  const auto one = find_shift(db, *shift_id);
  if (!one || one->unit_id != of.unit_id || one->post_id != of.post_id || one->force_id != of.force_id) {
    throw base::bad_input({{std::string(pointer), "unknown_reference", "is no shift of this unit, post or force"}});
  }
}

void insert_move(store::transaction& t, const shift_handover& of, const kit_line& line, const operation::caller& who) {
  const auto item = get_one(t.db(), kit_noun(), who, may_read_duty, line.item_id);
  if (item.state == kit_state::retired) throw base::conflict("kit_retired", item.code + " is retired.", "Retired things are not handed out.");
  kit_move one;
  one.id = t.new_id();
  one.change_id = of.id;
  one.item_id = item.id;
  one.from_member_id = item.member_id;
  one.from_unit_id = item.unit_id;
  one.from_post_id = item.post_id;
  one.to_member_id = line.to_member_id;
  one.to_unit_id = line.to_unit_id;
  one.to_post_id = line.to_post_id;
  one.kind = kind_of(one.from(), one.to());
  one.condition = line.condition;
  one.note = line.note;
  one.at = t.now();
  try {
    t.db().execute(record::insert_sql(table_of<kit_move>(), "kit_moves"), record::bind(one));
  } catch (const store::constraint_error& error) {
    if (error.broken == store::constraint_error::rule::unique) {
      throw base::conflict("kit_waiting", item.code + " waits for a signature elsewhere.", "Confirm or withdraw that handing-over first.");
    }
    explain_refusal(error, "handing-over", false);
  }
}

answer sign(const request& what, store::transaction& t) {
  const auto draft = record::from_json<shift_handover_draft>(what.body);
  if (auto wrong = faults_of(draft); !wrong.empty()) throw base::bad_input(std::move(wrong));
  if (what.who.account_id.empty()) throw base::forbidden("an account to sign with");
  shift_handover one;
  one.id = t.new_id();
  one.unit_id = draft.unit_id;
  one.post_id = draft.post_id;
  one.force_id = draft.force_id;
  one.ends_shift_id = draft.ends_shift_id;
  one.begins_shift_id = draft.begins_shift_id;
  one.note = draft.note;
  one.signed_at = t.now();
  one.signed_by = what.who.account_id;
  one.signed_by_name = what.who.display_name;
  one.signed_as = draft.signed_as;
  check_shift(t.db(), one, one.ends_shift_id, "/ends_shift_id");
  check_shift(t.db(), one, one.begins_shift_id, "/begins_shift_id");
  try {
    t.db().execute(record::insert_sql(table_of<shift_handover>(), "shift_changes"), record::bind(one));
  } catch (const store::constraint_error& error) {
    explain_refusal(error, "handing-over", false);
  }
  for (const auto& line : draft.items) insert_move(t, one, line, what.who);
  one = get_handover(t.db(), what.who, may_sign, one.id);
  t.journal({.action = "sign_shift_change", .subject_kind = "shift_change", .subject_id = one.id, .detail = record::one_line_json(what.body)});
  publish(t, one);
  auto given = show(one, 201);
  given.location = "/api/shift-changes/" + one.id;
  return given;
}

void store_state(store::transaction& t, shift_handover& one) {
  ++one.version;
  t.db().execute(record::update_sql(table_of<shift_handover>(), "shift_changes"), record::bind(one));
  for (auto& move : one.moves) {
    move.state = one.state;
    move.at = t.now();
    t.db().execute(record::update_sql(table_of<kit_move>(), "kit_moves"), record::bind(move));
  }
}

// The second side's findings count: it is the one who takes the thing, or gives it back.
void apply_findings(shift_handover& one, const std::vector<kit_finding>& findings) {
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto at = "/items/" + std::to_string(i);
    const auto move = std::find_if(one.moves.begin(), one.moves.end(), [&](const kit_move& m) { return m.item_id == findings[i].item_id; });
    if (move == one.moves.end()) throw base::bad_input({{at + "/item_id", "unknown_reference", "is no thing of this handing-over"}});
    if (findings[i].condition != kit_state::good && findings[i].note.empty()) {
      throw base::bad_input({{at + "/note", "missing", "say what is wrong with it"}});
    }
    move->condition = findings[i].condition;
    move->note = findings[i].note;
  }
}

void move_kit(store::transaction& t, const kit_move& move) {
  const auto item = find_by(t.db(), kit_noun(), "x.id", move.item_id);
  const auto after = after_move(*item, move, t.now());
  t.db().execute(record::update_sql(table_of<kit_item>(), "kit_items"), record::bind(after));
  publish_noun(t, kit_noun(), *find_by(t.db(), kit_noun(), "x.id", move.item_id));
}

answer confirm(const request& what, store::transaction& t, const live_units& live) {
  auto one = get_handover(t.db(), what.who, may_sign, what.part("id"));
  operation::check_version(what, one.version, false);
  if (auto refused = refuse_signature(one, what.who.account_id)) throw std::move(*refused);
  apply_findings(one, record::from_json<shift_handover_signature>(what.body).items);
  one.state = signed_state::confirmed;
  one.confirmed_at = std::max(t.now(), one.signed_at);
  one.confirmed_by = what.who.account_id;
  one.confirmed_by_name = what.who.display_name;
  store_state(t, one);
  for (const auto& move : one.moves) move_kit(t, move);
  shift_work work(t, live);
  // The incoming shift takes over at this moment, so that the unit is never off between the two.
  if (one.begins_shift_id) {
    if (auto next = find_shift(t.db(), *one.begins_shift_id); next && !next->began_at) {
      if (!is_due(*next, t.now())) throw base::conflict("not_due", "The next shift is not due.", "It begins from an hour before its time.");
      work.begin(*next, shift_way::desk);
    }
  }
  if (one.ends_shift_id) {
    if (auto last = find_shift(t.db(), *one.ends_shift_id); last && last->is_running()) work.end(*last, shift_way::desk);
  }
  one = get_handover(t.db(), what.who, may_sign, one.id);
  t.journal({.action = "confirm_shift_change", .subject_kind = "shift_change", .subject_id = one.id, .detail = record::one_line_json(what.body)});
  publish(t, one);
  return show(one);
}

answer withdraw(const request& what, store::transaction& t) {
  auto one = get_handover(t.db(), what.who, may_sign, what.part("id"));
  operation::check_version(what, one.version, false);
  if (one.state != signed_state::waiting) throw base::conflict("not_waiting", "This handing-over does not wait for a signature.");
  if (one.signed_by != what.who.account_id && !what.who.may(may_write_duty, one.area_path)) throw base::forbidden("duty.write in that area");
  one.state = signed_state::withdrawn;
  store_state(t, one);
  t.journal({.action = "withdraw_shift_change", .subject_kind = "shift_change", .subject_id = one.id});
  publish(t, one);
  return {.status = 204};
}

std::vector<operation::definition> readings() {
  operation::definition lists{.name = "list_shift_changes",
                              .method = "GET",
                              .path = "/api/shift-changes",
                              .summary = "Handings-over, the newest first.",
                              .permission = may_read_duty};
  lists.output = &table_of<shift_handover>();
  lists.output_shape = operation::shape::list;
  lists.parameters = {{"limit", "1 to 500, 100 when left out"},
                      {"after", "the last page's next"},
                      {"unit_id", "of this unit"},
                      {"post_id", "of this post"},
                      {"force_id", "of this force"},
                      {"state", "waiting, confirmed or withdrawn"}};
  lists.read = list;
  operation::definition gets{
      .name = "get_shift_change", .method = "GET", .path = "/api/shift-changes/{id}", .summary = "One handing-over.", .permission = may_read_duty};
  gets.output = &table_of<shift_handover>();
  gets.read = [](const request& what, store::connection& db) { return show(get_handover(db, what.who, may_read_duty, what.part("id"))); };
  operation::definition moves{.name = "list_kit_moves",
                              .method = "GET",
                              .path = "/api/kit-moves",
                              .summary = "A thing's history, the newest first.",
                              .permission = may_read_duty};
  moves.output = &table_of<kit_move>();
  moves.output_shape = operation::shape::list;
  moves.parameters = {{"item_id", "the thing", true}, {"limit", "1 to 500, 100 when left out"}, {"after", "the last page's next"}};
  moves.read = list_moves;
  return {std::move(lists), std::move(gets), std::move(moves)};
}

}  // namespace

std::vector<operation::definition> shift_change_operations(const live_units& live) {
  auto all = readings();
  operation::definition signs{.name = "sign_shift_change",
                              .method = "POST",
                              .path = "/api/shift-changes",
                              .summary = "The first side signs: what is handed over to whom.",
                              .permission = may_sign};
  signs.input = &table_of<shift_handover_draft>();
  signs.output = &table_of<shift_handover>();
  signs.write = [](const request& what, store::transaction& t, void*) { return sign(what, t); };
  operation::definition confirms{.name = "confirm_shift_change",
                                 .method = "POST",
                                 .path = "/api/shift-changes/{id}/confirm",
                                 .summary = "The other side signs, with another account; then the things have moved.",
                                 .permission = may_sign};
  confirms.input = &table_of<shift_handover_signature>();
  confirms.output = &table_of<shift_handover>();
  confirms.write = [&live](const request& what, store::transaction& t, void*) { return confirm(what, t, live); };
  operation::definition withdraws{.name = "withdraw_shift_change",
                                  .method = "DELETE",
                                  .path = "/api/shift-changes/{id}",
                                  .summary = "Takes back what waits for the second signature.",
                                  .permission = may_sign};
  withdraws.output_shape = operation::shape::none;
  withdraws.write = [](const request& what, store::transaction& t, void*) { return withdraw(what, t); };
  all.push_back(std::move(signs));
  all.push_back(std::move(confirms));
  all.push_back(std::move(withdraws));
  return all;
}

}  // namespace duty
