#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/base/time.h"

namespace moment {

// One state of one record, as far as a moment needs it.
struct past_state {
  std::string topic = {};
  std::string subject_id = {};
  std::int64_t at_us = 0;
  std::string node = {};
  std::int64_t seq = 0;  // of the journal entry that answers for it
  bool ended = false;
  std::string record = {};  // JSON
};

// What a unit is out for.
struct task {
  std::string status = {};  // of its open assignment: assigned, accepted, en_route, on_scene, cleared
  std::string incident_id = {};
};
using tasks = std::map<std::string, task, std::less<>>;  // by unit id

// Where a unit was; `late`: received after the moment.
struct position_then {
  std::string unit_id = {};
  base::position position = {};
  base::instant at = {};
  bool late = false;
};

// Everything at a moment, each record as JSON.
struct state {
  std::vector<std::string> incidents = {};  // open ones, by priority, then the time of the call
  std::vector<std::string> assignments = {};
  std::vector<std::string> units = {};
  std::vector<std::string> posts = {};
  std::vector<std::string> shifts = {};
  std::vector<std::string> closures = {};
  std::vector<std::string> late = {};  // ids of what was known only later
};

// Incidents opened (reopened too) and closed (cancelled and merged too) in a stretch of time.
struct mark {
  base::instant from = {};
  std::int64_t opened = 0;
  std::int64_t closed = 0;
};

}  // namespace moment
