#include "maps/osm_writer.h"

#include <zlib.h>

#include <cmath>
#include <fstream>
#include <map>
#include <protozero/pbf_writer.hpp>
#include <stdexcept>

namespace test {
namespace {

using protozero::pbf_writer;

// The table of texts of one block; number 0 is the empty text, as the format wants it.
class text_table {
 public:
  text_table() { number(""); }
  std::uint32_t number(const std::string& text) {
    const auto [found, fresh] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (fresh) texts_.push_back(text);
    return found->second;
  }
  [[nodiscard]] std::string message() const {
    std::string out;
    pbf_writer writer(out);
    for (const auto& text : texts_) writer.add_bytes(1, text);
    return out;
  }

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

std::int64_t granules(double degrees) { return std::llround(degrees * 1e7); }

void add_tags(pbf_writer& writer, text_table& texts, const tag_vector& tags) {
  std::vector<std::uint32_t> keys, values;
  for (const auto& [key, value] : tags) {
    keys.push_back(texts.number(key));
    values.push_back(texts.number(value));
  }
  if (tags.empty()) return;
  writer.add_packed_uint32(2, keys.begin(), keys.end());
  writer.add_packed_uint32(3, values.begin(), values.end());
}

std::vector<std::int64_t> deltas(const std::vector<std::int64_t>& values) {
  std::vector<std::int64_t> out;
  std::int64_t before = 0;
  for (const auto value : values) {
    out.push_back(value - before);
    before = value;
  }
  return out;
}

std::string dense_group(const map_node* first, const map_node* last, text_table& texts) {
  std::vector<std::int64_t> ids, lats, lons;
  std::vector<std::int32_t> tags;
  for (const auto* node = first; node != last; ++node) {
    ids.push_back(node->id);
    lats.push_back(granules(node->lat));
    lons.push_back(granules(node->lon));
    for (const auto& [key, value] : node->tags) {
      tags.push_back(static_cast<std::int32_t>(texts.number(key)));
      tags.push_back(static_cast<std::int32_t>(texts.number(value)));
    }
    tags.push_back(0);
  }
  ids = deltas(ids);
  lats = deltas(lats);
  lons = deltas(lons);
  std::string out;
  pbf_writer writer(out);
  writer.add_packed_sint64(1, ids.begin(), ids.end());
  writer.add_packed_sint64(8, lats.begin(), lats.end());
  writer.add_packed_sint64(9, lons.begin(), lons.end());
  writer.add_packed_int32(10, tags.begin(), tags.end());
  return out;
}

std::string plain_node(const map_node& node, text_table& texts) {
  std::string out;
  pbf_writer writer(out);
  writer.add_sint64(1, node.id);
  add_tags(writer, texts, node.tags);
  writer.add_sint64(8, granules(node.lat));
  writer.add_sint64(9, granules(node.lon));
  return out;
}

std::string way_message(const map_way& way, text_table& texts) {
  std::string out;
  pbf_writer writer(out);
  writer.add_int64(1, way.id);
  add_tags(writer, texts, way.tags);
  const auto refs = deltas(way.nodes);
  writer.add_packed_sint64(8, refs.begin(), refs.end());
  return out;
}

std::string relation_message(const map_relation& relation, text_table& texts) {
  std::vector<std::int32_t> roles, kinds;
  std::vector<std::int64_t> ids;
  for (const auto& member : relation.members) {
    roles.push_back(static_cast<std::int32_t>(texts.number(member.role)));
    kinds.push_back(member.kind);
    ids.push_back(member.id);
  }
  ids = deltas(ids);
  std::string out;
  pbf_writer writer(out);
  writer.add_int64(1, relation.id);
  add_tags(writer, texts, relation.tags);
  writer.add_packed_int32(8, roles.begin(), roles.end());
  writer.add_packed_sint64(9, ids.begin(), ids.end());
  writer.add_packed_int32(10, kinds.begin(), kinds.end());
  return out;
}

std::string block_of(const std::string& group, const text_table& texts) {
  std::string out;
  pbf_writer writer(out);
  writer.add_message(1, texts.message());
  writer.add_message(2, group);
  return out;
}

template <typename Object, typename Write>
void add_blocks(std::string& file, const std::vector<Object>& objects, const pbf_options& options, const Write& write) {
  for (std::size_t at = 0; at < objects.size(); at += options.objects_a_block) {
    const auto end = std::min(objects.size(), at + options.objects_a_block);
    text_table texts;
    std::string group;
    pbf_writer writer(group);
    write(writer, objects.data() + at, objects.data() + end, texts);
    file += pbf_frame("OSMData", pbf_blob(block_of(group, texts), options.zlib));
  }
}

}  // namespace

std::string pbf_frame(std::string_view kind, std::string_view blob) {
  std::string header;
  pbf_writer writer(header);
  writer.add_string(1, kind.data(), kind.size());
  writer.add_int32(3, static_cast<std::int32_t>(blob.size()));
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(header.size() >> shift & 0xFF));
  return out + header + std::string(blob);
}

std::string pbf_blob_stating(std::string_view content, std::int64_t raw_size) {
  uLongf size = ::compressBound(static_cast<uLong>(content.size()));
  std::string packed(size, '\0');
  if (::compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(content.data()), static_cast<uLong>(content.size()),
                  6) != Z_OK) {
    throw std::runtime_error("zlib");
  }
  packed.resize(size);
  std::string out;
  pbf_writer writer(out);
  writer.add_int32(2, static_cast<std::int32_t>(raw_size));
  writer.add_bytes(3, packed);
  return out;
}

std::string pbf_blob(std::string_view content, bool zlib) {
  if (zlib) return pbf_blob_stating(content, static_cast<std::int64_t>(content.size()));
  std::string out;
  pbf_writer writer(out);
  writer.add_bytes(1, content.data(), content.size());
  return out;
}

std::string pbf_header(const std::vector<std::string>& features) {
  std::string out;
  pbf_writer writer(out);
  for (const auto& feature : features) writer.add_string(4, feature);
  writer.add_string(16, "shouwang tests");
  return pbf_frame("OSMHeader", pbf_blob(out, false));
}

std::string write_osm_pbf(const osm_map& map, pbf_options options) {
  std::string file = pbf_header();
  add_blocks(file, map.nodes, options, [&](pbf_writer& writer, const map_node* first, const map_node* last, text_table& texts) {
    if (options.dense) {
      writer.add_message(2, dense_group(first, last, texts));
    } else {
      for (const auto* node = first; node != last; ++node) writer.add_message(1, plain_node(*node, texts));
    }
  });
  add_blocks(file, map.ways, options, [](pbf_writer& writer, const map_way* first, const map_way* last, text_table& texts) {
    for (const auto* way = first; way != last; ++way) writer.add_message(3, way_message(*way, texts));
  });
  add_blocks(file, map.relations, options, [](pbf_writer& writer, const map_relation* first, const map_relation* last, text_table& texts) {
    for (const auto* relation = first; relation != last; ++relation) writer.add_message(4, relation_message(*relation, texts));
  });
  return file;
}

void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out) throw std::runtime_error("cannot write " + path);
}

}  // namespace test
