#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>

#include "foundation/store/store.h"
#include "town/duty/unit_snapshot.h"

namespace duty {

// What a unit is out for, as dispatch knows it.
struct unit_task {
  std::string unit_id;
  task doing = task::none;
  std::string incident_id;  // "" with none
};

// The present picture of all units. Readers take now() and keep it; changes follow commits and are swapped in whole.
// Safe to share between threads. `roads` may be empty: then no unit is on a road.
class live_units {
 public:
  live_units(store::database& store, std::shared_ptr<const road::graph> roads);

  [[nodiscard]] std::shared_ptr<const unit_snapshot> now() const;

  // Reads every unit and position anew; what units are out for is kept. At start and after trouble.
  void rebuild();
  // For store::database::on_commit: follows the topic unit.
  void hear(std::span<const store::committed_event> events);
  // From dispatch, after its commit; at start with every open assignment.
  void set_tasks(std::span<const unit_task> tasks);
  // The closures changed: units on a road that shut, or moved aside because of one, are brought onto the road again.
  void set_closures(std::shared_ptr<const road::closures> shut);
  // Positions that are kept: those of units on shift, newer than what is known, are brought onto the road and shown.
  void move(std::span<const numbered_move> moves);
  void move(std::span<const unit_move> moves);  // unknown units are left out

 private:
  class editor;
  [[nodiscard]] std::optional<road::snapped> place_of(const base::position& at, unit_kind kind, const road::closures& shut) const;
  [[nodiscard]] std::shared_ptr<const road::closures> closures() const;
  void reload(editor& change, std::vector<std::string> unit_ids);

  store::database& store_;
  std::shared_ptr<const road::graph> roads_;
  std::mutex editing_;       // one change at a time
  mutable std::mutex swap_;  // guards the next two, held for a copy of a pointer only
  std::shared_ptr<const unit_snapshot> now_;
  std::shared_ptr<const road::closures> shut_;
  std::uint64_t last_serial_ = 0;  // of chunks and fleets; under editing_
};

}  // namespace duty
