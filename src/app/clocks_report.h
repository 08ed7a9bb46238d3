#pragma once
#include "app/health.h"
#include "app/housekeeping.h"
#include "engines/matter/scheduler.h"

namespace app {

// What runs the clocks of matters, for the health page: that it is alive must be seen, not believed.
housekeeping::report clocks_report(const matter::scheduler_report& seen);
part_health clocks_health(const matter::scheduler& clocks);

}  // namespace app
