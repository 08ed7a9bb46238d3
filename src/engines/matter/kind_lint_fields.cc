#include <set>

#include "engines/matter/kind_lint_tools.h"
#include "engines/matter/kind_people.h"

// Fields: each is asked for by somebody and used by something, and what compares them compares like with like.
namespace matter {
namespace {

using name_set = std::set<std::string, std::less<>>;

void add_conditions(const std::vector<condition>& when, name_set& names) {
  for (const auto& one : when) names.insert(one.of);
}

void add_checks(const std::vector<check>& checks, name_set& names) {
  for (const auto& one : checks) {
    names.insert(one.field);
    if (const auto* other = std::get_if<std::string>(&one.other)) names.insert(*other);
  }
}

// What the kind itself does with fields. That a step asks for one is no use of it.
name_set used_by_rules(const kind& one) {
  name_set names(one.title.begin(), one.title.end());
  if (one.again) names.insert(one.again->same.begin(), one.again->same.end());
  add_checks(one.checks, names);
  for (const auto& band : one.bands) {
    for (const auto& criterion : band.any_of) names.insert(criterion.field);
  }
  for (const auto& clock : one.clocks) {
    if (clock.starts == clock_start::field) names.insert(clock.starts_at);
    add_conditions(clock.when, names);
  }
  for_each_step(one, [&](const stage&, const step& each) {
    add_conditions(each.when, names);
    add_checks(each.checks, names);
    names.insert(each.carries.begin(), each.carries.end());
  });
  return names;
}

// Of the uses that the kind itself can show to be so, those of this field that are not.
std::vector<std::string> untrue_uses(const kind& one, const field& of) {
  name_set title(one.title.begin(), one.title.end()), grade, clock, step;
  for (const auto& band : one.bands) {
    for (const auto& criterion : band.any_of) grade.insert(criterion.field);
  }
  for (const auto& rule : one.clocks) {
    if (rule.starts == clock_start::field) clock.insert(rule.starts_at);
    add_conditions(rule.when, clock);
    add_conditions(rule.when, step);
  }
  add_checks(one.checks, step);
  for_each_step(one, [&](const stage&, const matter::step& each) {
    add_conditions(each.when, step);
    add_checks(each.checks, step);
  });
  const std::pair<const char*, const name_set*> shown[] = {{"title", &title}, {"grade", &grade}, {"clock", &clock}, {"step", &step}};
  std::vector<std::string> out;
  for (const auto& [use, names] : shown) {
    if (std::ranges::find(of.used_in, use) != of.used_in.end() && !names->contains(of.name)) out.emplace_back(use);
  }
  return out;
}

// Fields that another kind fills when it opens one of this kind.
void add_carried(const lint_case& of, name_set& names) {
  for (const auto& [code, other] : of.town.kinds) {
    for_each_step(other, [&](const stage&, const step& each) {
      if (each.opens == of.one.code) names.insert(each.carries.begin(), each.carries.end());
    });
  }
}

// What may be compared with what: texts and choices with nothing.
enum class sort : unsigned char { none, figure, money, day, time };
sort sort_of(field_type type) {
  switch (type) {
    case field_type::whole:
    case field_type::number: return sort::figure;
    case field_type::money: return sort::money;
    case field_type::day: return sort::day;
    case field_type::time: return sort::time;
    default: return sort::none;
  }
}

// Empty when the check compares like with like.
std::string what_is_mixed(const kind& one, const check& c) {
  const auto* field = one.find_field(c.field);
  if (field == nullptr) return {};
  const auto own = sort_of(field->type);
  const bool wants_day = c.kind == check_kind::not_before || c.kind == check_kind::not_after;
  const auto* other_name = std::get_if<std::string>(&c.other);
  if (wants_day != is_day(field->type) || own == sort::none) return c.field + (wants_day ? " is no day" : " is no number");
  if (other_name == nullptr) return wants_day ? c.field + " is a day and is compared with a number" : "";
  const auto* other = one.find_field(*other_name);
  if (other == nullptr || sort_of(other->type) == own) return {};
  return c.field + " and " + *other_name + " are of different types";
}

void check_all(const kind& one, const std::vector<check>& checks, const std::string& path, lint_faults& out) {
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const auto what = what_is_mixed(one, checks[i]);
    if (what.empty()) continue;
    out.push_back(fault_at(line_at(one, path + "." + std::to_string(i)), "mixed_types", what,
                           "at_least and at_most compare numbers with numbers and money with money; not_before and not_after days with days."));
  }
}

void check_thresholds(const kind& one, const band& band, std::size_t index, lint_faults& out) {
  const auto& criterion = band.any_of[index];
  const auto line = line_at(one, "bands." + band.code + ".any_of." + std::to_string(index));
  const auto* field = one.find_field(criterion.field);
  if (field != nullptr && !is_number(field->type)) {
    out.push_back(fault_at(line, "not_a_number", band.code + " is graded by " + criterion.field + ", which is no number",
                           "Name a field of type whole, number or money."));
  }
  if (criterion.from.size() != band.grades.size()) {
    out.push_back(fault_at(line, "grades_mismatch",
                           band.code + " has " + std::to_string(band.grades.size()) + " grades and " + std::to_string(criterion.from.size()) +
                               " thresholds of " + criterion.field,
                           "Write one threshold for each grade, the lowest first."));
  }
  if (std::ranges::adjacent_find(criterion.from, std::greater_equal<>()) != criterion.from.end()) {
    out.push_back(fault_at(line, "thresholds_fall", "the thresholds of " + criterion.field + " do not rise",
                           "Write them from the lowest to the highest, each once."));
  }
}

}  // namespace

lint_faults lint_used_fields(const lint_case& of) {
  lint_faults out;
  const auto used = used_by_rules(of.one);
  for (const auto& field : of.one.fields) {
    for (const auto& use : untrue_uses(of.one, field)) {
      out.push_back(fault_at(field.line, "untrue_use", field.name + " says it goes into the " + use + ", and does not",
                             "Name it there (title, bands, clocks, when or checks), or take " + use + " out of used_in."));
    }
    if (!field.used_in.empty() || used.contains(field.name)) continue;
    out.push_back(
        fault_at(field.line, "unused_field", "nothing uses the field " + field.name, "Name in used_in what needs it, or do not ask for it."));
  }
  return out;
}

lint_faults lint_asked_fields(const lint_case& of) {
  name_set asked(of.one.asks.begin(), of.one.asks.end());
  asked.insert(of.one.takes.begin(), of.one.takes.end());
  for_each_step(of.one, [&](const stage&, const step& each) {
    asked.insert(each.needs.begin(), each.needs.end());
    asked.insert(each.may.begin(), each.may.end());
  });
  add_carried(of, asked);
  lint_faults out;
  for (const auto& field : of.one.fields) {
    if (asked.contains(field.name) || person_in(field)) continue;  // one on a person is not to be asked
    out.push_back(fault_at(field.line, "never_asked", "nobody is ever asked for the field " + field.name,
                           "Name it in asks or takes, or in needs or may of a step; or take it out."));
  }
  return out;
}

lint_faults lint_opening_fields(const lint_case& of) {
  lint_faults out;
  const auto is_in = [](const std::vector<std::string>& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); };
  if (of.one.again) {
    for (const auto& name : of.one.again->same) {
      if (of.one.find_field(name) == nullptr || is_in(of.one.asks, name) || is_in(of.one.takes, name)) continue;
      out.push_back(fault_at(line_at(of.one, "again.same"), "again_too_late",
                             "whether it is the same once more is asked at the opening, and " + name + " is filled later",
                             "Name fields of asks or takes, or place."));
    }
  }
  for_each_step(of.one, [&](const stage& in, const step& each) {
    const auto opened = of.town.kinds.find(each.opens);
    if (each.opens.empty() || opened == of.town.kinds.end()) return;
    for (const auto& name : opened->second.asks) {
      if (is_in(each.carries, name)) continue;
      out.push_back(fault_at(line_at(of.one, path_of(in, each) + ".opens"), "carries_too_little",
                             "the step " + each.code + " opens " + each.opens + ", which asks for " + name + ", and carries none",
                             "Name it in carries, and give this kind a field of that name."));
    }
  });
  return out;
}

lint_faults lint_bands(const lint_case& of) {
  lint_faults out;
  for (const auto& band : of.one.bands) {
    if (band.grades.empty() || band.any_of.empty()) {
      out.push_back(fault_at(band.line, "grades_mismatch", band.code + " has no grades, or nothing to grade by", "Write grades and any_of."));
    }
    for (std::size_t i = 0; i < band.any_of.size(); ++i) check_thresholds(of.one, band, i, out);
  }
  return out;
}

lint_faults lint_checks(const lint_case& of) {
  lint_faults out;
  check_all(of.one, of.one.checks, "checks", out);
  for_each_step(of.one, [&](const stage& in, const step& each) { check_all(of.one, each.checks, path_of(in, each) + ".checks", out); });
  return out;
}

lint_faults lint_carried(const lint_case& of) {
  lint_faults out;
  for_each_step(of.one, [&](const stage& in, const step& each) {
    const auto target = of.town.kinds.find(each.opens);
    if (target == of.town.kinds.end() || target->second.fields.empty()) return;  // what cannot be read is told where it stands
    for (const auto& name : each.carries) {
      const auto* here = of.one.find_field(name);
      const auto* there = target->second.find_field(name);
      if (here == nullptr || (there != nullptr && there->type == here->type)) continue;
      out.push_back(fault_at(line_at(of.one, path_of(in, each) + ".opens.carries"), there == nullptr ? "unknown_field" : "mixed_types",
                             each.opens + (there == nullptr ? " has no field " : " has another type for ") + name,
                             "Carry only fields that both kinds have, of the same type."));
    }
  });
  return out;
}

}  // namespace matter
