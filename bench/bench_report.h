#pragma once
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

// What every program of bench/ prints: one JSON object a line, {"bench","metric","value","unit","runs","peer","ratio"}.
namespace bench {

struct figure {
  std::string bench;
  std::string metric;
  double value = 0;
  std::string unit;
  int runs = 1;                 // the value is the median of this many
  std::string peer;             // what it is compared with, if anything
  std::optional<double> ratio;  // how many times better than the peer
};

inline void print(const figure& f) {
  std::string line = R"({"bench":")" + f.bench + R"(","metric":")" + f.metric + R"(","value":)";
  char number[40];
  std::snprintf(number, sizeof number, "%.6g", f.value);
  line += std::isfinite(f.value) ? number : "null";
  line += R"(,"unit":")" + f.unit + R"(","runs":)" + std::to_string(f.runs);
  if (!f.peer.empty()) line += R"(,"peer":")" + f.peer + '"';
  if (f.ratio && std::isfinite(*f.ratio)) {
    std::snprintf(number, sizeof number, "%.4g", *f.ratio);
    line += R"(,"ratio":)" + std::string(number);
  }
  std::printf("%s}\n", line.c_str());
  std::fflush(stdout);
}

// The value below which the share lies (0.5: the median); nan of nothing.
inline double quantile(std::vector<double> values, double share) {
  if (values.empty()) return std::nan("");
  const auto at = static_cast<std::size_t>(std::min(share * static_cast<double>(values.size()), static_cast<double>(values.size() - 1)));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}
inline double median(const std::vector<double>& values) { return quantile(values, 0.5); }

class stopwatch {
 public:
  [[nodiscard]] double ms() const { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace bench
