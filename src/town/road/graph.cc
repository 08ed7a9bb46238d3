#include "town/road/graph.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "foundation/base/problem.h"

namespace road {
namespace {

constexpr auto remedy = "Import the map again: shouwang import MAP.osm.pbf";

base::problem broken(const std::string& path, const std::string& what) {
  return {422, "graph_broken", "The road graph cannot be used", path + ": " + what, remedy};
}

std::string hex16(std::uint64_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; value >>= 4) text[i] = digits[value & 15];
  return text;
}

}  // namespace

// The mapped bytes of the file.
struct graph::mapping {
  explicit mapping(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw base::problem(404, "graph_missing", "There is no road graph", path, remedy);
    struct stat about {};
    const bool readable = ::fstat(file, &about) == 0 && about.st_size > 0;
    if (readable) {
      size = static_cast<std::size_t>(about.st_size);
      data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
    }
    ::close(file);
    if (!readable || data == MAP_FAILED) {
      data = nullptr;
      throw broken(path, "the file is empty or cannot be mapped");
    }
  }
  ~mapping() {
    if (data != nullptr) ::munmap(data, size);
  }
  mapping(const mapping&) = delete;
  mapping& operator=(const mapping&) = delete;
  [[nodiscard]] const char* bytes() const { return static_cast<const char*>(data); }

  void* data = nullptr;
  std::size_t size = 0;
};

graph::graph(const std::string& path) : mapping_(std::make_unique<mapping>(path)), path_(path) {
  check_frame(path);
  header_ = reinterpret_cast<const graph_header*>(mapping_->bytes());
  id_ = hex16(header_->checksum);
  map_views();
}

graph::~graph() = default;

void graph::check_frame(const std::string& path) const {
  graph_header header;
  if (mapping_->size < sizeof header) throw broken(path, "the file is too short (" + std::to_string(mapping_->size) + " bytes)");
  std::memcpy(&header, mapping_->bytes(), sizeof header);
  if (header.magic != graph_magic) throw broken(path, "this is no road graph");
  if (header.version != graph_version || header.header_bytes != sizeof header) {
    throw base::problem(422, "graph_version", "The road graph is of another version",
                        path + ": version " + std::to_string(header.version) + ", this program reads " + std::to_string(graph_version), remedy);
  }
  if (header.file_bytes != mapping_->size) {
    throw broken(path, "the file has " + std::to_string(mapping_->size) + " bytes and should have " + std::to_string(header.file_bytes));
  }
  constexpr auto summed_from = offsetof(graph_header, checksum) + sizeof header.checksum;
  if (digest({mapping_->bytes() + summed_from, mapping_->size - summed_from}) != header.checksum) {
    throw broken(path, "the checksum is wrong: the file was damaged");
  }
  for (const auto& entry : header.sections) {
    if (entry.offset % 64 != 0 || entry.offset > mapping_->size || entry.bytes > mapping_->size - entry.offset) {
      throw broken(path, "a section lies outside the file");
    }
  }
}

template <typename T>
std::span<const T> graph::view(section s) const {
  const auto& entry = header_->sections[static_cast<std::size_t>(s)];
  if (entry.bytes % sizeof(T) != 0) throw broken(path_, "a section has half a record");
  return {reinterpret_cast<const T*>(mapping_->bytes() + entry.offset), entry.bytes / sizeof(T)};
}

template <typename T>
std::span<const T> graph::view(section s, std::size_t count) const {
  const auto found = view<T>(s);
  if (found.size() != count) throw broken(path_, "a section has " + std::to_string(found.size()) + " records instead of " + std::to_string(count));
  return found;
}

void graph::map_views() {
  nodes_ = view<point_e7>(section::nodes);
  points_ = view<point_e7>(section::points);
  edges_ = view<edge_record>(section::edges);
  ways_ = view<way_record>(section::ways);
  first_out_ = view<std::uint32_t>(section::first_out, nodes_.size() + 1);
  out_arcs_ = view<arc_id>(section::out_arcs, edges_.size() * 2);
  way_first_edge_ = view<std::uint32_t>(section::way_first_edge, ways_.size() + 1);
  way_edges_ = view<edge_id>(section::way_edges, edges_.size());
  text_first_ = view<std::uint32_t>(section::text_first);
  text_bytes_ = view<char>(section::text_bytes);
  tree_ = view<tree_box>(section::tree);
  for (const auto p : all_profiles) {
    const auto at = [&](profile_section s) { return section_of(p, s); };
    auto& own = profiles_[index_of(p)];
    own.arc_ms = view<std::uint32_t>(at(profile_section::arc_ms), edges_.size() * 2);
    own.flags = view<std::uint8_t>(at(profile_section::flags), edges_.size() * 2);
    own.extra_arc = view<arc_id>(at(profile_section::extra_arc));
    own.extra_states = view<extra_state>(at(profile_section::extra_states), own.extra_arc.size());
    own.forward_first = view<std::uint32_t>(at(profile_section::forward_first), own.state_count() + std::size_t{1});
    own.reverse_first = view<std::uint32_t>(at(profile_section::reverse_first), own.state_count() + std::size_t{1});
    own.forward = view<turn>(at(profile_section::forward));
    own.reverse = view<turn>(at(profile_section::reverse), own.forward.size());
  }
}

std::string_view graph::text(std::uint32_t number) const {
  return {text_bytes_.data() + text_first_[number], text_first_[number + 1] - text_first_[number]};
}

road_names graph::names(edge_id e) const {
  const auto& way = ways_[edges_[e].way];
  return {.name = text(way.name), .name_zh = text(way.name_zh), .name_en = text(way.name_en), .ref = text(way.ref)};
}

std::span<const edge_id> graph::edges_of_way(std::int64_t way_id) const {
  const auto at = std::lower_bound(ways_.begin(), ways_.end(), way_id, [](const way_record& w, std::int64_t id) { return w.id < id; });
  if (at == ways_.end() || at->id != way_id) return {};
  const auto index = static_cast<std::size_t>(at - ways_.begin());
  return way_edges_.subspan(way_first_edge_[index], way_first_edge_[index + 1] - way_first_edge_[index]);
}

std::string graph::source_digest() const { return hex16(header_->source_digest); }

std::shared_ptr<const graph> open_graph(const std::string& path) { return std::make_shared<const graph>(path); }

}  // namespace road
