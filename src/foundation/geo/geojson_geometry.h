#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "foundation/geo/geojson.h"

// Only for geo's own .cc files.
namespace geo {

// Reads geometries and checks them; the first fault of a geometry ends its reading.
class geometry_reader {
 public:
  geometry_reader(const geojson_options& options, geojson_result& result) : options_(options), result_(result) {}

  // False when something is wrong: then `fault` says it. Pointers start with `pointer`.
  bool read(const boost::json::value& value, const std::string& pointer, geometry& out);
  geojson_fault fault;

 private:
  bool read_kind(const boost::json::value& coordinates, const std::string& pointer, geometry& out);
  bool read_collection(const boost::json::object& object, const std::string& pointer, geometry& out);
  bool read_position(const boost::json::value& value, const std::string& pointer, base::position& out);
  bool check_position(const base::position& p, const std::string& pointer);
  bool read_positions(const boost::json::value& value, const std::string& pointer, std::vector<base::position>& out);
  bool read_line(const boost::json::value& value, const std::string& pointer, std::vector<base::position>& out);
  bool read_ring(const boost::json::value& value, const std::string& pointer, ring& out);
  bool read_polygon(const boost::json::value& value, const std::string& pointer, polygon& out);
  bool check_polygon(polygon& area, const std::string& pointer);
  bool is_array(const boost::json::value& value, const std::string& pointer, std::string_view what);
  template <class Item, class Read>
  bool read_list(const boost::json::value& value, const std::string& pointer, std::vector<Item>& out, Read read_one);
  bool refuse(std::string pointer, std::string code, std::string detail, std::string remedy);
  bool refuse_at(const base::position& at, std::string pointer, std::string code, std::string detail, std::string remedy);

  const geojson_options& options_;
  geojson_result& result_;
  std::size_t positions_ = 0;  // of the whole document so far
  int depth_ = 0;              // of nested collections
};

// The checks every GeoJSON object shares: a `crs` that is not WGS-84, a `bbox` that is none, members of another kind of object.
bool check_object(const boost::json::object& object, const std::string& pointer, std::string_view foreign_members, geojson_fault& fault);

}  // namespace geo
