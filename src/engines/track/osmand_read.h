#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engines/track/phone_message.h"

namespace track {

using name_and_value = std::pair<std::string, std::string>;

// Reads the query or form of the OsmAnd protocol (traccar.org/osmand): id or deviceid; lat and lon, or location=lat,lon;
// timestamp (s, ms when large, RFC 3339, "yyyy-MM-dd HH:mm:ss"; `received` when there is none); speed (knots), bearing or
// heading, accuracy (m), batt (percent), valid. hdop is a factor, not metres: it says nothing of the accuracy by itself.
phone_message read_osmand(std::span<const name_and_value> pairs, base::instant received);

// Reads the JSON the same programs send since 2025: device_id; location {timestamp, coords {latitude, longitude, speed (m/s),
// heading, accuracy}, battery {level 0 to 1}}, or a list of these. Negative: unknown.
phone_message read_osmand_json(std::string_view body, base::instant received);

}  // namespace track
