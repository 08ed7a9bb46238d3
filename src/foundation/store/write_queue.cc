#include "foundation/store/write_queue.h"

namespace store {

void write_queue::push(queued_work one) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) throw base::problem(503, "store_stopping", "The server is shutting down.", "", "Send it again in a minute.");
    if (waiting_.size() >= limit_) {
      throw base::problem(503, "store_overloaded", "Too many changes are waiting to be saved.", std::to_string(limit_) + " are waiting already.",
                          "Nothing was changed. Send it again in a few seconds.");
    }
    waiting_.push_back(std::move(one));
    wake = writer_waits_;
    writer_waits_ = false;
  }
  if (wake) arrived_.notify_one();
}

bool write_queue::take(std::vector<queued_work>& group, std::size_t most, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (waiting_.empty() && !stopped_) {
    writer_waits_ = true;
    arrived_.wait_for(lock, patience, [this] { return !waiting_.empty() || stopped_; });
    writer_waits_ = false;
  }
  while (!waiting_.empty() && group.size() < most) {
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return !group.empty() || !stopped_;
}

void write_queue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  arrived_.notify_one();
}

bool write_queue::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

std::size_t write_queue::size() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

}  // namespace store
