#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace road {

// Readings of single OpenStreetMap values; everything unreadable is nothing, never a guess.

// "50", "50 km/h", "30 mph", "walk", "RO:urban", "DE:zone30", the lowest of "50;40" … in km/h, 5 … 150. Nothing for
// "none", "signals", "variable" and what cannot be read.
std::optional<double> read_speed_kmh(std::string_view value);

// "00:20", "1:05:00", "20" (minutes), "PT1H20M" … in seconds, up to two days.
std::optional<std::uint32_t> read_duration_s(std::string_view value);

// What an access value says, from the freest to the strictest.
enum class access : std::uint8_t { unknown, yes, destination, gated, no };
access read_access(std::string_view value);

// What a oneway value says about the way's own direction.
enum class direction : std::uint8_t { unknown, both, forward, backward, neither };
direction read_oneway(std::string_view value);

}  // namespace road
