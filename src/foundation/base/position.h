#pragma once
#include <compare>

namespace base {

// A place on the earth in WGS-84 degrees; longitude first, as GeoJSON has it. The only datum inside.
struct position {
  double lon = 0;  // -180 … 180
  double lat = 0;  // -90 … 90
  auto operator<=>(const position&) const = default;
};

}  // namespace base
