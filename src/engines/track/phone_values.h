#pragma once
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "foundation/base/time.h"
#include "foundation/record/json_tree.h"

// Shared by the readers of the phones' protocols.
namespace track {

// The number, or nothing when it is not finite.
inline std::optional<double> finite(double number) { return std::isfinite(number) ? std::optional(number) : std::nullopt; }

// What is no measurement when it is negative: a speed, an accuracy, a course (-1 says "unknown" in several protocols).
inline std::optional<double> measured(std::optional<double> number) { return number && *number >= 0 ? number : std::nullopt; }

// In our unit, by one of the conversions of units_of_speed.h.
inline std::optional<double> converted(std::optional<double> number, double (*how)(double)) {
  return number ? std::optional(how(*number)) : std::nullopt;
}

// A battery's level in percent as a share; nothing outside 0 to 100.
inline std::optional<double> share_of_percent(std::optional<double> percent) {
  if (!percent || *percent < 0 || *percent > 100) return std::nullopt;
  return *percent / 100;
}

// A time since 1970 in seconds, or in milliseconds when it is large (from 10¹¹ on: as seconds that is the year 5138).
// Nothing outside the years 1970 to 9999.
std::optional<base::instant> instant_of_epoch(double number);

// A time as text: an epoch number, RFC 3339, that without offset, or "yyyy-MM-dd HH:mm:ss"; without an offset it is UTC.
// A '+' that became a space on its way through a query is put back.
std::optional<base::instant> instant_of_text(std::string_view text);

// A JSON node as a finite number; a text that holds one counts ("48.85"), as some phones send it.
std::optional<double> number_of(const record::json_tree& tree, const record::json_node* node);

// An object's member by name: nullptr when it is missing, is null, or the node is no object. `repeated` is set when it is there
// more than once.
const record::json_node* member_of(const record::json_tree& tree, const record::json_node* object, std::string_view name, bool& repeated);

}  // namespace track
