#include "engines/matter/kind_cover.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>

namespace matter {
namespace {

// More than this is no kind a town writes; what has not been looked at by then counts as covered.
constexpr std::size_t most_moments = 5'000;
constexpr std::size_t most_bits = 64;

using mask = std::uint64_t;
using names = std::vector<std::string>;

bool is_in(const names& all, const std::string& name) { return std::ranges::find(all, name) != all.end(); }

// A clock that can be counted on once a field is filled, or from its start (no field).
struct sure_clock {
  const clock_rule* rule;
  std::string field = {};
};

bool waits_for_field(const clock_rule& clock) { return clock.starts == clock_start::field; }

bool is_of_facts(const clock_rule& clock) { return clock.starts != clock_start::stage && clock.starts != clock_start::step; }

// What the field or band can hold: codes, grades, yes and no; of others that they are filled; and that it is empty, when nobody
// must fill it.
names all_answers(const kind& of, const std::string& name) {
  names out;
  if (const auto graded = std::ranges::find(of.bands, name, &band::code); graded != of.bands.end()) {
    std::ranges::transform(graded->grades, std::back_inserter(out), &choice_item::code);
    return out;
  }
  const auto* field = of.find_field(name);
  if (field == nullptr) return out;
  std::ranges::transform(field->choices, std::back_inserter(out), &choice_item::code);
  if (field->type == field_type::yes_no) out = {"yes", "no"};
  if (out.empty()) out = {"filled"};
  bool must = is_in(of.asks, name);
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) must = must || is_in(step.needs, name);
  }
  if (!must) out.emplace_back("empty");
  return out;
}

// Whether clocks that can run in the stage, each with one condition, together name all that one field or band can hold.
bool is_shared_out(const stage_flow& flow, std::size_t stage) {
  std::map<std::string, names> left;
  for (const auto& clock : flow.of->clocks) {
    if (clock.when.size() != 1 || !running_stages(flow, clock)[stage]) continue;
    const auto& asked = clock.when.front();
    auto& open = left.try_emplace(asked.of, all_answers(*flow.of, asked.of)).first->second;
    const bool any = is_in(asked.is, "filled");
    std::erase_if(open, [&](const std::string& answer) { return is_in(asked.is, answer) || (any && answer != "empty"); });
    if (open.empty()) return true;
  }
  return false;
}

std::vector<sure_clock> sure_clocks(const kind& of) {
  std::vector<sure_clock> out;
  for (const auto& clock : of.clocks) {
    if (out.size() == most_bits) break;
    if (clock.starts == clock_start::event) continue;
    if (clock.when.empty()) out.push_back({.rule = &clock, .field = waits_for_field(clock) ? clock.starts_at : ""});
  }
  return out;
}

// Where a matter is, and which of the clocks are running, are over, and know their field.
struct moment {
  std::size_t stage = 0;
  mask running = 0, over = 0, known = 0;
  auto operator<=>(const moment&) const = default;
};

class walker {
 public:
  explicit walker(const stage_flow& flow) : flow_(flow), clocks_(sure_clocks(*flow.of)) {}

  std::vector<bool> walk() {
    std::vector<bool> open(flow_.of->stages.size(), false);
    std::set<moment> seen;
    std::vector<moment> next = {opened()};
    while (!next.empty() && seen.size() < most_moments) {
      const auto at = next.back();
      next.pop_back();
      if (!seen.insert(at).second) continue;
      if (at.running == 0 && !flow_.of->stages[at.stage].ends) open[at.stage] = true;
      for (const auto& way : flow_.ways) {
        if (way.from == at.stage) next.push_back(gone(at, way));
      }
    }
    return open;
  }

 private:
  template <class Act>
  void for_each_clock(const Act& act) const {
    for (std::size_t i = 0; i < clocks_.size(); ++i) act(clocks_[i], mask{1} << i);
  }

  void learn(moment& at, const names& fields) const {
    for_each_clock([&](const sure_clock& one, mask bit) {
      if (one.field.empty() || is_in(fields, one.field)) at.known |= bit;
    });
  }

  // Clocks that count from the report or a day run as soon as what they need is known, unless they are over.
  void follow_facts(moment& at) const {
    for_each_clock([&](const sure_clock& one, mask bit) {
      if (is_of_facts(*one.rule) && (at.known & bit) != 0 && (at.over & bit) == 0) at.running |= bit;
    });
  }

  void start(moment& at, clock_start by, const std::string& name) const {
    for_each_clock([&](const sure_clock& one, mask bit) {
      if (one.rule->starts != by || one.rule->starts_at != name || (at.known & bit) == 0) return;
      at.running |= bit;
      at.over &= ~bit;
    });
  }

  template <class Which>
  void stop(moment& at, const Which& which) const {
    for_each_clock([&](const sure_clock& one, mask bit) {
      if (!which(*one.rule)) return;
      at.running &= ~bit;
      at.over |= bit;
    });
  }

  moment opened() const {
    moment at;
    learn(at, flow_.of->asks);
    if (!flow_.of->stages.empty()) enter(at, 0);
    follow_facts(at);
    return at;
  }

  void enter(moment& at, std::size_t stage) const {
    const auto& code = flow_.of->stages[stage].code;
    at.stage = stage;
    stop(at, [&](const clock_rule& clock) { return is_in(clock.until_stages, code); });
    start(at, clock_start::stage, code);
  }

  moment gone(moment at, const stage_way& way) const {
    learn(at, way.by->needs);
    stop(at, [&](const clock_rule& clock) { return is_in(clock.until_steps, way.by->code); });
    if (!way.stays) enter(at, way.to);
    start(at, clock_start::step, way.by->code);
    follow_facts(at);
    return at;
  }

  const stage_flow& flow_;
  std::vector<sure_clock> clocks_;
};

}  // namespace

std::vector<bool> uncovered_stages(const stage_flow& flow) {
  auto open = walker(flow).walk();
  for (std::size_t i = 0; i < open.size(); ++i) open[i] = open[i] && !is_shared_out(flow, i);
  return open;
}

}  // namespace matter
