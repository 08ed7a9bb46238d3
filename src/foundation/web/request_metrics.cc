#include "foundation/web/request_metrics.h"

#include <algorithm>

namespace web {

request_metrics::request_metrics(metrics& all, server& of) {
  const auto add = [&](std::string_view route, std::string_view verb) {
    of_route& fresh = routes_.emplace_back();
    fresh.labels = {{"route", std::string(route)}, {"method", std::string(verb)}};
    fresh.times = &all.add_histogram("shouwang_http_request_seconds", "Time from a request's head to its answer.", seconds_bounds(), fresh.labels);
  };
  for (const auto& known : of.routes().routes()) add(known.pattern, method_text(known.verb));
  add("(none)", "(any)");
  all.add_reader("shouwang_http_requests", "Requests answered.", metrics::kind::counter, [this] { return read(); });
  const auto add_count = [&](std::string_view name, std::string_view help, metrics::kind kind, std::uint64_t server_counts::*which) {
    all.add_reader(name, help, kind, [&of, which] { return std::vector<metrics::sample>{{{}, static_cast<double>(of.counts().*which)}}; });
  };
  add_count("shouwang_http_connections", "Connections open now.", metrics::kind::gauge, &server_counts::connections);
  add_count("shouwang_http_listeners", "Event streams open now.", metrics::kind::gauge, &server_counts::listeners);
  add_count("shouwang_http_connections_accepted", "Connections accepted.", metrics::kind::counter, &server_counts::accepted);
  add_count("shouwang_http_connections_refused", "Connections refused for want of room.", metrics::kind::counter, &server_counts::refused);
  of.on_answered([this](const answered_request& one) { count(one); });
}

void request_metrics::count(const answered_request& one) {
  of_route& route = routes_[std::min(one.route_index, routes_.size() - 1)];
  const auto status = static_cast<std::size_t>(std::clamp(one.status, 100, 599));
  route.by_status.at(status - lowest_status).fetch_add(1, std::memory_order_relaxed);
  route.times->observe(one.took.seconds());
}

std::vector<metrics::sample> request_metrics::read() const {
  std::vector<metrics::sample> out;
  for (const auto& route : routes_) {
    for (std::size_t i = 0; i < statuses; ++i) {
      const auto count = route.by_status.at(i).load(std::memory_order_relaxed);
      if (count == 0) continue;
      auto labels = route.labels;
      labels.push_back({"status", std::to_string(i + lowest_status)});
      out.push_back({std::move(labels), static_cast<double>(count)});
    }
  }
  return out;
}

}  // namespace web
