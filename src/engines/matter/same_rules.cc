#include "engines/matter/same_rules.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>

#include "foundation/geo/box.h"

namespace matter {
namespace {

constexpr double cells_per_degree = 1000;
// Near a pole a circle has cells without end; nobody reports a blocked exit there.
constexpr std::int64_t most_cells = 100;

std::int64_t cell_of(double degrees) { return static_cast<std::int64_t>(std::floor(degrees * cells_per_degree)); }

std::string cell_at(std::int64_t lat, std::int64_t lon) { return "@" + std::to_string(lat) + "," + std::to_string(lon); }

bool asks_place(const kind& of) { return of.again && std::ranges::find(of.again->same, "place") != of.again->same.end(); }

// Its key with `place` in the place's stead.
std::string key_with(const kind& of, const boost::json::object& fields, const std::string& place) {
  std::string out = of.code;
  for (const auto& name : of.again->same) {
    if (name == "place") {
      out += "|" + place;
      continue;
    }
    const auto* content = fields.if_contains(name);
    if (content == nullptr || content->is_null()) return {};
    out += "|" + boost::json::serialize(*content);
  }
  return out;
}

}  // namespace

bool asks_what_is_near(const kind& of, const matter_record& what) { return asks_place(of) && of.again->near_m > 0 && what.position; }

std::string same_key_of(const kind& of, const matter_record& what, const boost::json::object& fields) {
  if (!of.again) return {};
  if (!asks_place(of) || what.place_id) return key_with(of, fields, what.place_id.value_or(""));
  if (!asks_what_is_near(of, what)) return {};
  return key_with(of, fields, cell_at(cell_of(what.position->lat), cell_of(what.position->lon)));
}

same_keys same_keys_of(const kind& of, const matter_record& what, const boost::json::object& fields, const std::optional<std::string>& place_here) {
  same_keys out;
  if (!of.again) return out;
  if (!asks_place(of) || what.place_id || place_here) {
    out.exact = key_with(of, fields, what.place_id ? *what.place_id : place_here.value_or(""));
  }
  if (!asks_what_is_near(of, what) || (what.place_id && what.place_id != place_here)) return out;
  const auto round = geo::grow({what.position->lon, what.position->lat, what.position->lon, what.position->lat}, of.again->near_m);
  const auto south = cell_of(round.south), north = cell_of(round.north), west = cell_of(round.west), east = cell_of(round.east);
  if ((north - south + 1) * (east - west + 1) > most_cells) return out;
  for (auto lat = south; lat <= north; ++lat) {
    for (auto lon = west; lon <= east; ++lon) {
      if (auto key = key_with(of, fields, cell_at(lat, lon)); !key.empty()) out.around.push_back(std::move(key));
    }
  }
  return out;
}

}  // namespace matter
