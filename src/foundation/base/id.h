#pragma once
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <string_view>

#include "foundation/base/clock.h"

namespace base {

// Makes UUIDv7 texts (RFC 9562): sorted by time of making, unique, 36 characters. Safe to share between
// threads. When the clock goes back the last millisecond is kept and counted on, so order never breaks.
class id_source {
 public:
  explicit id_source(const clock& time);
  // The same sequence for the same seed: replays and tests.
  id_source(const clock& time, std::uint64_t seed);
  std::string next();

 private:
  const clock& time_;
  std::mutex mutex_;
  std::mt19937_64 random_;
  std::int64_t last_ms_ = 0;
  std::uint32_t counter_ = 0;
};

// `fresh`, or when it does not sort behind `last` (a clock was set back between two programs) an id with its random part that does.
std::string id_behind(std::string_view last, std::string fresh);

// Whether the text has the form of a UUID (8-4-4-4-12 lower-case hexadecimal digits).
bool is_uuid(std::string_view text);

}  // namespace base
