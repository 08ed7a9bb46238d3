#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <vector>

#include "foundation/store/store.h"

namespace store {

// An operation waiting for, or in, its group.
struct queued_work {
  actor who;
  work what;
  when_done done;
  std::exception_ptr error = nullptr;  // what it will be answered
};

// The writer's inbox: bounded, first in, first out, safe for many producers and one writer.
class write_queue {
 public:
  explicit write_queue(std::size_t limit) : limit_(limit) {}
  // Throws base::problem 503: store_overloaded when full, store_stopping after stop().
  void push(queued_work one);
  // How long to wait for work, and, once there is some, how long for it to become as much as is expected: those just
  // answered often ask again at once, and one commit for all of them is cheaper than two.
  struct waiting_for {
    std::chrono::milliseconds patience;
    std::size_t expected = 1;
    std::chrono::microseconds gather{0};
  };
  // Moves up to `most` into `group` (none after a quiet wait). False once stopped and empty.
  bool take(std::vector<queued_work>& group, std::size_t most, waiting_for what);
  void stop();
  [[nodiscard]] bool stopped() const;
  [[nodiscard]] std::size_t size() const;

 private:
  template <class Duration>
  void wait_until_there(std::unique_lock<std::mutex>& lock, std::size_t count, Duration patience);
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<queued_work> waiting_;
  std::size_t wake_at_ = 0;  // the writer waits until so many are here; 0: it does not wait
  bool stopped_ = false;
};

}  // namespace store
