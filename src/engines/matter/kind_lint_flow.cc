#include <set>

#include "engines/matter/kind_cover.h"
#include "engines/matter/kind_flow.h"
#include "engines/matter/kind_lint_tools.h"

// The way through the stages: that each is reached, leads to an end, and lies under a clock.
namespace matter {
namespace {

// Whether going round in the group ends the clock or begins it anew.
bool is_touched(const stage_flow& flow, const clock_rule& clock, const std::vector<std::size_t>& group) {
  const auto is_member = [&](std::size_t i) { return holds(group, i); };
  const auto& stages = flow.of->stages;
  if (clock.starts == clock_start::stage && std::ranges::any_of(group, [&](std::size_t i) { return stages[i].code == clock.starts_at; })) return true;
  return std::ranges::any_of(flow.ways, [&](const stage_way& way) {
    if (way.stays || way.by->times != 0 || !is_member(way.from) || !is_member(way.to)) return false;
    return (clock.starts == clock_start::step && clock.starts_at == way.by->code) || holds(clock.until_steps, way.by->code);
  });
}

bool runs_through(const stage_flow& flow, const clock_rule& clock, const std::vector<std::size_t>& group) {
  const auto running = running_stages(flow, clock);
  return std::ranges::all_of(group, [&](std::size_t i) { return running[i]; }) && !is_touched(flow, clock, group);
}

// Whether it is to start in a stage, or by a step of stages, nothing leads to: that is told of the stage.
bool starts_unreached(const stage_flow& flow, const clock_rule& clock) {
  bool known = false, reached = false;
  const auto& stages = flow.of->stages;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const bool by_stage = clock.starts == clock_start::stage && stages[i].code == clock.starts_at;
    const bool by_step =
        clock.starts == clock_start::step && std::ranges::find(stages[i].steps, clock.starts_at, &step::code) != stages[i].steps.end();
    known = known || by_stage || by_step;
    reached = reached || ((by_stage || by_step) && flow.reached[i]);
  }
  return known && !reached;
}

}  // namespace

lint_faults lint_reach(const lint_case& of) {
  lint_faults out;
  const auto missing = first_unreached(flow_of(of.one));
  for (std::size_t i = 0; i < missing.size(); ++i) {
    const auto& stage = of.one.stages[i];
    if (!missing[i]) continue;
    out.push_back(
        fault_at(stage.line, "unreachable_stage", "no step leads to the stage " + stage.code, "Let a step lead there (to:), or take the stage out."));
  }
  return out;
}

lint_faults lint_ends(const lint_case& of) {
  lint_faults out;
  const auto endless = last_without_end(flow_of(of.one));
  for (std::size_t i = 0; i < endless.size(); ++i) {
    const auto& stage = of.one.stages[i];
    if (stage.ends && !stage.steps.empty()) {
      out.push_back(fault_at(stage.line, "ending_with_steps", "the stage " + stage.code + " ends the matter and has steps",
                             "Leave its steps out; what is ended is reopened, not gone on with."));
    }
    for (const auto& step : stage.steps) {
      const auto to = std::ranges::find(of.one.stages, step.to, &matter::stage::code);
      if (step.receipts.empty() || to == of.one.stages.end() || !to->ends) continue;
      out.push_back(fault_at(step.line, "receipt_after_end",
                             "the step " + step.code + " ends the matter and asks for a receipt: nothing waits for it any more",
                             "Ask for the receipt by a step before, or let this one lead to a stage in which the receipt is waited for."));
    }
    if (endless[i]) {
      out.push_back(fault_at(stage.line, "no_end", "from the stage " + stage.code + " no end can be reached",
                             "Let a step lead on to a stage with ends: true."));
    }
  }
  return out;
}

lint_faults lint_clock_in_each_stage(const lint_case& of) {
  lint_faults out;
  const auto flow = flow_of(of.one);
  std::vector<bool> covered(of.one.stages.size(), false);
  for (const auto& clock : of.one.clocks) {
    const auto running = running_stages(flow, clock);
    for (std::size_t i = 0; i < running.size(); ++i) covered[i] = covered[i] || running[i];
    if (!std::ranges::any_of(running, [](bool runs) { return runs; }) && !starts_unreached(flow, clock)) {
      out.push_back(fault_at(clock.line, "clock_never_runs",
                             "the clock " + clock.code + " never runs: it stops where it starts, or starts where the matter ends",
                             "Correct starts or until."));
    }
  }
  const auto uncovered = uncovered_stages(flow);
  for (std::size_t i = 0; i < covered.size(); ++i) {
    const auto& stage = of.one.stages[i];
    if (stage.ends || !flow.reached[i] || (covered[i] && !uncovered[i])) continue;
    const auto why = covered[i] ? " it can be that no clock runs, by the way it came there or by what its fields hold" : " no clock runs";
    out.push_back(fault_at(stage.line, "no_clock", "in the stage " + stage.code + why + ": it can lie there for ever",
                           "Add a clock that starts there, or let another without conditions run on until a later stage."));
  }
  return out;
}

lint_faults lint_bounce(const lint_case& of) {
  lint_faults out;
  const auto flow = flow_of(of.one);
  for (const auto& group : endless_groups(flow)) {
    if (std::ranges::any_of(of.one.clocks, [&](const clock_rule& clock) { return runs_through(flow, clock, group); })) continue;
    std::string names;
    for (const auto i : group) names += (names.empty() ? "" : ", ") + of.one.stages[i].code;
    out.push_back(fault_at(of.one.stages[group.front()].line, "endless_bounce",
                           "it can go round without end and without a clock that runs on: " + names,
                           "Write times: on one of the steps and another way on from its stage, or let a clock run through all of these stages."));
  }
  return out;
}

}  // namespace matter
