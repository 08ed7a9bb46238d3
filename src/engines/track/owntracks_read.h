#pragma once
#include <string_view>

#include "engines/track/phone_message.h"

namespace track {

// Reads one OwnTracks message (owntracks.org/booklet/tech/json): the body of a POST, or an MQTT payload. Only _type "location"
// holds a fix: lat, lon, tst (s); acc (m), vel (km/h), cog (degrees), batt (percent) where they are. Never throws for what
// a phone sends; at most one fix or one reason.
phone_message read_owntracks(std::string_view body);

}  // namespace track
