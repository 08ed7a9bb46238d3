#include "engines/track/position_records.h"

namespace track {

const record::table& record_of(const sent_position*) {
  static constexpr record::field fields[] = {
      record::field_of<&sent_position::lon>({.name = "lon", .summary = "degrees east, WGS-84"}),
      record::field_of<&sent_position::lat>({.name = "lat", .summary = "degrees north, WGS-84"}),
  };
  static const record::table table{.name = "SentPosition", .summary = "Where a device says it is.", .fields = fields};
  return table;
}

const record::table& record_of(const position_report*) {
  using p = position_report;
  static constexpr record::field fields[] = {
      record::field_of<&p::unit_id>({.name = "unit_id", .summary = "whose", .min_length = 1, .max_length = 64}),
      record::field_of<&p::position>({.name = "position", .summary = "where, WGS-84"}),
      record::field_of<&p::at>({.name = "at", .summary = "when, by the device's clock"}),
      record::field_of<&p::speed_mps>({.name = "speed_mps", .summary = "metres a second", .minimum = 0, .maximum = 120}),
      record::field_of<&p::heading_deg>({.name = "heading_deg", .summary = "degrees from north", .minimum = 0, .maximum = 360}),
      record::field_of<&p::accuracy_m>({.name = "accuracy_m", .summary = "metres the device claims", .minimum = 0, .maximum = 100'000}),
  };
  static const record::table table{.name = "PositionReport", .summary = "Where a unit is.", .fields = fields};
  return table;
}

const record::table& record_of(const position_reports*) {
  static constexpr record::field fields[] = {
      record::field_of<&position_reports::positions>({.name = "positions", .summary = "at most 1,000", .min_length = 1, .max_length = 1'000})};
  static const record::table table{.name = "PositionReports", .summary = "Where units are.", .fields = fields};
  return table;
}

const record::table& record_of(const refusal*) {
  using r = refusal;
  static constexpr record::field fields[] = {
      record::field_of<&r::index>({.name = "index", .summary = "its place in the batch, from 0", .read_only = true}),
      record::field_of<&r::code>(
          {.name = "code",
           .summary = "unknown_unit, out_of_range, null_island, swapped_axes, outside_place, from_future, too_old, impossible_speed",
           .read_only = true}),
      record::field_of<&r::detail>({.name = "detail", .summary = "a sentence", .read_only = true, .max_length = 400}),
  };
  static const record::table table{.name = "RefusedReport", .summary = "Why one report was not taken.", .fields = fields};
  return table;
}

const record::table& record_of(const verdicts*) {
  using v = verdicts;
  static constexpr record::field fields[] = {
      record::field_of<&v::accepted>({.name = "accepted", .summary = "kept", .read_only = true}),
      record::field_of<&v::late>({.name = "late", .summary = "of these, older than the unit's newest: put in order", .read_only = true}),
      record::field_of<&v::duplicate>({.name = "duplicate", .summary = "kept before: acknowledged again", .read_only = true}),
      record::field_of<&v::off_shift>({.name = "off_shift", .summary = "dropped: nothing is kept off shift", .read_only = true}),
      record::field_of<&v::refused>({.name = "refused", .summary = "not taken, and why", .read_only = true, .max_length = 10'000}),
  };
  static const record::table table{.name = "ReportsAnswer", .summary = "What became of a batch of positions.", .fields = fields};
  return table;
}

}  // namespace track
