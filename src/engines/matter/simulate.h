#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engines/matter/live_catalogue.h"
#include "engines/matter/simulate_case.h"

// A year of random matters in virtual time, on the rules alone: what a kind does before a town uses it.
namespace matter {

struct simulation_options {
  std::int64_t cases = 10'000;  // over all kinds
  std::uint64_t seed = 1;
  std::string kind = {};  // only this one
  habits by = {};
  int utc_offset_min = 480;
};

struct stage_tally {
  std::string code;
  words name;
  bool ends = false;
  std::int64_t entered = 0, left = 0;
  std::int64_t stuck = 0;         // nobody could do anything any more
  std::int64_t unclocked = 0;     // came in and no clock ran
  std::vector<double> days = {};  // of those that left
};

struct step_tally {
  std::string stage;
  std::string code;
  words name;
  std::int64_t looked = 0;  // thought of where the matter stood
  std::int64_t could = 0;   // of these somebody could do it
  std::int64_t done = 0;
  std::map<std::string, std::int64_t> refused = {};  // why not
};

struct clock_tally {
  std::string code;
  words name;
  std::int64_t cases = 0;  // in which it started
  std::int64_t started = 0, met = 0, missed = 0, dropped = 0;
  std::int64_t open = 0;  // at the end of the simulation
  [[nodiscard]] std::int64_t tries() const { return started - dropped; }
};

struct kind_tally {
  std::string code;
  words name;
  std::int64_t cases = 0, ended = 0, stuck = 0;
  std::int64_t bounces = 0, rulings = 0, asked = 0, paused = 0, reopened = 0, warned = 0, escalated = 0;
  std::vector<stage_tally> stages;
  std::vector<step_tally> steps;
  std::vector<clock_tally> clocks;  // of the kind, then those every matter can have
  std::map<std::string, std::int64_t> results = {};
};

struct simulation_report {
  simulation_options asked;
  int year = 0;
  std::vector<kind_tally> kinds;
};

// Deterministic: the same town and options give the same report. Throws base::problem 400 unknown_kind.
simulation_report simulate(const loaded_catalogue& town, const simulation_options& options);

// What a town should look at. `grave`: a stage that is never left or a clock that is never met, in enough_tries or more.
inline constexpr std::int64_t enough_tries = 50;
struct remark {
  std::string kind;
  words text;
  bool grave = false;
};
std::vector<remark> remarks_on(const simulation_report& report);

// As tables for people; language "zh" or "en".
std::string to_text(const simulation_report& report, std::string_view language);

}  // namespace matter
