#include "app/clocks_report.h"

namespace app {

housekeeping::report clocks_report(const matter::scheduler_report& seen) {
  const std::string who = seen.leads            ? "runs here"
                          : seen.holder.empty() ? "nobody runs it"
                                                : "run by " + seen.holder.substr(0, seen.holder.find('/'));
  housekeeping::report out{
      .name = "matter_clocks", .every = base::seconds(1), .last_run = seen.last_run.value_or(base::instant{}), .failed = false, .detail = {}};
  out.failed = !seen.fault.empty();
  out.detail = out.failed ? seen.fault
                          : who + "; " + std::to_string(seen.fired) + " clocks noticed, " + std::to_string(seen.opened) +
                                " matters opened by themselves, " + std::to_string(seen.waiting) + " waiting";
  return out;
}

part_health clocks_health(const matter::scheduler& clocks) {
  const auto seen = clocks_report(clocks.report());
  return {"clocks of matters",
          !clocks.is_alive() ? part_status::down
          : seen.failed      ? part_status::degraded
                             : part_status::ok,
          clocks.is_alive() ? seen.detail : "stand still"};
}

}  // namespace app
