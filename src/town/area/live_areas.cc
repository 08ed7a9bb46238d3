#include "town/area/live_areas.h"

#include <algorithm>

#include "town/area/area_store.h"

namespace area {

live_areas::live_areas(store::database& store) : store_(store) {
  reload();
  store_.on_commit([this](std::span<const store::committed_event> events) {
    if (std::ranges::any_of(events, [](const store::committed_event& e) { return e.what.topic == "area"; })) reload();
  });
}

std::shared_ptr<const area_tree> live_areas::now() const {
  const std::lock_guard lock(mutex_);
  return tree_;
}

void live_areas::reload() {
  std::vector<area> areas;
  store_.read([&](store::connection& db) { areas = load_areas(db); });
  auto fresh = std::make_shared<const area_tree>(std::move(areas));
  const std::lock_guard lock(mutex_);
  tree_ = std::move(fresh);
}

}  // namespace area
