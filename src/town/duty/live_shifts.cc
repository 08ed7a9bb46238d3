#include "town/duty/live_shifts.h"

#include <algorithm>
#include <map>

#include "town/duty/shift_store.h"

namespace duty {

live_shifts::live_shifts(store::database& store, const live_units& units, const base::clock& time, base::duration kept)
    : store_(store), units_(units), time_(time), kept_(kept) {}

std::shared_ptr<const shift_book> live_shifts::now() const {
  const std::lock_guard lock(swap_);
  return now_;
}

void live_shifts::swap_in(std::shared_ptr<const shift_book> next) {
  const std::lock_guard lock(swap_);
  now_ = std::move(next);
}

void live_shifts::rebuild() {
  const std::lock_guard lock(editing_);
  auto next = std::make_shared<shift_book>();
  next->kept_from_ = time_.now() - kept_;
  std::map<std::string, shift_intervals> all;
  store_.read([&](store::connection& db) { all = load_intervals(db, next->kept_from_); });
  next->units_ = units_.now()->units;
  for (auto& [unit_id, intervals] : all) {
    if (const auto number = next->units_->find(unit_id)) next->put(*number, std::make_shared<const shift_intervals>(std::move(intervals)));
  }
  swap_in(std::move(next));
}

void live_shifts::hear(std::span<const store::committed_event> events) {
  std::vector<std::string> changed;
  for (const auto& one : events) {
    if (one.what.topic == "shift") changed.push_back(one.what.subject_id);
  }
  if (changed.empty()) return;
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  const std::lock_guard lock(editing_);
  auto next = std::make_shared<shift_book>(*now());
  next->kept_from_ = std::max(next->kept_from_, time_.now() - kept_);
  next->units_ = units_.now()->units;
  store_.read([&](store::connection& db) {
    for (const auto& shift_id : changed) {
      const auto unit_id = find_unit_of_shift(db, shift_id);
      const auto number = unit_id ? next->units_->find(*unit_id) : std::nullopt;
      if (number) next->put(*number, std::make_shared<const shift_intervals>(load_intervals_of(db, *unit_id, next->kept_from_)));
    }
  });
  swap_in(std::move(next));
}

}  // namespace duty
