#pragma once
#include <functional>
#include <mutex>
#include <vector>

#include "engines/track/intake.h"
#include "foundation/base/problem.h"

namespace test {

// Takes everything, or fails as it is told; durable when the test says so.
class fake_intake : public track::intake {
 public:
  void take(track::batch what, track::when_kept done) override {
    if (overloaded) throw base::problem(503, "store_overloaded", "Too many wait.");
    track::verdicts came;
    came.accepted = static_cast<std::int64_t>(what.fixes.size());
    came.refused = refused;
    came.accepted -= static_cast<std::int64_t>(refused.size());
    std::exception_ptr failed;
    {
      const std::lock_guard lock(mutex);
      batches.push_back(std::move(what));
      failed = failure;
    }
    if (held) {
      waiting.push_back([done, came] { done(came, nullptr); });
    } else {
      done(failed ? track::verdicts{} : came, failed);
    }
  }
  // The fixes handed in so far, of all batches.
  std::vector<track::unit_fix> fixes() const {
    const std::lock_guard lock(mutex);
    std::vector<track::unit_fix> out;
    for (const auto& one : batches) {
      for (const auto& fix : one.fixes) out.push_back({.unit_id = one.units[fix.unit], .sent = fix.sent});
    }
    return out;
  }
  mutable std::mutex mutex;
  std::vector<track::batch> batches;
  std::vector<track::refusal> refused;
  std::vector<std::function<void()>> waiting;
  std::exception_ptr failure;
  bool held = false;
  bool overloaded = false;
};

}  // namespace test
