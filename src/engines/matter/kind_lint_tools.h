#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engines/matter/catalogue_text.h"
#include "engines/matter/kind_lint.h"

// What several rules over kinds use.
namespace matter {

// The line of a key by its path, or of the nearest thing around it that was written.
inline int line_at(const kind& one, std::string_view path) {
  while (true) {
    if (const auto found = one.lines.find(path); found != one.lines.end()) return found->second;
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos) return 1;
    path = path.substr(0, dot);
  }
}

inline std::string path_of(const stage& in, const step& one) { return "stages." + in.code + ".steps." + one.code; }

template <class Items, class Item>
bool holds(const Items& items, const Item& wanted) {
  return std::ranges::find(items, wanted) != std::ranges::end(items);
}

// Calls f(stage, step) for each.
template <class Function>
void for_each_step(const kind& one, const Function& f) {
  for (const auto& stage : one.stages) {
    for (const auto& step : stage.steps) f(stage, step);
  }
}

inline bool is_number(field_type type) { return type == field_type::whole || type == field_type::number || type == field_type::money; }
inline bool is_day(field_type type) { return type == field_type::day || type == field_type::time; }

inline fault fault_at(int line, std::string code, std::string what, std::string remedy) {
  return {.file = {}, .line = line, .code = std::move(code), .what = std::move(what), .remedy = std::move(remedy)};
}

}  // namespace matter
