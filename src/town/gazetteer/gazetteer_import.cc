#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <unordered_map>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/geo/distance.h"
#include "town/gazetteer/gazetteer.h"
#include "town/road/osm_pbf_reader.h"

namespace gazetteer {
namespace {

constexpr double same_crossing_m = 80;  // both sides of a divided road, the corners of one junction

// The tags that make a named thing a place people ask for.
constexpr std::array<std::string_view, 14> place_keys{"amenity", "shop",     "tourism",  "leisure",  "office",    "public_transport", "railway",
                                                      "place",   "building", "historic", "man_made", "emergency", "natural",          "landuse"};

struct named_way {
  std::string name;
  std::string others;
  std::vector<std::int64_t> nodes;
};

struct waiting_place {
  entry what;
  std::int64_t first_node;  // of the outline; its position stands for the place
  std::vector<std::int64_t> nodes;
};

std::string other_names(const road::osm_tags& tags, std::string_view name) {
  std::string out;
  for (const std::string_view key : {"name:zh", "name:en", "alt_name", "short_name", "old_name", "ref"}) {
    const auto value = tags.find(key);
    if (value.empty() || value == name) continue;
    if (!out.empty()) out += '|';
    out += value;
  }
  return out;
}

std::string place_detail(const road::osm_tags& tags) {
  for (const auto key : place_keys) {
    const auto value = tags.find(key);
    if (!value.empty()) return std::string(key) + "=" + std::string(value);
  }
  return "";
}

std::optional<entry> address_of(const road::osm_tags& tags) {
  const auto number = tags.find("addr:housenumber");
  const auto street = tags.find("addr:street");
  if (number.empty() || street.empty()) return std::nullopt;
  const std::string reversed = std::string(street) + " " + std::string(number);
  return entry{.kind = entry_kind::address,
               .name = std::string(number) + " " + std::string(street),
               .other_names = reversed,
               .detail = std::string(street),
               .where = {}};
}

// First reading: what has a name, and which nodes it needs.
class collector final : public road::osm_visitor {
 public:
  void node(std::int64_t, road::point_e7 at, const road::osm_tags& tags) override {
    if (tags.empty()) return;
    const auto where = road::to_position(at);
    const auto name = tags.find("name");
    const std::string detail = place_detail(tags);
    if (!name.empty() && !detail.empty()) {
      entries.push_back(
          {.kind = entry_kind::place, .name = std::string(name), .other_names = other_names(tags, name), .detail = detail, .where = where});
    }
    if (auto address = address_of(tags)) {
      address->where = where;
      entries.push_back(std::move(*address));
    }
  }

  void way(std::int64_t, std::span<const std::int64_t> nodes, const road::osm_tags& tags) override {
    if (nodes.empty()) return;
    const auto name = tags.find("name").empty() ? tags.find("ref") : tags.find("name");
    if (!tags.find("highway").empty()) {
      if (!name.empty()) ways.push_back({std::string(name), other_names(tags, name), {nodes.begin(), nodes.end()}});
      return;
    }
    const std::string detail = place_detail(tags);
    if (!tags.find("name").empty() && !detail.empty()) {
      waiting.push_back(
          {{.kind = entry_kind::place, .name = std::string(name), .other_names = other_names(tags, name), .detail = detail, .where = {}},
           nodes.front(),
           {nodes.begin(), nodes.end()}});
    }
    if (auto address = address_of(tags)) waiting.push_back({std::move(*address), nodes.front(), {nodes.begin(), nodes.end()}});
  }

  std::vector<entry> entries;
  std::vector<named_way> ways;
  std::vector<waiting_place> waiting;
};

// Second reading: where the needed nodes lie.
class locator final : public road::osm_visitor {
 public:
  void node(std::int64_t id, road::point_e7 at, const road::osm_tags&) override {
    const auto found = positions.find(id);
    if (found != positions.end()) found->second = road::to_position(at);
  }
  std::unordered_map<std::int64_t, std::optional<base::position>> positions;
};

std::optional<base::position> middle_of(const std::vector<std::int64_t>& nodes, const locator& where) {
  double lon = 0, lat = 0;
  int count = 0;
  for (const auto id : nodes) {
    const auto& at = where.positions.at(id);
    if (!at) continue;
    lon += at->lon;
    lat += at->lat;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return base::position{lon / count, lat / count};
}

// One entry per road name and stretch of town: ways of one name whose middles lie within 2 km are one road. Its position is
// the node nearest to the middle of them all, so that it lies on the road.
void add_roads(std::vector<entry>& entries, const std::vector<named_way>& ways, const locator& where) {
  std::map<std::string, std::vector<const named_way*>> by_name;
  for (const auto& way : ways) by_name[way.name].push_back(&way);
  for (const auto& [name, of_name] : by_name) {
    std::vector<std::int64_t> all;
    for (const auto* way : of_name) all.insert(all.end(), way->nodes.begin(), way->nodes.end());
    const auto middle = middle_of(all, where);
    if (!middle) continue;
    std::optional<base::position> best;
    for (const auto id : all) {
      const auto& at = where.positions.at(id);
      if (at && (!best || geo::distance_m(*at, *middle) < geo::distance_m(*best, *middle))) best = at;
    }
    entries.push_back({.kind = entry_kind::road, .name = name, .other_names = of_name.front()->others, .detail = "road", .where = *best});
  }
}

void add_crossings(std::vector<entry>& entries, const std::vector<named_way>& ways, const locator& where) {
  std::unordered_map<std::int64_t, std::set<std::string_view>> names_at;
  for (const auto& way : ways) {
    for (const auto id : way.nodes) names_at[id].insert(way.name);
  }
  std::map<std::pair<std::string_view, std::string_view>, std::vector<base::position>> crossings;
  std::vector<std::int64_t> ids;
  for (const auto& [id, names] : names_at) {
    if (names.size() >= 2) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  for (const auto id : ids) {
    const auto& at = where.positions.at(id);
    if (!at) continue;
    const auto& names = names_at[id];
    for (auto first = names.begin(); first != names.end(); ++first) {
      for (auto second = std::next(first); second != names.end(); ++second) {
        auto& known = crossings[{*first, *second}];
        const bool same = std::any_of(known.begin(), known.end(), [&](const base::position& p) { return geo::distance_m(p, *at) < same_crossing_m; });
        if (!same) known.push_back(*at);
      }
    }
  }
  for (const auto& [names, positions] : crossings) {
    for (const auto& at : positions) {
      entries.push_back({.kind = entry_kind::crossing,
                         .name = std::string(names.first) + " / " + std::string(names.second),
                         .other_names = {},
                         .detail = "crossing",
                         .where = at});
    }
  }
}

// Tabs and line breaks part the file's fields and lines, so they become spaces.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

void write_file(const std::vector<entry>& entries, const std::string& file) {
  const std::string aside = file + ".new";
  std::ofstream out(aside, std::ios::binary | std::ios::trunc);
  out << "shouwang-names 1 " << entries.size() << '\n';
  std::array<char, 64> numbers{};
  for (const auto& one : entries) {
    std::snprintf(numbers.data(), numbers.size(), "%.7f\t%.7f", one.where.lon, one.where.lat);
    out << static_cast<int>(one.kind) << '\t' << one_line(one.name) << '\t' << one_line(one.other_names) << '\t' << one_line(one.detail) << '\t'
        << numbers.data() << '\n';
  }
  out.close();
  if (!out || std::rename(aside.c_str(), file.c_str()) != 0) {
    throw base::problem(503, "disk", "The names could not be written.", file, "Check the disk's free space and permissions.");
  }
}

base::problem broken(const std::string& file, std::size_t line) {
  return {422, "names_file_broken", "The file of names is not whole.", file + ":" + std::to_string(line), "Import the place again."};
}

}  // namespace

import_counts import_names(const std::string& osm_pbf, const std::string& file) {
  collector found;
  road::read_osm_pbf(osm_pbf, {.nodes = true, .ways = true, .relations = false}, found);
  locator where;
  for (const auto& way : found.ways) {
    for (const auto id : way.nodes) where.positions.emplace(id, std::nullopt);
  }
  for (const auto& place : found.waiting) {
    for (const auto id : place.nodes) where.positions.emplace(id, std::nullopt);
  }
  road::read_osm_pbf(osm_pbf, {.nodes = true, .ways = false, .relations = false}, where);
  for (auto& place : found.waiting) {
    if (const auto middle = middle_of(place.nodes, where)) {
      place.what.where = *middle;
      found.entries.push_back(std::move(place.what));
    }
  }
  add_roads(found.entries, found.ways, where);
  add_crossings(found.entries, found.ways, where);
  write_file(found.entries, file);
  import_counts counts;
  for (const auto& one : found.entries) {
    ++(one.kind == entry_kind::road       ? counts.roads
       : one.kind == entry_kind::crossing ? counts.crossings
       : one.kind == entry_kind::place    ? counts.places
                                          : counts.addresses);
  }
  return counts;
}

std::shared_ptr<const gazetteer> read_names(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  if (!std::getline(in, line) || !line.starts_with("shouwang-names 1 ")) throw broken(file, 1);
  const auto count = base::parse_int(std::string_view(line).substr(17));
  std::vector<entry> entries;
  while (std::getline(in, line)) {
    const auto cells = base::split(line, '\t');
    if (cells.size() != 6) throw broken(file, entries.size() + 2);
    const auto kind = base::parse_int(cells[0]);
    const auto lon = base::parse_double(cells[4]);
    const auto lat = base::parse_double(cells[5]);
    if (!kind || *kind < 0 || *kind > 3 || !lon || !lat) throw broken(file, entries.size() + 2);
    entries.push_back({.kind = static_cast<entry_kind>(*kind),
                       .name = std::string(cells[1]),
                       .other_names = std::string(cells[2]),
                       .detail = std::string(cells[3]),
                       .where = {*lon, *lat}});
  }
  if (!count || static_cast<std::size_t>(*count) != entries.size()) throw broken(file, entries.size() + 1);
  return std::make_shared<const gazetteer>(std::move(entries));
}

}  // namespace gazetteer
