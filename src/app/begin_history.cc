#include "app/begin_history.h"

#include "app/town.h"
#include "jobs/dispatch/incident_work.h"
#include "town/duty/shift_work.h"
#include "town/duty/unit_api.h"
#include "town/road/closure_api.h"

namespace app {

void begin_history(town& of) {
  bool begun = false;
  of.db->read([&](store::connection& reader) {
    begun = !reader.query("SELECT 1 FROM history LIMIT 1").empty() || reader.query("SELECT 1 FROM units LIMIT 1").empty();
  });
  if (begun) return;
  of.db->write_and_wait({.account_id = "", .remote = "local", .request_id = "begin_history"}, [&](store::transaction& work) {
    duty::keep_units(work);
    duty::keep_shifts(work);
    road::keep_closures(work, {.roads = of.roads, .time = of.time});
    dispatch::keep_open(work, of.types);
    work.journal({.action = "begin_history", .subject_kind = "town", .subject_id = ""});
  });
}

}  // namespace app
