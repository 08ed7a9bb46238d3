#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

// A small OpenStreetMap file in the making: what tests want the reader and the importer to see, good or hostile.
using tag_vector = std::vector<std::pair<std::string, std::string>>;

struct map_node {
  std::int64_t id = 0;
  double lon = 0;
  double lat = 0;
  tag_vector tags;
};

struct map_way {
  std::int64_t id = 0;
  std::vector<std::int64_t> nodes;
  tag_vector tags;
};

struct map_member {
  int kind = 0;  // 0 node, 1 way, 2 relation
  std::int64_t id = 0;
  std::string role;
};

struct map_relation {
  std::int64_t id = 0;
  std::vector<map_member> members;
  tag_vector tags;
};

struct osm_map {
  std::vector<map_node> nodes;
  std::vector<map_way> ways;
  std::vector<map_relation> relations;
};

struct pbf_options {
  bool dense = true;
  bool zlib = true;
  std::size_t objects_a_block = 8000;
};

// The whole file: a header block, then nodes, ways and relations.
std::string write_osm_pbf(const osm_map& map, pbf_options options = {});

// The pieces, for hostile files.
std::string pbf_frame(std::string_view kind, std::string_view blob);            // length, header, blob
std::string pbf_blob(std::string_view content, bool zlib);                      // Blob message
std::string pbf_blob_stating(std::string_view content, std::int64_t raw_size);  // zlib blob stating another length
std::string pbf_header(const std::vector<std::string>& features = {"OsmSchema-V0.6", "DenseNodes"});

void write_file(const std::string& path, std::string_view bytes);

}  // namespace test
