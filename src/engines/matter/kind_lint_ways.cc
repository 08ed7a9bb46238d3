#include <map>
#include <set>

#include "engines/matter/kind_flow.h"
#include "engines/matter/kind_lint_tools.h"

// That each stage can be left whatever its fields hold: the conditions of its steps name all there can be.
namespace matter {
namespace {

// More than this is no kind a town writes: what has not been looked at by then counts as well.
constexpr std::size_t most_cases = 20'000;
constexpr const char* nothing = "";  // a field that is empty
constexpr const char* something = "*";

using values = std::map<std::string, std::string>;
using field_names = std::set<std::string>;

// The fields that are filled once the step was done: those it needs, and those its conditions ask to hold something.
field_names filled_by(const step& one) {
  field_names out(one.needs.begin(), one.needs.end());
  for (const auto& each : one.when) {
    if (!holds(each.is, "empty")) out.insert(each.of);
  }
  return out;
}

// Adds what must have been filled before: a field that only steps can fill speaks for what each of them brought.
void add_earlier(const kind& of, field_names& filled) {
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& name : field_names(filled)) {
      if (holds(of.asks, name) || holds(of.takes, name)) continue;
      std::optional<field_names> brought;
      for_each_step(of, [&](const stage&, const step& one) {
        if (!holds(one.needs, name) && !holds(one.may, name)) return;
        auto own = filled_by(one);
        if (brought) std::erase_if(own, [&](const std::string& each) { return !brought->contains(each); });
        brought = std::move(own);
      });
      if (!brought) continue;
      for (const auto& each : *brought) grew = filled.insert(each).second || grew;
    }
  }
}

// The fields that are filled in each stage, whatever way led there.
std::vector<field_names> surely_filled(const stage_flow& flow) {
  std::vector<field_names> out(flow.of->stages.size());
  std::vector<bool> known(out.size(), false);
  if (out.empty()) return out;
  out[0].insert(flow.of->asks.begin(), flow.of->asks.end());
  known[0] = true;
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& way : flow.ways) {
      if (!known[way.from] || way.stays) continue;
      auto brought = out[way.from];
      brought.merge(filled_by(*way.by));
      add_earlier(*flow.of, brought);
      auto kept = std::move(brought);
      if (known[way.to]) std::erase_if(kept, [&](const std::string& name) { return !out[way.to].contains(name); });
      if (way.to == 0) std::erase_if(kept, [&](const std::string& name) { return !holds(flow.of->asks, name); });
      if (known[way.to] && kept == out[way.to]) continue;
      if (known[way.to])
        std::erase_if(out[way.to], [&](const std::string& name) { return !kept.contains(name); });
      else
        out[way.to] = kept;
      known[way.to] = changed = true;
    }
  }
  return out;
}

class stage_ways {
 public:
  stage_ways(const kind& of, const stage& in, const field_names& filled) : of_(of), in_(in), filled_(filled) {
    for (const auto& one : in.steps) {
      changed_.insert(one.needs.begin(), one.needs.end());
      changed_.insert(one.may.begin(), one.may.end());
    }
  }

  // What the fields hold when nothing leads on; nothing when something always does.
  std::optional<values> stuck() const {
    std::map<std::string, std::vector<std::string>> all;
    std::size_t cases = 1;
    for (const auto& one : in_.steps) {
      for (const auto& each : one.when) {
        if (can_change(each.of) || !all.try_emplace(each.of, all_values(each.of)).second) continue;
        cases *= std::max<std::size_t>(1, all[each.of].size());
        if (cases > most_cases) return std::nullopt;
      }
    }
    for (std::size_t i = 0; i < cases; ++i) {
      const auto one = case_of(all, i);
      if (!leads_on(one)) return one;
    }
    return std::nullopt;
  }

 private:
  // What a step of this stage can set does not keep anybody in it.
  bool can_change(const std::string& name) const {
    const auto graded = std::ranges::find(of_.bands, name, &band::code);
    if (graded == of_.bands.end()) return changed_.contains(name);
    return std::ranges::any_of(graded->any_of, [&](const auto& criterion) { return changed_.contains(criterion.field); });
  }

  std::vector<std::string> all_values(const std::string& name) const {
    std::vector<std::string> out;
    const auto graded = std::ranges::find(of_.bands, name, &band::code);
    if (graded != of_.bands.end()) {
      for (const auto& grade : graded->grades) out.push_back(grade.code);
      return out;
    }
    const auto* field = of_.find_field(name);
    if (field != nullptr) {
      for (const auto& item : field->choices) out.push_back(item.code);
      if (field->type == field_type::yes_no) out = {"yes", "no"};
    }
    if (out.empty()) out.emplace_back(something);
    if (!filled_.contains(name)) out.emplace_back(nothing);
    return out;
  }

  static values case_of(const std::map<std::string, std::vector<std::string>>& all, std::size_t number) {
    values out;
    for (const auto& [name, list] : all) {
      if (list.empty()) continue;
      out[name] = list[number % list.size()];
      number /= list.size();
    }
    return out;
  }

  bool leads_on(const values& one) const {
    const auto is_so = [&](const condition& each) {
      const auto found = one.find(each.of);
      if (found == one.end()) return true;
      return holds(each.is, found->second) || holds(each.is, std::string(found->second == nothing ? "empty" : "filled"));
    };
    return std::ranges::any_of(in_.steps,
                               [&](const step& next) { return !next.to.empty() && next.to != in_.code && std::ranges::all_of(next.when, is_so); });
  }

  const kind& of_;
  const stage& in_;
  const field_names& filled_;
  field_names changed_;
};

std::string told(const values& all) {
  std::string out;
  for (const auto& [name, value] : all) {
    const std::string is = value == nothing ? " is empty" : value == something ? " is filled" : " is " + value;
    out += (out.empty() ? "" : " and ") + name + is;
  }
  return out;
}

}  // namespace

lint_faults lint_ways_out(const lint_case& of) {
  lint_faults out;
  const auto flow = flow_of(of.one);
  const auto filled = surely_filled(flow);
  for (std::size_t i = 0; i < of.one.stages.size(); ++i) {
    const auto& stage = of.one.stages[i];
    if (stage.ends || !flow.reached[i] || !flow.can_end[i]) continue;  // lint_ends says so
    const auto stuck = stage_ways(of.one, stage, filled[i]).stuck();
    if (!stuck || stuck->empty()) continue;
    out.push_back(fault_at(stage.line, "no_way_out", "nothing leads on from the stage " + stage.code + " when " + told(*stuck),
                           "Add a step for it, or let a step without conditions lead on."));
  }
  return out;
}

}  // namespace matter
