#include "foundation/store/write_queue.h"

#include <algorithm>

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
    wake = wake_at_ != 0 && waiting_.size() >= wake_at_;
    if (wake) wake_at_ = 0;
  }
  if (wake) arrived_.notify_one();
}

template <class Duration>
void write_queue::wait_until_there(std::unique_lock<std::mutex>& lock, std::size_t count, Duration patience) {
  if (waiting_.size() >= count || stopped_) return;
  wake_at_ = count;
  arrived_.wait_for(lock, patience, [&] { return waiting_.size() >= count || stopped_; });
  wake_at_ = 0;
}

bool write_queue::take(std::vector<queued_work>& group, std::size_t most, waiting_for what) {
  std::unique_lock lock(mutex_);
  wait_until_there(lock, 1, what.patience);
  if (!waiting_.empty() && what.gather.count() > 0) wait_until_there(lock, std::min(what.expected, most), what.gather);
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
