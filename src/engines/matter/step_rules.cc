#include "engines/matter/step_rules.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

#include "engines/matter/clock_rules.h"
#include "engines/matter/evidence_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/past_rules.h"
#include "foundation/record/plain_text.h"

namespace matter {
namespace {

// A step that does nothing but hand the matter on, away from the desk it was ruled to.
bool undoes_ruling(const matter_case& one, const step& what, const surroundings& in) {
  return one.what.ruled && what.to.empty() && what.refers_to && desk_of(in.areas, one.what.area_id, what.refers_to) != one.what.desk_path;
}

boost::json::object signed_content(const signature& one) { return boost::json::parse(one.content.text).as_object(); }

// What stands under the signatures: the fields and the reason.
boost::json::object content_of(const step_act& act) { return {{"fields", act.fields}, {"reason", act.reason}}; }

// A role of the step the caller holds that has not signed yet.
std::optional<std::string> free_role(const matter_case& one, const step& what, const surroundings& in) {
  const auto desks = desks_of(one, what, in);
  for (const auto& role : what.who) {
    const bool taken = what.each && std::ranges::any_of(one.signatures, [&](const signature& s) { return s.step == what.code && s.role == role; });
    if (!taken && std::ranges::any_of(desks, [&](const std::string& path) { return is_at(in.who, role, path); })) return role;
  }
  return std::nullopt;
}

// What others were to confirm is confirmed before the matter ends.
refused receipts_awaited(const matter_case& one, const step& what, const surroundings& in) {
  const auto* next = what.to.empty() ? nullptr : in.of.find_stage(what.to);
  if (next == nullptr || !next->ends) return std::nullopt;
  refusal out{.code = "receipt_awaited", .detail = "Others have not confirmed yet that they received it.", .fields = {}, .status = 422};
  for (const auto& one_receipt : one.receipts) {
    if (!one_receipt.received_at) out.fields.push_back({"/receipts/" + one_receipt.code, "missing", "is not received yet"});
  }
  if (out.fields.empty()) return std::nullopt;
  return out;
}

refused what_is_missing(const matter_case& one, const step& what, const step_act& act, const surroundings& in) {
  std::vector<std::string> allowed = what.needs;
  allowed.insert(allowed.end(), what.may.begin(), what.may.end());
  auto wrong = field_faults(in.of, act.fields, allowed);
  auto filled = one.fields;
  put_fields(filled, act.fields);
  for (auto& next : missing_fields(in.of, filled, what.needs)) wrong.push_back(std::move(next));
  for (const auto& name : said_anew(one, what)) {
    if (is_filled(filled, name) && !act.fields.contains(name)) wrong.push_back({"/fields/" + name, "missing", "is said again with this step"});
  }
  if (wrong.empty()) wrong = check_faults(in.of, filled, what.checks);
  if (what.reason && record::is_blank(act.reason)) wrong.push_back({"/reason", "missing", "a reason is needed"});
  if (!wrong.empty()) {
    const bool only_missing = std::ranges::all_of(wrong, [](const base::wrong_field& f) { return f.code == "missing"; });
    const bool check = std::ranges::any_of(wrong, [](const base::wrong_field& f) { return f.code == "check_failed"; });
    return refusal{.code = only_missing ? "missing_field"
                           : check      ? "check_failed"
                                        : "bad_input",
                   .detail = wrong.front().detail,
                   .fields = std::move(wrong),
                   .status = 422};
  }
  if (auto no = receipts_awaited(one, what, in)) return no;
  auto lacking = missing_evidence(one, what.evidence, fresh_from(one, what));
  if (what.file_set) {
    for (auto& code : missing_evidence(one, in.of.file_set, 0)) lacking.push_back(std::move(code));
  }
  if (lacking.empty()) return std::nullopt;
  refusal out{.code = "missing_evidence", .detail = "Evidence is missing.", .fields = {}, .status = 422};
  for (const auto& code : lacking) out.fields.push_back({"/evidence/" + code, "missing", "is needed"});
  return out;
}

// Asked for again while it is waited for it stays the one receipt, with the time it had.
void ask_receipt(matter_case& one, const receipt_rule& rule, const surroundings& in) {
  const auto clock = std::string(receipt_clock) + "." + rule.code;
  const bool runs = std::ranges::any_of(one.clocks, [&](const running_clock& c) { return c.code == clock && c.state == clock_state::running; });
  const auto waits = std::ranges::find_if(one.receipts, [&](const receipt& r) { return r.code == rule.code && !r.received_at; });
  if (waits != one.receipts.end() && runs) return;
  receipt next{
      .serial = static_cast<std::int64_t>(one.receipts.size()) + 1, .code = rule.code, .role = rule.role, .desk_path = {}, .asked_at = in.now};
  next.desk_path = rule.level ? desk_of(in.areas, one.what.area_id, rule.level) : path_above(one.what.desk_path, 1);
  if (waits == one.receipts.end()) {
    one.receipts.push_back(std::move(next));
  } else {
    next.serial = waits->serial;
    *waits = std::move(next);
  }
  start_clock(one, rule_of(in.of, clock), in.now, in);
}

void take_effect(matter_case& one, const step& what, changes& out, const surroundings& in) {
  if (what.lists) {
    one.what.listed_at = *what.lists ? std::optional(in.now) : std::nullopt;
    one.what.listed_path = *what.lists ? std::optional(one.what.desk_path) : std::nullopt;
    if (!*what.lists) stop_clock(one, listing_clock, in.now);
  }
  out.notice = out.notice || what.notice;
  if (what.refers_to && desk_of(in.areas, one.what.area_id, what.refers_to) != one.what.desk_path) {
    one.what.referred_from = one.what.desk_path;
    one.what.desk_path = desk_of(in.areas, one.what.area_id, what.refers_to);
    one.what.handler = std::nullopt;
    one.what.ruled = false;  // the matter went on: whose it was is settled anew
  }
  if (!what.opens.empty()) {
    opening next{.kind = what.opens, .link = "opened", .fields = {}};
    for (const auto& name : what.carries) {
      if (const auto* content = one.fields.if_contains(name)) next.fields[name] = *content;
    }
    out.opens.push_back(std::move(next));
  }
  for (const auto& rule : what.receipts) ask_receipt(one, rule, in);
}

void drop_signatures(matter_case& one, changes& out, const surroundings& in) {
  auto dropped = line_of(one, "signatures_dropped", one.signatures.front().step, in);
  dropped.text = {.zh = "内容有变，原签字作废", .en = "What was signed changed: earlier signatures no longer count"};
  out.lines.push_back(std::move(dropped));
  one.signatures.clear();
}

void complete(matter_case& one, const step& what, const step_act& act, changes& out, const surroundings& in) {
  if (!one.signatures.empty() && one.signatures.front().step != what.code) drop_signatures(one, out, in);
  auto said = line_of(one, "step", what.code, in);
  deed done{.step = what.code, .stage = one.what.stage, .to = what.to, .by = {}, .round = one.what.round, .at = in.now};
  for (const auto& [name, content] : act.fields) done.said.emplace_back(name);
  boost::json::array names;
  for (const auto& s : one.signatures) {
    if (s.step != what.code) continue;
    done.by.push_back(s.account_id);
    names.push_back(boost::json::object{{"account", s.account_id}, {"name", s.account_name}, {"role", s.role}});
  }
  if (done.by.empty()) done.by.push_back(in.who.account_id);
  put_fields(one.fields, act.fields);
  one.signatures.clear();
  one.deeds.push_back(done);
  take_effect(one, what, out, in);
  stop_at_step(one, what.code, in);
  start_at_step(one, what.code, in);
  if (!what.to.empty()) {
    if (!what.result.empty()) one.what.result = what.result;
    enter_stage(one, what.to, in);
  }
  follow_facts(one, in);
  said.text = what.name;
  said.reason = act.reason;
  boost::json::object detail{{"from", done.stage}, {"to", done.to}, {"fields", act.fields}};
  if (!names.empty()) detail["signed"] = std::move(names);
  said.detail.text = boost::json::serialize(detail);
  out.lines.push_back(std::move(said));
}

// Another hand under the same content; other content begins anew. Nothing left to wait for: true.
bool sign(matter_case& one, const step& what, step_act& act, changes& out, const surroundings& in) {
  const auto& before = one.signatures;
  const bool continues = !before.empty() && before.front().step == what.code;
  if (continues && act.fields.empty() && act.reason.empty()) {
    const auto content = signed_content(before.front());
    act.fields = content.at("fields").as_object();
    act.reason = std::string(content.at("reason").as_string());
  } else if (!before.empty() && (!continues || signed_content(before.front()) != content_of(act))) {
    drop_signatures(one, out, in);
  }
  const auto role = free_role(one, what, in);
  signature next{.step = what.code, .account_id = in.who.account_id, .account_name = name_of_caller(in.who), .role = role.value_or(what.who.front())};
  next.signed_at = in.now;
  next.content.text = boost::json::serialize(content_of(act));
  one.signatures.push_back(std::move(next));
  const int needed = signatures_needed(what), given = static_cast<int>(one.signatures.size());
  if (given >= needed) return true;
  auto said = line_of(one, "signed", what.code, in);
  const auto count = std::to_string(given) + "/" + std::to_string(needed);
  said.text = {.zh = "签字（" + count + "）：" + what.name.zh, .en = "Signed (" + count + "): " + what.name.en};
  said.reason = act.reason;
  out.lines.push_back(std::move(said));
  return false;
}

}  // namespace

bool did_one_of(const matter_case& one, const std::vector<std::string>& steps, const std::string& account) {
  return std::ranges::any_of(one.deeds, [&](const deed& done) {
    return done.round == one.what.round && std::ranges::find(steps, done.step) != steps.end() && std::ranges::find(done.by, account) != done.by.end();
  });
}

std::string name_of_caller(const operation::caller& who) { return who.display_name.empty() ? who.account_name : who.display_name; }

const step* find_step(const matter_case& one, std::string_view code, const kind& of) {
  const auto* stage = of.find_stage(one.what.stage);
  if (stage == nullptr) return nullptr;
  const auto found = std::ranges::find(stage->steps, code, &step::code);
  return found == stage->steps.end() ? nullptr : &*found;
}

int signatures_needed(const step& what) { return what.each ? std::max(1, static_cast<int>(what.who.size())) : what.signers; }

void drop_signatures_over(matter_case& one, std::string_view evidence_code, changes& out, const surroundings& in) {
  const auto* signed_step = one.signatures.empty() ? nullptr : find_step(one, one.signatures.front().step, in.of);
  if (signed_step == nullptr) return;
  const bool asks = std::ranges::find(signed_step->evidence, evidence_code, &evidence_rule::code) != signed_step->evidence.end();
  if (asks || signed_step->file_set) drop_signatures(one, out, in);
}

line line_of(const matter_case& one, std::string kind, std::string code, const surroundings& in) {
  line out;
  out.at = in.now;
  out.kind = std::move(kind);
  out.code = std::move(code);
  out.round = one.what.round;
  out.by = in.who.account_id;
  out.by_name = name_of_caller(in.who);
  return out;
}

void enter_stage(matter_case& one, std::string_view stage, const surroundings& in) {
  const auto from = std::exchange(one.what.stage, std::string(stage));
  one.what.stage_since = in.now;
  const auto* next = in.of.find_stage(stage);
  if (next != nullptr && next->ends) {
    end_clocks(one, from, in);
    one.what.ended_at = in.now;
    one.what.handler = std::nullopt;
    return;
  }
  stop_at_stage(one, stage, in);
  start_at_stage(one, stage, in);
}

refused refuse_step(const matter_case& one, const step& what, const surroundings& in) {
  if (one.what.ended_at) return refusal{.code = "ended", .detail = "This matter is over."};
  if (!acting_role(one, what, in)) {
    return refusal{.code = "not_your_step", .detail = "This step is done by others, or at another desk.", .fields = {}, .status = 403};
  }
  if (one.what.hand == handing::ruling) return refusal{.code = "waits_for_ruling", .detail = "The level above rules first whose it is."};
  if (one.what.hand == handing::asked) return refusal{.code = "waits_for_answer", .detail = "More was asked for and is not answered yet."};
  if (!is_called_for(one, what, in.of)) return refusal{.code = "not_now", .detail = "What is known does not call for this step."};
  const auto done = std::ranges::count_if(one.deeds, [&](const deed& d) { return d.round == one.what.round && d.step == what.code; });
  if (what.times > 0 && done >= what.times) return refusal{.code = "too_often", .detail = "This was done as often as may be."};
  if (undoes_ruling(one, what, in)) return refusal{.code = "ruled", .detail = "The level above has ruled whose it is."};
  if (did_one_of(one, what.not_by, in.who.account_id)) {
    return refusal{.code = "own_work", .detail = "Nobody signs for what they did themselves.", .fields = {}, .status = 403};
  }
  const bool has_signed =
      std::ranges::any_of(one.signatures, [&](const signature& s) { return s.step == what.code && s.account_id == in.who.account_id; });
  if (has_signed) return refusal{.code = "needs_other_signer", .detail = "You signed; somebody else must sign too.", .fields = {}, .status = 403};
  if (what.each && !free_role(one, what, in)) {
    return refusal{.code = "needs_other_signer", .detail = "Your part has been signed; another is waited for.", .fields = {}, .status = 403};
  }
  return std::nullopt;
}

refused perform_step(matter_case& one, const step_act& given, changes& out, const surroundings& in) {
  const auto* what = find_step(one, given.step, in.of);
  if (one.what.ended_at) return refusal{.code = "ended", .detail = "This matter is over."};
  if (what == nullptr) return refusal{.code = "no_such_step", .detail = "Where the matter stands now there is no such step."};
  if (auto no = refuse_step(one, *what, in)) return no;
  auto act = given;
  const bool several = signatures_needed(*what) > 1;
  const bool follows = several && !one.signatures.empty() && one.signatures.front().step == what->code && act.fields.empty() && act.reason.empty();
  if (follows) {
    const auto content = signed_content(one.signatures.front());
    act.fields = content.at("fields").as_object();
    act.reason = std::string(content.at("reason").as_string());
  }
  if (auto no = what_is_missing(one, *what, act, in)) return no;
  if (!several || sign(one, *what, act, out, in)) complete(one, *what, act, out, in);
  note_due(one);
  return std::nullopt;
}

}  // namespace matter
