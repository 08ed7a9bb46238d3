#include "foundation/geo/datum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "foundation/geo/distance.h"
#include "support/shared_data.h"

using geo::datum;

namespace {

base::position read(const boost::json::value& coords, const char* name) {
  const auto& pair = coords.at(name).as_array();
  return {pair[0].to_number<double>(), pair[1].to_number<double>()};
}

}  // namespace

TEST(Datum, AgreesWithTheCitiesToAMetreEitherWay) {
  SHARED_OR_SKIP(path, "conformance/gcj02/china-cities.json");
  const auto cities = boost::json::parse(test::read_file(path)).as_array();
  ASSERT_EQ(cities.size(), 664U);
  const std::pair<datum, const char*> names[] = {{datum::wgs84, "WGS84"}, {datum::gcj02, "GCJ02"}, {datum::bd09, "BD09"}};
  double least_shift = 1e9;
  double most_shift = 0;
  for (const auto& [from, from_name] : names) {
    for (const auto& [to, to_name] : names) {
      double worst = 0;
      for (const auto& city : cities) {
        const auto& coords = city.at("coords");
        const auto got = geo::convert(read(coords, from_name), from, to);
        worst = std::max(worst, geo::distance_m(got, read(coords, to_name)));
        if (from != datum::wgs84 || to != datum::gcj02) continue;
        const double shift = geo::distance_m(got, read(coords, from_name));
        least_shift = std::min(least_shift, shift);
        most_shift = std::max(most_shift, shift);
      }
      std::cout << from_name << " to " << to_name << ": greatest error " << worst << " m over " << cities.size() << " cities\n";
      EXPECT_LE(worst, from == to ? 0.0 : 1.0) << from_name << " to " << to_name;
    }
  }
  EXPECT_NEAR(least_shift, 89, 1);  // measured elsewhere on the same cities
  EXPECT_NEAR(most_shift, 672, 1);
}

TEST(Datum, ThereAndBackIsTheSamePlaceToAMillimetre) {
  double worst = 0;
  for (double lon = 72.1; lon < 137.8; lon += 0.37) {
    for (double lat = 0.9; lat < 55.8; lat += 0.41) {
      for (const datum other : {datum::gcj02, datum::bd09}) {
        const base::position p{lon, lat};
        worst = std::max(worst, geo::distance_m(p, geo::convert(geo::convert(p, datum::wgs84, other), other, datum::wgs84)));
      }
    }
  }
  std::cout << "greatest error there and back: " << worst * 1000 << " mm\n";
  EXPECT_LT(worst, 0.001);
}

TEST(Datum, NothingIsShiftedOutsideChina) {
  for (const base::position p : {base::position{-122.67, 45.52}, {2.35, 48.85}, {139.69, 35.69}, {103.8, -1.3}, {0, 0}, {71.9, 40}, {120, 56}}) {
    for (const datum from : {datum::wgs84, datum::gcj02, datum::bd09}) {
      for (const datum to : {datum::wgs84, datum::gcj02, datum::bd09}) EXPECT_EQ(geo::convert(p, from, to), p);
    }
  }
}

TEST(Datum, NamesAreReadInTheUsualSpellings) {
  EXPECT_EQ(geo::datum_from_name("WGS-84"), datum::wgs84);
  EXPECT_EQ(geo::datum_from_name("CGCS2000"), datum::wgs84);
  EXPECT_EQ(geo::datum_from_name("gcj02"), datum::gcj02);
  EXPECT_EQ(geo::datum_from_name("BD_09"), datum::bd09);
  EXPECT_FALSE(geo::datum_from_name("mars"));
  EXPECT_EQ(geo::name_of(datum::bd09), "bd09");
}
