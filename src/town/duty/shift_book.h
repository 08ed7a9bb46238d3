#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "foundation/base/time.h"
#include "town/duty/fleet.h"

namespace duty {

// When a unit was on shift: from `began` up to, not including, `ended`.
struct shift_interval {
  base::instant began;
  base::instant ended = {std::numeric_limits<std::int64_t>::max()};  // of a running shift
  bool operator==(const shift_interval&) const = default;
};

// Intervals of one unit, in the order they began, none overlapping.
using shift_intervals = std::vector<shift_interval>;
bool covers(std::span<const shift_interval> intervals, base::instant at);

// Which units were on shift when, over the last days; immutable. Numbers are the fleet's.
// Before kept_from() nothing is known, and nobody counts as on shift.
class shift_book {
 public:
  [[nodiscard]] bool was_on_shift(std::uint32_t number, base::instant at) const { return at >= kept_from_ && covers(intervals(number), at); }
  [[nodiscard]] bool was_on_shift(std::string_view unit_id, base::instant at) const;
  // None for a number that is not known yet.
  [[nodiscard]] std::span<const shift_interval> intervals(std::uint32_t number) const;
  [[nodiscard]] base::instant kept_from() const { return kept_from_; }

 private:
  friend class live_shifts;
  static constexpr std::uint32_t units_per_page = 64;
  // A change copies one page and the list of pages, not every unit.
  using page = std::array<std::shared_ptr<const shift_intervals>, units_per_page>;
  void put(std::uint32_t number, std::shared_ptr<const shift_intervals> intervals);

  std::shared_ptr<const fleet> units_ = std::make_shared<const fleet>();
  std::vector<std::shared_ptr<const page>> pages_;
  base::instant kept_from_{};
};

}  // namespace duty
