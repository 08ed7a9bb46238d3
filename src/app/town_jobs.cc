#include "app/begin_history.h"
#include "app/operations.h"
#include "app/renew_cover.h"
#include "app/town.h"
#include "engines/matter/matter_api.h"
#include "foundation/store/outbox.h"
#include "insight/moment/moment_keys.h"
#include "jobs/dispatch/sos.h"
#include "town/access/access_store.h"
#include "town/duty/day.h"
#include "town/duty/member.h"
#include "town/duty/presence_api.h"
#include "town/duty/shift_work.h"

// What the town does by itself, again and again.
namespace app {
namespace {

constexpr base::duration idempotency_kept = base::days(2);
const store::actor housekeeper{.account_id = "", .remote = "local", .request_id = "housekeeping"};

}  // namespace

// Most of the time nobody's turn begins or ends: then nothing is written.
void town::follow_roster() {
  bool due = false;
  db->read([&](store::connection& reader) { due = duty::is_roster_due(reader, time.now()); });
  if (due) db->write_and_wait(housekeeper, [this](store::transaction& work) { duty::run_roster(work, units); });
}

// As above: timers that run out are rare.
void town::watch_presence() {
  bool due = false;
  db->read([&](store::connection& reader) { due = duty::is_presence_due(reader, presence_incident_s, time.now()); });
  if (!due) return;
  db->write_and_wait(housekeeper, [this](store::transaction& work) {
    for (const auto& one : duty::run_presence(work, presence_incident_s)) {
      duty::keep_incident(work, one, dispatch::open_for_overdue(desk, work, {.id = one.unit_id, .name = one.unit_name}, one.due_at).id);
    }
  });
}

void town::destroy_callers() {
  std::size_t gone = 0;
  db->write_and_wait(housekeeper, [&](store::transaction& work) { gone = dispatch::destroy_callers(desk, work); });
  wipe_sealed(gone > 0);
}

void town::destroy_parties() {
  std::size_t gone = 0;
  db->write_and_wait(housekeeper, [&](store::transaction& work) { gone = matter::destroy_parties(work); });
  wipe_sealed(gone > 0);
}

void town::forget_phones() {
  std::size_t gone = 0;
  const auto day = duty::day_of(time.now() - duty::phone_kept, where.utc_offset_min);
  db->write_and_wait(housekeeper, [&](store::transaction& work) { gone = duty::forget_phones(work, day); });
  wipe_sealed(gone > 0);
}

// Until it succeeds: a long reading may stand in the way.
void town::wipe_sealed(bool deleted) {
  constexpr std::string_view sealed_stores[] = {"sealed_callers", "matter_parties", "members"};
  wipe_is_due = wipe_is_due || deleted;
  if (wipe_is_due) wipe_is_due = !db->wipe_deleted(sealed_stores);
}

std::vector<housekeeping::job> town::recurring_jobs() {
  return {
      {.name = "renew_cover", .every = base::hours(6), .work = [this] { renew_cover(*this); }},
      {.name = "begin_and_end_closures", .every = base::seconds(1), .work = [this] { closures.tick(); }},
      {.name = "delete_old_trails",
       .every = base::minutes(10),
       .work = [this] { trails_forgotten = recorder.forget_old(); },
       .outcome = [this] { return trails_forgotten; }},
      {.name = "forget_recommended_positions",
       .every = base::hours(6),
       .work = [this] { recommender.forget_positions(*db, time.now() - positions_kept); }},
      {.name = "join_trails",
       .every = base::minutes(10),
       .work = [this] { trails_joined = recorder.join_trails(); },
       .outcome = [this] { return trails_joined; }},
      {.name = "run_roster", .every = base::seconds(5), .work = [this] { follow_roster(); }},
      {.name = "watch_check_ins", .every = base::seconds(10), .work = [this] { watch_presence(); }},
      {.name = "watch_plan_clocks", .every = base::seconds(1), .work = [this] { plan::run_clocks(command, *db); }},
      {.name = "watch_drill_clocks", .every = base::seconds(1), .work = [this] { drills.tick(); }},
      {.name = "tend_sessions", .every = base::seconds(5), .work = [this] { sessions.tend(); }},
      {.name = "sign_journal_head", .every = base::hours(1), .work = [this] { db->sign_head(); }},
      {.name = "destroy_expired_callers", .every = base::minutes(10), .work = [this] { destroy_callers(); }},
      {.name = "destroy_expired_parties", .every = base::minutes(10), .work = [this] { destroy_parties(); }},
      {.name = "forget_phones_of_former_members", .every = base::hours(1), .work = [this] { forget_phones(); }},
      {.name = "prune_sessions",
       .every = base::minutes(10),
       .work = [this] { db->write_and_wait(housekeeper, [this](store::transaction& work) { accounts::prune(work, access_how); }); }},
      {.name = "prune_idempotency_keys",
       .every = base::hours(1),
       .work =
           [this] {
             db->write_and_wait(housekeeper, [this](store::transaction& work) { prune_idempotency_keys(work, time.now() - idempotency_kept); });
           }},
      {.name = "forget_files",
       .every = base::hours(1),
       .work = [this] { files_forgotten = files.forget(time.now()); },
       .outcome = [this] { return files_forgotten; }},
      {.name = "prune_outbox", .every = base::hours(1), .work = [this] { store::prune_events(*db, time.now() - base::days(outbox_days)); }},
      {.name = "key_history", .every = base::minutes(10), .work = [this] { moment::write_key(*db, time.now()); }},
      {.name = "prune_history", .every = base::hours(1), .work = [this] { moment::prune_history(*db, time.now() - base::days(history_days)); }},
  };
}

}  // namespace app
