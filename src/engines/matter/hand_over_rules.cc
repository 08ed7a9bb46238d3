#include "engines/matter/hand_over_rules.h"

#include <boost/json/serialize.hpp>

#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "engines/matter/step_rules.h"
#include "foundation/base/text.h"

namespace matter {
namespace {

refused not_yours() { return refusal{.code = "not_your_matter", .detail = "It lies on another desk.", .fields = {}, .status = 403}; }

refused must_be_open(const matter_case& one) {
  if (one.what.ended_at) return refusal{.code = "ended", .detail = "This matter is over."};
  return std::nullopt;
}

refused must_handle(const matter_case& one, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!handles(one, in)) return not_yours();
  return std::nullopt;
}

refused reason_needed(const std::string& reason, const char* pointer = "/reason") {
  if (!base::trim(reason).empty()) return std::nullopt;
  return refusal{.code = "missing_field", .detail = "Say why.", .fields = {{pointer, "missing", "is needed"}}, .status = 422};
}

void say(changes& out, const matter_case& one, const surroundings& in, line text) {
  auto base = line_of(one, std::move(text.kind), std::move(text.code), in);
  base.text = std::move(text.text);
  base.reason = std::move(text.reason);
  base.detail = std::move(text.detail);
  out.lines.push_back(std::move(base));
}

line spoken(std::string kind, words text, std::string reason = {}) {
  line out;
  out.kind = std::move(kind);
  out.text = std::move(text);
  out.reason = std::move(reason);
  return out;
}

std::string area_of(const std::string& path, const area::area_tree& areas) {
  if (path.size() < 2) return {};
  const auto slash = path.rfind('/', path.size() - 2);
  const auto* found = areas.find(std::string_view(path).substr(slash + 1, path.size() - slash - 2));
  return found == nullptr ? std::string() : found->name;
}

// The line of a matter that goes from its desk to another.
line moved(const matter_case& one, line said, const std::string& path) {
  said.detail.text = boost::json::serialize(boost::json::object{{"from", one.what.desk_path}, {"to", path}});
  return said;
}

void move_desk(matter_case& one, const std::string& path) {
  one.had.push_back(one.what.desk_path);
  one.what.referred_from = one.what.desk_path;
  one.what.desk_path = path;
  one.what.handler = std::nullopt;
}

// Back to a desk that had it before: so often as the kind allows, then the level above both rules.
void bounce(matter_case& one, const std::string& back, const std::string& reason, changes& out, const surroundings& in) {
  ++one.what.bounces;
  if (one.what.bounces < in.of.desk.bounces && back != one.what.desk_path) {
    const auto name = area_of(back, in.areas);
    say(out, one, in, moved(one, spoken("returned", {.zh = "退回" + name, .en = "Returned to " + name}, reason), back));
    move_desk(one, back);
    return;
  }
  const auto& higher = back.size() < one.what.desk_path.size() ? back : one.what.desk_path;
  const bool above_already = higher != one.what.desk_path && one.what.desk_path.starts_with(higher);
  const auto path = above_already && !one.what.referred_from ? higher : path_above(higher, 1);
  say(out, one, in, moved(one, spoken("returned", {.zh = "再次退回，提请上级裁定", .en = "Returned again: the level above rules"}, reason), path));
  move_desk(one, path);
  one.what.hand = handing::ruling;
  start_clock(one, rule_of(in.of, ruling_clock), in.now, in);
  note_due(one);
}

}  // namespace

refused take(matter_case& one, changes& out, const surroundings& in) {
  if (auto no = must_handle(one, in)) return no;
  if (one.what.handler == in.who.account_id) return std::nullopt;
  if (one.what.handler) return refusal{.code = "taken", .detail = "Somebody else took it."};
  one.what.handler = in.who.account_id;
  say(out, one, in, spoken("taken", {.zh = "接手办理", .en = "Taken"}));
  return std::nullopt;
}

refused put_back(matter_case& one, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!one.what.handler) return std::nullopt;
  if (one.what.handler != in.who.account_id && !is_at(in.who, in.of.desk.ruling_role, one.what.desk_path)) return not_yours();
  one.what.handler = std::nullopt;
  say(out, one, in, spoken("put_back", {.zh = "放回待办", .en = "Put back"}));
  return std::nullopt;
}

refused set_leader(matter_case& one, const named_account& leader, changes& out, const surroundings& in) {
  if (auto no = must_handle(one, in)) return no;
  if (one.what.leader == leader.id) return std::nullopt;
  one.what.leader = leader.id;
  say(out, one, in, spoken("leader", {.zh = "包案领导：" + leader.name, .en = "Leader in charge: " + leader.name}));
  return std::nullopt;
}

refused refer(matter_case& one, area::level to, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_handle(one, in)) return no;
  if (one.what.hand != handing::none) return refusal{.code = "not_now", .detail = "It waits for an answer or a ruling."};
  if (std::ranges::find(in.of.desk.refer, to) == in.of.desk.refer.end()) {
    return refusal{.code = "no_such_desk",
                   .detail = "This kind is not handed to that level.",
                   .fields = {{"/level", "not_a_choice", "is not offered"}},
                   .status = 422};
  }
  if (auto no = reason_needed(reason)) return no;
  const auto path = desk_of(in.areas, one.what.area_id, to);
  if (path == one.what.desk_path) return refusal{.code = "same_desk", .detail = "It lies there already."};
  if (one.what.ruled) return refusal{.code = "ruled", .detail = "The level above has ruled whose it is."};
  if (std::ranges::find(one.had, path) != one.had.end()) {
    bounce(one, path, reason, out, in);
    return std::nullopt;
  }
  const auto name = area_of(path, in.areas);
  say(out, one, in, moved(one, spoken("referred", {.zh = "移交" + name, .en = "Handed to " + name}, reason), path));
  move_desk(one, path);
  return std::nullopt;
}

refused give_back(matter_case& one, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_handle(one, in)) return no;
  if (one.what.hand != handing::none) return refusal{.code = "not_now", .detail = "It waits for an answer or a ruling."};
  if (one.what.ruled) return refusal{.code = "ruled", .detail = "The level above has ruled whose it is."};
  if (auto no = reason_needed(reason)) return no;
  bounce(one, one.what.referred_from.value_or(path_above(one.what.desk_path, 1)), reason, out, in);
  return std::nullopt;
}

refused rule_on(matter_case& one, area::level to, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (one.what.hand != handing::ruling) return refusal{.code = "nothing_to_rule", .detail = "Nobody asked for a ruling."};
  if (!is_at(in.who, in.of.desk.ruling_role, one.what.desk_path)) return not_yours();
  if (auto no = reason_needed(reason)) return no;
  const auto path = desk_of(in.areas, one.what.area_id, to);
  one.what.desk_path = path;
  one.what.referred_from = std::nullopt;
  one.what.hand = handing::none;
  one.what.ruled = true;
  one.had.clear();
  stop_clock(one, ruling_clock, in.now);
  note_due(one);
  const auto name = area_of(path, in.areas);
  say(out, one, in, spoken("ruled", {.zh = "裁定由" + name + "办理", .en = "Ruled: " + name + " handles it"}, reason));
  return std::nullopt;
}

refused ask(matter_case& one, const std::string& question, changes& out, const surroundings& in) {
  if (auto no = must_handle(one, in)) return no;
  if (one.what.hand != handing::none) return refusal{.code = "not_now", .detail = "It waits for an answer or a ruling."};
  if (one.what.asked >= in.of.desk.ask_more) return refusal{.code = "asked_too_often", .detail = "More was asked for as often as may be."};
  if (auto no = reason_needed(question, "/text")) return no;
  ++one.what.asked;
  one.what.hand = handing::asked;
  one.asked_by = in.who.account_id;
  start_clock(one, rule_of(in.of, answer_clock), in.now, in);
  note_due(one);
  say(out, one, in, spoken("asked", {.zh = "要求补充", .en = "More was asked for"}, question));
  return std::nullopt;
}

refused answer(matter_case& one, const std::string& text, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (one.what.hand != handing::asked) return refusal{.code = "nothing_asked", .detail = "Nothing was asked."};
  const auto roles = answering_roles(in.of);
  const bool opens = std::ranges::any_of(roles, [&](const std::string& role) { return is_at(in.who, role, one.what.area_path); });
  if (one.what.opened_by != in.who.account_id && !opens) return not_yours();
  if (one.what.opened_by != in.who.account_id && one.asked_by == in.who.account_id) {
    return refusal{.code = "asked_by_you", .detail = "Who asked does not answer.", .fields = {}, .status = 403};
  }
  if (auto no = reason_needed(text, "/text")) return no;
  one.what.hand = handing::none;
  stop_clock(one, answer_clock, in.now);
  note_due(one);
  say(out, one, in, spoken("answered", {.zh = "已补充", .en = "Answered"}, text));
  return std::nullopt;
}

refused add_desk(matter_case& one, const std::string& area_id, changes& out, const surroundings& in) {
  if (auto no = must_handle(one, in)) return no;
  const auto* area = in.areas.find(area_id);
  if (area == nullptr)
    return refusal{.code = "bad_input", .detail = "No such area.", .fields = {{"/area_id", "unknown", "is no area"}}, .status = 422};
  if (area->path == one.what.desk_path || std::ranges::find(one.joint, area->path) != one.joint.end()) {
    return refusal{.code = "same_desk", .detail = "It lies there already."};
  }
  constexpr std::size_t most = 10;
  if (one.joint.size() >= most) return refusal{.code = "too_many_desks", .detail = "So many desks cannot handle one matter."};
  one.joint.push_back(area->path);
  say(out, one, in, spoken("joint", {.zh = area->name + "联合办理", .en = area->name + " handles it too"}));
  return std::nullopt;
}

refused put_on_list(matter_case& one, const std::string& until, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!in.of.listing) return refusal{.code = "not_listed", .detail = "This kind is not put under listed supervision."};
  const auto path = desk_of(in.areas, one.what.area_id, in.of.listing->level);
  if (!is_at(in.who, in.of.listing->role, path)) return not_yours();
  if (one.what.listed_at) return refusal{.code = "listed_already", .detail = "It is under listed supervision."};
  if (auto no = reason_needed(reason)) return no;
  if (!until.empty()) {
    const auto day = calendar::day_from_text(until);
    const auto due = day ? std::optional(calendar::start_of(*day + 1, in.utc_offset_min)) : std::nullopt;
    if (!due || *due <= in.now) {
      return refusal{
          .code = "bad_input", .detail = "The day must lie ahead.", .fields = {{"/until", "out_of_range", "must be a day to come"}}, .status = 422};
    }
    start_clock_until(one, rule_of(in.of, listing_clock), *due, in);
    note_due(one);
  }
  one.what.listed_at = in.now;
  one.what.listed_path = path;
  out.notice = true;
  say(out, one, in,
      spoken(
          "listed",
          {.zh = "挂牌督办" + (until.empty() ? "" : "，限期" + until), .en = "Under listed supervision" + (until.empty() ? "" : " until " + until)},
          reason));
  return std::nullopt;
}

refused take_off_list(matter_case& one, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!one.what.listed_at) return refusal{.code = "not_listed", .detail = "It is not under listed supervision."};
  const auto role = in.of.listing ? in.of.listing->role : std::string("supervisor");
  if (!is_at(in.who, role, one.what.listed_path.value_or("/"))) return not_yours();
  if (auto no = reason_needed(reason)) return no;
  one.what.listed_at = std::nullopt;
  one.what.listed_path = std::nullopt;
  stop_clock(one, listing_clock, in.now);
  note_due(one);
  out.notice = true;
  say(out, one, in, spoken("unlisted", {.zh = "摘牌", .en = "Taken off listed supervision"}, reason));
  return std::nullopt;
}

refused receive(matter_case& one, std::string_view code, changes& out, const surroundings& in) {
  const auto found = std::ranges::find_if(one.receipts, [&](const receipt& r) { return r.code == code && !r.received_at; });
  if (found == one.receipts.end()) return refusal{.code = "nothing_to_receive", .detail = "No such receipt is waited for."};
  if (!is_at(in.who, found->role, found->desk_path)) return not_yours();
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
  if (auto no = must_handle(one, in)) return no;
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
  if (auto no = must_handle(one, in)) return no;
  if (auto no = resume_clock(one, clock, in)) return no;
  note_due(one);
  const auto name = clock_name(in.of, clock);
  say(out, one, in, spoken("resumed", {.zh = "“" + name.zh + "”继续计时", .en = "\"" + name.en + "\" runs again"}));
  out.lines.back().code = std::string(clock);
  return std::nullopt;
}

refused note(matter_case& one, const std::string& text, changes& out, const surroundings& in) {
  if (auto no = reason_needed(text, "/text")) return no;
  say(out, one, in, spoken("note", {.zh = "备注", .en = "Note"}, text));
  return std::nullopt;
}

}  // namespace matter
