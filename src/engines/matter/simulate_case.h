#pragma once
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engines/matter/simulate_act.h"
#include "engines/matter/simulate_dice.h"
#include "engines/matter/simulate_town.h"

namespace matter {

// How people behave, as shares of one.
struct habits {
  double late = 0.05;      // not done when the clock runs out
  double detour = 0.12;    // handed over, asked, paused, listed …
  double reopened = 0.06;  // ended matters
  double wild = 0;         // somebody tries what he may not, or fills in nonsense
  double slept = 0.02;     // the scheduler wakes hours or days late
  bool recounts = false;   // the calendar is read again in between
};

struct simulation_scene {
  const loaded_catalogue& present;
  const simulated_town& town;
  base::instant from;  // cases are opened from here …
  base::instant to;    // … to here
  base::duration followed = base::days(730);
  int utc_offset_min = 480;
  habits by = {};
};

// A step that was thought of; `refused`: why nobody could do it, empty when somebody could.
struct look {
  const step* at = nullptr;
  std::string refused;
};

struct happening {
  base::instant at;
  simulated_act act;
  refused no;
  changes out;
  std::vector<look> looks;
};

// One matter from its opening, by one seed. Pure: no clock but its own.
class simulated_case {
 public:
  simulated_case(const simulation_scene& on, const kind& of, std::uint64_t seed);

  // The next thing happens; false when nothing does any more.
  bool advance();
  [[nodiscard]] const matter_case& now() const { return one_; }
  [[nodiscard]] const happening& last() const { return last_; }
  [[nodiscard]] bool stuck() const { return stuck_; }  // it is open and nobody can do anything
  [[nodiscard]] base::instant at() const { return now_; }
  [[nodiscard]] surroundings around(const operation::caller& who, base::instant now) const;

 private:
  using sort = simulated_act::sort;
  void happen(simulated_act act, base::instant at);
  [[nodiscard]] std::optional<base::instant> next_fire() const;
  void plan();
  [[nodiscard]] base::duration delay();
  [[nodiscard]] base::instant in_working_time(base::instant at, base::instant due);

  [[nodiscard]] simulated_act opening();
  void give_times(matter_record& what);
  // What somebody does next; nothing when nobody can do anything.
  [[nodiscard]] std::optional<simulated_act> choose();
  [[nodiscard]] std::optional<simulated_act> after_the_end();
  [[nodiscard]] std::optional<simulated_act> clear_the_way();
  [[nodiscard]] std::optional<simulated_act> detour();
  [[nodiscard]] std::optional<simulated_act> pause_or_list();
  [[nodiscard]] simulated_act wild();
  [[nodiscard]] simulated_act wild_step();
  [[nodiscard]] std::optional<simulated_act> some_step();
  [[nodiscard]] const operation::caller* actor_for(const step& what, std::string& why);
  [[nodiscard]] double weight_of(const step& what) const;
  [[nodiscard]] simulated_act prepare(const step& what, const operation::caller& who);
  void bring_evidence(const step& what, const operation::caller& who);
  [[nodiscard]] const operation::caller* handler();
  [[nodiscard]] simulated_act by(sort what, const operation::caller* who, std::string code = {}, std::string text = {}) const;

  const simulation_scene& on_;
  const kind& of_;
  dice dice_;
  matter_case one_;
  happening last_;
  std::vector<look> looks_;  // since it
  base::instant now_;
  base::instant next_act_;
  base::instant end_;
  std::deque<simulated_act> queue_;  // done at once, one after the other
  const operation::caller* opener_ = nullptr;
  bool begun_ = false, over_ = false, stuck_ = false;
  int refused_in_a_row_ = 0;
  int reopenings_ = 0;
};

}  // namespace matter
