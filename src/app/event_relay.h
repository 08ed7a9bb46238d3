#pragma once
#include <memory>
#include <string>

#include "foundation/store/store.h"
#include "foundation/web/event_hub.h"
#include "foundation/web/router.h"

#include "app/http_binding.h"
#include "town/access/session_cache.h"

namespace app {

// The hub that consoles listen to: fed with each commit's events, resumed from the outbox. `status` gives the data of the
// beat. Register before the database is used.
std::shared_ptr<web::event_hub> make_event_hub(store::database& db, std::function<std::string()> status);

// GET /api/events. A listener hears what it may see: the event's permission within its area.
void bind_events(web::router& router, std::shared_ptr<web::event_hub> hub, authenticate who, accounts::session_cache& sessions);

}  // namespace app
