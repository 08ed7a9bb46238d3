#pragma once
#include <functional>
#include <string>

#include "app/place.h"
#include "foundation/base/config.h"

namespace app {

struct import_request {
  place where;
  std::string data_folder;
  std::string resources;
  bool tiles = true;      // the map's tiles take longest; tests go without
  std::string maps_from;  // a data folder whose graph, names and tiles are taken instead of made
};

// Told what is going on, one line per step.
using told = std::function<void(const std::string&)>;

// Makes a data folder of a place: road graph, names, tiles, and the database with its areas, stations, cameras and
// units. Can be repeated: maps are made anew, rows brought up to date. Throws base::problem.
void import_place(const import_request& what, const base::config& config, const told& say);

// The files of a data folder.
std::string graph_path(const std::string& data_folder);
std::string names_path(const std::string& data_folder);
std::string tiles_path(const std::string& data_folder);
std::string cover_path(const std::string& data_folder);

}  // namespace app
