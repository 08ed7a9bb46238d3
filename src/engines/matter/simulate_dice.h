#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

namespace matter {

// Numbers drawn from a seed: the same on every machine (SplitMix64, Steele, Lea and Flood 2014). The distributions of the standard
// library differ from one to the other.
class dice {
 public:
  explicit dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  double share() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }  // [0, 1)
  bool chance(double of) { return share() < of; }
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }
  std::int64_t between(std::int64_t low, std::int64_t high) {  // both can come
    return high <= low ? low : low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  double between_numbers(double low, double high) { return low + (high - low) * share(); }
  template <class T>
  const T& one_of(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace matter
