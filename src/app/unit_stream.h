#pragma once
#include <memory>

#include "app/event_relay.h"
#include "foundation/web/event_hub.h"
#include "foundation/web/router.h"
#include "town/access/session_cache.h"
#include "town/duty/live_units.h"

namespace app {

// What the stream of units uses; must outlive the router.
struct unit_stream_parts {
  duty::live_units& units;
  accounts::session_cache& sessions;
  const base::clock& time;
};

// The clock of all unit streams: every tenth of a second each console hears what changed in its window.
std::shared_ptr<web::event_hub> make_unit_hub(std::function<std::string()> status);

// GET /api/unit-stream?view=west,south,east,north: event stream of `units` (unit_view says the form). Needs unit.read.
void bind_unit_stream(web::router& router, std::shared_ptr<web::event_hub> hub, authenticate who, unit_stream_parts parts);

}  // namespace app
