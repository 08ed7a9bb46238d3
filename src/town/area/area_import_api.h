#pragma once
#include <string>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/record/record.h"
#include "town/area/area_import.h"
#include "town/area/area_store.h"

namespace area {

enum class import_format : std::uint8_t { geojson, codes };
inline constexpr record::choice import_format_choices[] = {{"geojson", "边界", "GeoJSON boundaries"}, {"codes", "代码表", "Lists of codes (CSV)"}};

struct import_file {
  std::string name = {};
  std::string text = {};
};
const record::table& record_of(const import_file*);

// Input of POST /api/areas/import.
struct import_draft {
  import_format format = import_format::geojson;
  std::vector<import_file> files = {};
  bool check_only = false;
  std::optional<std::string> datum = {};  // of GeoJSON: needed, nothing is guessed
  std::optional<level> kind = {};
  std::optional<std::string> name_property = {};
  std::optional<std::string> name_en_property = {};
  std::optional<std::string> code_property = {};
  std::optional<std::string> parent_property = {};
  std::optional<std::string> parent_code = {};
  std::optional<std::string> code_prefix = {};
  bool official_codes = false;
};
const record::table& record_of(const import_draft*);

// The areas found in the files of a draft, and the faults. Throws base::problem 422 when the draft does not say enough.
area_list read_import(const import_draft& draft);

std::string report_json(const import_report& report);

operation::definition import_operation();

}  // namespace area
