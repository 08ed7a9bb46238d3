#pragma once
#include <chrono>
#include <functional>
#include <thread>

namespace test {

// Asks again and again until it holds; false when it does not within the limit.
inline bool wait_until(const std::function<bool()>& holds, std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  for (;;) {
    if (holds()) return true;
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace test
