#pragma once

namespace app {

struct town;

// A database from before there was a history has records that never changed since: they are given to it as they stand, so
// that a moment shows them from now on. Nothing when there is a history already. At start, before anything is written.
void begin_history(town& of);

}  // namespace app
