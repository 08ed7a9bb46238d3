#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "town/duty/live_units.h"

namespace track {

// Moves units in duty's live picture. Bringing a unit onto its road costs microseconds: it has a share of one core, and when
// more units move than fit into it, only their newest positions are brought there, a few times a second.
class live_mover {
 public:
  explicit live_mover(duty::live_units& units);
  ~live_mover();
  live_mover(const live_mover&) = delete;
  live_mover& operator=(const live_mover&) = delete;

  // Few, and little was moved just before: moved when this returns. Else within a quarter of a second.
  void move(std::vector<duty::numbered_move> moves);

 private:
  void loop();
  duty::live_units& units_;
  std::mutex mutex_;
  std::condition_variable wake_;
  using clock = std::chrono::steady_clock;
  clock::time_point rest_after(clock::time_point began, clock::time_point ended) const;
  std::vector<duty::numbered_move> waiting_;
  clock::time_point rests_until_;
  bool busy_ = false;  // the loop has taken what waited
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace track
