#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/log_codec.h"
#include "foundation/store/store.h"

namespace track {

// --- the log: groups as they came ---
void append_group(store::connection& db, std::int64_t seq, std::string bytes);
struct log_row {
  std::int64_t seq = 0;
  std::string bytes;
};
std::vector<log_row> read_log(store::connection& db);
void forget_log(store::connection& db, std::int64_t up_to_seq);

// --- trails: sealed parts, one or more a unit and hour ---
constexpr std::int64_t hour_us = 3'600'000'000;
// Adds one unit's fixes (in order), a part per hour they touch. `part` tells parts of one hour apart: new with each sealing.
void add_parts(store::connection& db, std::span<const logged_unit> units, const std::string& part);
// One unit's sealed fixes with from <= at < to, in order, each moment once.
fixes read_parts(store::connection& db, std::string_view unit_id, base::instant from, base::instant to);
// Time of the unit's newest sealed fix; nothing: it has none.
std::optional<std::int64_t> newest_sealed(store::connection& db, std::string_view unit_id);
// Every unit's parts of the hours from <= hour < to (hours since 1970), merged by unit.
std::vector<logged_unit> read_hours(store::connection& db, std::int64_t from_hour, std::int64_t to_hour);
// Of hours before this one that lie in several parts: up to `most` are each brought into one, named `part`. Returns how many were.
std::int64_t join_parts(store::connection& db, std::int64_t before_hour, std::int64_t most, const std::string& part);
// Deletes the hours before this one; returns how many parts.
std::int64_t delete_hours_before(store::connection& db, std::int64_t hour);

}  // namespace track
