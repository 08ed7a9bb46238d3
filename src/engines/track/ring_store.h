#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/ring.h"
#include "foundation/operation/operation.h"
#include "foundation/store/store.h"

namespace track {

// A ring and where its place is, when it has one.
struct stored_ring {
  ring what;
  std::optional<base::position> place = {};
};

// Those not removed, by id: for the live picture.
std::vector<stored_ring> load_rings(store::connection& db);
// Removed ones too: their visits can still be read.
std::optional<stored_ring> find_ring(store::connection& db, std::string_view id);
// Those not removed that the caller may see, by id; kind "": all kinds.
std::vector<ring> list_rings(store::connection& db, const operation::caller& who, std::string_view kind, const operation::page& page);
std::int64_t count_rings(store::connection& db);
void insert_ring(store::connection& db, const ring& one);
void update_ring(store::connection& db, const ring& one);

}  // namespace track
