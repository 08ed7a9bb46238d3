#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "foundation/store/session.h"

namespace store {

// Read connections: opened when needed, kept for the next reader, the last one used first (its cache is warm).
class reader_pool {
 public:
  explicit reader_pool(const options& how) : how_(how) {}
  // Runs `what` in one snapshot on a connection of its own. Throws what `what` throws; 503 when there is no connection.
  void read(const std::function<void(connection&)>& what);

 private:
  std::unique_ptr<session> borrow();
  void give_back(std::unique_ptr<session> one, bool usable);

  const options how_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<session>> idle_;
  std::size_t open_ = 0;
};

}  // namespace store
