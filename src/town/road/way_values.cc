#include "town/road/way_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "foundation/base/text.h"

namespace road {
namespace {

using base::parse_double;
using base::parse_int;
using base::split;
using base::trim;

template <typename Value, std::size_t n>
using table = std::array<std::pair<std::string_view, Value>, n>;

template <typename Value, std::size_t n>
const Value* find_in(const table<Value, n>& entries, std::string_view key) {
  const auto* const found = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == key; });
  return found == entries.end() ? nullptr : &found->second;
}

// Limits that a value names instead of stating ("RO:urban"). Common values of most countries; where a country differs
// its mappers state the number.
std::optional<double> named_limit_kmh(std::string_view value) {
  constexpr table<double, 9> limits = {{{"walk", 7},
                                        {"living_street", 15},
                                        {"bicycle_road", 30},
                                        {"school", 30},
                                        {"urban", 50},
                                        {"rural", 90},
                                        {"nsl_single", 97},
                                        {"trunk", 100},
                                        {"motorway", 120}}};
  const auto colon = value.rfind(':');
  auto name = colon == std::string_view::npos ? value : value.substr(colon + 1);
  if (const auto* limit = find_in(limits, name)) return *limit;
  if (name.starts_with("zone")) name.remove_prefix(4);  // "DE:zone30", "DE:zone:30"
  if (const auto number = parse_int(name); number && colon != std::string_view::npos) return static_cast<double>(*number);
  return std::nullopt;
}

std::optional<double> one_speed_kmh(std::string_view value) {
  value = trim(value);
  double factor = 1;
  if (value.ends_with("mph")) {
    value = trim(value.substr(0, value.size() - 3));
    factor = 1.609344;
  } else if (value.ends_with("km/h")) {
    value = trim(value.substr(0, value.size() - 4));
  } else if (value.ends_with("kmh") || value.ends_with("kph")) {
    value = trim(value.substr(0, value.size() - 3));
  }
  auto speed = parse_double(value);
  if (!speed) speed = named_limit_kmh(value);
  if (!speed || !std::isfinite(*speed)) return std::nullopt;
  const double kmh = *speed * factor;
  if (kmh < 1 || kmh > 200) return std::nullopt;
  return std::clamp(kmh, 5.0, 150.0);
}

std::optional<std::uint32_t> clock_duration_s(std::string_view value) {
  std::int64_t total = 0;
  const auto parts = split(value, ':');
  if (parts.size() > 3) return std::nullopt;
  for (const auto part : parts) {
    const auto number = parse_int(trim(part));
    if (!number || *number < 0 || *number > 100'000) return std::nullopt;
    total = total * 60 + *number;
  }
  if (parts.size() < 3) total *= 60;  // "20" are minutes, "1:20" hours and minutes
  if (total <= 0 || total > 2 * 86'400) return std::nullopt;
  return static_cast<std::uint32_t>(total);
}

std::optional<std::uint32_t> iso_duration_s(std::string_view value) {
  value.remove_prefix(1);  // P
  std::int64_t total = 0;
  std::int64_t number = 0;
  bool in_time = false;
  for (const char c : value) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      if (number > 200'000) return std::nullopt;
      continue;
    }
    const std::int64_t unit = c == 'T'               ? 0
                              : c == 'D' && !in_time ? 86'400
                              : c == 'H' && in_time  ? 3600
                              : c == 'M' && in_time  ? 60
                              : c == 'S' && in_time  ? 1
                                                     : -1;
    if (unit < 0) return std::nullopt;
    in_time = in_time || c == 'T';
    total += number * unit;
    number = 0;
  }
  if (number != 0 || total <= 0 || total > 2 * 86'400) return std::nullopt;
  return static_cast<std::uint32_t>(total);
}

}  // namespace

std::optional<double> read_speed_kmh(std::string_view value) {
  std::optional<double> lowest;
  for (const auto part : split(value, ';')) {
    const auto speed = one_speed_kmh(part);
    if (speed && (!lowest || *speed < *lowest)) lowest = speed;
  }
  return lowest;
}

std::optional<std::uint32_t> read_duration_s(std::string_view value) {
  value = trim(value);
  if (value.empty()) return std::nullopt;
  return value.front() == 'P' ? iso_duration_s(value) : clock_duration_s(value);
}

access read_access(std::string_view value) {
  constexpr table<access, 27> words = {{{"yes", access::yes},
                                        {"permissive", access::yes},
                                        {"designated", access::yes},
                                        {"official", access::yes},
                                        {"public", access::yes},
                                        {"emergency", access::yes},
                                        {"police", access::yes},
                                        {"1", access::yes},
                                        {"true", access::yes},
                                        {"destination", access::destination},
                                        {"customers", access::destination},
                                        {"delivery", access::destination},
                                        {"residents", access::destination},
                                        {"visitors", access::destination},
                                        {"private", access::gated},
                                        {"permit", access::gated},
                                        {"agricultural", access::gated},
                                        {"forestry", access::gated},
                                        {"employees", access::gated},
                                        {"staff", access::gated},
                                        {"no", access::no},
                                        {"0", access::no},
                                        {"false", access::no},
                                        {"military", access::no},
                                        {"psv", access::no},
                                        {"bus", access::no},
                                        {"hgv", access::no}}};
  if (value.empty()) return access::unknown;
  auto freest = access::unknown;  // of "agricultural;forestry" any is enough
  for (const auto part : split(value, ';')) {
    const auto* word = find_in(words, trim(part));
    if (word != nullptr && (freest == access::unknown || *word < freest)) freest = *word;
  }
  return freest;
}

direction read_oneway(std::string_view value) {
  if (value.empty()) return direction::unknown;
  constexpr table<direction, 10> words = {{{"yes", direction::forward},
                                           {"1", direction::forward},
                                           {"true", direction::forward},
                                           {"-1", direction::backward},
                                           {"reverse", direction::backward},
                                           {"no", direction::both},
                                           {"0", direction::both},
                                           {"false", direction::both},
                                           {"alternating", direction::both},
                                           {"reversible", direction::neither}}};  // which way it runs now is unknown: not used
  const auto* word = find_in(words, value);
  return word == nullptr ? direction::unknown : *word;
}

}  // namespace road
