#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "town/duty/unit.h"

namespace duty {

// Units with their station's and area's names and their last position; not what they are doing (live_units knows).
// All of them, by id: for the live picture.
std::vector<unit> load_units(store::connection& db);
// One of them, whoever asks.
std::optional<unit> find_unit(store::connection& db, std::string_view id);
// Those the caller may touch with this permission, by id, at most limit of them after the id `after`.
std::vector<unit> list_units(store::connection& db, const operation::caller& who, std::string_view permission, const operation::page& page);
// Throws not_found, also for what the caller may not touch.
unit get_unit(store::connection& db, const operation::caller& who, std::string_view permission, std::string_view id);

// Throws 409 name_taken; 422 when station or area do not exist.
void insert_unit(store::connection& db, const unit& one);
void update_unit(store::connection& db, const unit& one);
// Going off shift forgets the position.
void set_shift(store::connection& db, const unit& one);

// Keeps the position if the unit is on shift and has no later one; whether it was kept.
bool put_position(store::connection& db, const unit_move& last, base::instant received);

// Forgets positions from before this moment, of units left on shift without reporting. Returns how many.
std::int64_t delete_positions_before(store::connection& db, base::instant before);

}  // namespace duty
