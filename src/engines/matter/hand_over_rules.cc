#include "engines/matter/hand_over_rules.h"

#include <boost/json/serialize.hpp>

#include <algorithm>

#include "engines/matter/act_parts.h"
#include "engines/matter/clock_rules.h"
#include "engines/matter/step_rules.h"

namespace matter {
namespace {

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
  if (auto no = must_lead(one, in)) return no;
  if (one.what.leader == leader.id) return std::nullopt;
  one.what.leader = leader.id;
  one.what.leader_name = leader.name;
  say(out, one, in, spoken("leader", {.zh = "包案领导：" + leader.name, .en = "Leader in charge: " + leader.name}));
  return std::nullopt;
}

refused refer(matter_case& one, area::level to, const std::string& reason, changes& out, const surroundings& in) {
  if (auto no = must_lead(one, in)) return no;
  if (auto no = must_be_in_hand(one)) return no;
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
  if (auto no = must_lead(one, in)) return no;
  if (auto no = must_be_in_hand(one)) return no;
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
  if (path != one.what.desk_path) one.what.handler = std::nullopt;
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
  if (auto no = must_be_in_hand(one)) return no;
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

refused note(matter_case& one, const std::string& text, changes& out, const surroundings& in) {
  if (auto no = reason_needed(text, "/text")) return no;
  say(out, one, in, spoken("note", {.zh = "备注", .en = "Note"}, text));
  return std::nullopt;
}

}  // namespace matter
