#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/record/record.h"

namespace track {

enum class protocol : std::uint8_t { owntracks, osmand, mqtt };
inline constexpr record::choice protocol_choices[] = {{"owntracks", "OwnTracks（HTTP）", "OwnTracks over HTTP"},
                                                      {"osmand", "OsmAnd / Traccar", "OsmAnd / Traccar"},
                                                      {"mqtt", "OwnTracks（MQTT）", "OwnTracks over MQTT"}};

struct reason_count {
  std::string code;
  std::int64_t count = 0;
};
const record::table& record_of(const reason_count*);

// A phone or terminal that reports where a unit is.
struct device {
  std::string id;
  std::string name;  // its user name on every protocol
  std::string unit_id;
  std::vector<protocol> protocols = {};
  std::string created_by;
  base::instant created_at;

  std::string unit_name;

  // Since the server was started.
  std::optional<base::instant> last_heard_at = {};
  std::int64_t accepted = 0;
  std::int64_t late = 0;
  std::int64_t duplicate = 0;
  std::int64_t off_shift = 0;
  std::vector<reason_count> refused = {};

  std::optional<std::string> key = {};  // in the answer that made it, and never again
};
const record::table& record_of(const device*);

// Input of POST /api/devices.
struct device_draft {
  std::string name;
  std::string unit_id;
  std::vector<protocol> protocols = {};
};
const record::table& record_of(const device_draft*);

// What is wrong with a device's name, or nothing: it is part of MQTT topics and of addresses.
std::optional<base::wrong_field> device_name_fault(std::string_view name);

// Each once, in the order of the choices; none named means all of them.
std::vector<protocol> normal_protocols(std::vector<protocol> named);

bool speaks(const device& one, protocol how);

}  // namespace track
