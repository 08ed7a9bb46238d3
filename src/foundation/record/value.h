#pragma once
#include <cstdint>
#include <string>
#include <variant>

namespace record {

// What a column can hold. Times are integers (microseconds UTC), choices and lists are text, NULL is monostate.
using value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

inline bool is_null(const value& v) { return std::holds_alternative<std::monostate>(v); }

}  // namespace record
