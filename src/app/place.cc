#include "app/place.h"

#include <yaml-cpp/yaml.h>

#include <filesystem>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace app {
namespace {

base::problem bad_place(const std::string& where, std::string detail) {
  return {400, "bad_place", "The place cannot be read.", where + ": " + std::move(detail), "See sample/README.md for what place.yaml holds."};
}

std::string text_of(const YAML::Node& node, const char* key) { return node[key] ? node[key].as<std::string>() : std::string(); }

both_languages names_of(const YAML::Node& node, const char* zh, const char* en) {
  both_languages out{.zh = text_of(node, zh), .en = text_of(node, en)};
  if (out.zh.empty()) out.zh = out.en;
  return out;
}

// The absolute path of a file the place names; remembers what is not there.
std::string file_of(place& out, const YAML::Node& files, const char* key, const std::string& shared_folder) {
  const std::string named = text_of(files, key);
  if (named.empty()) return "";
  const std::string path = named.starts_with("shared/") ? shared_folder + named.substr(6) : out.folder + "/" + named;
  if (std::filesystem::exists(path)) return std::filesystem::absolute(path).string();
  out.absent.push_back(named);
  return "";
}

void read_files(place& out, const YAML::Node& files, const std::string& shared_folder) {
  out.roads = file_of(out, files, "roads", shared_folder);
  out.areas = file_of(out, files, "areas", shared_folder);
  out.calls = file_of(out, files, "calls", shared_folder);
  out.units = file_of(out, files, "units", shared_folder);
  out.stations = file_of(out, files, "stations", shared_folder);
  out.cameras = file_of(out, files, "cameras", shared_folder);
}

void read_areas(place& out, const YAML::Node& document) {
  const auto& areas = document["areas"];
  if (!areas) return;
  out.area.root_code = text_of(areas["root"], "code");
  out.area.root_name = names_of(areas["root"], "name_zh", "name");
  out.area.level = text_of(areas, "level");
  out.area.code_property = text_of(areas, "code");
  out.area.name_property = text_of(areas, "name");
  out.area.name_zh_property = text_of(areas, "name_zh");
  out.area.parent_property = text_of(areas, "parent");
  for (const auto& parent : document["parents"]) out.area.parents[parent.first.as<std::string>()] = names_of(parent.second, "name_zh", "name");
}

void read_calls_description(place& out, const YAML::Node& calls) {
  if (!calls) return;
  out.call = {.lon = text_of(calls, "lon"),
              .lat = text_of(calls, "lat"),
              .time = text_of(calls, "time"),
              .date = text_of(calls, "date"),
              .type = text_of(calls, "type"),
              .detail = text_of(calls, "detail"),
              .mapping = text_of(calls, "mapping")};
}

void read_document(place& out, const YAML::Node& document, const std::string& shared_folder) {
  out.name = document["name"].as<std::string>();
  out.title = names_of(document["title"], "zh", "en");
  const auto bounds = document["bounds"].as<std::vector<double>>();
  if (bounds.size() != 4 || bounds[0] >= bounds[2] || bounds[1] >= bounds[3]) throw bad_place(out.folder, "bounds must be west, south, east, north");
  out.west = bounds[0];
  out.south = bounds[1];
  out.east = bounds[2];
  out.north = bounds[3];
  if (document["zoom"]) out.zoom = document["zoom"].as<int>();
  if (document["utc_offset_min"]) out.utc_offset_min = document["utc_offset_min"].as<int>();
  read_files(out, document["files"], shared_folder);
  read_areas(out, document);
  read_calls_description(out, document["calls"]);
  if (const auto& profile = document["hour_profile"]) {
    if (profile.size() != 24) throw bad_place(out.folder, "hour_profile must have 24 weights");
    for (std::size_t hour = 0; hour < 24; ++hour) out.hour_profile[hour] = profile[hour].as<double>();
  }
  for (const auto& source : document["sources"])
    out.sources.push_back({text_of(source, "title"), text_of(source, "licence"), text_of(source, "note")});
  for (const auto& line : document["invented"]) out.invented.push_back(names_of(line, "zh", "en"));
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  base::append_json_string(out, name);
  out += ':';
  base::append_json_string(out, text);
}

std::string names_json(const both_languages& names) {
  std::string out = "{";
  append_member(out, "zh", names.zh);
  out += ',';
  append_member(out, "en", names.en);
  return out + "}";
}

}  // namespace

place read_place(const std::string& folder, const std::string& shared_folder) {
  place out;
  out.folder = std::filesystem::absolute(folder).lexically_normal().string();
  const std::string path = out.folder + "/place.yaml";
  try {
    read_document(out, YAML::LoadFile(path), shared_folder);
  } catch (const YAML::BadFile&) {
    throw bad_place(path, "is not there");
  } catch (const YAML::Exception& error) {
    throw bad_place(path + ":" + std::to_string(error.mark.line + 1), error.msg);
  }
  return out;
}

std::string place_json(const place& where, std::string_view mode, bool has_tiles) {
  std::string out = "{";
  append_member(out, "name", where.name);
  out += R"(,"title":)" + names_json(where.title);
  const auto centre = where.centre();
  out += R"(,"center":{"lon":)" + std::to_string(centre.lon) + R"(,"lat":)" + std::to_string(centre.lat) + "}";
  out += R"(,"bounds":[)" + std::to_string(where.west) + "," + std::to_string(where.south) + "," + std::to_string(where.east) + "," +
         std::to_string(where.north) + "]";
  out += R"(,"zoom":)" + std::to_string(where.zoom) + R"(,"utc_offset_min":)" + std::to_string(where.utc_offset_min) + R"(,"sources":[)";
  for (std::size_t i = 0; i < where.sources.size(); ++i) {
    out += i == 0 ? "{" : ",{";
    append_member(out, "title", where.sources[i].title);
    out += ',';
    append_member(out, "licence", where.sources[i].licence);
    out += ',';
    append_member(out, "note", where.sources[i].note);
    out += '}';
  }
  out += R"(],"invented":[)";
  for (std::size_t i = 0; i < where.invented.size(); ++i) out += (i == 0 ? "" : ",") + names_json(where.invented[i]);
  out += R"(],"has_tiles":)";
  out += has_tiles ? "true," : "false,";
  append_member(out, "mode", mode);
  return out + "}";
}

}  // namespace app
