#include <algorithm>

#include "engines/matter/act_parts.h"
#include "engines/matter/clock_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/step_rules.h"

// How matters go over into others, fall into parts, and move to a newer edition of their kind.
namespace matter {
namespace {

std::optional<base::instant> earlier(const std::optional<base::instant>& one, const std::optional<base::instant>& other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

std::optional<base::instant> counted(const matter_case& one, const std::optional<base::instant>& said) {
  return said ? std::optional(as_counted(one, *said)) : std::nullopt;
}

refused cannot_merge(std::string why) {
  return refusal{.code = "cannot_merge", .detail = std::move(why), .fields = {{"/matter_id", "not_a_choice", "cannot take it in"}}, .status = 422};
}

std::size_t place_of(const kind& of, std::string_view stage) {
  return static_cast<std::size_t>(std::ranges::find(of.stages, stage, &stage::code) - of.stages.begin());
}

// What others wait for would be lost with it.
refused nothing_owed_to_others(const matter_case& one) {
  if (auto no = must_be_in_hand(one)) return no;
  if (one.what.listed_at) return refusal{.code = "is_listed", .detail = "It is under listed supervision: take it off the list first."};
  const bool awaited = std::ranges::any_of(one.receipts, [](const receipt& r) { return !r.received_at; });
  if (awaited) return refusal{.code = "receipt_awaited", .detail = "Others have not confirmed yet that they received it."};
  return std::nullopt;
}

std::vector<base::wrong_field> faults_of_part(const kind& of, const boost::json::object& part) {
  auto allowed = of.asks;
  allowed.insert(allowed.end(), of.takes.begin(), of.takes.end());
  auto wrong = field_faults(of, part, allowed);
  if (wrong.empty()) wrong = missing_fields(of, part, of.asks);
  if (wrong.empty()) wrong = check_faults(of, part, of.checks);
  return wrong;
}

// The stage of the newer edition it goes on in; null when that is not clear.
const stage* stage_there(const matter_case& one, const kind& next, const std::string& said) {
  const auto* same = next.find_stage(one.what.stage);
  if (same != nullptr && !same->ends) return said.empty() || said == same->code ? same : nullptr;
  const auto* other = next.find_stage(said);
  return other != nullptr && !other->ends ? other : nullptr;
}

void say_moved(const matter_case& one, const kind& next, const stage& there, const std::string& reason, changes& out, const surroundings& in) {
  if (!one.signatures.empty()) {
    out.lines.push_back(line_of(one, "signatures_dropped", one.signatures.front().step, in));
    out.lines.back().text = {.zh = "转入新版，原签字作废", .en = "Moved to the newer edition: earlier signatures no longer count"};
  }
  auto said = line_of(one, "edition", next.version, in);
  said.text = {.zh = "转入新版事项：" + there.name.zh, .en = "Moved to the newer edition: " + there.name.en};
  said.reason = reason;
  said.detail.text = R"({"from":")" + one.what.kind_version + R"(","to":")" + next.version + "\"}";
  out.lines.push_back(std::move(said));
}

}  // namespace

refused merge_into(matter_case& one, const matter_case& other, changes& out, const surroundings& in) {
  if (auto no = must_lead(one, in)) return no;
  if (other.what.id == one.what.id || other.what.kind != one.what.kind || other.what.ended_at) {
    return cannot_merge("It goes into another open matter of the same kind.");
  }
  if (place_of(in.of, one.what.stage) > place_of(in.of, other.what.stage)) return cannot_merge("It is further on: merge the other into this one.");
  // Its report lies in a round of the other that is over: there it would not count.
  if (as_counted(other, begun(one)) > begun(one)) return cannot_merge("The other was opened anew since: merge that into this one.");
  if (auto no = nothing_owed_to_others(one)) return no;
  drop_clocks(one, in.now);
  one.what.ended_at = in.now;
  one.what.merged_into = other.what.id;
  one.what.handler = std::nullopt;
  one.signatures.clear();
  note_due(one);
  auto said = line_of(one, "merged", "", in);
  said.text = {.zh = "并入" + other.what.number, .en = "Merged into " + other.what.number};
  out.lines.push_back(std::move(said));
  return std::nullopt;
}

refused take_in(matter_case& one, const matter_case& other, changes& out, const surroundings& in) {
  if (auto no = must_handle(one, in)) return no;
  auto& from = one.what.reopened_at ? *one.what.reopened_at : one.what.reported_at;
  from = std::min(from, begun(other));
  one.what.event_at = earlier(one.what.event_at, counted(other, other.what.event_at));
  one.what.known_at = earlier(one.what.known_at, counted(other, other.what.known_at));
  count_from_earlier(one, other, in);
  follow_facts(one, in);
  note_due(one);
  auto said = line_of(one, "took_in", "", in);
  said.text = {.zh = other.what.number + "并入本件", .en = other.what.number + " was merged into this"};
  out.lines.push_back(std::move(said));
  return std::nullopt;
}

refused split(matter_case& one, const std::vector<boost::json::object>& parts, changes& out, const surroundings& in) {
  if (auto no = must_lead(one, in)) return no;
  if (auto no = must_be_in_hand(one)) return no;
  const bool opens = std::ranges::any_of(in.of.opened_by, [&](const std::string& role) { return is_at(in.who, role, one.what.area_path); });
  if (!opens && !is_at(in.who, in.of.desk.ruling_role, one.what.desk_path)) {
    return refusal{.code = "not_your_step", .detail = "Matters of this kind are opened by others.", .fields = {}, .status = 403};
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto wrong = faults_of_part(in.of, parts[i]);
    for (auto& fault : wrong) fault.pointer = "/parts/" + std::to_string(i) + fault.pointer.substr(std::string("/fields").size());
    if (!wrong.empty()) return refusal{.code = "bad_input", .detail = wrong.front().detail, .fields = std::move(wrong), .status = 422};
  }
  for (const auto& part : parts) out.opens.push_back({.kind = one.what.kind, .link = "split", .fields = part});
  auto said = line_of(one, "split", "", in);
  const auto count = std::to_string(parts.size());
  said.text = {.zh = "拆分出" + count + "件", .en = "Split: " + count + " parts became matters of their own"};
  out.lines.push_back(std::move(said));
  return std::nullopt;
}

refused move_to_edition(matter_case& one, const edition_move& how, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!is_at(in.who, in.of.desk.ruling_role, one.what.desk_path)) {
    return refusal{.code = "not_your_matter", .detail = "Only a supervisor of its desk moves it.", .fields = {}, .status = 403};
  }
  const auto present = in.all.kinds.find(one.what.kind);
  if (present == in.all.kinds.end() || present->second.version == one.what.kind_version) {
    return refusal{.code = "no_newer_edition", .detail = "The catalogue has no other edition of its kind."};
  }
  const auto& next = present->second;
  const auto* there = stage_there(one, next, how.stage);
  if (there == nullptr) {
    return refusal{.code = "no_such_stage",
                   .detail = "It goes on in the stage of the same name; where that is gone, say in which open one.",
                   .fields = {{"/code", "not_a_choice", "is no stage it can go on in"}},
                   .status = 422};
  }
  if (there->code != one.what.stage) {
    if (auto no = reason_needed(how.reason)) return no;
  }
  say_moved(one, next, *there, how.reason, out, in);
  one.what.kind_version = next.version;
  one.signatures.clear();
  const surroundings anew{
      .of = next, .all = in.all, .days = in.days, .areas = in.areas, .utc_offset_min = in.utc_offset_min, .who = in.who, .now = in.now};
  one.what.stage = there->code;  // it stands there since it stood where it was
  stop_at_stage(one, there->code, anew);
  go_on_with_clocks(one, anew);
  follow_facts(one, anew);
  note_due(one);
  return std::nullopt;
}

}  // namespace matter
