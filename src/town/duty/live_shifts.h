#pragma once
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "foundation/base/clock.h"
#include "foundation/store/store.h"
#include "town/duty/live_units.h"
#include "town/duty/shift_book.h"

namespace duty {

// The present shift book. Readers take now() and keep it; changes follow commits and are swapped in whole. Its numbers
// are those of `units`, which must hear of a commit first. Safe to share between threads.
class live_shifts {
 public:
  // Shifts that ended more than `kept` ago are forgotten here (not in the database).
  live_shifts(store::database& store, const live_units& units, const base::clock& time, base::duration kept = base::days(30));

  [[nodiscard]] std::shared_ptr<const shift_book> now() const;

  // Reads every unit's shifts anew. At start and after trouble.
  void rebuild();
  // For store::database::on_commit, after live_units: follows the topic shift.
  void hear(std::span<const store::committed_event> events);

 private:
  void swap_in(std::shared_ptr<const shift_book> next);

  store::database& store_;
  const live_units& units_;
  const base::clock& time_;
  base::duration kept_;
  std::mutex editing_;       // one change at a time
  mutable std::mutex swap_;  // of the pointer alone
  std::shared_ptr<const shift_book> now_ = std::make_shared<const shift_book>();
};

}  // namespace duty
