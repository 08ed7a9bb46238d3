#pragma once
#include <memory>
#include <vector>

#include "engines/track/crossing_store.h"
#include "engines/track/recorder.h"

namespace track {

// One group under way.
struct recorder::group {
  std::vector<waiting_batch> all;
  std::shared_ptr<const duty::unit_snapshot> units;
  was_on_shift on_shift;
  base::instant now;
  std::shared_ptr<const ring_set> rings;
  std::vector<unit_track*> touched;  // each once: those with pending fixes
  std::vector<unit_crossing> crossings;
  std::vector<crossing> just_crossed;  // kept for its room
  std::size_t accepted = 0;
};

}  // namespace track
