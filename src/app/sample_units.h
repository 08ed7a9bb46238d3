#pragma once
#include <map>
#include <memory>
#include <string>

#include "app/replay_operations.h"
#include "app/town.h"

namespace app {

// Lets the invented units of a sample live: they report where they stand, and drive along the roads to the call they are
// on their way to. Their steps (accepted, on scene, …) stay the dispatcher's. Real units are not touched.
class sample_units {
 public:
  explicit sample_units(town& of);
  // Moves and reports all of them; call it every few seconds.
  void beat();

 private:
  struct drive {
    std::string incident_id;
    replay_route route;
    base::instant began;
  };
  base::position place_of(const duty::unit& master, const duty::live_unit& now, base::instant at);
  void start_drive(const duty::unit& master, const duty::live_unit& now, base::instant at);
  town& town_;
  find_route route_;
  std::shared_ptr<const operation::caller> who_;
  std::map<std::string, drive> drives_;  // by unit
};

}  // namespace app
