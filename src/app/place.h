#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/base/time.h"

namespace app {

struct both_languages {
  std::string zh;
  std::string en;
};

struct data_source {
  std::string title;
  std::string licence;
  std::string note;
};

// How an area file's features become areas.
struct area_description {
  std::string root_code;
  both_languages root_name;
  std::string level;
  std::string code_property;
  std::string name_property;
  std::string name_zh_property;                   // "" when there is none
  std::string parent_property;                    // "" when all hang from the root
  std::map<std::string, both_languages> parents;  // code → name
};

// How a file of calls is read: the columns' names.
struct call_description {
  std::string lon;
  std::string lat;
  std::string time;  // "YYYY-MM-DD hh:mm:ss" local; "" when only `date` is known
  std::string date;  // "YYYY-MM-DD"
  std::string type;
  std::string detail;
  std::string mapping;  // table of catalogue/incident_type_mappings.yaml
};

// A place to run on: what place.yaml of its folder says. Paths are absolute, "" when not there.
struct place {
  std::string folder;
  std::string name;
  both_languages title;
  double west = 0, south = 0, east = 0, north = 0;  // WGS-84 degrees
  int zoom = 12;
  int utc_offset_min = 0;
  std::string roads, areas, calls, units, stations, cameras;
  area_description area;
  call_description call;
  std::array<double, 24> hour_profile{};  // weights; all 0 when calls carry their time
  std::vector<data_source> sources;
  std::vector<both_languages> invented;
  std::vector<std::string> absent;  // files named but not on this machine
  [[nodiscard]] base::position centre() const { return {(west + east) / 2, (south + north) / 2}; }
  [[nodiscard]] bool holds(base::position p) const { return p.lon >= west && p.lon <= east && p.lat >= south && p.lat <= north; }
};

// Reads FOLDER/place.yaml. A file under "shared/" is looked for in `shared_folder`. Throws base::problem bad_place with
// file, line and remedy.
place read_place(const std::string& folder, const std::string& shared_folder);

// The place as /api/place gives it.
std::string place_json(const place& where, std::string_view mode, bool has_tiles);

// One call of a place's file.
struct past_call {
  base::instant at;  // UTC
  base::position where;
  std::string type;  // the source's own
  std::string detail;
  bool hour_drawn = false;  // the source gave a date only
};

struct past_calls {
  std::vector<past_call> calls;  // inside the bounds, by time
  std::int64_t outside = 0;      // rows outside the bounds
  std::int64_t unreadable = 0;   // rows without a usable position or time
};

// Reads the place's calls (CSV, gzip or plain). Hours are drawn from the profile, the same for the same file. Nothing
// when the place has no calls on this machine.
past_calls read_calls(const place& where);

}  // namespace app
