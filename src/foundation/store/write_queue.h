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
  // Waits for work, at most `patience`; moves up to `most` into `group` (none after a quiet wait). False once stopped
  // and empty.
  bool take(std::vector<queued_work>& group, std::size_t most, std::chrono::milliseconds patience);
  void stop();
  [[nodiscard]] bool stopped() const;
  [[nodiscard]] std::size_t size() const;

 private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<queued_work> waiting_;
  bool writer_waits_ = false;
  bool stopped_ = false;
};

}  // namespace store
