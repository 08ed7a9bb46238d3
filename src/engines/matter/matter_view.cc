#include "engines/matter/matter_view.h"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "engines/matter/clock_rules.h"
#include "engines/matter/evidence_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/kind_flow.h"
#include "engines/matter/past_rules.h"
#include "engines/matter/step_rules.h"
#include "foundation/record/json_text.h"

namespace matter {
namespace {

words role_name(std::string_view role) {
  const auto roles = catalogue_roles();
  const auto found = std::ranges::find(roles, role, &choice_item::code);
  return found == roles.end() ? words{.zh = std::string(role), .en = std::string(role)} : found->name;
}

std::string_view name_of(evidence_kind kind) { return kind == evidence_kind::photo ? "photo" : kind == evidence_kind::document ? "document" : "any"; }

evidence_need need_of(const matter_case& one, const evidence_rule& rule, std::size_t since) {
  return {.code = rule.code,
          .name = rule.name,
          .kind = std::string(name_of(rule.kind)),
          .at_least = rule.at_least,
          .there = evidence_there(one, rule, since),
          .or_next = rule.or_next};
}

step_view step_of(const matter_case& one, const step& what, const surroundings& in) {
  const auto no = refuse_step(one, what, in);
  step_view out{.code = what.code, .name = what.name, .allowed = !no, .why_not = no ? no->code : std::string(), .who = what.who};
  out.needs = what.needs;
  out.anew = said_anew(one, what);
  out.may = what.may;
  for (const auto& rule : what.evidence) out.evidence.push_back(need_of(one, rule, fresh_from(one, what)));
  if (what.file_set) {
    for (const auto& rule : in.of.file_set) out.evidence.push_back(need_of(one, rule, 0));
  }
  out.reason = what.reason;
  out.signers = signatures_needed(what);
  for (const auto& s : one.signatures) {
    if (s.step == what.code) out.signatures.push_back(s);
  }
  out.to = what.to;
  const auto result = std::ranges::find(in.of.results, what.result, &choice_item::code);
  if (result != in.of.results.end()) out.result_name = result->name;
  return out;
}

clock_view clock_of(const running_clock& clock, const surroundings& in) {
  clock_view out{.code = clock.code, .name = clock_name(in.of, clock.code), .state = clock.state, .owner_name = role_name(clock.owner)};
  out.started_at = clock.started_at;
  out.due_at = clock.due_at;
  out.overdue = clock.state == clock_state::running && in.now >= clock.due_at;
  out.provisional = clock.provisional;
  out.citation = clock.citation;
  out.paused_at = clock.paused_at;
  out.ended_at = clock.ended_at;
  const auto* rule = in.of.find_clock(clock.code);
  if (rule == nullptr || clock.state != clock_state::running || out.overdue) return out;
  for (const auto& pause : rule->pauses) {
    record::json_object item;
    item.text("code", pause.code);
    item.text("zh", pause.name.zh);
    item.text("en", pause.name.en);
    out.pauses.push_back({item.done()});
  }
  return out;
}

bool has_newer_edition(const matter_case& one, const surroundings& in) {
  const auto present = in.all.kinds.find(one.what.kind);
  return present != in.all.kinds.end() && present->second.version != one.what.kind_version;
}

// The last area of the path.
desk_view desk_of_path(const std::string& path, const area::area_tree& areas) {
  const auto slash = path.size() < 2 ? std::string::npos : path.rfind('/', path.size() - 2);
  if (slash == std::string::npos) return {};
  desk_view out{.area_id = path.substr(slash + 1, path.size() - slash - 2), .name = {}};
  if (const auto* found = areas.find(out.area_id)) out.name = found->name;
  return out;
}

std::vector<std::string> acts_of(const matter_case& one, const surroundings& in) {
  std::vector<std::string> out{"note"};
  const auto& what = one.what;
  const bool supervises = is_at(in.who, in.of.desk.ruling_role, what.desk_path);
  if (what.ended_at) {
    if (supervises && !what.merged_into) out.emplace_back("reopen");
    return out;
  }
  if (what.hand == handing::ruling && supervises) out.emplace_back("rule");
  if (supervises && has_newer_edition(one, in)) out.emplace_back("edition");
  const bool opens = std::ranges::any_of(in.of.opened_by, [&](const std::string& role) { return is_at(in.who, role, what.area_path); });
  const bool opened_it = what.opened_by == in.who.account_id;
  if (what.hand == handing::asked && (opened_it || (opens && one.asked_by != in.who.account_id))) out.emplace_back("answer");
  if (in.of.listing && is_at(in.who, in.of.listing->role, desk_of(in.areas, what.area_id, in.of.listing->level))) {
    const bool has_day =
        std::ranges::any_of(one.clocks, [](const running_clock& c) { return c.code == listing_clock && c.state == clock_state::running; });
    if (!what.listed_at || !has_day) out.emplace_back("list");
    if (what.listed_at && !leaves_list_by_step(one, in.of)) out.emplace_back("unlist");
  }
  for (const auto& r : one.receipts) {
    if (!r.received_at && is_at(in.who, r.role, r.desk_path) && !sent_by(one, r.code, in.who.account_id, in.of)) out.push_back("receive:" + r.code);
  }
  for (const auto& path : one.joint) {
    if (may_remove_desk(one, path, in)) out.push_back("unjoin:" + desk_of_path(path, in.areas).area_id);
  }
  if (acts_here(one, in) && !handles(one, in)) out.emplace_back("evidence");
  if (!handles(one, in)) return out;
  for (const auto* act : {"link", "evidence"}) out.emplace_back(act);
  out.emplace_back(what.handler == in.who.account_id ? "put_back" : "take");
  const bool in_hand = what.hand == handing::none;
  if (in_hand && what.asked < in.of.desk.ask_more) out.emplace_back("ask");
  if (!leads(one, in)) return out;
  out.emplace_back("leader");
  if (!in.of.parties || supervises || may_read_parties(one, in)) out.emplace_back("joint");
  if (!in_hand) return out;
  if (supervises || opens) out.emplace_back("split");
  if (!what.listed_at && std::ranges::none_of(one.receipts, [](const receipt& r) { return !r.received_at; })) out.emplace_back("merge");
  if (!what.ruled && !in.of.desk.refer.empty()) out.emplace_back("refer");
  if (!what.ruled) out.emplace_back("give_back");
  return out;
}

// The stages of this round; what it was sent back from is not behind it any more.
std::vector<std::string> way_so_far(const matter_case& one) {
  std::vector<std::string> way;
  const auto come_to = [&](const std::string& stage) {
    const auto before = std::ranges::find(way, stage);
    if (before != way.end()) way.erase(before, way.end());
    way.push_back(stage);
  };
  for (const auto& done : one.deeds) {
    if (done.round != one.what.round) continue;
    come_to(done.stage);
    if (!done.to.empty()) come_to(done.to);
  }
  come_to(one.what.stage);
  return way;
}

}  // namespace

void add_names(matter_record& one, const kind* of, const area::area_tree& areas) {
  one.kind_name = of == nullptr ? words{.zh = one.kind, .en = one.kind} : of->name;
  const auto* stage = of == nullptr ? nullptr : of->find_stage(one.stage);
  one.stage_name = stage == nullptr ? words{.zh = one.stage, .en = one.stage} : stage->name;
  one.desk_name = desk_of_path(one.desk_path, areas).name;
  boost::system::error_code failed;
  const auto fields = boost::json::parse(one.fields.text, failed);
  const bool known = of != nullptr && !failed && fields.is_object();
  one.title_name = known ? title_of(*of, fields.as_object(), one.place_name.value_or("")) : words{.zh = one.title, .en = one.title};
  one.title_name.zh = one.title;  // as it is searched
  if (known) one.brief = brief_of(*of, fields.as_object());
}

matter_view view_of(const services& on, store::connection& db, const operation::caller& who, matter_record what) {
  const auto around = scene_for(on, db, what, who, on.time.now());
  const auto& in = around.in;
  const auto one = load_case(db, std::move(what));
  matter_view out{.matter = one.what};
  add_names(out.matter, &in.of, in.areas);
  const auto result = std::ranges::find(in.of.results, one.what.result, &choice_item::code);
  if (result != in.of.results.end()) out.result_name = result->name;
  const auto way = usual_way(in.of, way_so_far(one));
  for (const auto& stage : in.of.stages) {
    const bool ahead = stage.code != one.what.stage && std::ranges::find(way, stage.code) != way.end();
    out.stages.push_back({.code = stage.code, .name = stage.name, .ends = stage.ends, .ahead = ahead});
  }
  for (const auto& clock : one.clocks) out.clocks.push_back(clock_of(clock, in));
  const auto* stage = in.of.find_stage(one.what.stage);
  if (stage != nullptr && !one.what.ended_at) {
    for (const auto& next : stage->steps) out.steps.push_back(step_of(one, next, in));
  }
  out.acts = acts_of(one, in);
  for (const auto level : in.of.desk.refer) {
    // A ruling may also say that it stays where it is.
    const bool is_here = one.what.hand != handing::ruling && desk_of(in.areas, one.what.area_id, level) == one.what.desk_path;
    if (!is_here) out.refer_to.emplace_back(area::name_of(level));
  }
  for (const auto& rule : in.of.file_set) out.file_set.push_back(need_of(one, rule, 0));
  out.files = one.files;
  out.receipts = one.receipts;
  out.links = list_links(db, who, one.what.id);
  for (const auto& path : one.joint) out.joint.push_back(desk_of_path(path, in.areas));
  out.lines = list_lines(db, one.what.id);
  const auto parties = find_parties(db, one.what.id, in.now);
  out.has_parties = parties.any;
  out.parties_expire_at = parties.expires_at;
  out.may_read_parties = may_read_parties(one, in);
  const bool sealed = in.of.parties || parties.any;
  out.may_see_files = !sealed || may_see_files(one, in);
  for (auto& file : out.files) {
    file.relied_on = is_relied_on(one, file, in.of);
    if (sealed && !may_see_file(one, file, in)) file.file_id = file.name = "";  // a paper's name can be a party's
  }
  out.newer_edition = has_newer_edition(one, in);
  out.as_of = in.now;
  return out;
}

}  // namespace matter
