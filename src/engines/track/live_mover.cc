#include "engines/track/live_mover.h"

#include <algorithm>
#include <utility>

namespace track {
namespace {

constexpr std::size_t few = 1'000;  // about 5 ms
constexpr auto longest_rest = std::chrono::milliseconds(150);
constexpr int work_share = 3;  // rests three times as long as it worked: a quarter of one core, but for a great many units

// Of each unit the newest; the order does not matter.
void keep_newest(std::vector<duty::numbered_move>& all) {
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return std::pair(a.number, b.at) < std::pair(b.number, a.at); });
  all.erase(std::unique(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.number == b.number; }), all.end());
}

}  // namespace

live_mover::live_mover(duty::live_units& units) : units_(units), thread_([this] { loop(); }) {}

live_mover::~live_mover() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

live_mover::clock::time_point live_mover::rest_after(clock::time_point began, clock::time_point ended) const {
  return ended + std::min<clock::duration>(longest_rest, (ended - began) * work_share);
}

void live_mover::move(std::vector<duty::numbered_move> moves) {
  if (moves.empty()) return;
  const auto began = clock::now();
  {
    const std::scoped_lock lock(mutex_);
    if (moves.size() > few || busy_ || !waiting_.empty() || began < rests_until_) {
      waiting_.insert(waiting_.end(), moves.begin(), moves.end());
      wake_.notify_one();
      return;
    }
  }
  units_.move(moves);
  const auto ended = clock::now();
  const std::scoped_lock lock(mutex_);
  rests_until_ = rest_after(began, ended);
}

void live_mover::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    wake_.wait_until(lock, rests_until_, [&] { return stopping_; });
    auto moves = std::exchange(waiting_, {});
    busy_ = true;
    lock.unlock();
    const auto began = clock::now();
    keep_newest(moves);
    units_.move(moves);
    const auto ended = clock::now();
    lock.lock();
    busy_ = false;
    rests_until_ = rest_after(began, ended);
  }
}

}  // namespace track
