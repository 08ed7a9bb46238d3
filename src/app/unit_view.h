#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foundation/geo/box.h"
#include "foundation/operation/operation.h"
#include "town/duty/unit_snapshot.h"

namespace app {

// What one console looks at: units within a box, each as a dot, or counted in cells where there are too many.
struct unit_window {
  geo::box view{.west = -180, .south = -90, .east = 180, .north = 90};
  std::size_t most_units = 2'000;  // above it: cells
};

// Follows the live picture for one listener: what changed in its window since it was last asked, as compact JSON.
// Not shared between threads.
class unit_view {
 public:
  unit_view(std::shared_ptr<const operation::caller> who, unit_window window) : who_(std::move(who)), window_(window) {}

  // Appends what changed as the data of an event `units`; false when nothing did:
  // {"now":ms,"full":b,"names":[[number,"id","name","kind"],…],"units":[[number,lon e5,lat e5,age s,state,heading|-1],…],
  //  "gone":[number,…],"cells":[[lon e5,lat e5,count,available],…]}. `state` is the place in unit_state_choices.
  // `full`: forget all that was said before. `cells` only while units are too many; then `units` is empty.
  bool describe(const duty::unit_snapshot& now, base::instant at, std::string& out);

 private:
  struct said_unit {
    std::uint64_t at_us = 0;  // of the position told; 0: it is not shown
    std::uint8_t state = 0;
    bool named = false;
  };
  void learn_fleet(const duty::fleet& units);
  [[nodiscard]] bool is_shown(const duty::live_unit& one, std::uint32_t number) const;
  bool write_units(const duty::unit_snapshot& now, base::instant at, std::string& out);
  bool write_cells(const duty::unit_snapshot& now, base::instant at, std::string& out);

  std::shared_ptr<const operation::caller> who_;
  unit_window window_;
  std::uint64_t epoch_ = 0;         // of the snapshot described last
  std::uint64_t fleet_serial_ = 0;  // of the fleet whose rights are known
  std::vector<std::uint64_t> chunk_serials_;
  std::vector<bool> allowed_;
  std::vector<said_unit> said_;
  bool in_cells_ = false;
  bool said_any_ = false;
  base::instant cells_at_{};
};

}  // namespace app
