#pragma once
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engines/matter/matter_work.h"

// What happens by itself: clocks that come due, matters that open every month. One node at a time does it, by a lease in the
// database; the others stand by and take over when it is gone.
namespace matter {

struct scheduler_report {
  bool leads = false;  // this node does it
  std::string holder;  // who does
  std::optional<base::instant> last_run = {};
  std::optional<base::instant> last_fired = {};
  std::int64_t fired = 0;    // clocks since start
  std::int64_t opened = 0;   // matters since start
  std::int64_t waiting = 0;  // clocks due now and not fired
  std::string fault;         // of the last run
};

// Matters that cannot be counted, by their ids, and why.
using stuck_matters = std::map<std::string, std::string>;

class scheduler {
 public:
  scheduler(const services& on, store::database& db, std::string node);
  ~scheduler();
  scheduler(const scheduler&) = delete;
  scheduler& operator=(const scheduler&) = delete;

  void start();  // runs every second on a thread of its own
  void stop();
  // One round, on the calling thread: what the thread does. Returns how many clocks were fired.
  std::int64_t run_once();
  // Counts provisional deadlines again, after a calendar was read.
  void recount_provisional();
  [[nodiscard]] scheduler_report report() const;
  // The last run is not long ago (and this node need not lead).
  [[nodiscard]] bool is_alive() const;

 private:
  void serve();
  bool hold_lease();
  void give_up_lease();
  // What one commit did, and whether clocks due by then may be left.
  struct fired_some {
    std::int64_t fired = 0;
    bool more = false;
  };
  fired_some fire_some(base::instant now);
  bool fire_all(base::instant now, std::int64_t& fired);
  std::int64_t count_waiting();
  void open_recurring(base::instant now);
  void tell_stuck();
  const services& on_;
  store::database& db_;
  const std::string holder_;
  base::duration last_recurring_{-1};
  std::optional<base::instant> lease_until_;
  stuck_matters stuck_;  // of the thread that runs it
  mutable std::mutex mutex_;
  // Of the machine, not of the town: in a replay the town's time runs many times as fast, and the thread that runs this does not.
  std::chrono::steady_clock::time_point ran_at_ = std::chrono::steady_clock::now();
  std::condition_variable wake_;
  bool stopping_ = false;
  scheduler_report seen_;
  std::thread thread_;
};

}  // namespace matter
