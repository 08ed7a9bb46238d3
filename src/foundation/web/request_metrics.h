#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "foundation/web/metrics.h"
#include "foundation/web/server.h"

namespace web {

// Counts a server's requests by route and status, and their times by route, for its metrics:
// shouwang_http_requests{route,method,status}, shouwang_http_request_seconds{route,method}, and the server's counts.
// Counting is three atomic additions.
class request_metrics {
 public:
  // Registers with `all` and listens to `of`, before its start; all three must live as long as each other.
  request_metrics(metrics& all, server& of);
  request_metrics(const request_metrics&) = delete;
  request_metrics& operator=(const request_metrics&) = delete;

 private:
  static constexpr std::size_t lowest_status = 100;
  static constexpr std::size_t statuses = 500;
  struct of_route {
    std::vector<name_value> labels;
    std::array<std::atomic<std::uint32_t>, statuses> by_status{};
    histogram* times = nullptr;
  };
  void count(const answered_request& one);
  [[nodiscard]] std::vector<metrics::sample> read() const;
  std::deque<of_route> routes_;  // the last one stands for requests that matched none
};

}  // namespace web
