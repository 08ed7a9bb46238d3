#pragma once
#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engines/track/fix.h"

namespace track {

struct unit_fix {
  std::string unit_id;
  sent_fix sent;
};

// A fix of a batch: `unit` is a place among the batch's units.
struct batch_fix {
  std::uint32_t unit = 0;
  sent_fix sent;
};

// By which door fixes came in; counted apart.
enum class door : std::uint8_t { api, frames, owntracks, osmand, mqtt };

// Why one fix of a batch was not taken; the others were.
struct refusal {
  std::int64_t index = 0;
  std::string code;  // unknown_unit, out_of_range, null_island, swapped_axes, outside_place, from_future, too_old, impossible_speed
  std::string detail;
};

// What became of a batch. accepted + duplicate + off_shift + refused.size() is the number of its fixes.
struct verdicts {
  std::int64_t accepted = 0;   // kept, once
  std::int64_t late = 0;       // of the accepted: older than the unit's newest
  std::int64_t duplicate = 0;  // kept before: acknowledged again, kept once
  std::int64_t off_shift = 0;  // dropped before anything was stored
  std::vector<refusal> refused = {};
};

struct batch {
  std::vector<std::string> units = {};  // ids as sent; the same may stand here twice
  std::vector<batch_fix> fixes = {};
  door from = door::api;
  std::function<bool(const std::string& area_path)> may = {};  // whether the sender may report units there; unset: any

  // Adds a fix; a run of fixes of one unit names it once.
  void add(std::string unit_id, const sent_fix& sent) {
    if (units.empty() || units.back() != unit_id) units.push_back(std::move(unit_id));
    fixes.push_back({.unit = static_cast<std::uint32_t>(units.size() - 1), .sent = sent});
  }
};

// Called once, on any thread, after what was accepted is durable; or with what went wrong, and then nothing was kept.
using when_kept = std::function<void(const verdicts&, std::exception_ptr)>;

// Where every door hands its fixes in. Never blocks on the disk; throws 503 when too many wait.
class intake {
 public:
  virtual ~intake() = default;
  virtual void take(batch what, when_kept done) = 0;
};

}  // namespace track
