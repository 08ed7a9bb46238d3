#include "maps/street_map.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace test {
namespace {

constexpr double origin_lon = 118.0;
constexpr double origin_lat = 31.0;
constexpr double column_m = 50;
constexpr double row_m = 100;
constexpr double metres_a_degree = 6'371'008.8 * 3.14159265358979323846 / 180;

std::vector<std::string> lines_of(std::string_view drawing) {
  std::vector<std::string> lines(1);
  for (const char c : drawing) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back().push_back(c);
    }
  }
  const auto width = std::max_element(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); })->size();
  for (auto& line : lines) line.resize(width, ' ');
  return lines;
}

bool is_crossing(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0 || std::isdigit(static_cast<unsigned char>(c)) != 0; }

void set_tag(tag_vector& tags, const std::string& key, const std::string& value) {
  for (auto& [own, old] : tags) {
    if (own == key) {
      old = value;
      return;
    }
  }
  tags.emplace_back(key, value);
}

}  // namespace

street_map::street_map(std::string_view drawing) { read(drawing); }

void street_map::read(std::string_view drawing) {
  const auto lines = lines_of(drawing);
  for (std::size_t row = 0; row < lines.size(); ++row) {
    for (std::size_t column = 0; column < lines[row].size(); ++column) {
      const char c = lines[row][column];
      if (!is_crossing(c)) continue;
      if (crossings_.contains(c)) throw std::runtime_error(std::string("drawn twice: ") + c);
      const auto id = static_cast<std::int64_t>(crossings_[c] = c);
      const double lat = origin_lat - static_cast<double>(row) * row_m / metres_a_degree;
      const double scale = metres_a_degree * std::cos(origin_lat * 3.14159265358979323846 / 180);
      map_.nodes.push_back({.id = id, .lon = origin_lon + static_cast<double>(column) * column_m / scale, .lat = lat, .tags = {}});
    }
  }
  const auto scan = [&](std::size_t row, std::size_t column, std::size_t down, std::size_t right, std::string_view marks) {
    int along = 0;
    std::size_t r = row + down, k = column + right;
    for (; r < lines.size() && k < lines[r].size() && marks.find(lines[r][k]) != std::string_view::npos; r += down, k += right) {
      if (lines[r][k] == marks[1]) along = 1;
      if (lines[r][k] == marks[2]) along = -1;
    }
    const bool drawn = r != row + down || k != column + right;
    if (drawn && r < lines.size() && k < lines[r].size() && is_crossing(lines[r][k])) add_street(lines[row][column], lines[r][k], along);
  };
  for (std::size_t row = 0; row < lines.size(); ++row) {
    for (std::size_t column = 0; column < lines[row].size(); ++column) {
      if (!is_crossing(lines[row][column])) continue;
      scan(row, column, 0, 1, "-><");
      scan(row, column, 1, 0, "|v^");
    }
  }
}

void street_map::add_street(char from, char to, int along) {
  map_way way{.id = static_cast<std::int64_t>(map_.ways.size()) + 1000, .nodes = {from, to}, .tags = {{"highway", "residential"}}};
  way.tags.emplace_back("name", std::string{from, to} + " street");
  if (along != 0) way.tags.emplace_back("oneway", along > 0 ? "yes" : "-1");
  map_.ways.push_back(way);
}

map_way& street_map::find(const std::string& ends) {
  for (auto& way : map_.ways) {
    for (std::size_t i = 1; i < way.nodes.size(); ++i) {
      const bool here = way.nodes[i - 1] == ends[0] && way.nodes[i] == ends[1];
      const bool back = way.nodes[i - 1] == ends[1] && way.nodes[i] == ends[0];
      if (here || back) return way;
    }
  }
  throw std::runtime_error("no street " + ends);
}

street_map& street_map::street(const std::string& ends, const tag_vector& tags) {
  for (const auto& [key, value] : tags) set_tag(find(ends).tags, key, value);
  return *this;
}

street_map& street_map::every_street(const tag_vector& tags) {
  for (auto& way : map_.ways) {
    for (const auto& [key, value] : tags) set_tag(way.tags, key, value);
  }
  return *this;
}

street_map& street_map::crossing(char name, const tag_vector& tags) {
  for (auto& node : map_.nodes) {
    if (node.id == name) node.tags = tags;
  }
  return *this;
}

street_map& street_map::join(const std::string& corners) {
  const auto id = find(corners.substr(0, 2)).id;
  for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
    const auto gone = find(corners.substr(i, 2)).id;
    std::erase_if(map_.ways, [&](const map_way& w) { return w.id == gone && gone != id; });
  }
  for (auto& way : map_.ways) {
    if (way.id == id) way.nodes.assign(corners.begin(), corners.end());
  }
  return *this;
}

street_map& street_map::restrict_turn(const std::string& kind, const std::string& from, char via, const std::string& to, const tag_vector& more) {
  map_relation relation{.id = static_cast<std::int64_t>(map_.relations.size()) + 1,
                        .members = {{1, find(from).id, "from"}, {0, via, "via"}, {1, find(to).id, "to"}},
                        .tags = {{"type", "restriction"}, {"restriction", kind}}};
  for (const auto& [key, value] : more) set_tag(relation.tags, key, value);
  map_.relations.push_back(relation);
  return *this;
}

street_map& street_map::restrict_over(const std::string& kind, const std::string& from, const std::string& via, const std::string& to) {
  map_.relations.push_back({.id = static_cast<std::int64_t>(map_.relations.size()) + 1,
                            .members = {{1, find(from).id, "from"}, {1, find(via).id, "via"}, {1, find(to).id, "to"}},
                            .tags = {{"type", "restriction"}, {"restriction", kind}}});
  return *this;
}

base::position street_map::at(char crossing) const {
  for (const auto& node : map_.nodes) {
    if (node.id == crossing) return {.lon = node.lon, .lat = node.lat};
  }
  throw std::runtime_error(std::string("no crossing ") + crossing);
}

base::position street_map::at(const std::string& ends, double share) const {
  const auto a = at(ends[0]);
  const auto b = at(ends[1]);
  return {.lon = a.lon + share * (b.lon - a.lon), .lat = a.lat + share * (b.lat - a.lat)};
}

std::int64_t street_map::way(const std::string& ends) const { return const_cast<street_map*>(this)->find(ends).id; }

std::shared_ptr<const road::graph> street_map::graph(bool drive_on_left) {
  report_ = {};
  return graph_of(map_, report_, drive_on_left);
}

std::shared_ptr<const road::graph> graph_of_bytes(const std::string& bytes) {
  auto pattern = (std::filesystem::temp_directory_path() / "shouwang-graph-XXXXXX").string();
  const int file = ::mkstemp(pattern.data());
  if (file < 0) throw std::runtime_error("cannot make " + pattern);
  ::close(file);
  write_file(pattern, bytes);
  auto graph = road::open_graph(pattern);
  std::filesystem::remove(pattern);  // the mapping stays
  return graph;
}

std::shared_ptr<const road::graph> graph_of(const osm_map& map, road::import_report& report, bool drive_on_left) {
  const auto source = road::osm_bytes(write_osm_pbf(map), "streets");
  return graph_of_bytes(road::build_graph(source, 1, {.source_path = "streets", .graph_path = "", .drive_on_left = drive_on_left}, report));
}

road::arc_id arc_between(const road::graph& roads, base::position from, base::position to) {
  const auto tail = road::to_point(from);
  const auto head = road::to_point(to);
  for (road::arc_id a = 0; a < roads.arc_count(); ++a) {
    if (roads.nodes()[roads.tail(a)] == tail && roads.nodes()[roads.head(a)] == head) return a;
  }
  throw std::runtime_error("no arc between the crossings");
}

}  // namespace test
