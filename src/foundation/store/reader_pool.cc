#include "foundation/store/reader_pool.h"

#include <algorithm>
#include <chrono>

namespace store {
namespace {

constexpr std::size_t hard_limit = 32;  // connections, however many readers there are
constexpr auto patience = std::chrono::seconds(5);

}  // namespace

void reader_pool::read(const std::function<void(connection&)>& what) {
  auto one = borrow();
  try {
    one->begin_read();
    what(*one);
    one->commit();
  } catch (const lost_error&) {
    give_back(std::move(one), false);
    throw;
  } catch (...) {
    one->roll_back();
    give_back(std::move(one), true);
    throw;
  }
  give_back(std::move(one), true);
}

std::unique_ptr<session> reader_pool::borrow() {
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, patience, [this] { return !idle_.empty() || open_ < hard_limit; })) {
      throw base::problem(503, "store_overloaded", "Too many are reading at once.", "", "Send it again in a few seconds.");
    }
    if (!idle_.empty()) {
      auto one = std::move(idle_.back());
      idle_.pop_back();
      return one;
    }
    ++open_;
  }
  try {
    return open_session(how_, session_use::read);
  } catch (const base::problem& fault) {
    give_back(nullptr, false);
    // The writer is connected, so the server is only away: whoever reads need not look at the configuration.
    if (how_.kind == engine::postgres) throw lost_error(fault.detail);
    throw;
  } catch (...) {
    give_back(nullptr, false);
    throw;
  }
}

void reader_pool::give_back(std::unique_ptr<session> one, bool usable) {
  {
    const std::lock_guard lock(mutex_);
    if (usable && idle_.size() < static_cast<std::size_t>(std::max(how_.readers, 1))) {
      idle_.push_back(std::move(one));
    } else {
      --open_;
    }
  }
  returned_.notify_one();
}

}  // namespace store
