#include <algorithm>
#include <stdexcept>

#include "engines/matter/clock_parts.h"
#include "engines/matter/clock_rules.h"

namespace matter {
namespace {

void say(changes& out, const matter_case& one, const running_clock& clock, words text, base::instant now) {
  line next;
  next.at = now;
  next.kind = "clock";
  next.code = clock.code;
  next.round = one.what.round;
  next.text = std::move(text);
  next.detail.text = R"({"serial":)" + std::to_string(clock.serial) + R"(,"due_at":")" + base::to_rfc3339(clock.due_at) + "\"}";
  out.lines.push_back(std::move(next));
}

std::string area_name(const std::string& path, const surroundings& in) {
  const auto id = path.size() < 2 ? std::string() : path.substr(path.rfind('/', path.size() - 2) + 1);
  const auto* found = id.empty() ? nullptr : in.areas.find(std::string_view(id).substr(0, id.size() - 1));
  return found == nullptr ? std::string() : found->name;
}

void escalate(matter_case& one, changes& out, running_clock& clock, const clock_rule& rule, const surroundings& in) {
  const auto& step = rule.escalate[static_cast<std::size_t>(clock.escalated)];
  ++clock.escalated;
  const auto path = path_above(one.what.desk_path, step.up);
  if (!one.what.escalated_path || path.size() < one.what.escalated_path->size()) one.what.escalated_path = path;
  one.what.escalated_at = in.now;
  const auto place = area_name(path, in);
  say(out, one, clock, {.zh = "“" + rule.name.zh + "”超期，已上报" + place, .en = "\"" + rule.name.en + "\" is late: told " + place}, in.now);
}

// One thing that is due; false when nothing is.
bool fire_one(matter_case& one, changes& out, running_clock& clock, const surroundings& in) {
  if (!clock.next_at || *clock.next_at > in.now) return false;
  const auto rule = rule_of(in.of, clock.code);
  if (clock.state == clock_state::paused) {
    end_pause(clock, *clock.next_at);
    count_again(one, clock, in);
    say(out, one, clock, {.zh = "“" + rule.name.zh + "”暂停期满，继续计时", .en = "\"" + rule.name.en + "\" runs again: its pause is over"}, in.now);
    return true;
  }
  if (in.now < clock.due_at) {
    clock.warned_at = in.now;
    say(out, one, clock, {.zh = "“" + rule.name.zh + "”即将到期", .en = "\"" + rule.name.en + "\" runs out soon"}, in.now);
  } else if (!clock.overdue_at) {
    clock.overdue_at = in.now;
    clock.warned_at = clock.warned_at.value_or(in.now);  // slept through: one word is enough
    say(out, one, clock, {.zh = "“" + rule.name.zh + "”已超期", .en = "\"" + rule.name.en + "\" has run out"}, in.now);
  } else if (static_cast<std::size_t>(clock.escalated) < rule.escalate.size()) {
    escalate(one, out, clock, rule, in);
  }  // else the ladder of a newer edition is shorter
  plan(clock, rule, in);
  return true;
}

}  // namespace

void fire_due(matter_case& one, changes& out, const surroundings& in) {
  if (one.what.ended_at) return;
  // Few things can follow each other: a warning or its running out, and the ladder's rungs.
  constexpr int most = 32;
  for (std::size_t i = 0; i < one.clocks.size(); ++i) {
    for (int n = 0; n < most && fire_one(one, out, one.clocks[i], in); ++n) {
    }
  }
  note_due(one);
}

}  // namespace matter
