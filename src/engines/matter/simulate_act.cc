#include "engines/matter/simulate_act.h"

#include "engines/matter/clock_rules.h"
#include "engines/matter/evidence_rules.h"

namespace matter {
namespace {

using sort = simulated_act::sort;

refused open(matter_case& one, const simulated_act& act, changes& out, const surroundings& in) {
  one = matter_case();
  one.what = act.start;
  one.fields = act.fields;
  begin(one, "", out, in);
  return std::nullopt;
}

refused add_evidence(matter_case& one, const simulated_act& act, changes& out, const surroundings& in) {
  evidence next{.id = "file-" + std::to_string(one.files.size() + 1), .code = act.code, .kind = "document", .file_id = "file", .name = act.code};
  next.round = one.what.round;
  next.added_at = in.now;
  next.added_by = in.who.account_id;
  add_file(one, std::move(next));
  out.lines.push_back(line_of(one, "evidence", act.code, in));
  return std::nullopt;
}

refused merge(matter_case& one, changes& out, const surroundings& in) {
  matter_case other;
  other.what.id = "other";
  other.what.kind = one.what.kind;
  other.what.stage = one.what.stage;
  return merge_into(one, other, out, in);
}

refused again(matter_case& one, const simulated_act& act, changes& out, const surroundings& in) {
  if (!one.what.ended_at || one.what.merged_into) return refusal{.code = "not_ended", .detail = "This matter is not over."};
  reopen_again(one, {.fields = act.fields}, out, in);
  return std::nullopt;
}

refused fire(matter_case& one, changes& out, const surroundings& in) {
  fire_due(one, out, in);
  return std::nullopt;
}

refused count_again(matter_case& one, const surroundings& in) {
  if (recount(one, in)) note_due(one);
  return std::nullopt;
}

refused hand_over(matter_case& one, const simulated_act& act, changes& out, const surroundings& in) {
  switch (act.what) {
    case sort::take: return take(one, out, in);
    case sort::put_back: return put_back(one, out, in);
    case sort::lead: return set_leader(one, {.id = act.code, .name = act.code}, out, in);
    case sort::refer: return refer(one, act.level, act.text, out, in);
    case sort::give_back: return give_back(one, act.text, out, in);
    case sort::rule: return rule_on(one, act.level, act.text, out, in);
    case sort::ask: return ask(one, act.text, out, in);
    case sort::answer: return answer(one, act.text, out, in);
    case sort::join: return add_desk(one, act.code, out, in);
    case sort::leave: return remove_desk(one, act.code, out, in);
    case sort::take_in: {
      matter_case other;
      other.what = act.start;
      return take_in(one, other, out, in);
    }
    case sort::list: return put_on_list(one, act.code, act.text, out, in);
    case sort::unlist: return take_off_list(one, act.text, out, in);
    case sort::receive: return receive(one, act.code, out, in);
    case sort::pause: return pause(one, act.code, act.text, out, in);
    case sort::resume: return resume(one, act.code, out, in);
    case sort::reopen: return reopen(one, act.text, out, in);
    case sort::split: return split(one, {act.fields}, out, in);
    default: return note(one, act.text, out, in);
  }
}

}  // namespace

refused perform(matter_case& one, const simulated_act& act, changes& out, const surroundings& in) {
  switch (act.what) {
    case sort::open: return open(one, act, out, in);
    case sort::fire: return fire(one, out, in);
    case sort::recount: return count_again(one, in);
    case sort::again: return again(one, act, out, in);
    default: break;
  }
  auto no = act.what == sort::step       ? perform_step(one, {.step = act.code, .fields = act.fields, .reason = act.text}, out, in)
            : act.what == sort::evidence ? add_evidence(one, act, out, in)
            : act.what == sort::merge    ? merge(one, out, in)
                                         : hand_over(one, act, out, in);
  if (!no && !out.lines.empty()) settle(one, in);
  return no;
}

}  // namespace matter
