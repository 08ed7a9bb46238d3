#pragma once
#include <string>
#include <vector>

#include "engines/matter/clock_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/simulate_town.h"
#include "engines/matter/step_rules.h"

// A small kind in memory, a matter of it, and people at every desk: for tests of the rules.
namespace sample {

// "2026-03-02 09:00" in China.
base::instant at(const std::string& local);
// The same moment as a text.
std::string local(base::instant when);
std::string local(const std::optional<base::instant>& when);  // "-" for nothing

// reported –accept→ working –finish→ done; each test changes what it is about.
matter::kind plain_kind();
matter::clock_rule clock(const std::string& code, const std::string& limit);

// A calendar in which only Saturdays and Sundays are off and these years are published.
calendar::working_days published(const std::vector<int>& years);

struct desk {
  explicit desk(matter::kind kind);
  matter::kind of;
  matter::catalogue all;
  calendar::working_days days = published({2025, 2026});
  matter::simulated_town town;
  matter::matter_case one;
  matter::changes out;
  base::instant now = at("2026-03-02 09:00");  // a Monday

  // "supervisor township 2": the second supervisor of the township. Areas: county, township, east (a village), east1 (its grid).
  const operation::caller& person(const std::string& name) const;
  matter::surroundings in(const std::string& person = "") const;

  // Opens a matter of the grid east1, reported now.
  void open(boost::json::object fields = {});
  // The code of the refusal, or "".
  std::string step(const std::string& person, const std::string& code, boost::json::object fields = {}, const std::string& reason = "");
  // Fires what is due: the kinds of lines by their clock, "rectify: …" in English.
  std::vector<std::string> fire();
  // The newest clock of this code; std::logic_error when there is none.
  const matter::running_clock& clock(const std::string& code) const;
  [[nodiscard]] std::size_t count(const std::string& code) const;
};

// "": allowed; else the refusal's code.
std::string code_of(const matter::refused& no);

}  // namespace sample
