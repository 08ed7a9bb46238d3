#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"

namespace app {

inline constexpr int most_speed = 600;  // virtual seconds per second

// The watcher's hand on a replay: speed, pause, and how far it is. Moves the virtual clock evenly between events.
class replay_pace {
 public:
  replay_pace(int speed, std::size_t calls, base::manual_clock& clock) : clock_(clock), speed_(speed), total_(calls) {}
  // Waits until the virtual time is there, moving the clock on the way in small steps.
  void wait_until(base::instant to);
  void count(std::size_t done);
  // GET and POST /api/replay. This object must outlive them.
  void add_operations(std::vector<operation::definition>& to);

 private:
  std::string state_json();
  base::manual_clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::chrono::steady_clock::time_point moved_ = std::chrono::steady_clock::now();  // when the virtual clock was moved last
  int speed_;
  bool paused_ = false;
  std::size_t done_ = 0;
  std::size_t total_;
};

}  // namespace app
