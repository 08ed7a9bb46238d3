#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/position.h"
#include "foundation/base/time.h"
#include "foundation/geo/polygon.h"
#include "foundation/record/record.h"

namespace area {

// From the whole to the part; `district` is for places whose areas are no levels of the Chinese state (a sample's).
enum class level : std::uint8_t { province, city, county, township, village, grid, district };
inline constexpr record::choice level_choices[] = {
    {"province", "省级", "Province"}, {"city", "地级", "City"}, {"county", "县级", "County"},     {"township", "乡级", "Township"},
    {"village", "村级", "Village"},   {"grid", "网格", "Grid"}, {"district", "辖区", "District"},
};
inline std::string_view name_of(level l) { return level_choices[static_cast<std::size_t>(l)].code; }
std::optional<level> level_from_name(std::string_view name);

struct area {
  std::string id;
  std::string code;
  level kind = level::district;
  std::string name;
  std::string name_en;  // may be empty
  std::optional<std::string> parent_id = {};
  std::string path;                             // "/root id/…/own id/"
  std::optional<base::position> position = {};  // well inside, for its label
  base::instant valid_from = {};
  std::optional<base::instant> valid_to = {};  // nothing: still valid
  std::int64_t version = 1;
  geo::multi_polygon boundary;  // WGS-84; no polygons: not known
};

// Whether the area of `path` is `ancestor_id` or lies below it.
bool is_within(std::string_view path, std::string_view ancestor_id);

// The number of areas from the root to the one of this path.
std::size_t depth_of(std::string_view path);

}  // namespace area
