#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engines/track/ring_watch.h"
#include "foundation/record/record.h"

namespace track {

enum class ring_kind : std::uint8_t { grid, zone, place, corridor };
inline constexpr record::choice ring_kind_choices[] = {
    {"grid", "网格", "Grid"}, {"zone", "区域", "Zone"}, {"place", "地点", "Place"}, {"corridor", "路段", "Corridor"}};

constexpr double default_radius_m = 60;  // of a place, and
constexpr double default_width_m = 80;   // 40 m to each side of a line: SCIENCE 1.7, the error of a phone between houses
constexpr std::size_t most_vertices = 1'000;
constexpr std::size_t most_line_positions = 60;
constexpr std::size_t most_rings = 5'000;

// Something watched. Exactly the members of its kind are set.
struct ring {
  std::string id = {};
  ring_kind kind = ring_kind::zone;
  std::string name = {};
  std::optional<std::string> area_id = {};        // grid: an area of the tree
  std::optional<std::string> place_id = {};       // place
  std::optional<double> radius_m = {};            // place
  std::vector<base::position> line = {};          // corridor
  std::optional<double> width_m = {};             // corridor: from side to side
  std::optional<record::json_text> polygon = {};  // zone: GeoJSON Polygon or MultiPolygon, WGS-84
  std::int64_t dwell_min_s = 0;                   // shorter visits are not listed
  std::string area_path = "/";
  std::string created_by = {};
  base::instant created_at = {};
  std::optional<base::instant> removed_at = {};
  std::int64_t version = 1;
  std::optional<record::json_text> shape = {};  // as watched, GeoJSON; only when one ring is read
};
const record::table& record_of(const ring*);

// Input of POST and PATCH /api/rings.
struct ring_draft {
  ring_kind kind = ring_kind::zone;
  std::string name = {};
  std::optional<std::string> area_id = {};
  std::optional<std::string> place_id = {};
  std::optional<double> radius_m = {};
  std::vector<base::position> line = {};
  std::optional<double> width_m = {};
  std::optional<record::json_text> polygon = {};
  std::int64_t dwell_min_s = 0;
};
const record::table& record_of(const ring_draft*);

// A stay of a unit in a ring or an area.
struct visit {
  std::string unit_id;
  std::string ring_id;
  base::instant entered_at = {};
  std::optional<base::instant> left_at = {};  // nothing: it is there
  std::optional<visit_end> ended_by = {};
  std::int64_t dwell_s = 0;    // known to have been there
  std::int64_t unknown_s = 0;  // silences within, not part of dwell_s
};
const record::table& record_of(const visit*);

// What is wrong with a draft by itself: members of another kind, too few or too many positions, sizes out of bounds.
std::vector<base::wrong_field> ring_faults(const ring_draft& draft);

// The draft's members taken over; place and line get their usual sizes.
void apply(const ring_draft& draft, ring& to);
ring_draft draft_of(const ring& one);

}  // namespace track
