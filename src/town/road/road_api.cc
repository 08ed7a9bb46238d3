#include "town/road/road_api.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <mutex>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "town/road/reach.h"
#include "town/road/travel.h"

namespace road {
namespace {

constexpr double snap_within_m = 500;

// "lon,lat" of a query parameter.
base::position position_of(const operation::request& what, std::string_view name) {
  const auto parts = base::split(what.parameter(name), ',');
  const auto lon = parts.size() == 2 ? base::parse_double(parts[0]) : std::nullopt;
  const auto lat = parts.size() == 2 ? base::parse_double(parts[1]) : std::nullopt;
  if (!lon || !lat || !std::isfinite(*lon) || !std::isfinite(*lat) || std::abs(*lon) > 180 || std::abs(*lat) > 90) {
    throw base::bad_input({{"/" + std::string(name), "wrong_type", "must be longitude,latitude in degrees"}});
  }
  return {*lon, *lat};
}

profile profile_of(const operation::request& what) {
  const auto wanted = what.parameter("profile");
  if (wanted.empty()) return profile::car;
  for (const auto one : all_profiles) {
    if (name_of(one) == wanted) return one;
  }
  throw base::bad_input({{"/profile", "not_a_choice", "must be car, motorcycle or foot"}});
}

snapped on_road(const graph& roads, const snap_request& request, const char* pointer) {
  const auto found = snap(roads, request);
  if (!found) throw base::bad_input({{pointer, "no_road", "there is no road within 500 m"}});
  return *found;
}

std::string path_json(const road_path& path) {
  std::string out = R"({"duration_s":)" + std::to_string(path.duration_ms / 1'000) + R"(,"distance_m":)" + std::to_string(path.distance_cm / 100) +
                    R"(,"geometry":[)";
  std::array<char, 64> text{};
  for (const auto& p : path.geometry) {
    std::snprintf(text.data(), text.size(), "%s[%.6f,%.6f]", out.back() == '[' ? "" : ",", p.lon, p.lat);
    out += text.data();
  }
  out += R"(],"steps":[)";
  for (const auto& step : path.steps) {
    out += out.back() == '[' ? R"({"road":)" : R"(,{"road":)";
    base::append_json_string(out, step.name.empty() ? step.ref : step.name);
    out += R"(,"distance_m":)" + std::to_string(step.distance_cm / 100) + R"(,"duration_s":)" + std::to_string(step.duration_ms / 1'000) + "}";
  }
  return out + "]}";
}

// The memory of searches, one for each request that runs at the same time.
class memories {
 public:
  std::unique_ptr<search_workspace> take() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) return std::make_unique<search_workspace>();
    auto one = std::move(free_.back());
    free_.pop_back();
    return one;
  }
  void give(std::unique_ptr<search_workspace> one) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(one));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<search_workspace>> free_;
};

operation::answer route(const operation::request& what, const graph& roads, live_closures& shut, memories& spare) {
  const auto who = profile_of(what);
  const auto closed = shut.now();
  const auto* arcs = closed->shut.get();
  const auto from =
      on_road(roads, {.who = who, .role = snap_role::unit, .at = position_of(what, "from"), .max_m = snap_within_m, .shut = arcs}, "/from");
  const auto to =
      on_road(roads, {.who = who, .role = snap_role::incident, .at = position_of(what, "to"), .max_m = snap_within_m, .shut = arcs}, "/to");
  auto memory = spare.take();
  const auto path = find_path(roads, who, arcs, from, to, *memory);
  spare.give(std::move(memory));
  if (!path) throw base::problem(404, "no_way", "There is no way there.", "", "Look at the closures, or choose another profile.");
  return {.body = path_json(*path)};
}

constexpr std::size_t most_limits = 6;
constexpr double longest_min = 60;

// "1,3,5" as limits in milliseconds, rising in whatever order they came.
std::vector<std::uint32_t> limits_of(const operation::request& what) {
  std::vector<std::uint32_t> out;
  for (const auto part : base::split(what.parameter("minutes"), ',')) {
    const auto minutes = base::parse_double(base::trim(part));
    if (!minutes || !(*minutes > 0) || *minutes > longest_min || out.size() == most_limits) {
      throw base::bad_input({{"/minutes", "out_of_range", "up to 6 numbers above 0 and at most 60, with commas between"}});
    }
    out.push_back(static_cast<std::uint32_t>(*minutes * 60'000));
  }
  std::sort(out.begin(), out.end());
  return out;
}

void append_ring(std::string& out, const std::vector<base::position>& ring) {
  std::array<char, 64> text{};
  out += '[';
  for (const auto& p : ring) {
    std::snprintf(text.data(), text.size(), "%s[%.6f,%.6f]", out.back() == '[' ? "" : ",", p.lon, p.lat);
    out += text.data();
  }
  out += ']';
}

// GeoJSON, the largest area first so that smaller ones are drawn over it.
std::string reach_json(const std::vector<reach_area>& areas) {
  std::string out = R"({"type":"FeatureCollection","features":[)";
  for (auto one = areas.rbegin(); one != areas.rend(); ++one) {
    out += out.back() == '[' ? "" : ",";
    out += R"({"type":"Feature","properties":{"minutes":)" + std::to_string(one->limit_ms / 60'000) + R"(,"limit_s":)" +
           std::to_string(one->limit_ms / 1'000) + R"(,"road_m":)" + std::to_string(one->length_cm / 100) +
           R"(},"geometry":{"type":"MultiPolygon","coordinates":[)";
    for (const auto& polygon : one->polygons) {
      out += out.back() == '[' ? "[" : ",[";
      for (std::size_t i = 0; i < polygon.size(); ++i) {
        if (i > 0) out += ',';
        append_ring(out, polygon[i]);
      }
      out += ']';
    }
    out += "]}}";
  }
  return out + "]}";
}

double degrees_of(const operation::request& what, std::string_view name, double most) {
  const auto value = base::parse_double(what.parameter(name));
  if (!value || !std::isfinite(*value) || std::abs(*value) > most) {
    throw base::bad_input({{"/" + std::string(name), "out_of_range", "must be degrees"}});
  }
  return *value;
}

operation::answer reach_of(const operation::request& what, const graph& roads, live_closures& shut, memories& spare) {
  const auto who = profile_of(what);
  const auto limits = limits_of(what);
  const base::position at{degrees_of(what, "lon", 180), degrees_of(what, "lat", 90)};
  const auto closed = shut.now();
  const auto from = on_road(roads, {.who = who, .role = snap_role::unit, .at = at, .max_m = snap_within_m, .shut = closed->shut.get()}, "/lon");
  auto memory = spare.take();
  const auto areas = reach(roads, who, closed->shut.get(), from, limits, *memory);
  spare.give(std::move(memory));
  return {.body = reach_json(areas), .content_type = "application/geo+json"};
}

// A read that needs the road map.
template <class Answer>
auto on_roads(std::shared_ptr<const graph> roads, live_closures& shut, std::shared_ptr<memories> spare, Answer answer) {
  return [roads, &shut, spare, answer](const operation::request& what, store::connection&) {
    if (!roads) throw base::problem(503, "no_roads", "The road map is not loaded.", "", "Import the place's roads.");
    return answer(what, *roads, shut, *spare);
  };
}

}  // namespace

std::vector<operation::definition> road_operations(std::shared_ptr<const graph> roads, live_closures& shut) {
  const auto spare = std::make_shared<memories>();
  return {{.name = "find_route",
           .method = "GET",
           .path = "/api/route",
           .summary = "The fastest way between two positions by road, closures honoured, with the roads' names.",
           .permission = "place.read",
           .output_shape = operation::shape::other,
           .parameters = {{"from", "longitude,latitude", true},
                          {"to", "longitude,latitude", true},
                          {"profile", "car (when left out), motorcycle or foot", false}},
           .read = on_roads(roads, shut, spare, route)},
          {.name = "find_reach",
           .method = "GET",
           .path = "/api/reach",
           .summary = "What can be reached from a position within some minutes by road, closures honoured: GeoJSON, the largest first.",
           .permission = "place.read",
           .output_shape = operation::shape::other,
           .parameters = {{"lon", "degrees east", true},
                          {"lat", "degrees north", true},
                          {"minutes", "up to six limits with commas: 1,3,5", true},
                          {"profile", "car (when left out), motorcycle or foot", false}},
           .read = on_roads(roads, shut, spare, reach_of)}};
}

}  // namespace road
