#include "foundation/base/clock.h"

#include <chrono>

namespace base {
namespace {

template <class Clock>
std::int64_t clock_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count();
}

}  // namespace

instant system_clock::now() const { return {clock_us<std::chrono::system_clock>()}; }
duration system_clock::steady() const { return {clock_us<std::chrono::steady_clock>()}; }

}  // namespace base
