#pragma once
#include <boost/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engines/matter/matter_api.h"
#include "engines/matter/scheduler.h"
#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "foundation/seal/box.h"
#include "foundation/store/store.h"
#include "support/test_folder.h"
#include "town/area/live_areas.h"

namespace scenario_test {

namespace json = boost::json;

// A county with its desks and the engine of matters on a real database, on a clock that is turned by hand: one village's whole
// chain (示范省 … 一格) and a second village.
class town {
 public:
  town(const store::options& how, base::instant start, std::string catalogue_folder);
  ~town();
  town(const town&) = delete;
  town& operator=(const town&) = delete;

  // Stops it all and starts it again on the same database.
  void restart();
  // Moves the clock and lets the scheduler notice.
  void tick(base::duration by);

  // Somebody with this role at the desk of this level ("village", "village2", "township" …). Made once for each name.
  void add_person(const std::string& name, const std::string& role, const std::string& level);
  [[nodiscard]] const operation::caller& person(const std::string& name) const;
  [[nodiscard]] std::string account_of(const std::string& name) const { return "account-" + name; }
  [[nodiscard]] std::string area_id(const std::string& level) const;
  [[nodiscard]] std::string area_path(const std::string& level) const;

  // An operation as this person; throws base::problem.
  json::object call(const std::string& name, std::string_view operation, std::map<std::string, std::string, std::less<>> path,
                    const std::string& body, std::optional<std::int64_t> version = {}, std::map<std::string, std::string, std::less<>> query = {});
  // The matter as the system sees it.
  json::object matter(const std::string& id);

  base::manual_clock clock;
  [[nodiscard]] store::database& db() { return *db_; }
  [[nodiscard]] matter::scheduler& scheduler() { return *scheduler_; }
  [[nodiscard]] const matter::services& services() const { return *services_; }
  [[nodiscard]] matter::live_catalogue& catalogue() { return *catalogue_; }

 private:
  void start();
  void stop();
  void make_areas();
  store::options how_;
  std::string folder_;
  seal::master_key master_;
  std::unique_ptr<store::database> db_;
  std::unique_ptr<area::live_areas> areas_;
  std::unique_ptr<matter::live_catalogue> catalogue_;
  std::unique_ptr<matter::services> services_;
  std::unique_ptr<matter::scheduler> scheduler_;
  std::vector<operation::definition> operations_;
  std::map<std::string, operation::caller> people_;
  operation::caller everybody_;
  std::int64_t restarts_ = 0;
};

}  // namespace scenario_test
