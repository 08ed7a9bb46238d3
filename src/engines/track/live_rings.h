#pragma once
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include "engines/track/ring_set.h"
#include "foundation/store/store.h"
#include "town/area/live_areas.h"

namespace track {

// The rings in force: every ring that has a shape, and every area of the tree with a boundary. An immutable set, replaced some
// hundred milliseconds after a commit that changed rings, places or areas: it is built on a thread of its own, so that
// neither the writer nor the fixes wait for it.
class live_rings {
 public:
  // Builds the first set. Both must outlive it.
  live_rings(store::database& store, const area::live_areas& areas);
  ~live_rings();
  live_rings(const live_rings&) = delete;
  live_rings& operator=(const live_rings&) = delete;

  [[nodiscard]] std::shared_ptr<const ring_set> now() const;
  // For store::database::on_commit, after live_areas has heard it: follows the topics ring, place and area.
  void hear(std::span<const store::committed_event> events);
  // Waits until everything heard is in force.
  void settle();

 private:
  void run();
  void build();

  store::database& store_;
  const area::live_areas& areas_;
  mutable std::mutex mutex_;  // guards the rest
  std::condition_variable changed_;
  std::shared_ptr<const ring_set> set_ = std::make_shared<const ring_set>();
  std::uint64_t heard_ = 0;  // changes heard of
  std::uint64_t built_ = 0;  // of these in force
  std::uint64_t epoch_ = 0;
  bool stopping_ = false;
  std::thread builder_;
};

}  // namespace track
