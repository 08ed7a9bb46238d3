#include "engines/track/position_api.h"

#include "engines/track/position_records.h"

namespace track {
namespace {

constexpr std::string_view may_report = "unit.position.write";

void report(const operation::request& what, const position_services& use, operation::when_answered answer) {
  auto reports = record::from_json<position_reports>(what.body);
  batch handed{.from = door::api, .may = [who = what.who](const std::string& area_path) { return who.may(may_report, area_path); }};
  handed.units.reserve(reports.positions.size());
  handed.fixes.reserve(reports.positions.size());
  for (auto& one : reports.positions) {
    handed.add(std::move(one.unit_id), {.lon = one.position.lon,
                                        .lat = one.position.lat,
                                        .at = one.at,
                                        .speed_mps = one.speed_mps,
                                        .heading_deg = one.heading_deg,
                                        .accuracy_m = one.accuracy_m});
  }
  use.take.take(std::move(handed), [answer = std::move(answer)](const verdicts& became, const std::exception_ptr& failed) {
    answer(failed ? operation::answer{} : operation::answer{.body = record::to_json(became)}, failed);
  });
}

}  // namespace

std::vector<operation::definition> position_operations(position_services use) {
  std::vector<operation::definition> all;
  all.push_back({.name = "report_positions",
                 .method = "POST",
                 .path = "/api/unit-positions",
                 .summary = "Where units are; each report is judged on its own.",
                 .permission = may_report,
                 .input = &record_of(static_cast<const position_reports*>(nullptr)),
                 .output = &record_of(static_cast<const verdicts*>(nullptr)),
                 .hand_over = [use](const operation::request& what, operation::when_answered answer) { report(what, use, std::move(answer)); }});
  return all;
}

}  // namespace track
