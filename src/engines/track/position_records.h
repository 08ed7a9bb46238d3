#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engines/track/intake.h"
#include "foundation/record/record.h"

namespace track {

// A position as a device sends it: any two numbers. Judged with the rest of its report, so that one bad report does
// not sink its batch.
struct sent_position {
  double lon = 0;
  double lat = 0;
};
const record::table& record_of(const sent_position*);

// What a unit's device says.
struct position_report {
  std::string unit_id;
  sent_position position;
  base::instant at;
  std::optional<double> speed_mps = {};
  std::optional<double> heading_deg = {};
  std::optional<double> accuracy_m = {};
};
const record::table& record_of(const position_report*);

struct position_reports {
  std::vector<position_report> positions = {};
};
const record::table& record_of(const position_reports*);

const record::table& record_of(const refusal*);
const record::table& record_of(const verdicts*);

}  // namespace track
