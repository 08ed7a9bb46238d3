#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/position.h"
#include "maps/osm_writer.h"
#include "town/road/graph.h"
#include "town/road/road_import.h"

namespace test {

// Streets drawn in characters, built by the real importer:
//
//   A---B->-C      letters and digits are crossings (each once); a run of - or | between two of them is a street of its
//   |   |   |      own, one-way when it holds > < ^ or v in that direction. A column is 50 m wide, a row 100 m high, so
//   D-<-E   F      that A---B and A over D are 200 m and 200 m apart. "AB" names the street between A and B either way.
//
// Streets are highway=residential, named "AB street" (in reading order), unless tags say otherwise.
class street_map {
 public:
  explicit street_map(std::string_view drawing);

  street_map& street(const std::string& ends, const tag_vector& tags);  // adds or replaces tags
  street_map& crossing(char name, const tag_vector& tags);
  street_map& every_street(const tag_vector& tags);
  // Makes one way of several streets in a row: join("ABC").
  street_map& join(const std::string& corners);
  // "no_left_turn", from street, crossing, to street; further tags such as except.
  street_map& restrict_turn(const std::string& kind, const std::string& from, char via, const std::string& to, const tag_vector& more = {});
  street_map& restrict_over(const std::string& kind, const std::string& from, const std::string& via, const std::string& to);

  [[nodiscard]] base::position at(char crossing) const;
  // A place between two crossings: at("AB", 0.25) is a quarter of the way from A.
  [[nodiscard]] base::position at(const std::string& ends, double share) const;
  [[nodiscard]] std::int64_t way(const std::string& ends) const;
  [[nodiscard]] const osm_map& map() const { return map_; }

  // The graph of the map; the report of the last build is kept.
  std::shared_ptr<const road::graph> graph(bool drive_on_left = false);
  [[nodiscard]] const road::import_report& report() const { return report_; }

 private:
  void read(std::string_view drawing);
  void add_street(char from, char to, int along);
  map_way& find(const std::string& ends);

  osm_map map_;
  std::map<char, std::int64_t> crossings_;
  road::import_report report_;
};

// Any map as a graph, by way of a temporary file.
std::shared_ptr<const road::graph> graph_of(const osm_map& map, road::import_report& report, bool drive_on_left = false);
std::shared_ptr<const road::graph> graph_of_bytes(const std::string& bytes);

// The arc of the graph that leads from one position to another (both crossings); fails the test when there is none.
road::arc_id arc_between(const road::graph& roads, base::position from, base::position to);

}  // namespace test
