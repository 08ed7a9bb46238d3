#include "engines/matter/kind_lint.h"

#include <set>

#include "engines/matter/kind_lint_tools.h"

namespace matter {
namespace {

// The last day that every such period has.
std::int64_t last_day_of(period every) {
  switch (every) {
    case period::ten_days: return 8;  // the last one of February
    case period::month: return 28;
    case period::quarter: return 90;
    case period::half_year: return 181;
    case period::year: break;
  }
  return 365;
}

// Whether kinds opening each other lead from `at` back to `home`.
bool leads_to(const catalogue& town, const std::string& at, const std::string& home, std::set<std::string>& seen) {
  if (at == home) return true;
  const auto found = town.kinds.find(at);
  if (found == town.kinds.end() || !seen.insert(at).second) return false;
  bool leads = false;
  for_each_step(found->second,
                [&](const stage&, const step& one) { leads = leads || (!one.opens.empty() && leads_to(town, one.opens, home, seen)); });
  return leads;
}

bool is_opened_by_another(const lint_case& of) {
  return std::ranges::any_of(of.town.kinds, [&](const auto& entry) {
    bool opens = false;
    for_each_step(entry.second, [&](const stage&, const step& one) { opens = opens || one.opens == of.one.code; });
    return opens;
  });
}

void check_prefix(const lint_case& of, lint_faults& out) {
  for (const auto& [code, other] : of.town.kinds) {
    if (code >= of.one.code) return;  // the later of two is at fault
    if (other.prefix != of.one.prefix) continue;
    out.push_back(fault_at(line_at(of.one, "number"), "duplicate_number", "the numbers of " + code + " begin with " + of.one.prefix + " too",
                           "Choose other letters."));
  }
}

}  // namespace

lint_faults lint_signers(const lint_case& of) {
  lint_faults out;
  for_each_step(of.one, [&](const stage& in, const step& one) {
    const auto line = line_at(of.one, path_of(in, one) + ".signers");
    if (one.who.empty()) {
      out.push_back(fault_at(one.line, "no_role", "nobody can do the step " + one.code, "Name the roles in who."));
    } else if (one.each && one.signers != static_cast<int>(one.who.size())) {
      out.push_back(
          fault_at(line, "too_many_signers",
                   one.code + " wants " + std::to_string(one.signers) + " signers, one of each of " + std::to_string(one.who.size()) + " roles",
                   "With each: true there are as many signers as roles in who: leave signers out."));
    }
    if (one.signers < 1 || one.signers > 5) {
      out.push_back(fault_at(line, "too_many_signers", one.code + " wants " + std::to_string(one.signers) + " signers", "Ask for one to five."));
    }
  });
  return out;
}

lint_faults lint_recurrence(const lint_case& of) {
  if (!of.one.recurs) return {};
  const auto last = last_day_of(of.one.recurs->every);
  if (of.one.recurs->on_day >= 1 && of.one.recurs->on_day <= last) return {};
  return {fault_at(line_at(of.one, "recurs.on_day"), "no_such_day", "not every such period has a day " + std::to_string(of.one.recurs->on_day),
                   "Write a day from 1 to " + std::to_string(last) + ".")};
}

namespace {

bool ends_for_good(const kind& one) {
  bool any = false;
  for_each_step(one, [&](const stage&, const step& what) {
    const auto* target = one.find_stage(what.to);
    any = any || (target != nullptr && target->ends && what.opens != one.code);
  });
  return any;
}

}  // namespace

lint_faults lint_openings(const lint_case& of) {
  lint_faults out;
  for_each_step(of.one, [&](const stage& in, const step& one) {
    std::set<std::string> seen;
    const auto* target = of.one.find_stage(one.to);
    // A new one may take this one's place, where it can also end for good.
    if (one.opens == of.one.code && target != nullptr && target->ends && ends_for_good(of.one)) return;
    if (one.opens.empty() || !leads_to(of.town, one.opens, of.one.code, seen)) return;
    out.push_back(fault_at(line_at(of.one, path_of(in, one) + ".opens"), "cyclic_kinds",
                           of.one.code + " opens " + one.opens + ", which leads back to " + of.one.code,
                           "Let one of them end without opening the next."));
  });
  if (of.one.opened_by.empty() && !of.one.recurs && !is_opened_by_another(of)) {
    out.push_back(fault_at(line_at(of.one, "opened_by"), "never_opened", "nobody can open it",
                           "Name roles in opened_by, let it recur, or let another kind open it."));
  }
  check_prefix(of, out);
  return out;
}

lint_faults lint_kind(const lint_case& of) {
  using rule = lint_faults (*)(const lint_case&);
  constexpr rule names[] = {lint_field_names, lint_stage_names, lint_step_names,  lint_results,
                            lint_file_set,    lint_rules_named, lint_kinds_named, lint_conditions};
  constexpr rule ways[] = {lint_reach, lint_ends, lint_clock_in_each_stage, lint_bounce};
  constexpr rule others[] = {lint_clock_limits, lint_clock_days, lint_used_fields, lint_asked_fields, lint_opening_fields, lint_bands,
                             lint_checks,       lint_carried,    lint_signers,     lint_people,       lint_recurrence,     lint_openings};
  lint_faults out;
  const auto apply = [&](const auto& rules) {
    for (const auto rule : rules) {
      for (auto& found : rule(of)) out.push_back(std::move(found));
    }
  };
  apply(names);
  const auto is_name = [](const fault& one) { return one.code == "unknown_stage" || one.code == "unknown_step"; };
  if (std::ranges::none_of(out, is_name)) apply(ways);
  apply(others);
  std::ranges::stable_sort(out, {}, &fault::line);
  return out;
}

}  // namespace matter
