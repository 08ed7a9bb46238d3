#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "foundation/base/id.h"
#include "jobs/plan/drill.h"

namespace plan {

// What drills stand on. Of the town's database they read places, units and areas, and write journal lines alone.
struct drill_services {
  live_plans& plans;
  const area::live_areas& areas;
  store::database& town;
  const base::clock& time;
  int utc_offset_min = 480;
  std::string folder;  // FOLDER/ID.db, one SQLite file for each drill whatever the town runs on
  std::string migrations_folder;
  std::function<bool(std::function<void()>)> submit;  // runs it on another thread; false: too many wait
};

// A drill whose file is open.
struct open_drill {
  open_drill(const drill_services& with, const std::string& path, const drill& known, std::int64_t speed);
  drill what;  // under the mutex of who keeps it
  drill_clock time;
  std::unique_ptr<store::database> db;
  services on;
  std::vector<operation::definition> operations;  // on this drill's database
};

// Every drill there is: those that run, and those that were kept.
class drills {
 public:
  // Opens those that run: their clocks go on as if nothing had happened.
  explicit drills(drill_services with);
  drills(const drills&) = delete;
  drills& operator=(const drills&) = delete;

  // Starting, reading, ending and deleting drills; every act of an activation under /api/drills/{drill}. The list must not outlive this.
  std::vector<operation::definition> operations();
  // Notices what has run out in each; once a second.
  void tick();

  using open = std::shared_ptr<open_drill>;
  // 404 for what the caller may not see. One that has ended is opened for as long as it is held.
  open get(const std::string& id, const operation::caller& who);
  // What it is now, with what its clock shows.
  drill look(const open& one);

  // The operations' work; each answers with JSON that is not marked yet.
  std::string start(const operation::request& what);
  std::string list(const operation::request& what);
  std::string show(const operation::request& what);
  std::string change_speed(const operation::request& what);
  std::string end(const operation::request& what);
  std::string report(const operation::request& what);
  std::string remove(const operation::request& what);

 private:
  struct entry {
    drill what;
    open running;
    std::weak_ptr<open_drill> seen;
  };
  void load();
  [[nodiscard]] std::string path_of(const std::string& id) const { return with_.folder + "/" + id + ".db"; }
  void save(const open& one, const drill& after);
  void journal(const operation::request& what, std::string_view action, const drill& of);
  void check_may_end(const drill& of, const operation::caller& who);
  [[nodiscard]] drill shown(drill one, base::instant now) const;
  const drill_services with_;
  base::id_source ids_;
  std::mutex mutex_;  // of the entries, and of what each open one is
  std::map<std::string, entry, std::less<>> all_;
};

// JSON with `"drill": true` and the watermark in front.
std::string marked(const std::string& body);

}  // namespace plan
