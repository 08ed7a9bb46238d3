#include "town/road/closure.h"

namespace road {
namespace {

constexpr double largest_radius_m = 2'000;
constexpr std::size_t most_points = 500;
constexpr std::size_t most_ways = 500;

}  // namespace

const record::table& record_of(const closure*) {
  using c = closure;
  static constexpr record::field fields[] = {
      record::field_of<&c::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
      record::field_of<&c::position>({.name = "position", .summary = "middle, when said as a place", .read_only = true}),
      record::field_of<&c::radius_m>({.name = "radius_m", .summary = "around it", .read_only = true}),
      record::field_of<&c::way_ids>({.name = "way_ids", .summary = "OpenStreetMap ways", .read_only = true, .max_length = most_ways}),
      record::field_of<&c::line>({.name = "line", .summary = "along the road", .read_only = true, .max_length = most_points}),
      record::field_of<&c::reason>({.name = "reason", .summary = "why", .read_only = true, .max_length = 300}),
      record::field_of<&c::from>({.name = "from", .summary = "shut from", .read_only = true, .column = false}),
      record::field_of<&c::until>({.name = "until", .summary = "open again at; null: when lifted", .read_only = true, .column = false}),
      record::field_of<&c::arcs>(
          {.name = "arcs", .summary = "stretches of road it shuts, each direction counted", .read_only = true, .column = false}),
      record::field_of<&c::active>({.name = "active", .summary = "shut now", .read_only = true, .column = false}),
      record::field_of<&c::created_by>({.name = "created_by", .summary = "by this account", .read_only = true, .max_length = 64}),
      record::field_of<&c::created_at>({.name = "created_at", .summary = "entered", .read_only = true}),
      record::field_of<&c::removed_at>({.name = "removed_at", .summary = "lifted by somebody", .read_only = true}),
      record::field_of<&c::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
  };
  static const record::table table{.name = "Closure", .summary = "A stretch of road nobody can drive for a while.", .fields = fields};
  return table;
}

const record::table& record_of(const closure_draft*) {
  using d = closure_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::position>({.name = "position", .summary = "middle of what is shut; with radius_m"}),
      record::field_of<&d::radius_m>({.name = "radius_m", .summary = "around it", .minimum = 1, .maximum = largest_radius_m}),
      record::field_of<&d::way_ids>({.name = "way_ids", .summary = "OpenStreetMap ways", .required = false, .max_length = most_ways, .minimum = 1}),
      record::field_of<&d::line>({.name = "line", .summary = "along the road, 2 points at least", .required = false, .max_length = most_points}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why", .min_length = 1, .max_length = 300}),
      record::field_of<&d::from>({.name = "from", .summary = "now when left out"}),
      record::field_of<&d::until>({.name = "until", .summary = "open again at; left out: until it is lifted"}),
  };
  static const record::table table{.name = "ClosureDraft", .summary = "What is shut, why and how long.", .fields = fields};
  return table;
}

}  // namespace road
