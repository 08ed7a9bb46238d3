#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <vector>

#include "foundation/geo/area_index.h"

namespace geo {

// The sets of an area_index that are numbered when they are first met. Any thread may ask.
class late_sets {
 public:
  // The sets the index knows itself are numbered below `first`.
  explicit late_sets(std::map<std::vector<std::uint32_t>, set_id> known, set_id first) : known_(std::move(known)), first_(first) {}

  set_id number(const std::vector<std::uint32_t>& areas) {
    {
      const std::shared_lock reading(lock_);
      if (const auto found = known_.find(areas); found != known_.end()) return found->second;
    }
    const std::unique_lock writing(lock_);
    const auto [found, is_new] = known_.try_emplace(areas, first_ + static_cast<set_id>(sets_.size()));
    if (is_new) sets_.push_back(areas);
    return found->second;
  }

  [[nodiscard]] std::span<const std::uint32_t> members(set_id set) const {
    const std::shared_lock reading(lock_);
    return sets_.at(set - first_);  // a deque's elements stay where they are
  }

 private:
  mutable std::shared_mutex lock_;
  std::map<std::vector<std::uint32_t>, set_id> known_;
  set_id first_;
  std::deque<std::vector<std::uint32_t>> sets_;
};

}  // namespace geo
