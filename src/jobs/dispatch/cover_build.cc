#include "jobs/dispatch/cover_build.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "foundation/base/log.h"
#include "foundation/geo/distance.h"
#include "foundation/seal/hash.h"
#include "jobs/dispatch/cover_document.h"
#include "town/road/unit_search.h"

namespace dispatch {
namespace {

constexpr double smallest_cell_m = 200;
constexpr double growth = 1.15;  // of the cell's side until there are few enough
constexpr std::int64_t weight_of_incident = 1'000;
constexpr double weight_of_km = 100;  // a kilometre of road weighs as much as a tenth of an incident

// A short piece of road.
struct piece {
  base::position at;
  double length_m = 0;
};

std::vector<piece> pieces_in(const road::graph& roads, const cover_extent& extent) {
  std::vector<piece> pieces;
  const auto& arc_ms = roads.of(road::profile::car).arc_ms;
  for (road::edge_id edge = 0; edge < roads.edges().size(); ++edge) {
    if (arc_ms[2 * edge] == road::nothing && arc_ms[2 * edge + 1] == road::nothing) continue;
    const auto shape = roads.shape(edge);
    for (std::size_t i = 1; i < shape.size(); ++i) {
      const auto a = road::to_position(shape[i - 1]);
      const auto b = road::to_position(shape[i]);
      const base::position middle{.lon = (a.lon + b.lon) / 2, .lat = (a.lat + b.lat) / 2};
      if (middle.lon < extent.west || middle.lon > extent.east || middle.lat < extent.south || middle.lat > extent.north) continue;
      pieces.push_back({.at = middle, .length_m = geo::distance_m(a, b)});
    }
  }
  return pieces;
}

// The roads of one cell: how much, and where their middle is.
struct cell_roads {
  double length_m = 0;
  double lon = 0, lat = 0;  // sums weighed by length
};

using cells_by_place = std::map<std::pair<std::int32_t, std::int32_t>, cell_roads>;  // by row, column

// Sets the grid's measures for cells of this side.
void set_grid(cover_model& model, const cover_extent& extent, double side_m) {
  const geo::local_plane plane({.lon = (extent.west + extent.east) / 2, .lat = (extent.south + extent.north) / 2});
  const auto corner = plane.to_position({.x = side_m, .y = side_m});
  const auto centre = plane.to_position({.x = 0, .y = 0});
  model.south_west = {.lon = extent.west, .lat = extent.south};
  model.cell_lon = corner.lon - centre.lon;
  model.cell_lat = corner.lat - centre.lat;
  model.columns = static_cast<std::int32_t>((extent.east - extent.west) / model.cell_lon) + 1;
  model.rows = static_cast<std::int32_t>((extent.north - extent.south) / model.cell_lat) + 1;
}

cells_by_place cells_of(const cover_model& model, std::span<const piece> pieces) {
  cells_by_place cells;
  for (const auto& one : pieces) {
    const auto column = static_cast<std::int32_t>((one.at.lon - model.south_west.lon) / model.cell_lon);
    const auto row = static_cast<std::int32_t>((one.at.lat - model.south_west.lat) / model.cell_lat);
    auto& cell = cells[{row, column}];
    cell.length_m += one.length_m;
    cell.lon += one.at.lon * one.length_m;
    cell.lat += one.at.lat * one.length_m;
  }
  return cells;
}

// Where each cell's units stand and its incidents happen: the roads' middle, on the nearest road.
struct cell_places {
  std::vector<road::unit_on_road> starts;             // of the cells that have one, by cell
  std::vector<std::optional<road::snapped>> targets;  // by cell
};

cell_places places_of(const road::graph& roads, const cells_by_place& cells, double side_m) {
  cell_places places;
  std::uint32_t number = 0;
  for (const auto& [where, cell] : cells) {
    const base::position middle{.lon = cell.lon / cell.length_m, .lat = cell.lat / cell.length_m};
    const auto start = road::snap(roads, {.role = road::snap_role::unit, .at = middle, .max_m = 2 * side_m});
    if (start) places.starts.push_back({.unit = number, .place = *start});
    places.targets.push_back(road::snap(roads, {.role = road::snap_role::incident, .at = middle, .max_m = 2 * side_m}));
    ++number;
  }
  return places;
}

void set_reach(cover_model& model, const road::graph& roads, const cell_places& places) {
  model.reach.assign(model.cells.size() * model.words(), 0);
  const road::unit_positions starts(roads, places.starts);
  road::search_workspace workspace;
  for (std::size_t cell = 0; cell < model.cells.size(); ++cell) {
    const auto mark = [&](std::size_t from) { model.reach[from * model.words() + cell / 64] |= std::uint64_t{1} << (cell % 64); };
    mark(cell);  // a unit in the cell covers it
    if (!places.targets[cell]) continue;
    road::unit_search search(roads, starts, {.target = *places.targets[cell]}, workspace);
    while (const auto found = search.next(static_cast<std::uint64_t>(model.within_ms) + 1)) mark(found->unit);
  }
}

// What a file's content depends on.
std::string key_of(const std::string& graph_id, const cover_request& request) {
  std::ostringstream text;
  text.precision(17);
  text << "cover 1 graph " << graph_id << " extent " << request.extent.west << ' ' << request.extent.south << ' ' << request.extent.east << ' '
       << request.extent.north << " within " << request.within_ms << " cells " << request.most_cells;
  return text.str();
}

}  // namespace

cover_model build_cover(const road::graph& roads, const cover_request& request) {
  cover_model model{.within_ms = request.within_ms};
  const auto pieces = pieces_in(roads, request.extent);
  if (pieces.empty()) return model;
  double side_m = smallest_cell_m;
  set_grid(model, request.extent, side_m);
  auto cells = cells_of(model, pieces);
  while (cells.size() > std::max<std::size_t>(request.most_cells, 1)) {
    side_m *= growth;
    set_grid(model, request.extent, side_m);
    cells = cells_of(model, pieces);
  }
  for (const auto& [where, cell] : cells) {
    model.cells.push_back({.column = where.second,
                           .row = where.first,
                           .weight = std::max<std::int64_t>(1, std::llround(cell.length_m / 1'000 * weight_of_km)),
                           .area_id = ""});
  }
  set_reach(model, roads, places_of(roads, cells, side_m));
  return model;
}

cover_model with_demand(cover_model model, std::span<const base::position> incidents,
                        const std::function<std::string(const base::position&)>& area_at) {
  const cover_locator locator(model);
  for (const auto& where : incidents) {
    const auto cell = locator.cell_at(where);
    if (cell >= 0) model.cells[static_cast<std::size_t>(cell)].weight += weight_of_incident;
  }
  for (auto& cell : model.cells) {
    const base::position middle{.lon = model.south_west.lon + (cell.column + 0.5) * model.cell_lon,
                                .lat = model.south_west.lat + (cell.row + 0.5) * model.cell_lat};
    if (area_at) cell.area_id = area_at(middle);
  }
  return model;
}

void save_cover(const std::string& path, const std::string& graph_id, const cover_request& request, const cover_model& model) {
  const auto document = cover_document(model);
  const auto unfinished = path + ".new";
  {
    std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
    file << key_of(graph_id, request) << '\n' << seal::to_hex(seal::sha256(document)) << '\n' << document;
    if (!file.flush()) {
      base::log(base::log_level::warning, "cover_not_saved", {{"path", std::string_view(path)}});
      return;
    }
  }
  std::error_code failed;
  std::filesystem::rename(unfinished, path, failed);
  if (failed) base::log(base::log_level::warning, "cover_not_saved", {{"path", std::string_view(path)}});
}

std::optional<cover_model> load_cover(const std::string& path, const std::string& graph_id, const cover_request& request) {
  std::ifstream file(path, std::ios::binary);
  std::string key;
  std::string sha256;
  if (!std::getline(file, key) || !std::getline(file, sha256) || key != key_of(graph_id, request)) return std::nullopt;
  const std::string document((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (seal::to_hex(seal::sha256(document)) != sha256) return std::nullopt;
  try {
    return read_cover_document(document);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace dispatch
