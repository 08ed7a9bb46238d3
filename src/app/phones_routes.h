#pragma once
#include "engines/track/phones.h"
#include "foundation/web/router.h"

namespace app {

// The addresses phones report to; no session, each device shows its key. An answer of success means that the fixes are durable,
// or that they never will be taken (each counted by reason), so that a phone does not send them for ever; 429 and 503 mean: send
// it again later.
//   POST /api/phones/owntracks    Basic device:key, X-Limit-U and -D or ?u=&d=; 200 [] or 401
//   GET, POST /api/phones/osmand  id=KEY in a query, a form or the client's JSON; 200, or 400 for an unknown key or no position
// `desk` and `time` must outlive the router.
void bind_phones(web::router& router, track::phones& desk, const base::clock& time);

}  // namespace app
