#pragma once
#include <functional>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/web/router.h"

namespace app {

enum class part_status { ok, degraded, down };

// How one part of the system feels. `needed`: nothing works without it.
struct part_health {
  std::string name;
  part_status status = part_status::ok;
  std::string detail;
};

using ask_health = std::function<std::vector<part_health>()>;

// {"status":"ok|degraded|down","now":…,"parts":[{"name","status","detail"}]}; down when any part is down.
std::string health_json(const std::vector<part_health>& parts, base::instant now);

// GET /healthz: 200, or 503 when the system is down. No session needed; it names no data.
void bind_health(web::router& router, ask_health ask, const base::clock& time);

}  // namespace app
