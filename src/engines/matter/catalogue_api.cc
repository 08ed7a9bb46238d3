#include <algorithm>
#include <optional>

#include "engines/matter/catalogue_read.h"
#include "engines/matter/kind_roles.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_view.h"
#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"

// Kinds as the makers of forms need them.
namespace matter {
namespace {

using operation::answer;
using operation::request;

std::string_view name_of(field_type type) {
  constexpr std::string_view names[] = {"text",   "long_text", "choice", "choices", "whole", "number", "money",
                                        "yes_no", "day",       "time",   "place",   "area",  "unit",   "force"};
  return names[static_cast<std::size_t>(type)];
}

void put_words(record::json_object& into, const words& name) { into.raw("name", record::to_json(name)); }

std::string choices_json(const std::vector<choice_item>& all) {
  record::json_array out;
  for (const auto& one : all) {
    record::json_object item;
    item.text("code", one.code);
    put_words(item, one.name);
    out.raw(item.done());
  }
  return out.done();
}

std::string texts_json(const std::vector<std::string>& all) {
  record::json_array out;
  for (const auto& one : all) out.text(one);
  return out.done();
}

std::string field_json(const field& of) {
  record::json_object out;
  out.text("field", of.name);
  put_words(out, of.label);
  out.raw("help", record::to_json(of.help));
  out.text("type", name_of(of.type));
  out.raw("choices", choices_json(of.choices));
  out.number("minimum", of.minimum);
  out.number("maximum", of.maximum);
  out.number("max_length", static_cast<double>(of.max_length));
  out.raw("used_in", texts_json(of.used_in));
  return out.done();
}

constexpr std::string_view subjects[] = {"place", "area", "unit", "incident", "event", "duty", "thing", "vehicle_group"};

// Which moments beside the report a clock begins with: the form asks for them.
std::string moments_json(const kind& of) {
  std::vector<std::string> out;
  const auto begins = [&](clock_start with) { return std::ranges::any_of(of.clocks, [&](const clock_rule& one) { return one.starts == with; }); };
  if (begins(clock_start::event)) out.emplace_back("event");
  if (begins(clock_start::known)) out.emplace_back("known");
  return texts_json(out);
}

void add_once(std::vector<choice_item>& into, std::string code, const words& name) {
  if (std::ranges::find(into, code, &choice_item::code) == into.end()) into.push_back({std::move(code), name});
}

// The names of all evidence it may hold, of all receipts it may ask for.
std::vector<choice_item> evidence_of(const kind& of) {
  std::vector<choice_item> out;
  for (const auto& one : of.file_set) add_once(out, one.code, one.name);
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      for (const auto& one : step.evidence) add_once(out, one.code, one.name);
    }
  }
  return out;
}

std::vector<choice_item> receipts_of(const kind& of) {
  std::vector<choice_item> out;
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      for (const auto& one : step.receipts) add_once(out, one.code, one.name);
    }
  }
  return out;
}

std::string brief_json(const kind& of) {
  record::json_object out;
  out.text("kind", of.code);
  put_words(out, of.name);
  out.raw("sentence", record::to_json(of.sentence));
  out.text("edition", of.version);
  out.raw("requirement", texts_json(of.requirement));
  out.raw("opened_by", texts_json(of.opened_by));
  out.raw("incident_types", texts_json(of.incident_types));
  return out.done();
}

answer list_kinds(const services& on, const request& what, store::connection&) {
  const auto present = on.catalogue.now();
  std::vector<std::string> items;
  for (const auto& [code, of] : present->all.kinds) {
    const bool opens = std::ranges::any_of(of.opened_by, [&](const std::string& role) { return what.who.may(permission_of(role)); });
    if (what.parameter("mine") == "true" && !opens) continue;
    items.push_back(brief_json(of));
  }
  return {.body = operation::list_json(items)};
}

answer get_kind(const services& on, const request& what, store::connection& db) {
  const auto present = on.catalogue.now();
  const auto found = present->all.kinds.find(what.part("kind"));
  const std::string edition(what.parameter("edition"));
  if (!edition.empty()) {
    if (!on.catalogue.is_edition(db, what.part("kind"), edition)) throw base::not_found("edition " + edition + " of kind " + what.part("kind"));
    return {.body = kind_json(*on.catalogue.kind_at(db, what.part("kind"), edition), *present)};
  }
  if (found == present->all.kinds.end()) throw base::not_found("kind " + what.part("kind"));
  return {.body = kind_json(found->second, *present)};
}

// Until when the days off are known: the years whose notices are there; null when there is none.
std::string year_json(std::optional<int> year) { return year ? std::to_string(*year) : "null"; }

// What is in force since when, and why the last reload was refused. For who looks after the system and reads no matters.
answer present_state(const services& on) {
  const auto present = on.catalogue.now();
  record::json_array kinds;
  for (const auto& [code, of] : present->all.kinds) {
    record::json_object one;
    one.text("kind", code);
    put_words(one, of.name);
    one.text("edition", of.version);
    kinds.raw(one.done());
  }
  record::json_object out;
  out.text("loaded_at", base::to_rfc3339(present->loaded_at));
  out.text("fault", on.catalogue.last_fault());
  out.raw("kinds", kinds.done());
  out.number("clocks_to_verify", static_cast<double>(count_unverified(present->all)));
  out.raw("days_off_from", year_json(present->days.first_published()));
  out.raw("days_off_until", year_json(present->days.last_published()));
  return {.body = out.done()};
}

answer reload(const services& on, const request& what) {
  const bool changed = on.catalogue.reload(store::actor{.account_id = what.who.account_id, .remote = what.who.remote, .request_id = what.request_id});
  if (on.recount) on.recount();
  const auto present = on.catalogue.now();
  record::json_object out;
  out.raw("changed", changed ? "true" : "false");
  out.number("kinds", static_cast<double>(present->all.kinds.size()));
  out.text("loaded_at", base::to_rfc3339(present->loaded_at));
  return {.body = out.done()};
}

}  // namespace

// Of all these, the ones named, in their order.
std::vector<choice_item> named(const std::vector<choice_item>& all, const std::vector<std::string>& names) {
  std::vector<choice_item> out;
  for (const auto& one : all) {
    if (std::ranges::find(names, one.code) != names.end()) out.push_back(one);
  }
  return out;
}

std::vector<choice_item> outputs_of(const kind& of, const std::vector<choice_item>& all) {
  std::vector<std::string> used;
  for (const auto& field : of.fields) used.insert(used.end(), field.used_in.begin(), field.used_in.end());
  return named(all, used);
}

std::string kind_json(const kind& of, const loaded_catalogue& in) {
  record::json_object out;
  out.text("kind", of.code);
  put_words(out, of.name);
  out.raw("sentence", record::to_json(of.sentence));
  out.text("edition", of.version);
  out.text("subject", subjects[static_cast<std::size_t>(of.about)]);
  out.raw("moments", moments_json(of));
  record::json_array fields, stages;
  for (const auto& one : of.fields) fields.raw(field_json(one));
  for (const auto& one : of.stages) stages.raw(record::to_json(stage_view{.code = one.code, .name = one.name, .ends = one.ends}));
  out.raw("fields", fields.done());
  out.raw("asks", texts_json(of.asks));
  out.raw("takes", texts_json(of.takes));
  out.raw("opened_by", texts_json(of.opened_by));
  out.raw("stages", stages.done());
  out.raw("results", choices_json(of.results));
  out.raw("party_roles", of.parties ? choices_json(of.parties->roles) : "[]");
  if (of.parties) {
    record::json_array readers;
    for (const auto& role : of.parties->readers) {
      const auto name = std::ranges::find(catalogue_roles(), role, &choice_item::code);
      if (name != catalogue_roles().end()) readers.raw(record::to_json(name->name));
    }
    out.raw("party_readers", readers.done());
    const auto& keep = of.parties->keep;
    out.raw("parties_keep", record::to_json(words{.zh = calendar::in_chinese(keep), .en = calendar::in_english(keep)}));
  }
  out.raw("outputs", choices_json(outputs_of(of, in.all.outputs)));
  out.raw("counts_in", choices_json(named(in.all.indicators, of.counts_in)));
  out.raw("evidence", choices_json(evidence_of(of)));
  out.raw("receipts", choices_json(receipts_of(of)));
  return out.done();
}

std::vector<operation::definition> catalogue_operations(const services& on) {
  return {{.name = "list_matter_kinds",
           .method = "GET",
           .path = "/api/matter-kinds",
           .summary = "The kinds of matters of the catalogue.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .parameters = {{"mine", "true: those the caller can open"}},
           .read = [&on](const request& what, store::connection& db) { return list_kinds(on, what, db); }},
          {.name = "get_matter_kind",
           .method = "GET",
           .path = "/api/matter-kinds/{kind}",
           .summary = "A kind with its fields, as a form's maker needs it.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .parameters = {{"edition", "an earlier edition"}},
           .read = [&on](const request& what, store::connection& db) { return get_kind(on, what, db); }},
          {.name = "get_catalogue",
           .method = "GET",
           .path = "/api/catalogue",
           .summary = "The catalogue in force: its kinds and editions, since when, the last reload's fault, the years of known days off.",
           .permission = "system.read",
           .output_shape = operation::shape::other,
           .read = [&on](const request&, store::connection&) { return present_state(on); }},
          {.name = "reload_catalogue",
           .method = "POST",
           .path = "/api/matter-kinds/reload",
           .summary = "Reads the catalogue's folder again; a faulty one leaves the old in force.",
           .permission = "catalogue.write",
           .output_shape = operation::shape::other,
           .hand_over = [&on](const request& what, operation::when_answered done) {
             try {
               done(reload(on, what), nullptr);
             } catch (...) {
               done({}, std::current_exception());
             }
           }}};
}

}  // namespace matter
