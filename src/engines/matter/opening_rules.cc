#include <algorithm>

#include "engines/matter/act_parts.h"
#include "engines/matter/clock_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/past_rules.h"
#include "engines/matter/same_rules.h"
#include "engines/matter/step_rules.h"

// How matters begin, and begin again.
namespace matter {
namespace {

// A closure that does not count ends no listed supervision: a day still to come holds.
void go_on_being_listed(matter_case& one, const surroundings& in) {
  if (!one.what.listed_at) return;
  const auto last = std::find_if(one.clocks.rbegin(), one.clocks.rend(), [](const running_clock& c) { return c.code == listing_clock; });
  if (last != one.clocks.rend() && last->due_at > in.now) start_clock_until(one, rule_of(in.of, listing_clock), base::instant(last->due_at), in);
}

void start_anew(matter_case& one, const surroundings& in) {
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
  forget_answers(one, in.of);
  one.what.desk_path = desk_of(in.areas, one.what.area_id, in.of.desk.level);
  enter_stage(one, in.of.stages.front().code, in);
  follow_facts(one, in);
  go_on_being_listed(one, in);
  note_due(one);
}

}  // namespace

void begin(matter_case& one, std::string_view place_name, changes& out, const surroundings& in) {
  one.what.title = title_of(in.of, one.fields, place_name).zh;
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
  one.what.title = title_of(in.of, one.fields, one.what.place_name.value_or("")).zh;
  one.what.same_key = same_key_of(in.of, one.what, one.fields);
}

refused reopen(matter_case& one, const std::string& reason, changes& out, const surroundings& in) {
  if (!one.what.ended_at) return refusal{.code = "not_ended", .detail = "This matter is not over."};
  if (one.what.merged_into) return refusal{.code = "merged", .detail = "Another matter stands for it: reopen that."};
  if (!is_at(in.who, in.of.desk.ruling_role, one.what.desk_path)) {
    return refusal{.code = "not_your_matter", .detail = "Only a supervisor of its desk reopens it.", .fields = {}, .status = 403};
  }
  if (auto no = reason_needed(reason)) return no;
  start_anew(one, in);
  auto said = line_of(one, "reopened", "", in);
  said.text = {.zh = "重新办理", .en = "Reopened"};
  said.reason = reason;
  out.lines.push_back(std::move(said));
  return std::nullopt;
}

void reopen_again(matter_case& one, const again_report& reported, changes& out, const surroundings& in) {
  put_fields(one.fields, reported.fields);
  one.what.known_at = reported.known_at;
  if (reported.event_at) one.what.event_at = reported.event_at;
  start_anew(one, in);
  auto said = line_of(one, "again", "", in);
  said.text = {.zh = "同一地点同类问题再次上报，原办结不予认可", .en = "Reported once more: its closure does not count"};
  out.lines.push_back(std::move(said));
}

}  // namespace matter
