#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engines/track/fix.h"
#include "engines/track/ring_watch.h"

namespace track {

// Fixes of one unit, one per moment, ordered by it.
using fixes = std::vector<fix>;

// What the recorder knows of one unit in memory: what is kept but not yet sealed, and what the group under way adds.
// Everything before `sealed_until_us` may also lie sealed in the database.
struct unit_track {
  std::string unit_id;
  std::optional<std::uint32_t> number;                   // in the fleet, once looked up: the recorder's thread's
  fixes tail;                                            // durable, in the log only
  std::shared_ptr<const fixes> sealing;                  // durable, on its way into the trails
  fixes pending;                                         // of the group under way: not durable yet
  std::optional<fix> newest;                             // durable
  std::optional<fix> suspect;                            // refused for its speed
  ring_state watched;                                    // what it is inside of, as committed
  ring_state watched_pending;                            // … with the group under way; set while there are pending fixes
  std::optional<std::int64_t> late_from_us, late_to_us;  // late fixes whose visits are not found anew yet
  std::optional<std::int64_t> sealed_until_us;           // the newest sealed fix's time; nothing: not looked up yet

  // Whether a fix of this time is in memory.
  [[nodiscard]] bool holds(std::int64_t at_us) const;
  // The nearest in memory before and behind this time.
  [[nodiscard]] std::optional<fix> before(std::int64_t at_us) const;
  [[nodiscard]] std::optional<fix> after(std::int64_t at_us) const;
  // Adds it to the group under way.
  void stage(const fix& one);
  // The group is durable: what it added joins the tail.
  void commit();
  // The group failed: as if it had never been.
  void forget_pending() { pending.clear(); }
};

// Puts a fix where its time belongs; the caller knows that there is none of this time.
void insert_ordered(fixes& into, const fix& one);
// Both in order, one per moment: of two of the same moment the first list's stays.
fixes merged(const fixes& a, const fixes& b);
// Orders what came in any order; of those of the same moment the first received stays.
void put_in_order(fixes& all);

}  // namespace track
