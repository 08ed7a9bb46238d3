#pragma once
#include <cstdint>
#include <string>
#include <variant>

namespace record {

// Bytes that are no text (a column of type bytea).
struct blob {
  std::string bytes;
  bool operator==(const blob&) const = default;
};

// What a column can hold. Times are integers (microseconds UTC), choices and lists are text, NULL is monostate.
using value = std::variant<std::monostate, bool, std::int64_t, double, std::string, blob>;

inline bool is_null(const value& v) { return std::holds_alternative<std::monostate>(v); }

}  // namespace record
