#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engines/track/fix.h"

namespace track {

// What a fix is measured by.
struct judge_limits {
  double west = -180, south = -90, east = 180, north = 90;  // bounds of the place, degrees
  double margin_deg = 0.1;                                  // a unit may be this far outside
  base::duration most_ahead = base::minutes(5);             // device clocks differ
  base::duration oldest = base::days(30);                   // older ones would be deleted at once
  double fastest_mps = 120;                                 // nothing on duty moves faster between two fixes …
  double free_m = 500;                                      // … but a receiver may jump this far
};

enum class verdict : std::uint8_t { accepted, duplicate, off_shift, refused };

struct judgement {
  verdict what = verdict::accepted;
  std::string_view code = {};  // of a refusal
  std::string detail = {};
};

// What the judge asks of the unit a fix is said to be of. Facts are fetched in the order the steps need them: what is refused by its numbers alone
// costs no look-up.
class facts_source {
 public:
  virtual ~facts_source() = default;
  virtual bool known() = 0;                  // there is such a unit
  virtual bool allowed() = 0;                // the sender may report it
  virtual bool on_shift() = 0;               // at the fix's own time
  virtual bool kept_before() = 0;            // a fix of this time is kept
  virtual std::optional<fix> before() = 0;   // the nearest kept fix before it
  virtual std::optional<fix> after() = 0;    // … and behind it
  virtual std::optional<fix> suspect() = 0;  // the last one refused for its speed
};

struct question {
  const sent_fix& sent;
  const judge_limits& limits;
  base::instant now;
  facts_source& unit;
};

// One fix against all steps, in their order. Pure but for what `unit` answers.
judgement judge(const question& asked);

// Metres a second it takes to get from one fix to the other, less the jump a receiver is allowed; 0 at least.
double speed_between_mps(const fix& a, const fix& b, double free_m);

}  // namespace track
