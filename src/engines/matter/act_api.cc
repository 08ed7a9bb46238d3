#include <boost/json/parse.hpp>

#include <algorithm>

#include "engines/matter/act_parts.h"
#include "engines/matter/burden.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_view.h"
#include "engines/matter/step_rules.h"
#include "foundation/base/problem.h"

// Everything that can be done with a matter that is there.
namespace matter {
namespace {

using operation::answer;
using operation::request;

using act_function = refused (*)(matter_work&, const request&);

boost::json::object object_of(const record::json_text& text) {
  auto parsed = boost::json::parse(text.text);
  if (!parsed.is_object()) throw base::bad_input({{"/fields", "wrong_type", "must be an object"}});
  return std::move(parsed.as_object());
}

area::level level_of(const std::string& name) {
  const auto level = area::level_from_name(name);
  if (!level) throw base::bad_input({{"/level", "not_a_choice", "is no level"}});
  return *level;
}

answer answer_with(const services& on, store::connection& db, const request& what, const matter_record& one) {
  auto view = view_of(on, db, what.who, one);
  return {.body = record::to_json(view), .version = one.version};
}

refused step(matter_work& work, const request& what) {
  const auto given = record::from_json<step_draft>(what.body);
  const auto fields = object_of(given.fields);
  const auto& one = work.now();
  const auto desk = one.what.desk_path;
  const auto* what_it_is = find_step(one, what.part("step"), work.around().of);
  const auto role = what_it_is == nullptr ? std::nullopt : acting_role(one, *what_it_is, work.around());
  check_references(work.transaction().db(), work.around().of, fields);
  auto no = perform_step(work.now(), {.step = what.part("step"), .fields = fields, .reason = given.reason}, work.out(), work.around());
  if (no) return no;
  count_form(work.transaction(),
             {.kind = one.what.kind, .step = what.part("step"), .role = role.value_or(""), .desk_path = desk, .seconds = given.seconds},
             work.around().utc_offset_min);
  return std::nullopt;
}

refused take_it(matter_work& work, const request&) { return take(work.now(), work.out(), work.around()); }
refused put_it_back(matter_work& work, const request&) { return put_back(work.now(), work.out(), work.around()); }

refused lead(matter_work& work, const request& what) {
  const auto given = record::from_json<account_draft>(what.body);
  const auto offered = list_leaders(work.transaction().db(), work.now().what.desk_path);
  const auto found = std::ranges::find(offered, given.account_id, &named_account::id);
  if (found == offered.end()) throw base::bad_input({{"/account_id", "not_a_choice", "holds no duty at this desk or above it"}});
  return set_leader(work.now(), *found, work.out(), work.around());
}

refused refer_it(matter_work& work, const request& what) {
  const auto given = record::from_json<desk_draft>(what.body);
  return refer(work.now(), level_of(given.level), given.reason, work.out(), work.around());
}

refused give_it_back(matter_work& work, const request& what) {
  return give_back(work.now(), record::from_json<reason_draft>(what.body).reason, work.out(), work.around());
}

refused rule_it(matter_work& work, const request& what) {
  const auto given = record::from_json<desk_draft>(what.body);
  return rule_on(work.now(), level_of(given.level), given.reason, work.out(), work.around());
}

refused ask_for(matter_work& work, const request& what) {
  return ask(work.now(), record::from_json<text_draft>(what.body).text, work.out(), work.around());
}

refused answer_it(matter_work& work, const request& what) {
  return matter::answer(work.now(), record::from_json<text_draft>(what.body).text, work.out(), work.around());
}

refused note_it(matter_work& work, const request& what) {
  return matter::note(work.now(), record::from_json<text_draft>(what.body).text, work.out(), work.around());
}

refused join(matter_work& work, const request& what) {
  return add_desk(work.now(), record::from_json<area_draft>(what.body).area_id, work.out(), work.around());
}

// Whoever has it in hand keeps it while he still handles it.
refused unjoin(matter_work& work, const request& what) {
  auto& one = work.now();
  if (auto no = remove_desk(one, what.part("area_id"), work.out(), work.around())) return no;
  auto desks = one.joint;
  desks.push_back(one.what.desk_path);
  const auto is_there = [&](const std::string& path) {
    const auto all = list_leaders(work.transaction().db(), path);
    return std::ranges::find(all, *one.what.handler, &named_account::id) != all.end();
  };
  if (one.what.handler && std::ranges::none_of(desks, is_there)) one.what.handler = std::nullopt;
  return std::nullopt;
}

refused list_it(matter_work& work, const request& what) {
  const auto given = record::from_json<listing_draft>(what.body);
  return put_on_list(work.now(), given.until.value_or(""), given.reason, work.out(), work.around());
}

refused unlist_it(matter_work& work, const request& what) {
  return take_off_list(work.now(), record::from_json<reason_draft>(what.body).reason, work.out(), work.around());
}

refused receive_it(matter_work& work, const request& what) {
  return receive(work.now(), record::from_json<code_draft>(what.body).code, work.out(), work.around());
}

refused pause_it(matter_work& work, const request& what) {
  const auto given = record::from_json<pause_draft>(what.body);
  return pause(work.now(), given.clock, given.reason.value_or(""), work.out(), work.around());
}

refused resume_it(matter_work& work, const request& what) {
  return resume(work.now(), record::from_json<pause_draft>(what.body).clock, work.out(), work.around());
}

refused reopen_it(matter_work& work, const request& what) {
  return reopen(work.now(), record::from_json<reason_draft>(what.body).reason, work.out(), work.around());
}

std::string other_of(matter_work& work, const request& what) {
  auto id = record::from_json<other_draft>(what.body).matter_id;
  const auto other = id == work.now().what.id ? std::nullopt : find_matter(work.transaction().db(), &what.who, id);
  if (!other) throw base::bad_input({{"/matter_id", "unknown", "is no other matter that can be seen"}});
  return id;
}

refused merge_it(matter_work& work, const request& what) {
  const auto id = other_of(work, what);
  hold_both(work.transaction().db(), work.now().what.id, id);
  auto other = work.beside(id);
  const auto was = work.now();
  if (auto no = merge_into(work.now(), other.now(), work.out(), work.around())) return no;
  if (auto no = take_in(other.now(), was, other.out(), other.around())) return no;
  put_link(work.transaction(), work.now().what.id, id, "merged", what.who.account_id);
  other.finish("merge_matter", std::nullopt);
  return std::nullopt;
}

void say_linked(matter_work& one, const matter_record& other) {
  auto said = line_of(one.now(), "linked", "", one.around());
  said.text = {.zh = "关联" + other.number, .en = "Linked with " + other.number};
  one.out().lines.push_back(std::move(said));
}

refused link_it(matter_work& work, const request& what) {
  const auto id = other_of(work, what);
  if (!handles(work.now(), work.around())) return not_yours();
  hold_both(work.transaction().db(), work.now().what.id, id);
  auto other = work.beside(id);
  if (!handles(other.now(), other.around())) return not_yours();
  if (is_linked(work.transaction().db(), work.now().what.id, id, "related")) return std::nullopt;
  put_link(work.transaction(), work.now().what.id, id, "related", what.who.account_id);
  say_linked(work, other.now().what);
  say_linked(other, work.now().what);
  other.finish("link_matter", std::nullopt);
  return std::nullopt;
}

refused split_it(matter_work& work, const request& what) {
  const auto given = record::from_json<split_draft>(what.body);
  std::vector<boost::json::object> parts;
  for (const auto& part : given.parts) {
    parts.push_back(object_of(part));
    check_references(work.transaction().db(), work.around().of, parts.back());
  }
  return split(work.now(), parts, work.out(), work.around());
}

refused move_edition(matter_work& work, const request& what) {
  const auto given = record::from_json<edition_draft>(what.body);
  return move_to_edition(work.now(), {.stage = given.code.value_or(""), .reason = given.reason.value_or("")}, work.out(), work.around());
}

struct act_row {
  std::string_view name, path, summary;
  act_function run;
  const record::table* input;
  std::string_view method = "POST";
};

template <class T>
const record::table* table_of() {
  return &record_of(static_cast<const T*>(nullptr));
}

std::vector<act_row> rows() {
  return {
      {"do_matter_step", "/api/matters/{id}/steps/{step}", "Does (or signs) a step where the matter stands.", step, table_of<step_draft>()},
      {"take_matter", "/api/matters/{id}/take", "Takes it: it is then under mine.", take_it, nullptr},
      {"put_back_matter", "/api/matters/{id}/put-back", "Puts it back among those nobody took.", put_it_back, nullptr},
      {"set_matter_leader", "/api/matters/{id}/leader", "Names who is in charge to its end.", lead, table_of<account_draft>()},
      {"refer_matter", "/api/matters/{id}/refer", "Hands it to the desk of another level.", refer_it, table_of<desk_draft>()},
      {"return_matter", "/api/matters/{id}/return", "Returns it; after two returns the level above rules.", give_it_back, table_of<reason_draft>()},
      {"rule_matter", "/api/matters/{id}/rule", "Rules whose it is.", rule_it, table_of<desk_draft>()},
      {"ask_matter", "/api/matters/{id}/ask", "Asks for more of who opened it.", ask_for, table_of<text_draft>()},
      {"answer_matter", "/api/matters/{id}/answer", "Answers what was asked.", answer_it, table_of<text_draft>()},
      {"note_matter", "/api/matters/{id}/notes", "Adds a note.", note_it, table_of<text_draft>()},
      {"join_matter", "/api/matters/{id}/desks", "Lets a further desk handle it too.", join, table_of<area_draft>()},
      {"unjoin_matter", "/api/matters/{id}/desks/{area_id}", "Ends that a further desk handles it too.", unjoin, nullptr, "DELETE"},
      {"list_supervised_matter", "/api/matters/{id}/listing", "Puts it under listed supervision.", list_it, table_of<listing_draft>()},
      {"unlist_supervised_matter", "/api/matters/{id}/unlisting", "Takes it off listed supervision.", unlist_it, table_of<reason_draft>()},
      {"receive_matter", "/api/matters/{id}/receipts", "Confirms that it was received.", receive_it, table_of<code_draft>()},
      {"pause_matter_clock", "/api/matters/{id}/pause", "Stops a clock for one of its reasons.", pause_it, table_of<pause_draft>()},
      {"resume_matter_clock", "/api/matters/{id}/resume", "Lets a paused clock run.", resume_it, table_of<pause_draft>()},
      {"reopen_matter", "/api/matters/{id}/reopen", "Opens an ended matter again.", reopen_it, table_of<reason_draft>()},
      {"merge_matter", "/api/matters/{id}/merge", "Merges it into another of its kind.", merge_it, table_of<other_draft>()},
      {"link_matter", "/api/matters/{id}/links", "Links it with another.", link_it, table_of<other_draft>()},
      {"split_matter", "/api/matters/{id}/split", "Makes matters of its parts; they keep the time of its report.", split_it, table_of<split_draft>()},
      {"move_matter_edition", "/api/matters/{id}/edition", "Moves it to the present edition of its kind.", move_edition, table_of<edition_draft>()},
  };
}

bool needs_version(std::string_view name) { return name == "do_matter_step"; }

}  // namespace

std::vector<operation::definition> act_operations(const services& on) {
  std::vector<operation::definition> all;
  for (const auto& row : rows()) {
    operation::definition one;
    one.name = row.name;
    one.method = row.method;
    one.path = row.path;
    one.summary = row.summary;
    one.permission = may_write;
    one.input = row.input;
    one.output = table_of<matter_view>();
    one.needs_version = needs_version(row.name);
    one.write = [&on, row](const request& what, store::transaction& transaction, void*) {
      matter_work work(on, what, transaction, what.part("id"));
      operation::check_version(what, work.now().what.version, needs_version(row.name));
      const auto no = row.run(work, what);
      return answer_with(on, transaction.db(), what, work.finish(row.name, no));
    };
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace matter
