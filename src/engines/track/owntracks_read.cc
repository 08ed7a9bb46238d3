#include "engines/track/owntracks_read.h"

#include "engines/track/phone_values.h"
#include "engines/track/units_of_speed.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace track {
namespace {

constexpr std::size_t most_depth = 8;

phone_message without_fix(std::string_view why) {
  phone_message out;
  out.unread.push_back(why);
  return out;
}

phone_message read_location(const record::json_tree& tree) {
  bool repeated = false;
  const auto member = [&](std::string_view name) { return number_of(tree, member_of(tree, &tree.root(), name, repeated)); };
  const auto lat = member("lat");
  const auto lon = member("lon");
  const auto seconds = member("tst");
  sent_fix one;
  one.speed_mps = converted(measured(member("vel")), mps_of_kmh);
  one.heading_deg = measured(member("cog"));
  one.accuracy_m = measured(member("acc"));
  one.battery_share = share_of_percent(member("batt"));
  if (repeated) return without_fix(reason::twice);
  if (!lat || !lon) return without_fix(reason::no_position);
  const auto at = seconds ? instant_of_epoch(*seconds) : std::nullopt;
  if (!at) return without_fix(reason::no_time);
  one.lat = *lat;
  one.lon = *lon;
  one.at = *at;
  phone_message out;
  out.fixes.push_back(one);
  return out;
}

}  // namespace

phone_message read_owntracks(std::string_view body) {
  if (base::trim(body).empty()) return without_fix(reason::empty);
  try {
    const auto tree = record::parse_json(body, most_phone_bytes, most_depth);
    bool repeated = false;
    const auto* type = member_of(tree, &tree.root(), "_type", repeated);
    if (repeated) return without_fix(reason::twice);
    if (type == nullptr || type->holds != record::json_node::type::text) return without_fix(reason::not_readable);
    if (tree.text(*type) == "location") return read_location(tree);
    return without_fix(tree.text(*type) == "encrypted" ? reason::encrypted : reason::other_message);
  } catch (const base::problem&) {
    return without_fix(reason::not_readable);
  }
}

}  // namespace track
