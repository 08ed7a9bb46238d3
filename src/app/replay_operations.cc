#include "app/replay_operations.h"

#include <boost/json.hpp>

#include <array>
#include <cstdio>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace app {
namespace {

constexpr std::size_t most_units = 8;  // of one call; the recommendation says how many it needs

std::string position_json(base::position p) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), R"({"lon":%.7f,"lat":%.7f})", p.lon, p.lat);
  return text.data();
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out += out.back() == '{' ? "" : ",";
  base::append_json_string(out, name);
  out += ':';
  base::append_json_string(out, text);
}

std::string text_of(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::optional<double> number_of(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  return found->to_number<double>();
}

// Of the units that can go: how long the one nearest by straight line drives, and the one nearest by road.
std::optional<straight_line_comparison> compare_candidates(const boost::json::array& candidates) {
  std::optional<double> straight, fastest;
  for (const auto& item : candidates) {
    const auto& one = item.as_object();
    const auto drive = number_of(one, "drive_s");
    if (!drive) continue;
    if (number_of(one, "straight_line_rank").value_or(0) == 1) straight = drive;
    if (number_of(one, "road_rank").value_or(0) == 1) fastest = drive;
  }
  if (!straight || !fastest) return std::nullopt;
  return straight_line_comparison{.fastest_s = *fastest, .straight_line_s = *straight, .differs = *straight > *fastest};
}

}  // namespace

std::string replay_operations::call(std::string_view name, std::map<std::string, std::string, std::less<>> path, std::string body) {
  direct_call what{.name = name, .path = std::move(path), .body = std::move(body), .request_id = "replay-" + std::to_string(++number_)};
  return call_operation(parts_.operations, parts_.runner, parts_.who, std::move(what)).body;
}

taken_call replay_operations::take_call(const past_call& from) {
  std::string body = "{";
  append_member(body, "type", parts_.type_of(from.type));
  body += R"(,"location":)" + position_json(from.where);
  append_member(body, "description", from.hour_drawn ? from.detail + " (hour drawn)" : from.detail);
  append_member(body, "source", parts_.source);
  append_member(body, "reported_at", base::to_rfc3339(from.at));
  const auto incident = boost::json::parse(call("create_incident", {}, body + "}")).as_object();
  taken_call out{
      .incident_id = text_of(incident, "id"), .priority = static_cast<int>(number_of(incident, "priority").value_or(3)), .units = most_units};
  return out;
}

std::vector<std::string> replay_operations::recommend(const std::string& incident_id) {
  const auto answer = boost::json::parse(call("recommend", {{"id", incident_id}}, "")).as_object();
  last_recommendation_[incident_id] = text_of(answer, "id");
  last_comparison_ = compare_candidates(answer.at("candidates").as_array());
  std::vector<std::string> out;
  for (const auto& unit : answer.at("chosen").as_array()) out.emplace_back(unit.as_string());
  return out;
}

std::optional<straight_line_comparison> replay_operations::compare(const std::string&) { return last_comparison_; }

bool replay_operations::assign(const std::string& incident_id, const std::string& unit_id) {
  std::string body = "{";
  append_member(body, "unit_id", unit_id);
  append_member(body, "recommendation_id", last_recommendation_[incident_id]);
  try {
    const auto made = boost::json::parse(call("assign_unit", {{"id", incident_id}}, body + "}")).as_object();
    assignment_of_[unit_id] = text_of(made, "id");
    return true;
  } catch (const base::problem& refused) {
    if (refused.status == 409) return false;
    throw;
  }
}

void replay_operations::set_status(const std::string& unit_id, const std::string& status) {
  call("set_assignment_status", {{"id", assignment_of_.at(unit_id)}}, R"({"status":")" + status + "\"}");
}

void replay_operations::close(const std::string& incident_id) {
  call("close_incident", {{"id", incident_id}}, R"({"result":"handled"})");
  last_recommendation_.erase(incident_id);
}

void replay_operations::report_positions(const std::vector<unit_report>& reports) {
  std::string body = R"({"positions":[)";
  for (const auto& one : reports) {
    body += body.back() == '[' ? "{" : ",{";
    append_member(body, "unit_id", one.unit_id);
    body += R"(,"position":)" + position_json(one.where);
    append_member(body, "at", base::to_rfc3339(one.at));
    body += '}';
  }
  call("report_positions", {}, body + "]}");
}

std::optional<replay_route> replay_operations::route(base::position from, base::position to, const std::string& kind) {
  return parts_.route(from, to, kind);
}

void replay_operations::advance_to(base::instant now) {
  if (parts_.pace) parts_.pace(now);
  if (now > parts_.clock.now()) parts_.clock.advance(now - parts_.clock.now());
}

}  // namespace app
