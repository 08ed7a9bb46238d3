#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "foundation/geo/area_index.h"
#include "foundation/geo/geojson.h"
#include "foundation/geo/point.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Whatever is read without fault must be written and read again as the same, and the index must agree with the plain
// test at its vertices.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  geo::geojson_options options;
  options.close_open_rings = size % 2 == 1;
  const auto read = geo::read_geojson(text, options);
  for (const auto& fault : read.faults) require(!fault.code.empty() && !fault.detail.empty() && !fault.remedy.empty());
  if (read.features.empty()) return 0;
  const auto written = geo::write_geojson(read.features);
  geo::geojson_options lenient;
  lenient.allow_zero_zero = true;  // 1e-9 is written as 0
  const auto again = geo::read_geojson(written, lenient);
  for (const auto& fault : again.faults)
    require(fault.code == "no_area" || fault.code == "crossing" || fault.code == "too_few_positions" || fault.code == "too_deep" ||
            fault.code == "hole_outside");
  if (again.faults.empty()) require(geo::write_geojson(again.features) == written);
  std::vector<geo::multi_polygon> areas;
  for (const auto& one : read.features) areas.push_back(geo::area_of(one.place));
  const geo::area_index index(areas, 4'096);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    for (const auto& part : areas[i].polygons) {
      for (const auto& p : part.exterior) {
        std::vector<std::uint32_t> expected;
        for (std::uint32_t k = 0; k < areas.size(); ++k) {
          if (geo::contains(areas[k], p)) expected.push_back(k);
        }
        require(index.find(p) == expected);
      }
    }
  }
  return 0;
}
