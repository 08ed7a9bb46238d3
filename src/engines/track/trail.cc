#include "engines/track/trail.h"

#include <algorithm>
#include <map>

#include "engines/track/trail_store.h"

namespace track {
namespace {

trail_point point_of(const fix& one) {
  return {.at = {one.at_us},
          .position = position_of(one),
          .speed_mps = speed_mps_of(one),
          .heading_deg = heading_deg_of(one),
          .late = one.received_us - one.at_us > late_after.us};
}

// The last of the ordered fixes that counts at the moment.
std::optional<fix> last_of(const fixes& all, base::instant at, bool known_then) {
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (one->at_us <= at.us && (!known_then || one->received_us <= at.us)) return *one;
  }
  return std::nullopt;
}

}  // namespace

const record::table& record_of(const trail_point*) {
  using p = trail_point;
  static constexpr record::field fields[] = {
      record::field_of<&p::at>({.name = "at", .summary = "by the device's clock", .read_only = true}),
      record::field_of<&p::position>({.name = "position", .summary = "WGS-84", .read_only = true}),
      record::field_of<&p::speed_mps>({.name = "speed_mps", .summary = "metres a second", .read_only = true}),
      record::field_of<&p::heading_deg>({.name = "heading_deg", .summary = "degrees from north", .read_only = true}),
      record::field_of<&p::late>({.name = "late", .summary = "heard of over a minute later: not known then", .read_only = true}),
  };
  static const record::table table{.name = "TrailPoint", .summary = "Where a unit was.", .fields = fields};
  return table;
}

const record::table& record_of(const trail_gap*) {
  static constexpr record::field fields[] = {
      record::field_of<&trail_gap::from>({.name = "from", .summary = "the last fix before", .read_only = true}),
      record::field_of<&trail_gap::to>({.name = "to", .summary = "the first behind", .read_only = true}),
  };
  static const record::table table{.name = "TrailGap", .summary = "A time without a fix: unknown, not absent.", .fields = fields};
  return table;
}

const record::table& record_of(const trail*) {
  using t = trail;
  static constexpr record::field fields[] = {
      record::field_of<&t::unit_id>({.name = "unit_id", .summary = "whose", .read_only = true}),
      record::field_of<&t::from>({.name = "from", .summary = "asked from", .read_only = true}),
      record::field_of<&t::to>({.name = "to", .summary = "asked to, without it", .read_only = true}),
      record::field_of<&t::points>({.name = "points", .summary = "in order", .read_only = true, .max_length = 200'000}),
      record::field_of<&t::gaps>({.name = "gaps", .summary = "five minutes and more without a fix", .read_only = true, .max_length = 2'000}),
  };
  static const record::table table{.name = "Trail", .summary = "A unit's way on shift.", .fields = fields};
  return table;
}

trail trail_of(std::string unit_id, base::instant from, base::instant to, const fixes& all) {
  trail out{.unit_id = std::move(unit_id), .from = from, .to = to};
  out.points.reserve(all.size());
  for (const auto& one : all) {
    if (!out.points.empty() && base::instant{one.at_us} - out.points.back().at >= gap_after) {
      out.gaps.push_back({.from = out.points.back().at, .to = {one.at_us}});
    }
    out.points.push_back(point_of(one));
  }
  return out;
}

// Memory first: what is sealed meanwhile is then found twice, never missed.
fixes trail_reader::read(store::connection& db, std::string_view unit_id, base::instant from, base::instant to) const {
  const auto fresh = live_.unsealed(unit_id, from, to);
  return merged(read_parts(db, unit_id, from, to), fresh);
}

std::vector<position_then> trail_reader::positions_at(store::connection& db, base::instant at, bool known_then) const {
  const auto from = at - position_holds;
  const auto to = at + base::microseconds(1);
  const auto fresh = live_.all_unsealed(from, to);
  std::map<std::string, fix> last;
  const auto take = [&](const std::vector<logged_unit>& units) {
    for (const auto& unit : units) {
      const auto found = last_of(unit.all, at, known_then);
      if (!found || found->at_us < from.us) continue;
      const auto [place, is_new] = last.try_emplace(unit.unit_id, *found);
      if (!is_new && place->second.at_us < found->at_us) place->second = *found;
    }
  };
  take(read_hours(db, from.us / hour_us, at.us / hour_us + 1));
  take(fresh);
  std::vector<position_then> out;
  out.reserve(last.size());
  for (const auto& [id, one] : last) out.push_back({.unit_id = id, .point = point_of(one)});
  return out;
}

}  // namespace track
