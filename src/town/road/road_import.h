#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "town/road/components.h"
#include "town/road/network.h"
#include "town/road/osm_pbf_reader.h"
#include "town/road/turn_bans.h"

namespace road {

struct import_options {
  std::string source_path;  // .osm.pbf
  std::string graph_path;   // written beside it and moved there when it is whole
  bool drive_on_left = false;
};

// What became of the map, for people and for tests.
struct import_report {
  std::uint64_t source_bytes = 0, nodes_seen = 0, ways_seen = 0;
  std::uint64_t roads = 0;          // ways that at least one profile may use
  std::uint64_t missing_nodes = 0;  // named by roads, not in the file: the road is cut there
  std::uint64_t junctions = 0, edges = 0;
  std::uint64_t length_m = 0;  // of all edges
  std::uint64_t restrictions_seen = 0, restrictions_used = 0, restrictions_over_ways = 0;
  reason_counts restrictions_ignored;
  struct of_profile {
    std::uint64_t arcs = 0;    // usable
    std::uint64_t states = 0;  // beyond the arcs
    std::uint64_t turns = 0;
    std::uint64_t bans = 0;
    component_report components;
  };
  std::array<of_profile, profile_count> profiles;
  box_e7 bounds;
  std::uint64_t graph_bytes = 0;
  std::string graph_id;
};

// Called with a stage's name ("ways", "nodes", "junctions", "turns", "writing") and the share done, 0 … 1.
using import_progress = std::function<void(std::string_view stage, double share)>;

// Reads the map and writes the graph file; an existing one is replaced at once and only by a whole one. Deterministic: the
// same map gives the same bytes. Throws base::problem (see read_osm_pbf), 507 `disk_full` or 500 `graph_not_written`.
import_report import_roads(const import_options& options, const import_progress& progress = {});

// The same in memory: the bytes of the graph file.
std::string build_graph(const osm_source& source, std::uint64_t source_digest, const import_options& options, import_report& report,
                        const import_progress& progress = {});

}  // namespace road
