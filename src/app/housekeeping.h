#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "foundation/base/clock.h"

namespace app {

// Work that recurs: heads are signed, what has expired is destroyed, what is old is pruned. One thread; each job runs
// when its time has come by the steady clock, and once at the start. A job that throws is logged and tried again
// within seconds.
class housekeeping {
 public:
  struct job {
    std::string name;  // "destroy_expired_callers"
    base::duration every;
    std::function<void()> work;
    std::function<std::string()> outcome = {};  // a sentence on what the last run did
  };
  // What became of a job, for the health page: the screen must show that it is alive.
  struct report {
    std::string name;
    base::duration every;
    base::instant last_run{};  // 0: never
    bool failed = false;
    std::string detail;  // what went wrong, or what it did
  };
  housekeeping(std::vector<job> jobs, const base::clock& time);
  ~housekeeping();
  housekeeping(const housekeeping&) = delete;
  housekeeping& operator=(const housekeeping&) = delete;
  void start();
  void stop();
  [[nodiscard]] std::vector<report> reports() const;
  // Whether every job ran within three of its turns.
  [[nodiscard]] bool is_alive() const;

 private:
  struct entry {
    job what;
    report seen;
    base::duration next{};
  };
  void serve();
  void run_due();
  const base::clock& time_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<entry> entries_;
  bool stopping_ = false;
  std::thread thread_;
};

// {"items":[{"name","every_s","last_run"|null,"failed","detail"}]}, for the health page.
std::string recurring_work_json(const std::vector<housekeeping::report>& all);

}  // namespace app
