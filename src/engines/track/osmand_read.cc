#include "engines/track/osmand_read.h"

#include "engines/track/phone_values.h"
#include "engines/track/units_of_speed.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace track {
namespace {

constexpr std::size_t most_depth = 12;
using record::json_node;
using record::json_tree;

// The parameters by name; the first of each, and whether one that matters is there with two values.
class parameters {
 public:
  explicit parameters(std::span<const name_and_value> pairs) : pairs_(pairs) {}
  // The first of these names that is there.
  const std::string* find(std::string_view name, std::string_view or_else = {}) {
    const std::string* found = nullptr;
    for (const auto& [key, value] : pairs_) {
      if (key != name && (or_else.empty() || key != or_else)) continue;
      if (found != nullptr && *found != value) differ_ = true;
      if (found == nullptr) found = &value;
    }
    return found;
  }
  std::optional<double> number(std::string_view name, std::string_view or_else = {}) {
    const auto* text = find(name, or_else);
    const auto parsed = text == nullptr ? std::nullopt : base::parse_double(base::trim(*text));
    return parsed ? finite(*parsed) : std::nullopt;
  }
  [[nodiscard]] bool differ() const { return differ_; }

 private:
  std::span<const name_and_value> pairs_;
  bool differ_ = false;
};

// "lat,lon" of one parameter, or two parameters.
std::optional<std::pair<double, double>> place_of(parameters& given) {
  auto lat = given.number("lat");
  auto lon = given.number("lon");
  if (const auto* both = given.find("location")) {
    const auto parts = base::split(*both, ',');
    const auto first = base::parse_double(base::trim(parts[0]));
    const auto second = parts.size() == 2 ? base::parse_double(base::trim(parts[1])) : std::nullopt;
    lat = first ? finite(*first) : std::nullopt;
    lon = second ? finite(*second) : std::nullopt;
  }
  if (!lat || !lon) return std::nullopt;
  return std::pair{*lat, *lon};
}

bool is_false(std::string_view text) { return text == "0" || base::lower_ascii(text) == "false"; }

std::string_view read_one(parameters& given, base::instant received, sent_fix& one) {
  const auto place = place_of(given);
  const auto* at = given.find("timestamp");
  const auto* valid = given.find("valid");
  one.speed_mps = converted(measured(given.number("speed")), mps_of_knots);
  one.heading_deg = measured(given.number("bearing", "heading"));
  one.accuracy_m = measured(given.number("accuracy"));
  one.battery_share = share_of_percent(given.number("batt"));
  if (given.differ()) return reason::twice;
  if (valid != nullptr && is_false(*valid)) return reason::not_valid;
  if (!place) return reason::no_position;
  const auto when = at == nullptr ? received : instant_of_text(*at).value_or(base::instant{-1});
  if (when.us < 0) return reason::no_time;
  one.lat = place->first;
  one.lon = place->second;
  one.at = when;
  return {};
}

// A time as a member of JSON: a text or an epoch number.
std::optional<base::instant> time_of(const json_tree& tree, const json_node& node) {
  if (node.holds == json_node::type::text) return instant_of_text(tree.text(node));
  const auto number = number_of(tree, &node);
  return number ? instant_of_epoch(*number) : std::nullopt;
}

std::string_view read_location(const json_tree& tree, const json_node& location, base::instant received, sent_fix& one) {
  bool repeated = false;
  const auto* coords = member_of(tree, &location, "coords", repeated);
  const auto* at = member_of(tree, &location, "timestamp", repeated);
  const auto number = [&](std::string_view name) { return number_of(tree, member_of(tree, coords, name, repeated)); };
  const auto lat = number("latitude");
  const auto lon = number("longitude");
  one.speed_mps = measured(number("speed"));
  one.heading_deg = measured(number("heading"));
  one.accuracy_m = measured(number("accuracy"));
  const auto level = measured(number_of(tree, member_of(tree, member_of(tree, &location, "battery", repeated), "level", repeated)));
  one.battery_share = level && *level <= 1 ? level : std::nullopt;
  if (repeated) return reason::twice;
  if (!lat || !lon) return reason::no_position;
  const auto when = at == nullptr ? std::optional(received) : time_of(tree, *at);
  if (!when) return reason::no_time;
  one.lat = *lat;
  one.lon = *lon;
  one.at = *when;
  return {};
}

void take(phone_message& into, const sent_fix& one, std::string_view why) {
  if (why.empty()) {
    into.fixes.push_back(one);
  } else {
    into.unread.push_back(why);
  }
}

void read_locations(const json_tree& tree, const json_node& location, base::instant received, phone_message& into) {
  const auto read = [&](const json_node& item) {
    sent_fix one;
    const auto why = read_location(tree, item, received, one);
    if (into.fixes.size() + into.unread.size() < most_phone_fixes) {
      take(into, one, why);
    } else {
      into.unread.push_back(reason::too_many);
    }
  };
  if (location.holds == json_node::type::list) {
    tree.each(location, read);
    if (into.fixes.empty() && into.unread.empty()) into.unread.push_back(reason::empty);
  } else {
    read(location);
  }
}

}  // namespace

phone_message read_osmand(std::span<const name_and_value> pairs, base::instant received) {
  phone_message out;
  parameters given(pairs);
  if (const auto* id = given.find("id", "deviceid")) out.device = *id;
  // Two different ids are no id: whose would it be?
  if (given.differ()) out.device.clear();
  sent_fix one;
  const auto why = read_one(given, received, one);
  take(out, one, why);
  return out;
}

phone_message read_osmand_json(std::string_view body, base::instant received) {
  phone_message out;
  try {
    const auto tree = record::parse_json(body, most_phone_bytes, most_depth);
    bool repeated = false;
    const auto* device = member_of(tree, &tree.root(), "device_id", repeated);
    const auto* location = member_of(tree, &tree.root(), "location", repeated);
    if (location == nullptr) location = member_of(tree, &tree.root(), "locations", repeated);
    if (repeated) {
      out.unread.push_back(reason::twice);
      return out;
    }
    if (device != nullptr && device->holds == json_node::type::text) out.device = std::string(tree.text(*device));
    if (location == nullptr) {
      out.unread.push_back(reason::no_position);
    } else {
      read_locations(tree, *location, received, out);
    }
  } catch (const base::problem&) {
    out = {};
    out.unread.push_back(reason::not_readable);
  }
  return out;
}

}  // namespace track
