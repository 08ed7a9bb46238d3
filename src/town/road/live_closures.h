#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/store/store.h"
#include "town/road/closures.h"

namespace road {

// What is shut at one moment, with the arcs by number. Immutable.
struct closure_set {
  std::shared_ptr<const closures> shut = std::make_shared<const closures>();
  std::vector<arc_id> arcs = {};  // ascending
};

// The closures in force. Follows commits; a closure that begins or ends by the clock does so at that moment, whoever asks
// next. The epoch rises with each change, also over restarts. Safe to share between threads.
class live_closures {
 public:
  using listener = std::function<void(const std::shared_ptr<const closures>&)>;
  live_closures(store::database& store, const base::clock& time, std::shared_ptr<const graph> roads);

  // What is shut now.
  [[nodiscard]] std::shared_ptr<const closure_set> now();
  // Reads all closures anew. At start and after trouble.
  void rebuild();
  // For store::database::on_commit: follows the topic closure.
  void hear(std::span<const store::committed_event> events);
  // Called with each new set, on the thread that found the change. Register before use.
  void on_change(listener one) { listeners_.push_back(std::move(one)); }
  // Passes on what began or ended by the clock; call it about once a second, so that listeners hear of it too.
  void tick() { static_cast<void>(now()); }

 private:
  struct entry {
    base::instant from;
    base::instant until;
    std::vector<arc_id> arcs;
  };
  // Makes the set for this moment and when it next changes; true when it differs from the one before.
  bool make_set(base::instant at);
  void tell();

  store::database& store_;
  const base::clock& time_;
  std::shared_ptr<const graph> roads_;
  std::vector<listener> listeners_;
  std::mutex telling_;  // listeners hear sets in order
  std::mutex mutex_;    // guards the rest
  std::vector<entry> entries_;
  std::shared_ptr<const closure_set> set_ = std::make_shared<const closure_set>();
  base::instant valid_from_{};
  base::instant valid_until_{};
};

}  // namespace road
