#pragma once
#include <optional>
#include <string_view>

#include "foundation/base/position.h"

namespace geo {

// What a coordinate's numbers mean. CGCS2000 (EPSG:4490) equals WGS-84 within centimetres and is taken as it.
enum class datum { wgs84, gcj02, bd09 };

// "wgs84", "gcj02", "bd09" (any case; also "WGS-84", "GCJ-02", "BD-09", "CGCS2000"); nothing for others.
std::optional<datum> datum_from_name(std::string_view name);
std::string_view name_of(datum d);

// Whether the shift applies there. The rule is the rectangle every published form of the algorithm uses, 72.004–137.8347 E,
// 0.8293–55.8271 N; outside it all three datums are the same. It covers more than the country (Seoul, Hanoi lie in it), so only
// convert what an import *declares* as GCJ-02 or BD-09: nothing can be guessed from the numbers.
bool shift_applies(const base::position& p);

// The same place in another datum. To WGS-84 the inverse is found by iteration, to about 1 mm (the one-step inverse
// is up to 3.8 m off). Shifts are 89–672 m between WGS-84 and GCJ-02.
base::position convert(const base::position& p, datum from, datum to);

}  // namespace geo
