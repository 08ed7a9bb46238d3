#include "foundation/base/problem.h"
#include "jobs/dispatch/incident_110.h"
#include "jobs/dispatch/incident_intake.h"
#include "jobs/dispatch/incident_merge.h"
#include "jobs/dispatch/incident_operations.h"

namespace dispatch {
namespace {

using operation::answer;
using operation::request;

// What became of an imported call.
struct import_110 {
  incident what = {};
  bool created = false;       // false: it was imported before
  std::int64_t dropped = 0;   // identity fields thrown away unread
  bool type_unknown = false;  // none of its codes was in the list
  std::string related = {};   // merged, not_found or over when it names another call; "" otherwise
};

const record::table& record_of(const import_110*) {
  using i = import_110;
  static constexpr record::field fields[] = {
      record::field_of<&i::what>({.name = "incident", .summary = "the incident", .read_only = true}),
      record::field_of<&i::created>({.name = "created", .summary = "false: it was imported before", .read_only = true}),
      record::field_of<&i::dropped>({.name = "dropped", .summary = "identity fields thrown away unread", .read_only = true}),
      record::field_of<&i::type_unknown>({.name = "type_unknown", .summary = "none of its codes was in the list", .read_only = true}),
      record::field_of<&i::related>({.name = "related", .summary = "merged, not_found or over, when it names another call", .read_only = true}),
  };
  static const record::table table{.name = "Import110", .summary = "What became of an imported call.", .fields = fields};
  return table;
}

exchange_110 exchange_of(const services& of, const request& request, bool datum_needed) {
  const auto name = request.parameter("datum");
  if (name.empty() && datum_needed) {
    throw base::bad_input({{"/datum", "missing", "say which datum BJRXZB and BJRYZB are in: wgs84, gcj02 or bd09 (?datum=…); nothing is guessed"}});
  }
  const auto datum = geo::datum_from_name(name.empty() ? std::string_view("wgs84") : name);
  if (!datum) throw base::bad_input({{"/datum", "not_a_choice", "must be wgs84, gcj02 or bd09"}});
  return {.types = of.types, .utc_offset_min = of.utc_offset_min, .datum = *datum};
}

words say_relation(const std::string& relation, const std::string& number) {
  for (const auto& known : relation_choices_110()) {
    if (known.code == relation) return {.zh = std::string(known.zh) + "：" + number, .en = std::string(known.en) + ": " + number};
  }
  return {.zh = "关联：" + number, .en = "Belongs to " + number};
}

// A call that belongs to another one (again, urged, feedback) is merged into it while that is open.
std::string join_related(const incident_work& work, const call_110& call, incident& one, const operation::caller& who) {
  if (call.related.empty()) return {};
  work.say(one.id, "related", say_relation(call.relation, call.related), json_of({{"JJDBH", call.related}, {"GLLX", call.relation}}));
  if (call.relation == "4") return {};
  const incident_query seen(work.transaction().db(), work.parts().types, work.now(), who, may_read);
  auto main = seen.find_by_source(one.source, call.related);
  if (!main) return "not_found";
  if (refuse(incident_action::take_in, *main)) return "over";
  merge_into(work, one, *main, merged_units::move);
  return "merged";
}

answer create_incident_110(const services& of, const request& request, store::transaction& transaction) {
  const auto read = read_jjdb(request.body);
  auto call = from_jjdb(read.call, exchange_of(of, request, true));
  call.draft.allow_outside = request.parameter("allow_outside") == "true";
  const incident_work work(of, transaction, acting_of(request));
  const auto caller = call.caller.is_empty() ? std::nullopt : std::optional(call.caller);
  auto taken = take_call(work, call.draft, request.who, caller);
  import_110 result{.created = taken.created, .dropped = read.dropped, .type_unknown = call.type_unknown};
  if (taken.created) {
    transaction.db().execute("INSERT INTO incident_110 (incident_id, fields, dropped) VALUES ($1, $2, $3)",
                             {taken.what.id, record::to_json(call.kept), read.dropped});
    if (!call.kept.BCJJNR.empty()) work.say(taken.what.id, "note", {.zh = call.kept.BCJJNR, .en = call.kept.BCJJNR});
    result.related = join_related(work, call, taken.what, request.who);
  }
  result.what = std::move(taken.what);
  answer given{.status = result.created ? 201 : 200, .body = record::to_json(result), .version = result.what.version, .location = {}};
  if (result.created) given.location = "/api/incidents/" + result.what.id;
  return given;
}

jjdb kept_fields(store::connection& db, const std::string& incident_id) {
  const auto rows = db.query("SELECT fields FROM incident_110 WHERE incident_id = $1", {incident_id});
  return rows.empty() ? jjdb{} : record::from_json<jjdb>(rows.text(0, 0));
}

// With ?caller=true it reads the caller too, which is written down: so a read that writes.
answer get_incident_110(const services& of, const request& request, store::transaction& transaction) {
  const auto how = exchange_of(of, request, false);
  const incident_work work(of, transaction, acting_of(request));
  const auto one = work.open_for(request, request.part("id"), may_read);
  incident_110 all{.JJDB = to_jjdb(one, kept_fields(transaction.db(), one.id), how), .PJDB = to_pjdb(one, how), .FKDB = to_fkdb(one, how)};
  const bool with_caller = request.parameter("caller") == "true";
  if (with_caller) {
    if (!request.who.may(may_read_caller, one.area_path)) throw base::forbidden(std::string(may_read_caller));
    if (const auto caller = of.callers.open(transaction.db(), one.id, work.now())) {
      add_caller(all.JJDB, *caller);
      work.journal("read_caller", "incident", one.id, R"({"for":"110"})");
      work.say(one.id, "caller_read", {.zh = "导出了报警人信息（110）", .en = "Exported who called (110)"});
    }
  }
  return {.body = record::to_json(all), .version = one.version, .location = {}, .secret = with_caller};
}

}  // namespace

std::vector<operation::definition> exchange_110_operations(const services& of) {
  return {
      {.name = "create_incident_110",
       .method = "POST",
       .path = "/api/incidents/110",
       .summary = "Takes a call in the 110 data set (one JJDB record); repeating it changes nothing.",
       .permission = may_write,
       .input = &record_of(static_cast<const jjdb*>(nullptr)),
       .output = &record_of(static_cast<const import_110*>(nullptr)),
       .parameters = {{"datum", "of its coordinates: wgs84, gcj02 or bd09", true}, {"allow_outside", "true: take it though it lies outside"}},
       .write = [&of](const request& request, store::transaction& work, void*) { return create_incident_110(of, request, work); }},
      {.name = "get_incident_110",
       .method = "GET",
       .path = "/api/incidents/{id}/110",
       .summary = "An incident as the 110 data set has it.",
       .permission = may_read,
       .output = &record_of(static_cast<const incident_110*>(nullptr)),
       .parameters = {{"datum", "of the coordinates; wgs84 when left out"}, {"caller", "true: with who called, which is journaled"}},
       .write = [&of](const request& request, store::transaction& work, void*) { return get_incident_110(of, request, work); }},
  };
}

}  // namespace dispatch
