#include "engines/matter/same_store.h"

#include <cmath>
#include <numbers>

#include "engines/matter/matter_store.h"
#include "foundation/geo/box.h"
#include "foundation/geo/distance.h"

namespace matter {
namespace {

// That the matter m lies within `near_m` of the position: on a plane, which over some hundred metres is the same.
std::string lies_near(clause& what, const base::position& at, double near_m) {
  constexpr double per_degree = geo::earth_radius_m * std::numbers::pi / 180;
  const auto mark = [&](double number) {
    what.parameters.emplace_back(number);
    return what.mark();
  };
  const auto square = [&](const std::string& column, double middle, double metres) {
    const auto side = "(m." + column + " - " + mark(middle) + ") * " + mark(metres);
    return side + " * " + side;
  };
  const auto north = square("position_lat", at.lat, per_degree);
  const auto east = square("position_lon", at.lon, per_degree * std::cos(at.lat * std::numbers::pi / 180));
  return north + " + " + east + " <= " + mark(near_m * near_m);
}

// That the matter m stands under one of the keys.
std::string stands_under(clause& what, const same_question& asked) {
  const auto mark = [&](const std::string& key) {
    what.parameters.emplace_back(key);
    return what.mark();
  };
  const auto exact = mark(asked.keys.exact);
  if (asked.keys.around.empty() || !asked.position) return "m.same_key <> '' AND m.same_key = " + exact;
  auto any = exact;
  for (const auto& key : asked.keys.around) any += ", " + mark(key);
  // The empty key is said to be none: without that no engine takes the index of those that have one.
  return "m.same_key <> '' AND m.same_key IN (" + any + ") AND (m.same_key = " + exact + " OR " + lies_near(what, *asked.position, asked.near_m) +
         ")";
}

}  // namespace

std::optional<std::string> only_place_near(store::connection& db, const base::position& at, double within_m) {
  const auto box = geo::grow({at.lon, at.lat, at.lon, at.lat}, within_m);
  const auto rows =
      db.query("SELECT id, position_lon, position_lat FROM places WHERE position_lat BETWEEN $1 AND $2 AND position_lon BETWEEN $3 AND $4",
               {box.south, box.north, box.west, box.east});
  std::optional<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (geo::distance_m(at, {rows.number(i, 1), rows.number(i, 2)}) > within_m) continue;
    if (out) return std::nullopt;
    out = rows.text(i, 0);
  }
  return out;
}

std::optional<matter_record> find_same(store::connection& db, const same_question& asked) {
  if (asked.keys.empty()) return std::nullopt;
  constexpr std::string_view near = "(substr($1, 1, length(m.area_path)) = m.area_path OR substr(m.area_path, 1, length($1)) = $1)";
  clause what;
  what.parameters = {asked.area_path, asked.ended_after.us};
  // What was merged goes on as what it was merged into, until that ends.
  what.where =
      "m.merged_into IS NULL AND m.ended_at > $2 AND m.id IN (WITH RECURSIVE stands (id, merged_into) AS (SELECT m.id, m.merged_into FROM matters m"
      " WHERE " +
      stands_under(what, asked) + " AND m.ended_at IS NOT NULL AND " + std::string(near) +
      " UNION SELECT n.id, n.merged_into FROM matters n JOIN stands s ON n.id = s.merged_into) SELECT id FROM stands)";
  what.order = " ORDER BY m.ended_at DESC, m.id DESC LIMIT 1";
  auto found = read_matters(db, nullptr, std::move(what));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace matter
