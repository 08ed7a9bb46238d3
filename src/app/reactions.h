#pragma once
#include <atomic>
#include <mutex>
#include <string>

#include "app/health.h"
#include "app/worker_pool.h"
#include "foundation/store/store.h"
#include "jobs/dispatch/incident.h"
#include "jobs/dispatch/incident_type.h"
#include "jobs/dispatch/recommender.h"
#include "town/duty/live_units.h"

namespace app {

// What follows a commit: units show what they are out for, and a new incident gets its recommendation. All of it can be
// done again from the database: catch_up does so at start, so a crash between a commit and its consequences loses nothing.
class reactions {
 public:
  struct parts {
    store::database& db;
    duty::live_units& units;
    dispatch::recommender& recommender;
    const dispatch::incident_catalogue& types;
    worker_pool& workers;
    const base::clock& time;
  };
  explicit reactions(parts given) : parts_(given) {}
  // For store::database::on_commit; on the writer's thread.
  void hear(std::span<const store::committed_event> events);
  // At start: the units' open assignments, and open incidents without a recommendation.
  void catch_up();
  [[nodiscard]] part_health health() const;

 private:
  void follow_assignment(const std::string& payload);
  void recommend_later(const std::string& incident_id);
  void recommend_now(const std::string& incident_id);
  std::shared_ptr<const dispatch::computed_recommendation> advise(const dispatch::incident& one);
  void fail(const std::string& incident_id, std::string_view why);
  parts parts_;
  std::atomic<int> under_way_{0};                        // recommendations being computed
  std::atomic<std::int64_t> last_began_us_{-1'000'000};  // by the steady clock
  std::atomic<std::int64_t> made_{0};
  std::atomic<std::int64_t> failed_{0};
  mutable std::mutex mutex_;
  std::string last_failure_;
};

}  // namespace app
