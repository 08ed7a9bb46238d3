#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "foundation/store/store.h"
#include "town/road/closure.h"

namespace road {

// Closures that are active at this moment or will be, by their beginning; arcs and active are not filled in.
std::vector<closure> load_closures(store::connection& db, base::instant now);
std::optional<closure> find_closure(store::connection& db, std::string_view id);
void insert_closure(store::connection& db, const closure& one);
// Keeps the row, says when it was lifted.
void remove_closure(store::connection& db, const closure& one);

}  // namespace road
