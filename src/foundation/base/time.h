#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// A moment: microseconds since 1970-01-01T00:00:00Z, as stored in every time column.
struct instant {
  std::int64_t us = 0;
  auto operator<=>(const instant&) const = default;
};

// A span of time in microseconds; negative spans are allowed.
struct duration {
  std::int64_t us = 0;
  auto operator<=>(const duration&) const = default;
  [[nodiscard]] double seconds() const { return static_cast<double>(us) / 1e6; }
};

constexpr duration microseconds(std::int64_t n) { return {n}; }
constexpr duration milliseconds(std::int64_t n) { return {n * 1'000}; }
constexpr duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr duration hours(std::int64_t n) { return minutes(n * 60); }
constexpr duration days(std::int64_t n) { return hours(n * 24); }

constexpr instant operator+(instant t, duration d) { return {t.us + d.us}; }
constexpr instant operator-(instant t, duration d) { return {t.us - d.us}; }
constexpr duration operator-(instant a, instant b) { return {a.us - b.us}; }

// RFC 3339 text in UTC with up to six decimals, trailing zeros dropped: "2026-11-22T00:43:16.25Z".
std::string to_rfc3339(instant t);
void append_rfc3339(std::string& out, instant t);

// Reads RFC 3339 with an offset ("…Z" or "…+08:00"); nothing when the text is not one, names a day that
// does not exist, or lies outside the years 1900–9999. A leap second (:60) reads as the following second.
std::optional<instant> instant_from_rfc3339(std::string_view text);

}  // namespace base
