#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/step_rules.h"
#include "foundation/base/text.h"

// How matters begin, begin again and go over into others.
namespace matter {
namespace {

void start_anew(matter_case& one, const surroundings& in) {
  drop_clocks(one, in.now);
  one.what.ended_at = std::nullopt;
  one.what.result.clear();
  one.what.hand = handing::none;
  one.what.bounces = 0;
  one.what.ruled = false;
  one.what.asked = 0;
  one.what.referred_from = std::nullopt;
  one.had.clear();
  ++one.what.round;
  one.what.reopened_at = in.now;
  one.signatures.clear();
  one.what.desk_path = desk_of(in.areas, one.what.area_id, in.of.desk.level);
  enter_stage(one, in.of.stages.front().code, in);
  follow_facts(one, in);
  note_due(one);
}

}  // namespace

void begin(matter_case& one, std::string_view place_name, changes& out, const surroundings& in) {
  one.what.title = title_of(in.of, one.fields, place_name);
  one.what.desk_path = desk_of(in.areas, one.what.area_id, in.of.desk.level);
  one.what.same_key = same_key_of(in.of, one.what, one.fields);
  auto said = line_of(one, "opened", "", in);
  said.text = {.zh = "上报", .en = "Reported"};
  out.lines.push_back(std::move(said));
  enter_stage(one, in.of.stages.front().code, in);
  follow_facts(one, in);
  note_due(one);
}

void settle(matter_case& one, const surroundings& in) {
  follow_facts(one, in);
  note_due(one);
  one.what.title = title_of(in.of, one.fields, one.what.place_name.value_or(""));
  one.what.same_key = same_key_of(in.of, one.what, one.fields);
}

refused reopen(matter_case& one, const std::string& reason, changes& out, const surroundings& in) {
  if (!one.what.ended_at) return refusal{.code = "not_ended", .detail = "This matter is not over."};
  if (one.what.merged_into) return refusal{.code = "merged", .detail = "Another matter stands for it: reopen that."};
  if (!is_at(in.who, in.of.desk.ruling_role, one.what.desk_path)) {
    return refusal{.code = "not_your_matter", .detail = "Only a supervisor of its desk reopens it.", .fields = {}, .status = 403};
  }
  if (base::trim(reason).empty()) {
    return refusal{.code = "missing_field", .detail = "Say why.", .fields = {{"/reason", "missing", "is needed"}}, .status = 422};
  }
  start_anew(one, in);
  auto said = line_of(one, "reopened", "", in);
  said.text = {.zh = "重新办理", .en = "Reopened"};
  said.reason = reason;
  out.lines.push_back(std::move(said));
  return std::nullopt;
}

void reopen_again(matter_case& one, const boost::json::object& reported, changes& out, const surroundings& in) {
  put_fields(one.fields, reported);
  start_anew(one, in);
  auto said = line_of(one, "again", "", in);
  said.text = {.zh = "同一地点同类问题再次上报，原办结不予认可", .en = "Reported once more: its closure does not count"};
  out.lines.push_back(std::move(said));
}

refused merge_into(matter_case& one, const matter_record& other, changes& out, const surroundings& in) {
  if (one.what.ended_at) return refusal{.code = "ended", .detail = "This matter is over."};
  if (!handles(one, in)) return refusal{.code = "not_your_matter", .detail = "It lies on another desk.", .fields = {}, .status = 403};
  if (other.id == one.what.id || other.kind != one.what.kind || other.ended_at) {
    return refusal{.code = "cannot_merge",
                   .detail = "It goes into another open matter of the same kind.",
                   .fields = {{"/into", "not_a_choice", "cannot take it in"}},
                   .status = 422};
  }
  drop_clocks(one, in.now);
  one.what.ended_at = in.now;
  one.what.merged_into = other.id;
  one.what.handler = std::nullopt;
  one.signatures.clear();
  note_due(one);
  auto said = line_of(one, "merged", "", in);
  said.text = {.zh = "并入" + other.number, .en = "Merged into " + other.number};
  out.lines.push_back(std::move(said));
  return std::nullopt;
}

refused split(matter_case& one, const std::vector<boost::json::object>& parts, changes& out, const surroundings& in) {
  if (one.what.ended_at) return refusal{.code = "ended", .detail = "This matter is over."};
  if (!handles(one, in)) return refusal{.code = "not_your_matter", .detail = "It lies on another desk.", .fields = {}, .status = 403};
  std::vector<std::string> allowed;
  for (const auto& field : in.of.fields) allowed.push_back(field.name);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto wrong = field_faults(in.of, parts[i], allowed);
    if (wrong.empty()) wrong = missing_fields(in.of, parts[i], in.of.asks);
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

refused move_to_edition(matter_case& one, const std::string& stage, changes& out, const surroundings& in) {
  if (one.what.ended_at) return refusal{.code = "ended", .detail = "This matter is over."};
  if (!is_at(in.who, in.of.desk.ruling_role, one.what.desk_path)) {
    return refusal{.code = "not_your_matter", .detail = "Only a supervisor of its desk moves it.", .fields = {}, .status = 403};
  }
  const auto present = in.all.kinds.find(one.what.kind);
  if (present == in.all.kinds.end() || present->second.version == one.what.kind_version) {
    return refusal{.code = "no_newer_edition", .detail = "The catalogue has no other edition of its kind."};
  }
  const auto& next = present->second;
  const auto* there = next.find_stage(stage.empty() ? one.what.stage : stage);
  if (there == nullptr || there->ends) {
    return refusal{.code = "no_such_stage",
                   .detail = "Say in which open stage it goes on.",
                   .fields = {{"/code", "not_a_choice", "is no open stage there"}},
                   .status = 422};
  }
  auto said = line_of(one, "edition", next.version, in);
  said.text = {.zh = "转入新版事项：" + there->name.zh, .en = "Moved to the newer edition: " + there->name.en};
  said.detail.text = R"({"from":")" + one.what.kind_version + R"(","to":")" + next.version + "\"}";
  out.lines.push_back(std::move(said));
  one.what.kind_version = next.version;
  one.signatures.clear();
  const surroundings anew{
      .of = next, .all = in.all, .days = in.days, .areas = in.areas, .utc_offset_min = in.utc_offset_min, .who = in.who, .now = in.now};
  go_on_with_clocks(one, anew);
  if (there->code != one.what.stage) enter_stage(one, there->code, anew);
  follow_facts(one, anew);
  note_due(one);
  return std::nullopt;
}

}  // namespace matter
