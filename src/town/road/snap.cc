#include "town/road/snap.h"

#include <algorithm>
#include <cmath>

#include "town/road/place_search.h"

namespace road {
namespace {

constexpr double junction_m = 2;      // nearer than this to an end of its edge, a place is at the junction
constexpr double same_place_m = 0.5;  // two roads this near each other are the same distance away

// The arcs of the edge that the profile may use, with what is known of them.
std::uint8_t usable_flags(const graph& roads, const snap_request& request, edge_id edge) {
  const auto& flags = roads.of(request.who).flags;
  return static_cast<std::uint8_t>(flags[2 * edge] | flags[2 * edge + 1]);
}

bool fit(const graph& roads, const snap_request& request, edge_id edge) {
  const auto wanted = request.role == snap_role::unit ? arc_flag::leads_out : arc_flag::led_to;
  const auto& flags = roads.of(request.who).flags;
  const auto open = [&](arc_id a) { return (flags[a] & wanted) != 0 && (request.shut == nullptr || !request.shut->closed(a)); };
  return open(2 * edge) || open(2 * edge + 1);
}

bool nearer(const place_on_edge& a, const place_on_edge& b) {
  if (b.edge == nothing) return true;
  return a.distance_m != b.distance_m ? a.distance_m < b.distance_m : a.edge < b.edge;
}

snapped finish(const graph& roads, const place_on_edge& place, snap_note note) {
  const auto& edge = roads.edges()[place.edge];
  snapped out{.edge = place.edge, .distance_m = place.distance_m, .on_road = to_position(place.at), .note = note};
  if (place.along_m <= junction_m && place.along_m <= place.length_m - place.along_m) {
    out.node = edge.from;
    out.fraction = 0;
  } else if (place.length_m - place.along_m <= junction_m) {
    out.node = edge.to;
    out.fraction = whole;
  } else {
    out.fraction = static_cast<std::uint32_t>(std::lround(place.along_m / place.length_m * whole));
  }
  if (out.node != nothing) out.on_road = to_position(roads.nodes()[out.node]);
  return out;
}

}  // namespace

place_on_edge nearest_on_edge(const graph& roads, const local_metres& metres, edge_id edge) {
  const auto shape = roads.shape(edge);
  place_on_edge best{.edge = edge, .distance_m = 0, .at = shape[0]};
  auto a = metres.of(shape[0]), nearest = a;
  double nearest_square = a.x * a.x + a.y * a.y;
  for (std::size_t i = 1; i < shape.size(); ++i) {
    const auto b = metres.of(shape[i]);
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const double t = square == 0 ? 0 : std::clamp(-(a.x * dx + a.y * dy) / square, 0.0, 1.0);
    const local_metres::xy at{a.x + t * dx, a.y + t * dy};
    const double distance_square = at.x * at.x + at.y * at.y;
    const double length = std::sqrt(square);
    if (distance_square < nearest_square) {
      nearest_square = distance_square;
      best.along_m = best.length_m + t * length;
      nearest = at;
    }
    best.length_m += length;
    a = b;
  }
  best.distance_m = std::sqrt(nearest_square);
  best.at = metres.back(nearest);
  return best;
}

std::optional<snapped> snap(const graph& roads, const snap_request& request) {
  const local_metres metres(to_point(request.at));
  place_on_edge nearest, connected;
  const double limit = request.max_m * request.max_m;
  visit_edges_near(roads, metres, limit, [&](edge_id edge) {
    const auto flags = usable_flags(roads, request, edge);
    if (flags != 0) {
      const auto place = nearest_on_edge(roads, metres, edge);
      if (place.distance_m <= request.max_m) {
        if (nearer(place, nearest)) nearest = place;
        if (fit(roads, request, edge) && nearer(place, connected)) connected = place;
      }
    }
    return connected.edge == nothing ? limit : connected.distance_m * connected.distance_m;
  });
  if (nearest.edge == nothing) return std::nullopt;
  if (connected.edge == nothing) return finish(roads, nearest, snap_note::none);
  if (connected.distance_m <= nearest.distance_m + same_place_m) return finish(roads, connected, snap_note::none);
  const auto& flags = roads.of(request.who).flags;
  const auto shut = [&](arc_id a) { return flags[a] == 0 || request.shut->closed(a); };
  const bool closed = request.shut != nullptr && shut(2 * nearest.edge) && shut(2 * nearest.edge + 1);
  return finish(roads, connected, closed ? snap_note::closed : snap_note::island);
}

}  // namespace road
