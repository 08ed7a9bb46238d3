#include <algorithm>

#include "engines/matter/act_parts.h"
#include "engines/matter/clock_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/step_rules.h"

// Listed supervision, receipts, and clocks that stand still.
namespace matter {
namespace {

// The moment the day ends.
std::optional<base::instant> end_of_listing(const std::string& until, const surroundings& in) {
  const auto today = calendar::day_of(in.now, in.utc_offset_min);
  const auto day = calendar::day_from_text(until);
  if (!day || *day <= today || *day > calendar::add_months(today, 24)) return std::nullopt;
  return calendar::start_of(*day + 1, in.utc_offset_min);
}

bool runs(const matter_case& one, std::string_view code) {
  return std::ranges::any_of(one.clocks, [&](const running_clock& c) { return c.code == code && c.state == clock_state::running; });
}

}  // namespace

refused put_on_list(matter_case& one, const std::string& until, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!in.of.listing) return refusal{.code = "not_listed", .detail = "This kind is not put under listed supervision."};
  const auto path = desk_of(in.areas, one.what.area_id, in.of.listing->level);
  if (!is_at(in.who, in.of.listing->role, path)) return not_yours();
  if (one.what.listed_at && (until.empty() || runs(one, listing_clock))) {
    return refusal{.code = "listed_already", .detail = "It is under listed supervision."};
  }
  if (auto no = reason_needed(reason)) return no;
  if (!until.empty()) {
    const auto due = end_of_listing(until, in);
    if (!due) {
      return refusal{.code = "bad_input",
                     .detail = "The day must lie ahead, within two years.",
                     .fields = {{"/until", "out_of_range", "must be a day to come, within two years"}},
                     .status = 422};
    }
    start_clock_until(one, rule_of(in.of, listing_clock), *due, in);
    note_due(one);
  }
  one.what.listed_at = one.what.listed_at.value_or(in.now);
  one.what.listed_path = path;
  out.notice = true;
  say(out, one, in,
      spoken(
          "listed",
          {.zh = "挂牌督办" + (until.empty() ? "" : "，限期" + until), .en = "Under listed supervision" + (until.empty() ? "" : " until " + until)},
          reason));
  return std::nullopt;
}

bool leaves_list_by_step(const matter_case& one, const kind& of) {
  if (!one.what.listed_at) return false;
  bool listed = false, has_way_off = false;
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      if (!step.lists) continue;
      const auto did = [&](const deed& done) { return done.step == step.code && done.stage == stage.code && done.at >= *one.what.listed_at; };
      has_way_off = has_way_off || !*step.lists;
      listed = listed || (*step.lists && std::ranges::any_of(one.deeds, did));
    }
  }
  return listed && has_way_off;
}

refused take_off_list(matter_case& one, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!one.what.listed_at) return refusal{.code = "not_listed", .detail = "It is not under listed supervision."};
  const auto role = in.of.listing ? in.of.listing->role : std::string("supervisor");
  if (!is_at(in.who, role, one.what.listed_path.value_or("/"))) return not_yours();
  if (leaves_list_by_step(one, in.of)) {
    return refusal{.code = "off_by_step", .detail = "A step put it on the list, and a step of its kind takes it off, with what that one asks for."};
  }
  if (auto no = reason_needed(reason)) return no;
  one.what.listed_at = std::nullopt;
  one.what.listed_path = std::nullopt;
  stop_clock(one, listing_clock, in.now);
  note_due(one);
  out.notice = true;
  say(out, one, in, spoken("unlisted", {.zh = "摘牌", .en = "Taken off listed supervision"}, reason));
  return std::nullopt;
}

bool sent_by(const matter_case& one, std::string_view code, const std::string& account, const kind& of) {
  for (auto done = one.deeds.rbegin(); done != one.deeds.rend(); ++done) {
    const auto* stage = of.find_stage(done->stage);
    const auto asked = [&](const step& what) {
      return what.code == done->step && std::ranges::find(what.receipts, code, &receipt_rule::code) != what.receipts.end();
    };
    if (stage != nullptr && std::ranges::any_of(stage->steps, asked)) return std::ranges::find(done->by, account) != done->by.end();
  }
  return false;
}

refused receive(matter_case& one, std::string_view code, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  const auto found = std::ranges::find_if(one.receipts, [&](const receipt& r) { return r.code == code && !r.received_at; });
  if (found == one.receipts.end()) return refusal{.code = "nothing_to_receive", .detail = "No such receipt is waited for."};
  if (!is_at(in.who, found->role, found->desk_path)) return not_yours();
  if (sent_by(one, code, in.who.account_id, in.of)) {
    return refusal{.code = "own_work", .detail = "Who sent it does not confirm that it arrived.", .fields = {}, .status = 403};
  }
  found->received_at = in.now;
  found->received_by = in.who.account_id;
  const auto said = line_of(one, "received", std::string(code), in);
  found->received_name = said.by_name;
  stop_clock(one, std::string(receipt_clock) + "." + std::string(code), in.now);
  note_due(one);
  const auto name = clock_name(in.of, std::string(receipt_clock) + "." + std::string(code));
  out.lines.push_back(said);
  out.lines.back().text = name;
  return std::nullopt;
}

refused pause(matter_case& one, std::string_view clock, std::string_view why, changes& out, const surroundings& in) {
  if (auto no = must_lead(one, in)) return no;
  if (auto no = pause_clock(one, clock, why, in)) return no;
  note_due(one);
  const auto name = clock_name(in.of, clock);
  const auto* rule = in.of.find_clock(clock);
  const auto reason = std::ranges::find(rule->pauses, why, &pause_reason::code);
  say(out, one, in, spoken("paused", {.zh = "“" + name.zh + "”暂停：" + reason->name.zh, .en = "\"" + name.en + "\" paused: " + reason->name.en}));
  out.lines.back().code = std::string(clock);
  return std::nullopt;
}

refused resume(matter_case& one, std::string_view clock, changes& out, const surroundings& in) {
  if (auto no = must_lead(one, in)) return no;
  if (auto no = resume_clock(one, clock, in)) return no;
  note_due(one);
  const auto name = clock_name(in.of, clock);
  say(out, one, in, spoken("resumed", {.zh = "“" + name.zh + "”继续计时", .en = "\"" + name.en + "\" runs again"}));
  out.lines.back().code = std::string(clock);
  return std::nullopt;
}

}  // namespace matter
