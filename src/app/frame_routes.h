#pragma once
#include "app/event_relay.h"
#include "engines/track/intake.h"
#include "foundation/web/router.h"

namespace app {

// POST /api/unit-frames: positions of many units in binary, for gateways (track::read_frame says the form). Needs
// unit.position.write, for each unit in its area; answers as /api/unit-positions does, when what was accepted is durable.
void bind_frames(web::router& router, track::intake& take, authenticate who);

}  // namespace app
