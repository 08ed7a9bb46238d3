#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "foundation/geo/datum.h"
#include "foundation/geo/geojson.h"
#include "town/area/area.h"

namespace area {

// An area as an import found it: known by codes, not yet by ids.
struct area_draft {
  std::string code;
  level kind = level::district;
  std::string name;
  std::string name_en;
  std::string parent_code;      // empty: a root
  geo::multi_polygon boundary;  // WGS-84; may be empty
};

// What could not be used, or was used with a doubt.
struct area_fault {
  std::string source;    // the file
  std::size_t line = 0;  // of a list, from 1; of GeoJSON the feature, from 0
  std::string code;      // bad_code, bad_name, duplicate, missing_parent, prefix_mismatch, missing_column, too_many, no_boundary, parent_cycle,
                         // or a code of geo::geojson_fault
  std::string detail;
  std::string remedy;
};

struct area_list {
  std::vector<area_draft> areas;   // parents before children
  std::vector<area_fault> faults;  // at most 1,000
  std::size_t more_faults = 0;
  std::size_t folded = 0;  // rows that only exist in codes (see README)
};

// Reads lists of codes: CSV (UTF-8, RFC 4180) with a header naming the columns. `code` or 编号 and `name` or 名称 are needed;
// provinceCode, cityCode, areaCode, streetCode and 上级 are compared with the code. Add files in any order, then finish once.
class code_list_reader {
 public:
  void add(std::string_view csv, const std::string& source);
  // Parents joined, duplicates and orphans listed.
  area_list finish();

 private:
  struct row {
    area_draft draft;
    std::string source;
    std::size_t line = 0;
    std::size_t digits = 0;  // of the code as written
  };
  struct columns;
  void add_row(const std::vector<std::string>& cells, const columns& where, const std::string& source, std::size_t line);
  void fault(area_fault one);

  std::vector<row> rows_;
  std::unordered_map<std::string, std::size_t> by_code_;
  area_list list_;
};

// How to read a GeoJSON file of boundaries.
struct boundary_import {
  std::string name_property;
  std::string code_property;
  level kind = level::district;
  std::string parent_property = {};  // its value is the parent's code; empty: all are roots (or of `parent_code`)
  std::string parent_code = {};      // for all, when there is no parent_property
  std::string name_en_property = {};
  std::string code_prefix = {};          // put before codes and parents' codes, so that two files do not collide: "portland-"
  bool official_codes = false;           // codes must be GB/T 2260 or 12-digit ones of this level
  geo::datum datum = geo::datum::wgs84;  // of the file
  geo::geojson_options options = {};
};

// The areas of the file; features that are no areas, or lack a name or a code, are faults.
area_list read_boundaries(std::string_view geojson, const boundary_import& how, const std::string& source);

// What to store: every area with its id, parent and path, parents first.
struct area_plan {
  std::vector<area> areas;         // new ones have version 0, known ones their version and id
  std::vector<area_fault> faults;  // drafts left out: their parent is unknown, or they are their own ancestor
};

// Joins drafts with the areas already stored (the valid ones): a draft whose code is known updates that area and keeps what it does
// not say itself (boundary, English name); others are new. `next_id` makes ids.
area_plan plan_areas(std::span<const area_draft> drafts, std::span<const area> stored, const std::function<std::string()>& next_id,
                     base::instant now);

}  // namespace area
