#include "engines/track/live_mover.h"

#include <algorithm>
#include <chrono>

namespace track {
namespace {

constexpr std::size_t few = 1'000;  // about 5 ms
constexpr auto shortest_pause = std::chrono::milliseconds(50);
constexpr int work_share = 3;  // rests three times as long as it works: at most a quarter of one core

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

void live_mover::move(std::vector<duty::unit_move> moves) {
  if (moves.empty()) return;
  {
    const std::scoped_lock lock(mutex_);
    if (moves.size() > few || busy_) {
      busy_ = true;
      for (auto& one : moves) {
        auto& kept = waiting_[one.unit_id];
        if (kept.at <= one.at) kept = std::move(one);
      }
      wake_.notify_one();
      return;
    }
  }
  units_.move(moves);
}

void live_mover::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::vector<duty::unit_move> moves;
    moves.reserve(waiting_.size());
    for (auto& [id, one] : waiting_) moves.push_back(std::move(one));
    waiting_.clear();
    lock.unlock();
    const auto began = std::chrono::steady_clock::now();
    units_.move(moves);
    const auto took = std::chrono::steady_clock::now() - began;
    lock.lock();
    if (waiting_.empty()) busy_ = false;
    wake_.wait_for(lock, std::max<std::chrono::steady_clock::duration>(shortest_pause, took * work_share), [&] { return stopping_; });
  }
}

}  // namespace track
