#include "app/import_place.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/import_rows.h"
#include "app/resources.h"
#include "app/settings.h"
#include "foundation/base/problem.h"
#include "jobs/dispatch/cover_build.h"
#include "town/gazetteer/gazetteer.h"
#include "town/road/graph.h"
#include "town/road/road_import.h"

namespace app {
namespace {

// Says a step with what it took.
class step {
 public:
  step(const told& say, std::string name) : say_(say), name_(std::move(name)), began_(std::chrono::steady_clock::now()) {}
  void done(const std::string& result) const {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_).count();
    say_(name_ + ": " + result + " (" + std::to_string(ms) + " ms)");
  }

 private:
  const told& say_;
  std::string name_;
  std::chrono::steady_clock::time_point began_;
};

void make_graph(const import_request& what, const told& say) {
  const step roads(say, "roads");
  const auto report = road::import_roads({.source_path = what.where.roads, .graph_path = graph_path(what.data_folder)});
  roads.done(std::to_string(report.roads) + " ways, " + std::to_string(report.edges) + " stretches, " + std::to_string(report.length_m / 1'000) +
             " km, " + std::to_string(report.restrictions_used) + " turn restrictions");
  const step names(say, "names");
  const auto counts = gazetteer::import_names(what.where.roads, names_path(what.data_folder));
  names.done(std::to_string(counts.roads) + " roads, " + std::to_string(counts.crossings) + " crossings, " + std::to_string(counts.places) +
             " places, " + std::to_string(counts.addresses) + " addresses");
}

void make_cover(const import_request& what, const base::config& config, const told& say) {
  const step cover(say, "cover");
  const auto roads = road::open_graph(graph_path(what.data_folder));
  const dispatch::cover_request request{
      .extent = {.west = what.where.west, .south = what.where.south, .east = what.where.east, .north = what.where.north},
      .within_ms = config.integer("dispatch.cover_s") * 1'000};
  const auto model = dispatch::build_cover(*roads, request);
  dispatch::save_cover(cover_path(what.data_folder), roads->id(), request, model);
  cover.done(std::to_string(model.cells.size()) + " cells");
}

void make_tiles(const import_request& what, const told& say) {
  const step tiles(say, "map tiles");
  const auto& w = what.where;
  const std::string aside = tiles_path(what.data_folder) + ".new.mbtiles";
  std::filesystem::remove(aside);
  const double margin = 0.02;  // degrees around the bounds, so that the map does not end at their edge
  const std::string box = std::to_string(w.west - margin) + "," + std::to_string(w.south - margin) + "," + std::to_string(w.east + margin) + "," +
                          std::to_string(w.north + margin);
  const std::string config = what.resources + "/tools/tiles";
  const auto result = run_program(
      {"tilemaker", "--input", w.roads, "--output", aside, "--config", config + "/config.json", "--process", config + "/process.lua", "--bbox", box},
      what.data_folder + "/tilemaker.log");
  if (result.exit_code != 0) {
    throw base::problem(500, "tiles_failed", "The map's tiles could not be made.", result.tail,
                        "Install the package tilemaker; the whole output is in tilemaker.log.");
  }
  std::filesystem::rename(aside, tiles_path(what.data_folder));
  tiles.done(std::to_string(std::filesystem::file_size(tiles_path(what.data_folder)) / 1'024) + " KiB");
}

// Links the maps of another data folder: they never change in place.
void take_maps(const import_request& what) {
  namespace fs = std::filesystem;
  if (fs::exists(what.maps_from) && fs::equivalent(what.maps_from, what.data_folder)) return;
  for (const auto& [from, to] :
       {std::pair{graph_path(what.maps_from), graph_path(what.data_folder)}, std::pair{names_path(what.maps_from), names_path(what.data_folder)},
        std::pair{tiles_path(what.maps_from), tiles_path(what.data_folder)}}) {
    fs::remove(to);
    if (fs::exists(from)) fs::copy_file(from, to);
  }
}

}  // namespace

std::string graph_path(const std::string& data_folder) { return data_folder + "/roads.graph"; }
std::string names_path(const std::string& data_folder) { return data_folder + "/names.tsv"; }
std::string cover_path(const std::string& data_folder) { return graph_path(data_folder) + ".cover"; }
std::string tiles_path(const std::string& data_folder) { return data_folder + "/map.mbtiles"; }

void import_place(const import_request& what, const base::config& config, const told& say) {
  std::filesystem::create_directories(what.data_folder);
  for (const auto& file : what.where.absent) say("not on this machine, left out: " + file);
  if (what.where.roads.empty())
    throw base::problem(400, "bad_place", "The place has no road map.", what.where.folder, "Name files.roads in place.yaml.");
  if (what.maps_from.empty()) {
    make_graph(what, say);
    make_cover(what, config, say);
    if (what.tiles) make_tiles(what, say);
  } else {
    take_maps(what);
  }
  const step rows(say, "areas, stations and units");
  rows.done(import_rows(what.where, store_settings(config, what.data_folder, what.resources)));
  std::ofstream(what.data_folder + "/loaded") << what.where.folder << "\n";
}

}  // namespace app
