#pragma once
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "foundation/base/text.h"
#include "jobs/dispatch/recommendation_rules.h"

// Units written as a table, one a line: "A 3.2 min, turns out 0.5, responsible 2", "B off shift", "C busy 1.0 min".
// Times are road times in minutes; "responsible n": its area lies n deep in the incident's chain; "has pm": of the
// capabilities p, m and r (bits 0, 1 and 2) it has p and m; without a word it has p.
namespace test {

struct unit_table {
  std::vector<std::string> names;
  std::vector<dispatch::unit_fact> facts;
  std::vector<std::int64_t> drive_ms;  // never_ms: no road
};

inline std::int64_t minutes_ms(const std::string& text) { return static_cast<std::int64_t>(std::stod(text) * 60'000 + 0.5); }

inline std::uint64_t capabilities(const std::string& letters) {
  std::uint64_t bits = 0;
  for (const char letter : letters) bits |= letter == 'p' ? 1U : letter == 'm' ? 2U : 4U;
  return bits;
}

inline unit_table parse_units(const std::string& text) {
  unit_table table;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    std::string word;
    if (!(words >> word)) continue;
    table.names.push_back(word);
    dispatch::unit_fact fact{.on_shift = true, .has = 1, .has_position = true, .on_road = true, .position_age_ms = 5'000};
    std::int64_t drive_ms = dispatch::never_ms;
    fact.crow_m = 1'000;
    while (words >> word) {
      std::string value;
      if (word == "off")
        fact.on_shift = false;
      else if (word == "busy")
        fact.busy = true;
      else if (word == "lacks")
        fact.has = 0;
      else if (word == "has") {
        words >> value;
        fact.has = capabilities(value);
      } else if (word == "unknown")
        fact.has_position = false;
      else if (word == "stale")
        fact.position_age_ms = 3'600'000;
      else if (word == "roadless")
        fact.on_road = false;
      else if (word == "turns") {
        words >> value >> value;
        fact.turnout_ms = minutes_ms(value);
      } else if (word == "responsible") {
        words >> value;
        fact.responsible_depth = std::stoi(value);
      } else if (word == "crow") {
        words >> value;
        fact.crow_m = std::stoll(value);
      } else if (base::parse_double(word))
        drive_ms = minutes_ms(word);
    }
    table.facts.push_back(fact);
    table.drive_ms.push_back(drive_ms);
  }
  return table;
}

// A search over known times: gives them in order and remembers how far it was asked to go.
class known_times final : public dispatch::nearest_units {
 public:
  known_times(const unit_table& table, const dispatch::need& asked, const dispatch::rule_parameters& rules) {
    for (std::uint32_t i = 0; i < table.facts.size(); ++i) {
      if (!dispatch::exclusion(table.facts[i], asked, rules) && table.drive_ms[i] != dispatch::never_ms) {
        order_.push_back({.unit = i, .drive_ms = table.drive_ms[i], .distance_m = table.drive_ms[i] / 100});
      }
    }
    std::stable_sort(order_.begin(), order_.end(), [](const auto& a, const auto& b) { return a.drive_ms < b.drive_ms; });
  }
  std::optional<dispatch::reached> next(std::int64_t limit_ms) override {
    if (given_ == order_.size() && limit_ms == dispatch::never_ms) frontier_ms_ = dispatch::never_ms;
    if (given_ < order_.size() && order_[given_].drive_ms < limit_ms) {
      frontier_ms_ = order_[given_].drive_ms;
      return order_[given_++];
    }
    if (frontier_ms_ != dispatch::never_ms) frontier_ms_ = std::max(frontier_ms_, limit_ms);
    return std::nullopt;
  }
  [[nodiscard]] std::int64_t frontier_ms() const override { return frontier_ms_; }

 private:
  std::vector<dispatch::reached> order_;
  std::size_t given_ = 0;
  std::int64_t frontier_ms_ = 0;
};

inline dispatch::decision decide(const unit_table& table, dispatch::need asked = {.units = 1, .capabilities = 1},
                                 dispatch::rule_parameters rules = {}) {
  known_times search(table, asked, rules);
  return dispatch::decide(table.facts, asked, rules, search);
}

// "A chosen, B backup, C busy": every unit listed by itself, then groups as "slower(D E)".
inline std::string verdicts(const unit_table& table, const dispatch::decision& d) {
  std::string text;
  for (const auto& one : d.candidates) {
    text += (text.empty() ? "" : ", ") + table.names[one.unit] + " " + std::string(dispatch::name_of(one.judged));
  }
  for (const auto& one : d.others) {
    text += (text.empty() ? "" : ", ") + std::string(dispatch::name_of(one.judged)) + "(";
    for (const auto unit : one.units) text += (text.back() == '(' ? "" : " ") + table.names[unit];
    text += ")";
  }
  return text;
}

}  // namespace test
