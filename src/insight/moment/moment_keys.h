#pragma once
#include "foundation/store/store.h"

namespace moment {

// Writes a key when the newest one is older than key_every. A key stands for a moment a little back, when whatever another
// node was writing then has arrived.
inline constexpr base::duration key_every = base::hours(6);
inline constexpr base::duration key_lag = base::minutes(1);
// Whether one was written.
bool write_key(store::database& db, base::instant now);

// Deletes what only moments before `before` need: every state that a later one had replaced by the newest key at or before
// `before`. Works in small steps between other writers. Returns how many states went.
std::int64_t prune_history(store::database& db, base::instant before);

}  // namespace moment
