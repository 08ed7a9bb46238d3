#include "engines/track/live_rings.h"

#include <algorithm>
#include <chrono>

#include "engines/track/ring_shape.h"
#include "engines/track/ring_store.h"
#include "foundation/base/log.h"

namespace track {

live_rings::live_rings(store::database& store, const area::live_areas& areas) : store_(store), areas_(areas) {
  build();
  builder_ = std::thread([this] { run(); });
}

live_rings::~live_rings() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  builder_.join();
}

std::shared_ptr<const ring_set> live_rings::now() const {
  const std::lock_guard lock(mutex_);
  return set_;
}

void live_rings::hear(std::span<const store::committed_event> events) {
  const auto matters = [](const store::committed_event& e) { return e.what.topic == "ring" || e.what.topic == "place" || e.what.topic == "area"; };
  if (std::none_of(events.begin(), events.end(), matters)) return;
  {
    const std::lock_guard lock(mutex_);
    ++heard_;
  }
  changed_.notify_all();
}

void live_rings::settle() {
  std::unique_lock lock(mutex_);
  const auto wanted = heard_;
  changed_.wait(lock, [&] { return built_ >= wanted || stopping_; });
}

void live_rings::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (built_ == heard_) {
      changed_.wait(lock);
      continue;
    }
    const auto taking = heard_;
    lock.unlock();
    bool done = true;
    try {
      build();
    } catch (const std::exception& error) {
      done = false;
      base::log(base::log_level::error, "rings_not_built", {{"error", std::string_view(error.what())}});
    }
    lock.lock();
    if (done) {
      built_ = taking;
      changed_.notify_all();
    } else {
      changed_.wait_for(lock, std::chrono::seconds(1));  // the database was away: the old set stays in force meanwhile
    }
  }
}

void live_rings::build() {
  const auto tree = areas_.now();
  std::vector<stored_ring> stored;
  store_.read([&](store::connection& db) { stored = load_rings(db); });
  std::vector<watched_ring> watched;
  for (const auto& one : stored) {
    auto shape = shape_of(one.what, *tree, one.place);
    if (!shape.polygons.empty()) {
      watched.push_back({.id = one.what.id, .area_path = one.what.area_path, .shape = std::move(shape), .announced = true});
    }
  }
  for (const auto& one : tree->list_all()) {
    if (!one.boundary.polygons.empty()) watched.push_back({.id = one.id, .area_path = one.path, .shape = one.boundary, .announced = false});
  }
  auto set = std::make_shared<const ring_set>(std::move(watched), ++epoch_);
  const std::lock_guard lock(mutex_);
  set_ = std::move(set);
}

}  // namespace track
