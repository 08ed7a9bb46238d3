#include <stdexcept>

#include "engines/matter/clock_rules.h"

// The rule of a clock by its code, and the limit in force on a day.
namespace matter {
namespace {

clock_rule own_rule(std::string_view code, words name, std::string owner, std::optional<calendar::limit> limit = {}) {
  clock_rule rule;
  rule.limit = limit;
  rule.code = std::string(code);
  rule.name = std::move(name);
  rule.owner = std::move(owner);
  rule.escalate = {{.after = {.amount = 0, .in = calendar::unit::hours}, .role = "supervisor", .up = 1}};
  return rule;
}

std::optional<clock_rule> receipt_rule_of(const kind& of, std::string_view code) {
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      for (const auto& receipt : step.receipts) {
        if (code.substr(receipt_clock.size() + 1) != receipt.code) continue;
        auto rule = own_rule(code, {.zh = receipt.name.zh + "签收", .en = receipt.name.en + ": receipt"}, receipt.role);
        rule.limit = receipt.limit;
        return rule;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<clock_rule> find_rule(const kind& of, std::string_view code) {
  if (const auto* found = of.find_clock(code)) return *found;
  if (code == answer_clock) {
    return own_rule(code, {.zh = "补充材料", .en = "Answer what was asked"}, answering_roles(of).front(), of.desk.ask_more_limit);
  }
  if (code == ruling_clock) return own_rule(code, {.zh = "裁定责任单位", .en = "Rule whose it is"}, of.desk.ruling_role, of.desk.ruling_limit);
  if (code == listing_clock) return own_rule(code, {.zh = "挂牌督办期限", .en = "Listed supervision"}, "office");
  if (code.starts_with(receipt_clock) && code.size() > receipt_clock.size() + 1) return receipt_rule_of(of, code);
  return std::nullopt;
}

clock_rule rule_of(const kind& of, std::string_view code) {
  if (auto found = find_rule(of, code)) return *std::move(found);
  throw std::logic_error("no clock " + std::string(code));
}

std::vector<std::string> answering_roles(const kind& of) { return of.opened_by.empty() ? std::vector<std::string>{"office"} : of.opened_by; }

words clock_name(const kind& of, std::string_view code) {
  if (auto found = find_rule(of, code)) return std::move(found->name);
  return {.zh = std::string(code), .en = std::string(code)};  // of an edition that had it
}

std::optional<chosen_limit> limit_of(const clock_rule& rule, const catalogue& all, calendar::day on) {
  if (rule.limit) return chosen_limit{*rule.limit, ""};
  const auto rows = all.clocks.find(rule.rule);
  if (rows == all.clocks.end()) return std::nullopt;
  for (const auto& row : rows->second) {
    const auto from = calendar::day_from_text(row.from_day), to = calendar::day_from_text(row.to_day);
    if ((!from || *from <= on) && (!to || on < *to)) return chosen_limit{row.limit, row.citation};
  }
  return std::nullopt;
}

}  // namespace matter
