#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engines/track/recorder.h"
#include "foundation/operation/operation.h"

namespace track {

// A fix as others see it.
struct trail_point {
  base::instant at;
  base::position position;
  std::optional<double> speed_mps = {};
  std::optional<double> heading_deg = {};
  bool late = false;  // heard of more than late_after behind its time: nobody knew it then
};
const record::table& record_of(const trail_point*);

// A stretch without a fix: where the unit was then is unknown.
struct trail_gap {
  base::instant from;
  base::instant to;
};
const record::table& record_of(const trail_gap*);

struct trail {
  std::string unit_id;
  base::instant from;
  base::instant to;
  std::vector<trail_point> points = {};
  std::vector<trail_gap> gaps = {};
};
const record::table& record_of(const trail*);

constexpr base::duration late_after = base::minutes(1);
constexpr base::duration gap_after = base::minutes(5);
constexpr base::duration position_holds = base::minutes(30);  // a position older than this says nothing of a moment

// The trail that these fixes (in order, within the time) make. Pure.
trail trail_of(std::string unit_id, base::instant from, base::instant to, const fixes& all);

// Where a unit was at a moment.
struct position_then {
  std::string unit_id;
  trail_point point;
};

// Reads what is kept, sealed or not yet.
class trail_reader {
 public:
  explicit trail_reader(const recorder& live) : live_(live) {}
  // from <= at < to, in order.
  [[nodiscard]] fixes read(store::connection& db, std::string_view unit_id, base::instant from, base::instant to) const;
  // Each unit's last position at or before the moment and at most position_holds older. known_then: only of what had
  // been received by that moment.
  [[nodiscard]] std::vector<position_then> positions_at(store::connection& db, base::instant at, bool known_then) const;

 private:
  const recorder& live_;
};

}  // namespace track
