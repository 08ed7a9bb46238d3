#pragma once
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "town/road/road_types.h"

namespace road {

struct osm_tag {
  std::string_view key;
  std::string_view value;
};

// The tags of one object; valid only during the call that hands them over.
class osm_tags {
 public:
  explicit osm_tags(std::span<const osm_tag> tags) : tags_(tags) {}
  // The value of the key; an empty text when the object does not have it.
  [[nodiscard]] std::string_view find(std::string_view key) const {
    for (const auto& tag : tags_) {
      if (tag.key == key) return tag.value;
    }
    return {};
  }
  [[nodiscard]] bool is(std::string_view key, std::string_view value) const { return find(key) == value; }
  [[nodiscard]] auto begin() const { return tags_.begin(); }
  [[nodiscard]] auto end() const { return tags_.end(); }
  [[nodiscard]] bool empty() const { return tags_.empty(); }

 private:
  std::span<const osm_tag> tags_;
};

enum class osm_kind : std::uint8_t { node = 0, way = 1, relation = 2 };

struct osm_member {
  osm_kind kind = osm_kind::node;
  std::int64_t id = 0;
  std::string_view role;
};

// Hears what a map file holds, in the file's order. Every view is valid during its call only.
class osm_visitor {
 public:
  virtual ~osm_visitor() = default;
  virtual void node(std::int64_t /*id*/, point_e7 /*at*/, const osm_tags& /*tags*/) {}
  virtual void way(std::int64_t /*id*/, std::span<const std::int64_t> /*node_ids*/, const osm_tags& /*tags*/) {}
  virtual void relation(std::int64_t /*id*/, std::span<const osm_member> /*members*/, const osm_tags& /*tags*/) {}
  // After each block: how many bytes of the file are behind us.
  virtual void progress(std::uint64_t /*bytes_read*/) {}
};

// What the visitor wants to hear; the rest is skipped without being decoded.
struct osm_wanted {
  bool nodes = true;
  bool ways = true;
  bool relations = true;
};

struct osm_file_info {
  std::optional<box_e7> bounds;                      // as the header states it: often larger or smaller than the data
  std::string program;                               // that wrote the file
  std::uint64_t nodes = 0, ways = 0, relations = 0;  // handed to the visitor
  std::uint64_t bytes = 0;
};

// Reads an .osm.pbf block by block (memory: one block of at most 32 MiB). Plain and dense nodes, raw and zlib
// blobs. Throws base::problem 422 `map_file_broken` (with the byte offset of the blob) for a truncated, lying or
// malformed file, `map_file_unsupported` for another compression or a history file, 404 when it cannot be opened.
osm_file_info read_osm_pbf(const std::string& path, osm_wanted wanted, osm_visitor& visitor);
// The same from a stream; `name` is for messages.
osm_file_info read_osm_pbf(std::istream& in, const std::string& name, osm_wanted wanted, osm_visitor& visitor);

// Something that can be read several times: a file, or bytes in memory (tests, fuzzing).
using osm_source = std::function<osm_file_info(osm_wanted, osm_visitor&)>;
osm_source osm_file(const std::string& path);
osm_source osm_bytes(std::string bytes, std::string name);

}  // namespace road
