#include "town/duty/unit_rules.h"

#include <algorithm>
#include <cmath>

#include "foundation/base/text.h"

namespace duty {
namespace {

constexpr double null_island_deg = 0.001;  // about 100 m around 0,0: what devices without a fix send

bool on_globe(double lon, double lat) { return std::abs(lon) <= 180 && std::abs(lat) <= 90; }

bool inside(double lon, double lat, const intake_limits& l) {
  return lon >= l.west - l.margin_deg && lon <= l.east + l.margin_deg && lat >= l.south - l.margin_deg && lat <= l.north + l.margin_deg;
}

}  // namespace

std::optional<fault> find_fault(const position_report& report, const intake_limits& limits, base::instant now) {
  const auto [lon, lat] = report.position;
  if (!std::isfinite(lon) || !std::isfinite(lat)) return fault{"out_of_range", "The position is not a pair of numbers."};
  if (std::abs(lon) < null_island_deg && std::abs(lat) < null_island_deg) {
    return fault{"null_island", "The position is 0,0: the device has no fix."};
  }
  if (!inside(lon, lat, limits)) {
    if (inside(lat, lon, limits)) return fault{"swapped", "Longitude and latitude are swapped."};
    if (!on_globe(lon, lat)) return fault{"out_of_range", "Longitude is -180 to 180 and latitude -90 to 90 degrees."};
    return fault{"outside", "The position is outside the place and its surroundings."};
  }
  if (report.at > now + limits.most_ahead) {
    return fault{"future", "The report is from " + base::to_rfc3339(report.at) + ", which is later than now: set the device's clock."};
  }
  return std::nullopt;
}

unit_state derive_state(bool on_shift, task doing) {
  switch (doing) {
    case task::assigned: return unit_state::assigned;
    case task::en_route: return unit_state::en_route;
    case task::on_scene: return unit_state::on_scene;
    case task::cleared: return unit_state::returning;
    case task::none: break;
  }
  return on_shift ? unit_state::available : unit_state::off_shift;
}

std::vector<std::string> normal_capabilities(std::vector<std::string> codes) {
  for (auto& code : codes) code = std::string(base::trim(code));
  std::erase(codes, "");
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace duty
