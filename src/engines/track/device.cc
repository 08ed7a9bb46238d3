#include "engines/track/device.h"

#include <algorithm>

namespace track {

const record::table& record_of(const reason_count*) {
  static constexpr record::field fields[] = {
      record::field_of<&reason_count::code>({.name = "code", .summary = "why", .read_only = true}),
      record::field_of<&reason_count::count>({.name = "count", .summary = "how often", .read_only = true}),
  };
  static const record::table table{.name = "ReasonCount", .summary = "How often something was refused for one reason.", .fields = fields};
  return table;
}

const record::table& record_of(const device*) {
  using d = device;
  static constexpr record::field fields[] = {
      record::field_of<&d::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&d::name>({.name = "name", .summary = "its user name on every protocol", .read_only = true, .max_length = 40}),
      record::field_of<&d::unit_id>(
          {.name = "unit_id", .summary = "the unit it reports for", .read_only = true, .max_length = 64, .refers_to = "units"}),
      record::field_of<&d::protocols>(
          {.name = "protocols", .summary = "by which it may report", .read_only = true, .max_length = 3, .choices = protocol_choices}),
      record::field_of<&d::created_by>({.name = "created_by", .summary = "account", .read_only = true, .max_length = 64}),
      record::field_of<&d::created_at>({.name = "created_at", .summary = "when it was added", .read_only = true}),
      record::field_of<&d::unit_name>({.name = "unit_name", .summary = "the unit's name", .read_only = true, .column = false}),
      record::field_of<&d::last_heard_at>(
          {.name = "last_heard_at", .summary = "when it last reported, since the server's start", .read_only = true, .column = false}),
      record::field_of<&d::accepted>({.name = "accepted", .summary = "positions kept, since the server's start", .read_only = true, .column = false}),
      record::field_of<&d::late>({.name = "late", .summary = "of these, older than the unit's newest", .read_only = true, .column = false}),
      record::field_of<&d::duplicate>({.name = "duplicate", .summary = "positions sent again", .read_only = true, .column = false}),
      record::field_of<&d::off_shift>({.name = "off_shift", .summary = "positions dropped off shift", .read_only = true, .column = false}),
      record::field_of<&d::refused>(
          {.name = "refused", .summary = "what was not taken, by reason, since the server's start", .read_only = true, .column = false}),
      record::field_of<&d::key>({.name = "key", .summary = "its password, shown once", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Device", .summary = "A phone or terminal that reports where a unit is.", .fields = fields};
  return table;
}

const record::table& record_of(const device_draft*) {
  using d = device_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::name>({.name = "name",
                                  .summary = "its user name on every protocol; no two alike",
                                  .min_length = 2,
                                  .max_length = 40,
                                  .pattern_hint = R"(a-z, 0-9, ".", "_" and "-")"}),
      record::field_of<&d::unit_id>({.name = "unit_id", .summary = "the unit it reports for", .max_length = 64, .refers_to = "units"}),
      record::field_of<&d::protocols>({.name = "protocols",
                                       .summary = "by which it may report; all when left out",
                                       .required = false,
                                       .max_length = 3,
                                       .choices = protocol_choices}),
  };
  static const record::table table{.name = "DeviceDraft", .summary = "A device to be added.", .fields = fields};
  return table;
}

std::optional<base::wrong_field> device_name_fault(std::string_view name) {
  const auto alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool usable = name.size() >= 2 && name.size() <= 40 && alnum(name.front()) &&
                      std::all_of(name.begin(), name.end(), [&](char c) { return alnum(c) || c == '.' || c == '_' || c == '-'; });
  if (usable) return std::nullopt;
  return base::wrong_field{"/name", "bad_name", R"(must be 2 to 40 of a-z, 0-9, ".", "_" and "-", beginning with a letter or digit)"};
}

std::vector<protocol> normal_protocols(std::vector<protocol> named) {
  if (named.empty()) named = {protocol::owntracks, protocol::osmand, protocol::mqtt};
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  return named;
}

bool speaks(const device& one, protocol how) { return std::find(one.protocols.begin(), one.protocols.end(), how) != one.protocols.end(); }

}  // namespace track
