#pragma once
#include <memory>
#include <mutex>

#include "foundation/store/store.h"
#include "town/area/area_tree.h"

namespace area {

// The area tree in force: an immutable snapshot, replaced after a commit that changed areas and before that change is
// answered, so that whoever imported sees what was imported. A handler takes one and keeps it.
class live_areas {
 public:
  // Loads the tree and listens to the store, which must outlive it. Make it before the store is used by others.
  explicit live_areas(store::database& store);
  live_areas(const live_areas&) = delete;
  live_areas& operator=(const live_areas&) = delete;

  [[nodiscard]] std::shared_ptr<const area_tree> now() const;

  // Reads the tree anew: also for changes of another node. Readers keep the old one meanwhile.
  void reload();

 private:
  store::database& store_;
  mutable std::mutex mutex_;  // of the pointer alone
  std::shared_ptr<const area_tree> tree_;
};

}  // namespace area
