#include "app/sample_units.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "app/road_routes.h"
#include "foundation/base/text.h"
#include "jobs/dispatch/incident_store.h"

namespace app {
namespace {

void append_report(std::string& body, const std::string& unit_id, base::position where, base::instant at) {
  body += body.back() == '[' ? R"({"unit_id":)" : R"(,{"unit_id":)";
  base::append_json_string(body, unit_id);
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), R"(,"position":{"lon":%.7f,"lat":%.7f},"at":")", where.lon, where.lat);
  body += text.data() + base::to_rfc3339(at) + "\"}";
}

}  // namespace

sample_units::sample_units(town& of) : town_(of), route_(route_on(of.roads)), who_(system_caller("sample")) {}

void sample_units::start_drive(const duty::unit& master, const duty::live_unit& now, base::instant at) {
  std::optional<dispatch::incident> incident;
  town_.db->read([&](store::connection& db) { incident = dispatch::incident_query(db, town_.types, at).find(now.incident_id); });
  if (!incident) return;
  const auto from = now.has_position ? now.position : master.station_position.value_or(incident->location);
  if (auto found = route_(from, incident->location, std::string(duty::name_of(master.kind)))) {
    drives_[master.id] = {.incident_id = now.incident_id, .route = std::move(*found), .began = at};
  }
}

base::position sample_units::place_of(const duty::unit& master, const duty::live_unit& now, base::instant at) {
  const auto standing = now.has_position ? now.position : master.station_position.value_or(town_.where.centre());
  if (now.doing != duty::task::en_route) {
    drives_.erase(master.id);
    return standing;
  }
  const auto known = drives_.find(master.id);
  if (known == drives_.end() || known->second.incident_id != now.incident_id) start_drive(master, now, at);
  const auto found = drives_.find(master.id);
  return found == drives_.end() ? standing : along_route(found->second.route, (at - found->second.began).seconds());
}

void sample_units::beat() {
  const auto picture = town_.units.now();
  const auto at = town_.time.now();
  std::string body = R"({"positions":[)";
  for (std::uint32_t number = 0; number < picture->size(); ++number) {
    const auto& master = (*picture->units)[number];
    const auto& now = (*picture)[number];
    if (master.invented && now.on_shift) append_report(body, master.id, place_of(master, now, at), at);
  }
  if (body.back() == '[') return;
  call_operation(town_.operations, town_.runner, who_, {.name = "report_positions", .body = body + "]}"});
}

}  // namespace app
