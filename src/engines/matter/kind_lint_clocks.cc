#include "engines/matter/kind_lint_tools.h"
#include "foundation/base/text.h"
#include "foundation/calendar/day.h"

// Clocks: who owes them, how long they are, and the dated rows of the law.
namespace matter {
namespace {

// The shortest the clock can be; nothing when it ends by a day that is set beforehand, which can be warned of at any time before.
std::optional<calendar::limit> shortest(const clock_rule& clock, const catalogue& town) {
  if (clock.before || clock.starts == clock_start::field) return std::nullopt;
  if (clock.limit) return clock.limit;
  const auto rows = town.clocks.find(clock.rule);
  if (rows == town.clocks.end() || rows->second.empty()) return std::nullopt;
  return std::ranges::min_element(rows->second, {}, [](const clock_row& row) { return about_minutes(row.limit); })->limit;
}

// Whether the role has anything to do with a matter of the kind: opens it, has a step in it or receives it, rules.
bool takes_part(const kind& one, const std::string& role) {
  if (std::ranges::find(one.opened_by, role) != one.opened_by.end() || role == one.desk.ruling_role) return true;
  bool found = false;
  for_each_step(one, [&](const stage&, const step& each) {
    found = found || std::ranges::find(each.who, role) != each.who.end() ||
            std::ranges::any_of(each.receipts, [&](const receipt_rule& receipt) { return receipt.role == role; });
  });
  return found;
}

void check_row(const clock_row& row, lint_faults& out) {
  if (base::trim(row.citation).empty()) {
    out.push_back(fault_at(row.line, "no_citation", row.id + " has no citation", "Write citation: with the law's name and article."));
  }
  for (const auto* day : {&row.from_day, &row.to_day}) {
    if (day->empty() || calendar::day_from_text(*day)) continue;
    out.push_back(fault_at(row.line, "bad_days", *day + " is no day", "Write YYYY-MM-DD in quotes."));
  }
  if (!row.from_day.empty() && !row.to_day.empty() && row.to_day <= row.from_day) {
    out.push_back(
        fault_at(row.line, "bad_days", "the row of " + row.id + " ends before it begins", "Write as `to` the first day it is no longer in force."));
  }
}

}  // namespace

lint_faults lint_clock_limits(const lint_case& of) {
  lint_faults out;
  for (const auto& clock : of.one.clocks) {
    const auto path = "clocks." + clock.code;
    if (clock.owner.empty()) {
      out.push_back(fault_at(clock.line, "no_owner", "nobody owes the clock " + clock.code, "Write owner: with the role that owes it."));
    }
    if (!clock.owner.empty() && !takes_part(of.one, clock.owner)) {
      out.push_back(fault_at(line_at(of.one, path + ".owner"), "idle_owner",
                             "the clock " + clock.code + " is owed by " + clock.owner + ", who has no step in this kind",
                             "Name a role that has a step, or give this one a step."));
    }
    if (!clock.limit && clock.rule.empty()) {
      out.push_back(
          fault_at(clock.line, "no_limit", "the clock " + clock.code + " has no limit", "Write limit: 5 days, or rule: with an id of clocks.yaml."));
    }
    if (clock.limit && !clock.rule.empty()) {
      out.push_back(
          fault_at(line_at(of.one, path + ".rule"), "two_limits", "the clock " + clock.code + " has a limit and a rule", "Keep one of the two."));
    }
    const auto limit = shortest(clock, of.town);
    if (clock.warn && limit && about_minutes(*clock.warn) > about_minutes(*limit)) {
      out.push_back(fault_at(line_at(of.one, path + ".warn"), "warn_too_long",
                             "the warning of " + clock.code + " (" + to_text(*clock.warn) + ") is longer than its limit (" + to_text(*limit) + ")",
                             "Warn later: with a shorter time."));
    }
  }
  return out;
}

lint_faults lint_clock_days(const lint_case& of) {
  lint_faults out;
  for (const auto& clock : of.one.clocks) {
    const auto path = "clocks." + clock.code;
    const auto* field = clock.starts == clock_start::field ? of.one.find_field(clock.starts_at) : nullptr;
    if (field != nullptr && !is_day(field->type)) {
      out.push_back(fault_at(line_at(of.one, path + ".starts"), "not_a_day",
                             "the clock " + clock.code + " starts at " + field->name + ", which is no day", "Name a field of type day or time."));
    }
    if (clock.before && clock.starts != clock_start::field && clock.starts != clock_start::event) {
      out.push_back(fault_at(line_at(of.one, path + ".before"), "before_nothing",
                             "the clock " + clock.code + " counts back from what has happened already",
                             "Let it start at event or at a field of type day, or leave before out."));
    }
  }
  return out;
}

lint_faults lint_clock_rows(const std::vector<clock_row>& rows) {
  lint_faults out;
  for (const auto& row : rows) check_row(row, out);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& before = rows[i - 1];
    const auto& row = rows[i];
    if (before.to_day.empty() || row.from_day.empty() || before.to_day > row.from_day) {
      out.push_back(fault_at(row.line, "clock_overlap", "two rows of " + row.id + " hold on the same day",
                             "Let the earlier row end (to:) on the day this one begins (from:)."));
    } else if (before.to_day < row.from_day) {
      out.push_back(fault_at(row.line, "clock_gap", "no row of " + row.id + " holds from " + before.to_day + " to " + row.from_day,
                             "Let this row begin (from:) on the day the earlier one ends (to:)."));
    }
  }
  return out;
}

}  // namespace matter
