#include "engines/track/ring.h"

namespace track {

const record::table& record_of(const ring*) {
  using r = ring;
  static constexpr record::field fields[] = {
      record::field_of<&r::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&r::kind>({.name = "kind", .summary = "what it is", .read_only = true, .choices = ring_kind_choices}),
      record::field_of<&r::name>({.name = "name", .summary = "its name", .read_only = true, .max_length = 100}),
      record::field_of<&r::area_id>({.name = "area_id", .summary = "grid: the area", .read_only = true, .max_length = 64, .refers_to = "areas"}),
      record::field_of<&r::place_id>({.name = "place_id", .summary = "place: which", .read_only = true, .max_length = 64, .refers_to = "places"}),
      record::field_of<&r::radius_m>({.name = "radius_m", .summary = "place: how far around it", .read_only = true}),
      record::field_of<&r::line>({.name = "line", .summary = "corridor: along it", .read_only = true}),
      record::field_of<&r::width_m>({.name = "width_m", .summary = "corridor: from side to side", .read_only = true}),
      record::field_of<&r::polygon>({.name = "polygon", .summary = "zone: GeoJSON geometry, WGS-84", .read_only = true}),
      record::field_of<&r::dwell_min_s>({.name = "dwell_min_s", .summary = "shorter visits are not listed", .read_only = true}),
      record::field_of<&r::area_path>({.name = "area_path", .summary = "the areas it lies in, from the top", .read_only = true, .max_length = 500}),
      record::field_of<&r::created_by>({.name = "created_by", .summary = "account", .read_only = true, .max_length = 64}),
      record::field_of<&r::created_at>({.name = "created_at", .summary = "when it was drawn", .read_only = true}),
      record::field_of<&r::removed_at>({.name = "removed_at", .summary = "when it was removed", .read_only = true}),
      record::field_of<&r::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&r::shape>(
          {.name = "shape", .summary = "what is watched, GeoJSON; when one ring is read", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Ring", .summary = "An area watched for who enters and leaves it.", .fields = fields};
  return table;
}

const record::table& record_of(const ring_draft*) {
  using d = ring_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::kind>({.name = "kind", .summary = "what it is; never changes", .choices = ring_kind_choices}),
      record::field_of<&d::name>({.name = "name", .summary = "its name; never a person's", .min_length = 1, .max_length = 100}),
      record::field_of<&d::area_id>({.name = "area_id", .summary = "grid: the area", .max_length = 64, .refers_to = "areas"}),
      record::field_of<&d::place_id>({.name = "place_id", .summary = "place: which", .max_length = 64, .refers_to = "places"}),
      record::field_of<&d::radius_m>({.name = "radius_m", .summary = "place: how far around it; 60 when left out", .minimum = 5, .maximum = 5'000}),
      record::field_of<&d::line>({.name = "line", .summary = "corridor: 2 to 60 positions", .required = false, .max_length = most_line_positions}),
      record::field_of<&d::width_m>({.name = "width_m", .summary = "corridor: from side to side; 80 when left out", .minimum = 10, .maximum = 2'000}),
      record::field_of<&d::polygon>({.name = "polygon", .summary = "zone: GeoJSON Polygon or MultiPolygon, WGS-84, at most 1,000 vertices"}),
      record::field_of<&d::dwell_min_s>(
          {.name = "dwell_min_s", .summary = "shorter visits are not listed", .required = false, .minimum = 0, .maximum = 86'400}),
  };
  static const record::table table{.name = "RingDraft", .summary = "A ring to watch: the members of its kind and no others.", .fields = fields};
  return table;
}

const record::table& record_of(const visit*) {
  using v = visit;
  static constexpr record::field fields[] = {
      record::field_of<&v::unit_id>({.name = "unit_id", .summary = "the unit", .read_only = true, .max_length = 64, .refers_to = "units"}),
      record::field_of<&v::ring_id>({.name = "ring_id", .summary = "the ring, or the area", .read_only = true, .max_length = 64}),
      record::field_of<&v::entered_at>({.name = "entered_at", .summary = "first fix inside", .read_only = true}),
      record::field_of<&v::left_at>({.name = "left_at", .summary = "first fix outside, or the last before it fell silent", .read_only = true}),
      record::field_of<&v::ended_by>({.name = "ended_by", .summary = "how it ended", .read_only = true, .choices = visit_end_choices}),
      record::field_of<&v::dwell_s>({.name = "dwell_s", .summary = "known to have been there, seconds", .read_only = true}),
      record::field_of<&v::unknown_s>({.name = "unknown_s", .summary = "silent within, seconds; not in dwell_s", .read_only = true}),
  };
  static const record::table table{.name = "Visit", .summary = "A stay of a unit in a ring or an area.", .fields = fields};
  return table;
}

std::vector<base::wrong_field> ring_faults(const ring_draft& draft) {
  std::vector<base::wrong_field> wrong;
  const auto belongs = [&](const char* pointer, bool given, ring_kind kind, bool needed) {
    if (given && draft.kind != kind) wrong.push_back({pointer, "not_allowed", "does not belong to a ring of this kind"});
    if (!given && draft.kind == kind && needed) wrong.push_back({pointer, "missing", "a ring of this kind needs it"});
  };
  belongs("/area_id", draft.area_id.has_value(), ring_kind::grid, true);
  belongs("/place_id", draft.place_id.has_value(), ring_kind::place, true);
  belongs("/radius_m", draft.radius_m.has_value(), ring_kind::place, false);
  belongs("/line", !draft.line.empty(), ring_kind::corridor, true);
  belongs("/width_m", draft.width_m.has_value(), ring_kind::corridor, false);
  belongs("/polygon", draft.polygon.has_value(), ring_kind::zone, true);
  if (draft.line.size() == 1) wrong.push_back({"/line", "too_short", "a line has two positions or more"});
  for (std::size_t i = 0; i < draft.line.size(); ++i) {
    if (const auto fault = record::position_fault(draft.line[i])) {
      wrong.push_back({"/line/" + std::to_string(i) + fault->pointer, fault->code, fault->detail});
    }
  }
  return wrong;
}

void apply(const ring_draft& draft, ring& to) {
  to.kind = draft.kind;
  to.name = draft.name;
  to.area_id = draft.area_id;
  to.place_id = draft.place_id;
  to.radius_m = draft.kind == ring_kind::place ? std::optional(draft.radius_m.value_or(default_radius_m)) : std::nullopt;
  to.line = draft.line;
  to.width_m = draft.kind == ring_kind::corridor ? std::optional(draft.width_m.value_or(default_width_m)) : std::nullopt;
  to.polygon = draft.polygon;
  to.dwell_min_s = draft.dwell_min_s;
}

ring_draft draft_of(const ring& one) {
  return {.kind = one.kind,
          .name = one.name,
          .area_id = one.area_id,
          .place_id = one.place_id,
          .radius_m = one.radius_m,
          .line = one.line,
          .width_m = one.width_m,
          .polygon = one.polygon,
          .dwell_min_s = one.dwell_min_s};
}

}  // namespace track
