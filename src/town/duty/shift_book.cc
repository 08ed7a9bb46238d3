#include "town/duty/shift_book.h"

#include <algorithm>

namespace duty {

bool covers(std::span<const shift_interval> intervals, base::instant at) {
  const auto after =
      std::upper_bound(intervals.begin(), intervals.end(), at, [](base::instant t, const shift_interval& one) { return t < one.began; });
  return after != intervals.begin() && at < std::prev(after)->ended;
}

bool shift_book::was_on_shift(std::string_view unit_id, base::instant at) const {
  const auto number = units_->find(unit_id);
  return number && was_on_shift(*number, at);
}

std::span<const shift_interval> shift_book::intervals(std::uint32_t number) const {
  const auto in = number / units_per_page;
  if (in >= pages_.size() || !pages_[in]) return {};
  const auto& found = (*pages_[in])[number % units_per_page];
  return found ? std::span<const shift_interval>(*found) : std::span<const shift_interval>();
}

void shift_book::put(std::uint32_t number, std::shared_ptr<const shift_intervals> intervals) {
  const auto in = number / units_per_page;
  if (in >= pages_.size()) pages_.resize(in + 1);
  auto changed = pages_[in] ? std::make_shared<page>(*pages_[in]) : std::make_shared<page>();
  (*changed)[number % units_per_page] = std::move(intervals);
  pages_[in] = std::move(changed);
}

}  // namespace duty
