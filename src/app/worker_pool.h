#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace app {

// A few threads for work that would hold up an io thread or the writer: password hashing, road searches. The queue is
// bounded: a flood is refused at once instead of growing without end.
class worker_pool {
 public:
  worker_pool(std::size_t threads, std::size_t queue_limit);
  ~worker_pool();
  worker_pool(const worker_pool&) = delete;
  worker_pool& operator=(const worker_pool&) = delete;
  // False when the queue is full or the pool is stopping. The work must not throw.
  bool submit(std::function<void()> work);
  [[nodiscard]] std::size_t waiting() const;  // not yet begun
  // Finishes what is queued and joins; also done by the destructor.
  void stop();

 private:
  void serve();
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  std::size_t queue_limit_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace app
