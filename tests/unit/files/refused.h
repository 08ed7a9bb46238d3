#pragma once
#include <functional>
#include <string>

#include "foundation/base/problem.h"

// What came of it: "done", or the problem's status, code and detail.
inline std::string became(const std::function<void()>& what) {
  try {
    what();
    return "done";
  } catch (const base::problem& refused) {
    return std::to_string(refused.status) + " " + refused.code + ": " + refused.detail;
  }
}

inline bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
