#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "town/road/osm_pbf_reader.h"
#include "town/road/way_rules.h"

namespace road {

// What an import takes out of a map file, before junctions are found.

// Texts kept once; number 0 is the empty text.
class text_pool {
 public:
  text_pool() { number({}); }
  std::uint32_t number(std::string_view text);
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

struct osm_road {
  std::int64_t id = 0;
  std::uint32_t first_ref = 0;  // in osm_roads::refs
  std::uint32_t ref_count = 0;
  std::uint32_t name = 0, name_zh = 0, name_en = 0, ref = 0;  // numbers of texts
  way_rules rules;
};

struct osm_restriction {
  std::int64_t id = 0;
  bool only = false;                        // only_…: everything else is banned
  std::array<bool, profile_count> binds{};  // whom
  std::vector<std::int64_t> from, to;       // ways
  std::vector<std::int64_t> via_ways;       // in order; empty: via_node
  std::int64_t via_node = 0;
};

// Why a restriction was not used; each reason is counted.
using reason_counts = std::map<std::string, std::uint64_t>;

struct osm_roads {
  text_pool texts;
  std::vector<osm_road> roads;                // sorted by id, each id once
  std::vector<std::int64_t> refs;             // node ids of all roads
  std::vector<osm_restriction> restrictions;  // sorted by id
  reason_counts ignored_restrictions;
  std::uint64_t restrictions_seen = 0;
  std::vector<std::int64_t> node_ids;                          // of all refs, sorted, each once
  std::vector<std::optional<point_e7>> positions;              // of node_ids; nothing: not in the file
  std::unordered_map<std::uint32_t, node_rules> node_effects;  // by index in node_ids
  osm_file_info file;
  std::uint64_t nodes_seen = 0, ways_seen = 0;

  // The index of a node id in node_ids, if a road uses it.
  [[nodiscard]] std::optional<std::uint32_t> find_node(std::int64_t id) const;
};

// Reads the source twice (ways and relations, then nodes; their order in the file does not matter). Throws base::problem
// as read_osm_pbf does, and 422 `map_without_roads` or `map_too_large`.
osm_roads collect_roads(const osm_source& source, const std::function<void(std::uint64_t bytes)>& progress);

}  // namespace road
