#include <algorithm>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/record/json_value.h"
#include "foundation/record/plain_text.h"
#include "foundation/record/record.h"

// Reading one value that is neither a list nor a record, and what is said when it is wrong.
namespace record {
namespace {

using node_type = json_node::type;

std::string hint(const field& of) { return of.options.pattern_hint.empty() ? "" : " (" + std::string(of.options.pattern_hint) + ")"; }

// A number of a message, without a needless ".000000".
std::string plain(double number) {
  if (std::abs(number) < 1e15 && number == std::floor(number)) return std::to_string(static_cast<std::int64_t>(number));
  std::string text = std::to_string(number);
  while (text.back() == '0') text.pop_back();
  return text;
}

std::string range_text(const field& of) {
  const auto& o = of.options;
  if (bare_type(*of.type).holds == storage::int32 && o.minimum <= no_minimum && o.maximum >= no_maximum) return "must fit 32 bits";
  if (o.minimum <= no_minimum) return "must be at most " + plain(o.maximum);
  if (o.maximum >= no_maximum) return "must be at least " + plain(o.minimum);
  return "must be from " + plain(o.minimum) + " to " + plain(o.maximum);
}

// The nearest of the names, when one is near enough to be meant; "" otherwise.
std::string_view nearest_name(std::string_view wrong, const std::vector<std::string_view>& names) {
  if (wrong.size() > 64) return {};
  std::string_view best;
  std::size_t best_distance = (wrong.size() < 3 ? 1 : std::max<std::size_t>(2, wrong.size() / 3)) + 1;
  for (const auto name : names) {
    const auto distance = base::edit_distance(base::lower_ascii(wrong), base::lower_ascii(name));
    if (distance < best_distance) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace

std::string json_place::pointer() const {
  if (parent == nullptr) return {};
  std::string out = parent->pointer() + "/";
  if (index) return out + std::to_string(*index);
  for (const char c : name.substr(0, 100)) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  while (!base::is_utf8(out)) out.pop_back();
  return out;
}

std::string suggestion(std::string_view wrong, const std::vector<std::string_view>& names) {
  const auto best = nearest_name(wrong, names);
  return best.empty() ? "" : "; did you mean \"" + std::string(best) + "\"?";
}

std::int64_t choice_index(const field& of, std::string_view code) {
  const auto& choices = of.options.choices;
  const auto found = std::find_if(choices.begin(), choices.end(), [&](const choice& one) { return one.code == code; });
  return found == choices.end() ? -1 : found - choices.begin();
}

void value_reader::refuse_type(const json_node& node, const field& of, std::string_view wanted, const json_place& place) {
  refuse(place, "wrong_type", "must be " + std::string(wanted) + hint(of) + ", not " + std::string(type_name(node)));
}

void value_reader::read_text(const json_node& node, const field& of, std::string& member, const json_place& place) {
  if (node.holds != node_type::text) return refuse_type(node, of, "a text", place);
  const auto text = tree_.text(node);
  if (own_ && of.options.choices.empty()) {
    member = text;
    return;
  }
  const auto length = base::count_code_points(text);
  if (length > of.options.max_length) {
    const auto counts = "has " + std::to_string(length) + " characters, at most " + std::to_string(of.options.max_length) + " are taken";
    return refuse(place, "too_long", counts + hint(of));
  }
  if (length < of.options.min_length) {
    return refuse(place, "too_short", "must have at least " + std::to_string(of.options.min_length) + " characters" + hint(of));
  }
  if (!is_plain_text(text)) return refuse(place, "bad_character", "holds a control character");
  if (!of.options.choices.empty() && !known_choice(text, of, place)) return;
  member = text;
}

bool value_reader::known_choice(std::string_view code, const field& of, const json_place& place) {
  if (choice_index(of, code) >= 0) return true;
  std::string detail = "must be one of ";
  std::vector<std::string_view> codes;
  for (const auto& one : of.options.choices) {
    if (codes.size() < 20) detail += (codes.empty() ? "" : ", ") + std::string(one.code);
    codes.push_back(one.code);
  }
  if (codes.size() > 20) detail += ", …";
  refuse(place, "not_a_choice", detail + suggestion(code, codes));
  return false;
}

std::optional<double> value_reader::number_of(const json_node& node) const {
  switch (node.holds) {
    case node_type::integer: return static_cast<double>(node.integer);
    case node_type::big_integer:
    case node_type::number: return node.number;
    default: return std::nullopt;
  }
}

bool value_reader::in_range(double number, const field& of) const { return own_ || (number >= of.options.minimum && number <= of.options.maximum); }

void value_reader::read_integer(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place) {
  const auto number = number_of(node);
  constexpr double exact = 9007199254740992.0;  // 2^53: whole numbers beyond are not kept by every reader of JSON
  const bool whole = number && *number == std::floor(*number);
  if (!whole) return refuse_type(node, of, "a whole number", place);
  const bool small = type.holds == storage::int32;
  const bool held = small ? *number >= -2147483648.0 && *number <= 2147483647.0 : (node.holds == node_type::integer || std::abs(*number) <= exact);
  if (!held || !in_range(*number, of)) {
    return refuse(place, "out_of_range", range_text(of) + hint(of));
  }
  const auto value = node.holds == node_type::integer ? node.integer : static_cast<std::int64_t>(*number);
  if (small)
    *static_cast<std::int32_t*>(member) = static_cast<std::int32_t>(value);
  else
    *static_cast<std::int64_t*>(member) = value;
}

void value_reader::read_number(const json_node& node, const field& of, double& member, const json_place& place) {
  const auto number = number_of(node);
  if (!number) return refuse_type(node, of, "a number", place);
  if (!std::isfinite(*number) || !in_range(*number, of)) {
    return refuse(place, "out_of_range", range_text(of) + hint(of));
  }
  member = *number;
}

void value_reader::read_time(const json_node& node, const field& of, void* member, const json_place& place) {
  constexpr std::string_view wanted = "a time with its offset, as 2026-11-22T08:30:00+08:00";
  if (node.holds != node_type::text) return refuse_type(node, of, wanted, place);
  const auto text = tree_.text(node);
  const auto time = text.size() <= 40 ? base::instant_from_rfc3339(text) : std::nullopt;
  if (!time) return refuse(place, "wrong_type", "must be " + std::string(wanted) + hint(of));
  *static_cast<base::instant*>(member) = *time;
}

void value_reader::read_position(const json_node& node, const field& of, void* member, const json_place& place) {
  if (node.holds != node_type::object) {
    return refuse_type(node, of, "a position as {\"lon\": …, \"lat\": …} in WGS-84 degrees", place);
  }
  const auto before = wrong_.size();
  std::optional<double> parts[2];
  constexpr std::string_view names[2] = {"lon", "lat"};
  tree_.each(node, [&](const json_node& child) {
    const auto key = tree_.key(child);
    const auto part = key == names[0] ? 0 : key == names[1] ? 1 : -1;
    const json_place where{.parent = &place, .name = key};
    if (part < 0) return refuse(where, "unknown", "a position has lon and lat only" + suggestion(key, {names[0], names[1]}));
    if (parts[part]) return refuse(where, "duplicate", "appears more than once");
    parts[part] = number_of(child);
    if (!parts[part]) refuse_type(child, of, "a number of degrees", where);
  });
  if (wrong_.size() > before) return;
  for (int i = 0; i < 2; ++i) {
    if (!parts[i]) refuse({.parent = &place, .name = names[i]}, "missing", "is needed");
  }
  if (wrong_.size() > before) return;
  const auto fault = position_fault({.lon = *parts[0], .lat = *parts[1]});
  if (fault) return refuse_at(place.pointer() + fault->pointer, fault->code, fault->detail);
  *static_cast<base::position*>(member) = {.lon = *parts[0], .lat = *parts[1]};
}

std::optional<base::wrong_field> position_fault(const base::position& where) {
  const bool lon_fits = std::abs(where.lon) <= 180;  // false for NaN
  const bool lat_fits = std::abs(where.lat) <= 90;
  if (lon_fits && !lat_fits && std::abs(where.lat) <= 180 && std::abs(where.lon) <= 90) {
    return base::wrong_field{"/lat", "out_of_range", "must be from -90 to 90; lon and lat look swapped"};
  }
  if (!lat_fits) return base::wrong_field{"/lat", "out_of_range", "must be from -90 to 90"};
  if (!lon_fits) return base::wrong_field{"/lon", "out_of_range", "must be from -180 to 180"};
  if (where.lon == 0 && where.lat == 0) return base::wrong_field{"", "out_of_range", "0,0 is an unset position, not a place"};
  return std::nullopt;
}

void value_reader::read_choice(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place) {
  if (node.holds != node_type::text) return refuse_type(node, of, "a text", place);
  const auto code = tree_.text(node);
  if (known_choice(code, of, place)) type.set_index(member, choice_index(of, code));
}

}  // namespace record
