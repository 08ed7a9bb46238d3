#include "foundation/geo/geojson.h"

#include <gtest/gtest.h>

#include <limits>

#include "support/shared_data.h"

namespace {

std::string with_geometry(const std::string& geometry) { return R"({"type":"Feature","properties":null,"geometry":)" + geometry + "}"; }
std::string with_polygon(const std::string& rings) { return with_geometry(R"({"type":"Polygon","coordinates":)" + rings + "}"); }
std::string with_point(const std::string& position) { return with_geometry(R"({"type":"Point","coordinates":)" + position + "}"); }

// The first fault as "code pointer"; "good" when there is none.
std::string first_fault(const std::string& text, const geo::geojson_options& options = {}) {
  const auto result = geo::read_geojson(text, options);
  if (result.faults.empty()) return "good";
  EXPECT_FALSE(result.faults[0].detail.empty()) << text;
  EXPECT_FALSE(result.faults[0].remedy.empty()) << text;
  return result.faults[0].code + " " + result.faults[0].pointer;
}

constexpr const char* square = "[[[1,1],[2,1],[2,2],[1,2],[1,1]]]";

}  // namespace

TEST(GeoJson, RefusesBrokenRingsAndSaysWhere) {
  EXPECT_EQ(first_fault(with_polygon(square)), "good");
  EXPECT_EQ(first_fault(with_polygon("[[[1,1],[2,1],[2,2],[1,2]]]")), "open_ring /geometry/coordinates/0");
  EXPECT_EQ(first_fault(with_polygon("[[[1,1],[2,1],[1,1]]]")), "too_few_positions /geometry/coordinates/0");
  EXPECT_EQ(first_fault(with_polygon("[]")), "too_few_positions /geometry/coordinates");
  EXPECT_EQ(first_fault(with_polygon("[[]]")), "too_few_positions /geometry/coordinates/0");
  EXPECT_EQ(first_fault(with_polygon("[[[1,1],[2,2],[3,3],[1,1]]]")), "no_area /geometry/coordinates/0");
  EXPECT_EQ(first_fault(with_polygon("[[[1,1],[2,1],[2,2],[1,2],[1,1]],[[5,5],[6,5],[6,6],[5,5]]]")), "hole_outside /geometry/coordinates/1");
  EXPECT_EQ(first_fault(with_polygon("[[[170,1],[-170,1],[-170,2],[170,2],[170,1]]]")), "antimeridian /geometry/coordinates/0/1");
  const auto crossing = geo::read_geojson(with_polygon("[[[1,1],[3,3],[3,1],[1,3],[1,1]]]"));
  ASSERT_EQ(crossing.faults.size(), 1U);
  EXPECT_EQ(crossing.faults[0].code, "crossing");
  ASSERT_TRUE(crossing.faults[0].at);
  EXPECT_NEAR(crossing.faults[0].at->lon, 2, 1e-6);
  EXPECT_NEAR(crossing.faults[0].at->lat, 2, 1e-6);
  EXPECT_NE(crossing.faults[0].detail.find("2, 2"), std::string::npos);
}

TEST(GeoJson, ClosesOpenRingsWhenAskedAndCountsThem) {
  const auto result = geo::read_geojson(with_polygon("[[[1,1],[2,1],[2,2],[1,2]]]"), {.close_open_rings = true});
  ASSERT_EQ(result.features.size(), 1U);
  EXPECT_EQ(result.closed_rings, 1U);
  EXPECT_EQ(result.features[0].place.polygons[0].exterior.size(), 5U);
  EXPECT_EQ(first_fault(with_polygon("[[[1,1],[2,1]]]"), {.close_open_rings = true}), "too_few_positions /geometry/coordinates/0");
}

TEST(GeoJson, RewindsClockwiseRingsAndCountsThem) {
  const auto result = geo::read_geojson(with_polygon("[[[1,1],[1,9],[9,9],[9,1],[1,1]],[[2,2],[3,2],[3,3],[2,2]]]"));
  ASSERT_EQ(result.features.size(), 1U);
  EXPECT_EQ(result.rewound_rings, 2U);
  EXPECT_TRUE(geo::is_counter_clockwise(result.features[0].place.polygons[0].exterior));
  EXPECT_FALSE(geo::is_counter_clockwise(result.features[0].place.polygons[0].holes[0]));
  // What is refused after all was not rewound.
  EXPECT_EQ(geo::read_geojson(with_polygon("[[[1,1],[1,9],[9,9],[9,1],[1,1]],[[2,2],[3,2],[3,3]]]")).rewound_rings, 0U);
}

TEST(GeoJson, RefusesPositionsThatCannotBe) {
  EXPECT_EQ(first_fault(with_point("[116.4,39.9]")), "good");
  EXPECT_EQ(first_fault(with_point("[39.9,116.4]")), "swapped /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("[45.5,-122.6]")), "swapped /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("[0,0]")), "zero_zero /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("[0,0]"), {.allow_zero_zero = true}), "good");
  EXPECT_EQ(first_fault(with_point("[181,95]")), "out_of_range /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("[12967000,4851000]")), "projected /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("[1e999,1]")), "not_finite /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("[NaN,1]")), "not_json /geometry/coordinates/0");
  EXPECT_EQ(first_fault(with_point("[\"116\",39]")), "wrong_type /geometry/coordinates/0");
  EXPECT_EQ(first_fault(with_point("[116]")), "wrong_type /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("[1,2,3,4]")), "wrong_type /geometry/coordinates");
  EXPECT_EQ(first_fault(with_point("{}")), "wrong_type /geometry/coordinates");
}

TEST(GeoJson, SuspectsSwappedPositionsByTheExpectedPlace) {
  const geo::geojson_options near_kunming{.expected = geo::box{102, 24, 104, 26}};
  EXPECT_EQ(first_fault(with_point("[102.8,24.9]"), near_kunming), "good");
  EXPECT_EQ(first_fault(with_point("[24.9,80]"), near_kunming), "outside /geometry/coordinates");
  const geo::geojson_options near_sofia{.expected = geo::box{23, 42, 24, 43}};
  const auto swapped = geo::read_geojson(with_point("[42.7,23.3]"), near_sofia);
  ASSERT_EQ(swapped.faults.size(), 1U);
  EXPECT_EQ(swapped.faults[0].code, "swapped");
  EXPECT_EQ(swapped.faults[0].at, (base::position{23.3, 42.7}));
}

TEST(GeoJson, RefusesTextThatIsNotStrictJson) {
  EXPECT_EQ(first_fault(""), "not_json ");
  EXPECT_EQ(first_fault("[]"), "wrong_type ");
  EXPECT_EQ(first_fault("{"), "not_json ");
  EXPECT_EQ(first_fault(with_point("[1,2]") + "x"), "not_json ");
  EXPECT_EQ(first_fault(with_point("[1,2]") + " \n"), "good");
  EXPECT_EQ(first_fault("\xEF\xBB\xBF" + with_point("[1,2]")), "good");
  EXPECT_EQ(first_fault("{\"type\":\"\xFF\"}"), "not_utf8 ");
  EXPECT_EQ(first_fault(R"({"type":"Feature","geometry":null,"properties":{"a/b":{"x":[1,{"k":1,"k":2}]}}})"),
            "duplicate_key /properties/a~1b/x/1/k");
  EXPECT_EQ(
      first_fault(std::string(1'000'000, '[')), "too_deep " + [] {
        std::string pointer;
        for (int i = 0; i < 32; ++i) pointer += "/0";
        return pointer;
      }());
  EXPECT_EQ(first_fault(with_point("[1,2]"), {.max_bytes = 20}), "too_large ");
  EXPECT_EQ(first_fault(with_polygon(square), {.max_positions = 4}), "too_many /geometry/coordinates/0/4");
}

TEST(GeoJson, RefusesObjectsThatAreNotGeoJson) {
  EXPECT_EQ(first_fault("{}"), "missing /type");
  EXPECT_EQ(first_fault(R"({"type":"Topology"})"), "unknown_type /type");
  EXPECT_EQ(first_fault(R"({"type":"FeatureCollection"})"), "missing /features");
  EXPECT_EQ(first_fault(R"({"type":"FeatureCollection","features":[1]})"), "wrong_type /features/0");
  EXPECT_EQ(first_fault(R"({"type":"FeatureCollection","features":[{"type":"Point","coordinates":[1,2]}]})"), "unknown_type /features/0/type");
  EXPECT_EQ(first_fault(R"({"type":"FeatureCollection","features":[],"geometry":null})"), "mixed_members /geometry");
  EXPECT_EQ(first_fault(R"({"type":"Feature","properties":null})"), "missing /geometry");
  EXPECT_EQ(first_fault(R"({"type":"Feature","geometry":null})"), "missing /properties");
  EXPECT_EQ(first_fault(R"({"type":"Feature","geometry":null,"properties":[]})"), "wrong_type /properties");
  EXPECT_EQ(first_fault(R"({"type":"Feature","geometry":null,"properties":null,"id":true})"), "wrong_type /id");
  EXPECT_EQ(first_fault(R"({"type":"Feature","geometry":null,"properties":{"n":1e999}})"), "not_finite /properties/n");
  EXPECT_EQ(first_fault(R"({"type":"Feature","geometry":null,"properties":null,"bbox":[1,2,3]})"), "bbox /bbox");
  EXPECT_EQ(first_fault(with_geometry(R"({"type":"Polygon"})")), "missing /geometry/coordinates");
  EXPECT_EQ(first_fault(with_geometry(R"({"type":"GeometryCollection"})")), "missing /geometry/geometries");
  EXPECT_EQ(first_fault(with_geometry("7")), "wrong_type /geometry");
  EXPECT_EQ(first_fault(with_geometry(R"({"type":"LineString","coordinates":[[1,2]]})")), "too_few_positions /geometry/coordinates");
  const auto spelt = geo::read_geojson(with_geometry(R"({"type":"polygon","coordinates":[]})"));
  ASSERT_EQ(spelt.faults.size(), 1U);
  EXPECT_EQ(spelt.faults[0].remedy, "Did you mean \"Polygon\"?");
}

TEST(GeoJson, TakesOnlyWgs84) {
  const auto with_crs = [](const std::string& crs) { return R"({"type":"FeatureCollection","features":[],"crs":)" + crs + "}"; };
  const auto named = [&](const std::string& name) { return with_crs(R"({"type":"name","properties":{"name":")" + name + "\"}}"); };
  EXPECT_EQ(first_fault(named("urn:ogc:def:crs:OGC:1.3:CRS84")), "good");
  EXPECT_EQ(first_fault(named("EPSG:4326")), "good");
  EXPECT_EQ(first_fault(named("urn:ogc:def:crs:EPSG::3857")), "crs /crs");
  EXPECT_EQ(first_fault(named("EPSG:2913")), "crs /crs");
  EXPECT_EQ(first_fault(with_crs("null")), "crs /crs");
  EXPECT_EQ(first_fault(with_crs("7")), "crs /crs");
}

TEST(GeoJson, AFaultyFeatureDoesNotHideTheOthers) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (int i = 0; i < 3'000; ++i) text += (i > 0 ? "," : "") + (i % 2 == 0 ? with_point("[1,2]") : with_point("[0,0]"));
  const auto result = geo::read_geojson(text + "]}");
  EXPECT_EQ(result.features.size(), 1'500U);
  EXPECT_EQ(result.features[1].source_index, 2U);
  EXPECT_EQ(result.faults.size(), 1'000U);
  EXPECT_EQ(result.more_faults, 500U);
  EXPECT_EQ(result.faults[0].pointer, "/features/1/geometry/coordinates");
  const auto problem = geo::geojson_problem(result);
  EXPECT_EQ(problem.status, 422);
  EXPECT_EQ(problem.fields.size(), 1'000U);
}

TEST(GeoJson, KeepsPropertiesWithTheirTypes) {
  const auto result = geo::read_geojson(
      R"({"type":"Feature","id":17,"geometry":{"type":"Point","coordinates":[1,2,30]},"properties":{"name":"龙潭镇","n":510,"f":510.0,"x":1.5,"yes":true,"none":null,"tags":["a",{"b":1}]}})");
  ASSERT_EQ(result.features.size(), 1U);
  const auto& f = result.features[0];
  EXPECT_EQ(f.id, "17");
  EXPECT_EQ(result.dropped_heights, 1U);
  const auto text = [&](const char* name) { return geo::text_of(*geo::find_property(f, name)); };
  EXPECT_EQ(text("name"), "龙潭镇");
  EXPECT_EQ(text("n"), "510");
  EXPECT_EQ(text("f"), "510");
  EXPECT_EQ(text("x"), std::nullopt);
  EXPECT_EQ(text("yes"), "true");
  EXPECT_EQ(text("none"), std::nullopt);
  EXPECT_EQ(geo::find_property(f, "other"), nullptr);
  EXPECT_EQ(geo::write_geojson(result.features),
            R"({"type":"FeatureCollection","features":[{"type":"Feature","id":"17","geometry":{"type":"Point","coordinates":[1,2]},)"
            R"("properties":{"name":"龙潭镇","n":510,"f":510,"x":1.5,"yes":true,"none":null,"tags":["a",{"b":1}]}}]})");
}

TEST(GeoJson, WritesAtMostSevenDecimals) {
  std::string out;
  geo::append_position(out, {-122.65000000000001, 45.123456789});
  geo::append_position(out, {-0.00000004, -0.0000001});
  geo::append_position(out, {-180, 90});
  EXPECT_EQ(out, "[-122.65,45.1234568][0,-0.0000001][-180,90]");
  EXPECT_THROW(geo::append_position(out, {std::numeric_limits<double>::quiet_NaN(), 0}), base::problem);
}

TEST(GeoJson, EveryKindComesBackAsItWas) {
  for (const char* geometry :
       {R"({"type":"Point","coordinates":[1,2]})", R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]})",
        R"({"type":"MultiPoint","coordinates":[]})", R"({"type":"LineString","coordinates":[[1,2],[3,4]]})",
        R"({"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]})",
        R"({"type":"Polygon","coordinates":[[[1,1],[9,1],[9,9],[1,9],[1,1]],[[2,2],[2,3],[3,3],[2,2]]]})",
        R"({"type":"MultiPolygon","coordinates":[[[[1,1],[2,1],[2,2],[1,1]]],[[[5,5],[6,5],[6,6],[5,5]]]]})",
        R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"GeometryCollection","geometries":[]}]})",
        "null"}) {
    const auto read = geo::read_geojson(with_geometry(geometry));
    ASSERT_TRUE(read.faults.empty()) << geometry << " " << read.faults[0].detail;
    std::string out;
    geo::append_geometry(out, read.features[0].place);
    EXPECT_EQ(out, geometry);
  }
  EXPECT_EQ(geo::read_geojson(R"({"type":"Point","coordinates":[1,2]})").features.size(), 1U);  // a bare geometry
}

TEST(GeoJson, ReadsPublishedFiles) {
  struct file {
    const char* path;
    std::size_t features;
    std::size_t rewound;
  };
  int read = 0;
  for (const file& one : {file{"data/portland_or/police_districts.geojson", 60, 0}, file{"data/chicago/police_districts.geojson", 25, 28},
                          file{"data/sf_stations/sf_fire_stations.geojson", 42, 0}}) {
    const auto path = test::shared_file(one.path);
    if (!path) continue;
    const auto result = geo::read_geojson(test::read_file(*path));
    for (const auto& fault : result.faults) ADD_FAILURE() << one.path << fault.pointer << ": " << fault.detail;
    EXPECT_EQ(result.features.size(), one.features) << one.path;
    EXPECT_EQ(result.rewound_rings, one.rewound) << one.path;
    // Rounded to 7 decimals on the way out, so that from the second time on nothing changes.
    const auto written = geo::write_geojson(result.features);
    EXPECT_EQ(geo::write_geojson(geo::read_geojson(written).features), written);
    ++read;
  }
  if (read == 0) GTEST_SKIP() << "needs ../shared/data";
}
