#pragma once
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/web/request.h"
#include "foundation/web/response.h"

namespace web {

class counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

// Counts observations by size. Bounds are upper and inclusive, rising; above the last lies +Inf.
class histogram {
 public:
  explicit histogram(std::vector<double> bounds);
  void observe(double value);
  struct reading {
    std::vector<std::uint64_t> cumulative;  // per bound, and +Inf at the end
    double sum = 0;
  };
  [[nodiscard]] reading read() const;
  [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }

 private:
  std::vector<double> bounds_;
  std::deque<std::atomic<std::uint64_t>> buckets_;
  std::atomic<double> sum_{0};
};

// 1 ms to 10 s, in steps of 1, 2.5, 5.
std::vector<double> seconds_bounds();

// What the process tells its watchers, as OpenMetrics text (openmetrics.io, version 1.0.0). Registering takes a lock;
// counting takes none. References given out stay valid as long as this object.
class metrics {
 public:
  // name: "shouwang_incidents_created" — without _total, which the writer adds to counters. A name that ends in
  // _seconds, _bytes or _ratio gets its unit. std::invalid_argument for a bad name or label, the same name with
  // another kind, or the same name and labels again.
  counter& add_counter(std::string_view name, std::string_view help, std::vector<name_value> labels = {});
  gauge& add_gauge(std::string_view name, std::string_view help, std::vector<name_value> labels = {});
  histogram& add_histogram(std::string_view name, std::string_view help, std::vector<double> bounds, std::vector<name_value> labels = {});

  // A family whose values are asked for when the text is made; several samples with labels of their own.
  struct sample {
    std::vector<name_value> labels;
    double value = 0;
  };
  enum class kind { counter, gauge };
  void add_reader(std::string_view name, std::string_view help, kind what, std::function<std::vector<sample>()> read);

  [[nodiscard]] std::string text() const;
  // The text with its content type.
  [[nodiscard]] response answer() const;

 private:
  struct child {
    std::vector<name_value> labels;
    const counter* count = nullptr;
    const gauge* level = nullptr;
    const histogram* spread = nullptr;
  };
  struct family {
    std::string name;
    std::string help;
    std::string type;
    std::vector<child> children;
    std::function<std::vector<sample>()> read;
  };
  family& family_of(std::string_view name, std::string_view help, std::string_view type);
  child& add_child(family& to, std::vector<name_value> labels);
  static void append_family(std::string& out, const family& one);

  mutable std::mutex mutex_;
  std::deque<family> families_;
  std::deque<counter> counters_;
  std::deque<gauge> gauges_;
  std::deque<histogram> histograms_;
};

}  // namespace web
