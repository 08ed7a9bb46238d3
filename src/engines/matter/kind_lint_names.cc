#include <functional>

#include "engines/matter/kind_lint_tools.h"

// Names of fields, stages, steps, results, rules and kinds that stand somewhere and are not there.
namespace matter {
namespace {

// One sort of names: which are known, and what a missing one is called.
struct name_check {
  const kind& one;
  std::vector<std::string> known;
  std::string code;
  std::string called;
  std::string remedy;
  lint_faults out = {};

  void want(const std::string& name, const std::string& path) {
    if (holds(known, name)) return;
    out.push_back(fault_at(line_at(one, path), code, "there is no " + called + " " + name + nearest(name, known), remedy));
  }
  void want_all(const std::vector<std::string>& names, const std::string& path) {
    for (const auto& name : names) want(name, path);
  }
};

std::vector<std::string> field_names(const kind& one) {
  std::vector<std::string> out;
  for (const auto& field : one.fields) out.push_back(field.name);
  return out;
}

name_check check_of_fields(const kind& one) {
  return {.one = one, .known = field_names(one), .code = "unknown_field", .called = "field", .remedy = "Name one of `fields`, or add it there."};
}

// What may stand in a condition: fields and bands.
void want_conditions(name_check& check, const std::vector<condition>& when, const std::string& path) {
  for (std::size_t i = 0; i < when.size(); ++i) {
    if (check.one.bands.end() != std::ranges::find(check.one.bands, when[i].of, &band::code)) continue;
    check.want(when[i].of, path + ".when." + std::to_string(i) + ".of");
  }
}

void want_checks(name_check& check, const std::vector<matter::check>& checks, const std::string& path) {
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const auto at = path + "." + std::to_string(i);
    check.want(checks[i].field, at + ".field");
    if (const auto* other = std::get_if<std::string>(&checks[i].other)) check.want(*other, at);
  }
}

void want_fields_of_step(name_check& check, const stage& in, const step& one) {
  const auto path = path_of(in, one);
  check.want_all(one.needs, path + ".needs");
  check.want_all(one.may, path + ".may");
  check.want_all(one.carries, path + ".opens.carries");
  want_conditions(check, one.when, path);
  want_checks(check, one.checks, path + ".checks");
}

void want_fields_of_clocks(name_check& check) {
  for (const auto& clock : check.one.clocks) {
    const auto path = "clocks." + clock.code;
    if (clock.starts == clock_start::field) check.want(clock.starts_at, path + ".starts.field");
    want_conditions(check, clock.when, path);
  }
}

// The codes a condition on this field or band can ask for.
std::vector<std::string> answers_of(const kind& one, const std::string& of) {
  std::vector<std::string> out = {"filled", "empty"};
  const auto add = [&](const std::vector<choice_item>& items) {
    for (const auto& item : items) out.push_back(item.code);
  };
  const auto band = std::ranges::find(one.bands, of, &band::code);
  if (band != one.bands.end()) add(band->grades);
  const auto* field = one.find_field(of);
  if (field != nullptr) add(field->choices);
  if (field != nullptr && field->type == field_type::yes_no) out.insert(out.end(), {"yes", "no"});
  return out;
}

void check_answers(const kind& one, const std::vector<condition>& when, const std::string& path, lint_faults& out) {
  for (std::size_t i = 0; i < when.size(); ++i) {
    const bool is_there = one.find_field(when[i].of) != nullptr || std::ranges::find(one.bands, when[i].of, &band::code) != one.bands.end();
    if (!is_there) continue;  // lint_field_names says so
    const auto known = answers_of(one, when[i].of);
    for (const auto& answer : when[i].is) {
      if (holds(known, answer)) continue;
      out.push_back(fault_at(line_at(one, path + ".when." + std::to_string(i) + ".is"), "unknown_choice",
                             when[i].of + " is never " + answer + nearest(answer, known),
                             "Name one of its choices or grades; yes or no of a yes_no field; filled or empty of any."));
    }
  }
}

}  // namespace

lint_faults lint_field_names(const lint_case& of) {
  const auto& one = of.one;
  auto check = check_of_fields(one);
  check.want_all(one.asks, "asks");
  check.want_all(one.takes, "takes");
  check.want_all(one.title, "title");
  want_checks(check, one.checks, "checks");
  for (const auto& band : one.bands) {
    for (std::size_t i = 0; i < band.any_of.size(); ++i) {
      check.want(band.any_of[i].field, "bands." + band.code + ".any_of." + std::to_string(i) + ".field");
    }
  }
  want_fields_of_clocks(check);
  for_each_step(one, [&](const stage& in, const step& each) { want_fields_of_step(check, in, each); });
  if (one.again) {
    check.known.emplace_back("place");
    check.want_all(one.again->same, "again.same");
  }
  return check.out;
}

lint_faults lint_stage_names(const lint_case& of) {
  name_check check{.one = of.one, .known = {}, .code = "unknown_stage", .called = "stage", .remedy = "Name one of `stages`, or add it there."};
  for (const auto& stage : of.one.stages) check.known.push_back(stage.code);
  for (const auto& clock : of.one.clocks) {
    if (clock.starts == clock_start::stage) check.want(clock.starts_at, "clocks." + clock.code + ".starts.stage");
    check.want_all(clock.until_stages, "clocks." + clock.code + ".until.stages");
  }
  for_each_step(of.one, [&](const stage& in, const step& one) {
    if (!one.to.empty()) check.want(one.to, path_of(in, one) + ".to");
  });
  return check.out;
}

lint_faults lint_step_names(const lint_case& of) {
  name_check check{.one = of.one, .known = {}, .code = "unknown_step", .called = "step", .remedy = "Name the code of a step of `stages`."};
  for_each_step(of.one, [&](const stage&, const step& one) { check.known.push_back(one.code); });
  for (const auto& clock : of.one.clocks) {
    if (clock.starts == clock_start::step) check.want(clock.starts_at, "clocks." + clock.code + ".starts.step");
    check.want_all(clock.until_steps, "clocks." + clock.code + ".until.steps");
  }
  for_each_step(of.one, [&](const stage& in, const step& one) { check.want_all(one.not_by, path_of(in, one) + ".not_by"); });
  return check.out;
}

lint_faults lint_results(const lint_case& of) {
  name_check check{.one = of.one, .known = {}, .code = "unknown_result", .called = "result", .remedy = "Name one of `results`, or add it there."};
  for (const auto& result : of.one.results) check.known.push_back(result.code);
  for_each_step(of.one, [&](const stage& in, const step& one) {
    const auto* target = of.one.find_stage(one.to);
    const bool ends = target != nullptr && target->ends;
    if (ends && one.result.empty()) {
      check.out.push_back(fault_at(one.line, "no_result", "the step " + one.code + " ends the matter without a result",
                                   "Write result: with one of `results`, so that it can be counted."));
    }
    if (one.result.empty()) return;
    check.want(one.result, path_of(in, one) + ".result");
    if (ends || (target == nullptr && !one.to.empty())) return;  // of a stage that is not there lint_stage_names says so
    check.out.push_back(fault_at(line_at(of.one, path_of(in, one) + ".result"), "misplaced_result",
                                 "the step " + one.code + " has a result and does not end the matter",
                                 "Leave result out, or let it lead to a stage that ends."));
  });
  if (!check.out.empty()) return check.out;  // a slip in a step leaves a result unused too
  for (const auto& result : of.one.results) {
    bool used = false;
    for_each_step(of.one, [&](const stage&, const step& one) { used = used || one.result == result.code; });
    if (used) continue;
    check.out.push_back(fault_at(line_at(of.one, "results"), "unused_result", "no step ends with the result " + result.code,
                                 "Let a step have it, or take it out: who counts results would look for it in vain."));
  }
  return check.out;
}

lint_faults lint_file_set(const lint_case& of) {
  bool asked = false;
  lint_faults out;
  for_each_step(of.one, [&](const stage& in, const step& one) {
    asked = asked || one.file_set;
    if (!one.file_set || !of.one.file_set.empty()) return;
    out.push_back(fault_at(line_at(of.one, path_of(in, one) + ".file_set"), "no_file_set",
                           "the step " + one.code + " wants a file set and there is none", "List its pieces under file_set."));
  });
  if (asked || of.one.file_set.empty()) return out;
  out.push_back(fault_at(line_at(of.one, "file_set"), "unused_file_set", "no step wants the file set complete",
                         "Write file_set: true on the step that archives it, or take the list out."));
  return out;
}

lint_faults lint_rules_named(const lint_case& of) {
  name_check check{
      .one = of.one, .known = {}, .code = "unknown_rule", .called = "legal clock", .remedy = "Name an id of clocks.yaml, or write a limit."};
  for (const auto& [id, rows] : of.town.clocks) check.known.push_back(id);
  for (const auto& clock : of.one.clocks) {
    if (!clock.rule.empty()) check.want(clock.rule, "clocks." + clock.code + ".rule");
  }
  return check.out;
}

lint_faults lint_kinds_named(const lint_case& of) {
  name_check check{.one = of.one, .known = {}, .code = "unknown_kind", .called = "kind", .remedy = "Name a file of kinds/, without its ending."};
  for (const auto& [code, other] : of.town.kinds) check.known.push_back(code);
  for_each_step(of.one, [&](const stage& in, const step& one) {
    if (!one.opens.empty()) check.want(one.opens, path_of(in, one) + ".opens.kind");
  });
  return check.out;
}

lint_faults lint_conditions(const lint_case& of) {
  lint_faults out;
  for (const auto& clock : of.one.clocks) check_answers(of.one, clock.when, "clocks." + clock.code, out);
  for_each_step(of.one, [&](const stage& in, const step& one) { check_answers(of.one, one.when, path_of(in, one), out); });
  return out;
}

}  // namespace matter
