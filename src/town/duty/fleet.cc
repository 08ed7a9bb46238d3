#include "town/duty/fleet.h"

namespace duty {
namespace {

// The number of `one` in the list of distinct values, which gets it when it is new.
template <class T>
std::uint32_t number_of(const T& one, std::map<T, std::uint32_t>& numbers, std::vector<T>& distinct) {
  const auto [at, fresh] = numbers.try_emplace(one, static_cast<std::uint32_t>(distinct.size()));
  if (fresh) distinct.push_back(one);
  return at->second;
}

}  // namespace

fleet::fleet(std::vector<std::shared_ptr<const unit>> units, std::uint64_t serial) : units_(std::move(units)), serial_(serial) {
  std::map<std::vector<std::string>, std::uint32_t> sets;
  std::map<std::string, std::uint32_t> areas;
  numbers_.reserve(units_.size());
  for (std::uint32_t i = 0; i < units_.size(); ++i) {
    numbers_.emplace(units_[i]->id, i);
    set_of_.push_back(number_of(units_[i]->capabilities, sets, capability_sets_));
    area_of_.push_back(number_of(units_[i]->area_id.value_or(""), areas, area_ids_));
  }
}

std::optional<std::uint32_t> fleet::find(std::string_view id) const {
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

}  // namespace duty
