#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace base {

enum class log_level { debug, info, warning, error };

// One named value of a log line. Never put secrets, sealed fields or request bodies into one.
struct log_field {
  std::string_view name;
  std::variant<std::int64_t, double, bool, std::string_view> value;
};

// Writes one JSON line to standard error: {"at":"…","level":"info","event":"server_started","port":8080}.
// `event` is a stable snake_case name. One write per line, so lines of several threads never mix.
void log(log_level level, std::string_view event, std::initializer_list<log_field> fields = {});

// Lines below this level are dropped; info at start.
void set_log_level(log_level level);
// Sends the lines to this file descriptor instead of standard error.
void set_log_descriptor(int descriptor);

}  // namespace base
