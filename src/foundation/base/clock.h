#pragma once
#include <atomic>

#include "foundation/base/time.h"

namespace base {

// Where time comes from. Rules take an instant as an argument; only the edge asks a clock.
class clock {
 public:
  virtual ~clock() = default;
  // Wall time; may jump when somebody sets the machine's clock.
  [[nodiscard]] virtual instant now() const = 0;
  // Never goes back; only differences mean anything.
  [[nodiscard]] virtual duration steady() const = 0;
};

// The machine's own clock.
class system_clock final : public clock {
 public:
  [[nodiscard]] instant now() const override;
  [[nodiscard]] duration steady() const override;
};

// A clock that stands still until it is told: tests and replays. Safe to share between threads.
class manual_clock final : public clock {
 public:
  explicit manual_clock(instant start) : now_us_(start.us) {}
  [[nodiscard]] instant now() const override { return {now_us_.load()}; }
  [[nodiscard]] duration steady() const override { return {steady_us_.load()}; }
  void advance(duration d) {
    now_us_ += d.us;
    steady_us_ += d.us;
  }
  // Sets the wall time alone, as a person or NTP would; the steady time does not move.
  void set_wall(instant t) { now_us_ = t.us; }

 private:
  std::atomic<std::int64_t> now_us_;
  std::atomic<std::int64_t> steady_us_{0};
};

}  // namespace base
