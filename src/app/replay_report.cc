#include "app/replay_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>

#include "foundation/base/text.h"

namespace app {
namespace {

struct line {
  std::string_view name;    // in the JSON
  std::string_view title;   // in the text
  std::string_view format;  // of the text
  double (*value)(const replay_figures&);
};

// One list for both forms of the report, so that they cannot differ.
constexpr std::array<line, 15> lines{{
    {"calls", "calls", "%.0f", [](const replay_figures& f) { return static_cast<double>(f.calls); }},
    {"answered", "answered", "%.0f", [](const replay_figures& f) { return static_cast<double>(f.answered); }},
    {"unanswered", "never answered", "%.0f", [](const replay_figures& f) { return static_cast<double>(f.unanswered); }},
    {"waited", "waited for a free unit", "%.0f", [](const replay_figures& f) { return static_cast<double>(f.waited); }},
    {"median_s", "response, median (s)", "%.0f", [](const replay_figures& f) { return f.median_s; }},
    {"p90_s", "response, 90th percentile (s)", "%.0f", [](const replay_figures& f) { return f.p90_s; }},
    {"urgent_median_s", "response to priorities 1 and 2, median (s)", "%.0f", [](const replay_figures& f) { return f.urgent_median_s; }},
    {"within_5_min", "within 5 min (%)", "%.1f", [](const replay_figures& f) { return f.within_5_min * 100; }},
    {"within_10_min", "within 10 min (%)", "%.1f", [](const replay_figures& f) { return f.within_10_min * 100; }},
    {"straight_line_wrong", "nearest by straight line is not nearest by road (% of calls)", "%.1f",
     [](const replay_figures& f) { return f.straight_line_wrong * 100; }},
    {"straight_line_cost_min", "sending it would have cost, mean of those (min)", "%.2f",
     [](const replay_figures& f) { return f.straight_line_cost_min; }},
    {"straight_line_cost_p90_min", "the same, 90th percentile (min)", "%.2f", [](const replay_figures& f) { return f.straight_line_cost_p90_min; }},
    {"busy_share", "units busy (% of shift)", "%.1f", [](const replay_figures& f) { return f.busy_share * 100; }},
    {"kilometres", "driven to calls (km)", "%.0f", [](const replay_figures& f) { return f.kilometres; }},
    {"per_call_km", "driven per answered call (km)", "%.2f",
     [](const replay_figures& f) { return f.answered == 0 ? 0.0 : f.kilometres / static_cast<double>(f.answered); }},
}};

std::string formatted(std::string_view format, double value) {
  std::array<char, 48> text{};
  const std::string terminated(format);
  const int used = std::snprintf(text.data(), text.size(), terminated.c_str(), value);
  return {text.data(), static_cast<std::size_t>(used)};
}

double share_within(const std::vector<double>& responses, double limit_s) {
  if (responses.empty()) return 0;
  const auto within = std::count_if(responses.begin(), responses.end(), [&](double s) { return s <= limit_s; });
  return static_cast<double>(within) / static_cast<double>(responses.size());
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

double quantile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double rank = std::ceil(p * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::clamp(rank - 1, 0.0, static_cast<double>(values.size() - 1)))];
}

replay_figures figures_of(const std::vector<replayed_call>& calls, std::string policy, const replay_totals& totals) {
  replay_figures out{.policy = std::move(policy), .calls = static_cast<std::int64_t>(calls.size())};
  std::vector<double> responses, urgent, costs_min;
  std::int64_t compared = 0;
  for (const auto& call : calls) {
    if (call.waited) ++out.waited;
    if (call.fastest_s && call.straight_line_s) {
      ++compared;
      if (call.straight_line_is_not_nearest) costs_min.push_back((*call.straight_line_s - *call.fastest_s) / 60);
    }
    if (!call.on_scene) {
      ++out.unanswered;
      continue;
    }
    ++out.answered;
    responses.push_back((*call.on_scene - call.reported).seconds());
    if (call.priority <= 2) urgent.push_back(responses.back());
  }
  out.median_s = quantile(responses, 0.5);
  out.p90_s = quantile(responses, 0.9);
  out.urgent_median_s = quantile(urgent, 0.5);
  out.within_5_min = share_within(responses, 300);
  out.within_10_min = share_within(responses, 600);
  out.straight_line_wrong = compared == 0 ? 0 : static_cast<double>(costs_min.size()) / static_cast<double>(compared);
  out.straight_line_cost_min = mean(costs_min);
  out.straight_line_cost_p90_min = quantile(costs_min, 0.9);
  out.busy_share = totals.shift_s <= 0 ? 0 : totals.busy_s / totals.shift_s;
  out.kilometres = totals.driven_m / 1'000;
  return out;
}

std::string report_text(const replay_heading& heading, const std::vector<replay_figures>& figures) {
  std::string out = "# Replay of " + heading.place + ", " + base::to_rfc3339(heading.from) + " to " + base::to_rfc3339(heading.to) + "\n\n";
  out += heading.invented + "\n\n|  |";
  for (const auto& one : figures) out += " " + one.policy + " |";
  out += "\n|---|";
  for (std::size_t i = 0; i < figures.size(); ++i) out += "---:|";
  out += '\n';
  for (const auto& row : lines) {
    out += "| " + std::string(row.title) + " |";
    for (const auto& one : figures) out += " " + formatted(row.format, row.value(one)) + " |";
    out += '\n';
  }
  return out;
}

std::string report_json(const replay_heading& heading, const std::vector<replay_figures>& figures) {
  std::string out = R"({"place":)";
  base::append_json_string(out, heading.place);
  out += R"(,"from":")" + base::to_rfc3339(heading.from) + R"(","to":")" + base::to_rfc3339(heading.to) + R"(","invented":)";
  base::append_json_string(out, heading.invented);
  out += R"(,"policies":[)";
  for (std::size_t i = 0; i < figures.size(); ++i) {
    out += i == 0 ? R"({"policy":)" : R"(,{"policy":)";
    base::append_json_string(out, figures[i].policy);
    for (const auto& row : lines) {
      out += ",\"" + std::string(row.name) + "\":" + formatted("%.6g", row.value(figures[i]));
    }
    out += '}';
  }
  return out + "]}\n";
}

}  // namespace app
