#include "town/road/osm_pbf_reader.h"

#include <fstream>
#include <limits>
#include <protozero/pbf_message.hpp>
#include <protozero/pbf_reader.hpp>
#include <sstream>
#include <vector>

#include "town/road/osm_blobs.h"

namespace road {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

constexpr auto bytes_field(protozero::pbf_tag_type tag) { return tag_and_type(tag, pbf_wire_type::length_delimited); }
constexpr auto number_field(protozero::pbf_tag_type tag) { return tag_and_type(tag, pbf_wire_type::varint); }

template <typename Iterator>
using range = protozero::iterator_range<Iterator>;
using uint32_range = range<pbf_reader::const_uint32_iterator>;
using int32_range = range<pbf_reader::const_int32_iterator>;
using sint64_range = range<pbf_reader::const_sint64_iterator>;

// Delta-coded numbers may not overflow in a hostile file: they wrap, and ids that wrapped simply match nothing.
std::int64_t add(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b)); }

// Decodes the primitive blocks of one file and calls the visitor. Formats: OpenStreetMap wiki, "PBF Format".
class block_decoder {
 public:
  block_decoder(osm_blobs& blobs, osm_wanted wanted, osm_visitor& visitor, osm_file_info& info)
      : blobs_(blobs), wanted_(wanted), visitor_(visitor), info_(info) {}

  void header();
  void block();

 private:
  void group(pbf_reader message);
  void plain_node(pbf_reader message);
  void dense_nodes(pbf_reader message);
  void way(pbf_reader message);
  void relation(pbf_reader message);
  void add_tag(std::uint32_t key, std::uint32_t value);
  void set_tags(uint32_range keys, uint32_range values);
  [[nodiscard]] std::string_view text(std::uint32_t index) const;
  [[nodiscard]] std::int32_t coordinate(std::int64_t value, std::int64_t offset, std::int64_t limit) const;
  [[nodiscard]] point_e7 point(std::int64_t lat, std::int64_t lon) const;
  void hand_over_node(std::int64_t id, point_e7 at) {
    ++info_.nodes;
    visitor_.node(id, at, osm_tags(tags_));
  }

  osm_blobs& blobs_;
  osm_wanted wanted_;
  osm_visitor& visitor_;
  osm_file_info& info_;
  std::vector<std::string_view> strings_;
  std::vector<osm_tag> tags_;
  std::vector<std::int64_t> refs_;
  std::vector<osm_member> members_;
  std::int64_t granularity_ = 100;  // nanodegrees
  std::int64_t lat_offset_ = 0;
  std::int64_t lon_offset_ = 0;
};

std::string_view block_decoder::text(std::uint32_t index) const {
  if (index >= strings_.size()) {
    throw blobs_.broken("text number " + std::to_string(index) + " of a table of " + std::to_string(strings_.size()));
  }
  return strings_[index];
}

// Degrees × 1e-7 from the block's granules (nanodegrees); refuses places that are not on the earth.
std::int32_t block_decoder::coordinate(std::int64_t value, std::int64_t offset, std::int64_t limit) const {
  constexpr std::int64_t safe = 4'000'000'000'000;  // far above 180 degrees in any granularity, and its product fits
  const bool sane = value > -safe && value < safe && offset > -safe && offset < safe;
  const std::int64_t nano = sane ? value * granularity_ + offset : std::numeric_limits<std::int64_t>::max();
  if (nano > limit * 1'000'000'000 || nano < -limit * 1'000'000'000) throw blobs_.broken("a node outside the earth");
  return static_cast<std::int32_t>(nano >= 0 ? (nano + 50) / 100 : (nano - 50) / 100);
}

point_e7 block_decoder::point(std::int64_t lat, std::int64_t lon) const {
  return {.lon = coordinate(lon, lon_offset_, 180), .lat = coordinate(lat, lat_offset_, 90)};
}

void block_decoder::add_tag(std::uint32_t key, std::uint32_t value) { tags_.push_back({.key = text(key), .value = text(value)}); }

void block_decoder::set_tags(uint32_range keys, uint32_range values) {
  tags_.clear();
  auto value = values.begin();
  for (const auto key : keys) {
    if (value == values.end()) throw blobs_.broken("tags with more keys than values");
    add_tag(key, *value++);
  }
  if (value != values.end()) throw blobs_.broken("tags with more values than keys");
}

void read_box(pbf_reader message, osm_file_info& info) {
  std::array<std::int64_t, 4> side{};  // left, right, top, bottom in nanodegrees
  while (message.next()) {
    const auto tag = message.tag();
    if (tag >= 1 && tag <= 4 && message.wire_type() == pbf_wire_type::varint) {
      side[tag - 1] = message.get_sint64();
    } else {
      message.skip();
    }
  }
  for (const auto value : side) {
    if (value < -180'000'000'000 || value > 180'000'000'000) return;  // a header box is only a hint
  }
  const auto e7 = [](std::int64_t nano) { return static_cast<std::int32_t>(nano / 100); };
  info.bounds = box_e7{.west = e7(side[0]), .south = e7(side[3]), .east = e7(side[1]), .north = e7(side[2])};
}

void block_decoder::header() {
  const auto data = blobs_.data();
  pbf_reader message(data.data(), data.size());
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes_field(1): read_box(message.get_message(), info_); break;
      case bytes_field(4): {
        const std::string feature = message.get_string();
        if (feature == "OsmSchema-V0.6" || feature == "DenseNodes") break;
        throw blobs_.unsupported("the file needs the feature \"" + feature.substr(0, 60) + "\"",
                                 feature == "HistoricalInformation" ? "Use an extract without history (`osmium time-filter FILE -o NEW.osm.pbf`)."
                                                                    : "Write it anew with `osmium cat FILE -o NEW.osm.pbf`.");
      }
      case bytes_field(16): info_.program = message.get_string().substr(0, 200); break;
      default: message.skip();
    }
  }
}

void block_decoder::block() {
  const auto data = blobs_.data();
  strings_.clear();
  granularity_ = 100;
  lat_offset_ = lon_offset_ = 0;
  std::vector<pbf_reader> groups;
  pbf_reader message(data.data(), data.size());
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes_field(1): {
        auto table = message.get_message();
        while (table.next()) {
          if (table.tag_and_type() != bytes_field(1)) {
            table.skip();
            continue;
          }
          const auto view = table.get_view();
          strings_.emplace_back(view.data(), view.size());
        }
        break;
      }
      case bytes_field(2): groups.push_back(message.get_message()); break;
      case number_field(17): granularity_ = message.get_int32(); break;
      case number_field(19): lat_offset_ = message.get_int64(); break;
      case number_field(20): lon_offset_ = message.get_int64(); break;
      default: message.skip();
    }
  }
  if (granularity_ <= 0 || granularity_ > 1'000'000) throw blobs_.broken("an impossible granularity (" + std::to_string(granularity_) + ")");
  for (const auto& one : groups) group(one);
}

void block_decoder::group(pbf_reader message) {
  while (message.next()) {
    const auto kind = message.tag_and_type();
    if (kind == bytes_field(1) && wanted_.nodes) {
      plain_node(message.get_message());
    } else if (kind == bytes_field(2) && wanted_.nodes) {
      dense_nodes(message.get_message());
    } else if (kind == bytes_field(3) && wanted_.ways) {
      way(message.get_message());
    } else if (kind == bytes_field(4) && wanted_.relations) {
      relation(message.get_message());
    } else {
      message.skip();
    }
  }
}

void block_decoder::plain_node(pbf_reader message) {
  std::int64_t id = 0, lat = 0, lon = 0;
  uint32_range keys, values;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case number_field(1): id = message.get_sint64(); break;
      case bytes_field(2): keys = message.get_packed_uint32(); break;
      case bytes_field(3): values = message.get_packed_uint32(); break;
      case number_field(8): lat = message.get_sint64(); break;
      case number_field(9): lon = message.get_sint64(); break;
      default: message.skip();
    }
  }
  set_tags(keys, values);
  hand_over_node(id, point(lat, lon));
}

void block_decoder::dense_nodes(pbf_reader message) {
  sint64_range ids, lats, lons;
  int32_range texts;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes_field(1): ids = message.get_packed_sint64(); break;
      case bytes_field(8): lats = message.get_packed_sint64(); break;
      case bytes_field(9): lons = message.get_packed_sint64(); break;
      case bytes_field(10): texts = message.get_packed_int32(); break;
      default: message.skip();
    }
  }
  std::int64_t id = 0, lat = 0, lon = 0;
  auto lat_at = lats.begin();
  auto lon_at = lons.begin();
  auto tag_at = texts.begin();
  for (const auto delta : ids) {
    if (lat_at == lats.end() || lon_at == lons.end()) throw blobs_.broken("fewer coordinates than nodes");
    id = add(id, delta);
    lat = add(lat, *lat_at++);
    lon = add(lon, *lon_at++);
    tags_.clear();
    while (tag_at != texts.end()) {  // key, value, key, value, …, 0 for each node; nothing at all when none has tags
      const auto key = *tag_at++;
      if (key == 0) break;
      if (tag_at == texts.end()) throw blobs_.broken("a tag without a value");
      add_tag(static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(*tag_at++));
    }
    hand_over_node(id, point(lat, lon));
  }
}

void block_decoder::way(pbf_reader message) {
  std::int64_t id = 0;
  uint32_range keys, values;
  sint64_range deltas;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case number_field(1): id = message.get_int64(); break;
      case bytes_field(2): keys = message.get_packed_uint32(); break;
      case bytes_field(3): values = message.get_packed_uint32(); break;
      case bytes_field(8): deltas = message.get_packed_sint64(); break;
      default: message.skip();
    }
  }
  set_tags(keys, values);
  refs_.clear();
  std::int64_t node = 0;
  for (const auto delta : deltas) refs_.push_back(node = add(node, delta));
  ++info_.ways;
  visitor_.way(id, refs_, osm_tags(tags_));
}

void block_decoder::relation(pbf_reader message) {
  std::int64_t id = 0;
  uint32_range keys, values;
  int32_range roles, types;
  sint64_range deltas;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case number_field(1): id = message.get_int64(); break;
      case bytes_field(2): keys = message.get_packed_uint32(); break;
      case bytes_field(3): values = message.get_packed_uint32(); break;
      case bytes_field(8): roles = message.get_packed_int32(); break;
      case bytes_field(9): deltas = message.get_packed_sint64(); break;
      case bytes_field(10): types = message.get_packed_int32(); break;
      default: message.skip();
    }
  }
  set_tags(keys, values);
  members_.clear();
  std::int64_t member = 0;
  auto role = roles.begin();
  auto type = types.begin();
  for (const auto delta : deltas) {
    if (role == roles.end() || type == types.end()) throw blobs_.broken("a relation with fewer roles or kinds than members");
    member = add(member, delta);
    const auto kind = *type++;
    if (kind < 0 || kind > 2) throw blobs_.broken("a member of an unknown kind (" + std::to_string(kind) + ")");
    members_.push_back({.kind = static_cast<osm_kind>(kind), .id = member, .role = text(static_cast<std::uint32_t>(*role++))});
  }
  ++info_.relations;
  visitor_.relation(id, members_, osm_tags(tags_));
}

}  // namespace

osm_file_info read_osm_pbf(std::istream& in, const std::string& name, osm_wanted wanted, osm_visitor& visitor) {
  osm_file_info info;
  osm_blobs blobs(in, name);
  block_decoder decoder(blobs, wanted, visitor, info);
  bool first = true;
  while (blobs.next()) {
    if (first && blobs.type() != "OSMHeader") throw blobs.broken("no header block at the beginning; this is no .osm.pbf file");
    first = false;
    try {
      if (blobs.type() == "OSMHeader") decoder.header();
      if (blobs.type() == "OSMData") decoder.block();
    } catch (const protozero::exception& e) {
      throw blobs.broken(std::string("malformed content (") + e.what() + ")");
    }
    visitor.progress(blobs.bytes_read());
  }
  if (first) throw blobs.broken("the file is empty");
  info.bytes = blobs.bytes_read();
  return info;
}

osm_file_info read_osm_pbf(const std::string& path, osm_wanted wanted, osm_visitor& visitor) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw base::problem(404, "map_file_missing", "The map file cannot be opened", path, "Name an existing .osm.pbf file that this account may read.");
  }
  return read_osm_pbf(in, path, wanted, visitor);
}

osm_source osm_file(const std::string& path) {
  return [path](osm_wanted wanted, osm_visitor& visitor) { return read_osm_pbf(path, wanted, visitor); };
}

osm_source osm_bytes(std::string bytes, std::string name) {
  return [bytes = std::move(bytes), name = std::move(name)](osm_wanted wanted, osm_visitor& visitor) {
    std::istringstream in(bytes);
    return read_osm_pbf(in, name, wanted, visitor);
  };
}

}  // namespace road
