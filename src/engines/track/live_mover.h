#pragma once
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "town/duty/live_units.h"

namespace track {

// Moves units in duty's live picture. Bringing a unit onto its road costs microseconds; when more move than the machine
// can bring there, only their newest positions are, a few times a second.
class live_mover {
 public:
  explicit live_mover(duty::live_units& units);
  ~live_mover();
  live_mover(const live_mover&) = delete;
  live_mover& operator=(const live_mover&) = delete;

  // Few: moved when this returns. Many, or others still wait: within a quarter of a second.
  void move(std::vector<duty::unit_move> moves);

 private:
  void loop();
  duty::live_units& units_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<std::string, duty::unit_move> waiting_;
  bool busy_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace track
