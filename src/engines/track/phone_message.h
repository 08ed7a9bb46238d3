#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/fix.h"

namespace track {

// What came of reading one request or message of a phone. Reasons are codes that are counted and shown.
struct phone_message {
  std::string device;                         // how it names itself, where the protocol's body says so; "" otherwise
  std::vector<sent_fix> fixes = {};           // what can be handed in, in the order sent
  std::vector<std::string_view> unread = {};  // one reason for each position that could not be read, and for a message without one
};

// Reasons. The first four are no fault: there is simply nothing to keep.
namespace reason {
inline constexpr std::string_view empty = "empty";                  // no body: a friend was removed on the phone
inline constexpr std::string_view other_message = "other_message";  // lwt, waypoint, transition, card, cmd, status, …
inline constexpr std::string_view encrypted = "encrypted";          // the phone's own encryption is on: we have no key
inline constexpr std::string_view not_valid = "not_valid";          // the phone itself says that it has no fix
inline constexpr std::string_view not_readable = "not_readable";    // not JSON, not the protocol
inline constexpr std::string_view no_position = "no_position";      // latitude or longitude missing, or no finite number
inline constexpr std::string_view no_time = "no_time";              // time missing where the protocol demands it, or none
inline constexpr std::string_view twice = "said_twice";             // a member that matters is there twice: which one holds?
inline constexpr std::string_view too_many = "too_many";            // more positions in one message than are taken
}  // namespace reason

constexpr std::size_t most_phone_bytes = 64 * 1024;
constexpr std::size_t most_phone_fixes = 1'000;

}  // namespace track
