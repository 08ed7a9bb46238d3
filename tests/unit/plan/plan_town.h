#pragma once
#include <boost/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engines/matter/matter_api.h"
#include "foundation/base/clock.h"
#include "foundation/seal/box.h"
#include "jobs/plan/drills.h"
#include "jobs/plan/plan_api.h"
#include "support/engines.h"

namespace plan_test {

namespace json = boost::json;

// A plan with few things in it, so that a test says what it is about: red and yellow; three roles; four tasks.
extern const char* const small_plan;

// A county with two towns, the project's kinds of matters, the small plan, and the operations on a real database. Time stands still
// until it is told.
class town {
 public:
  town(const store::options& how, base::manual_clock& clock, const std::string& scratch);
  ~town();
  town(const town&) = delete;
  town& operator=(const town&) = delete;

  // Stops it all and starts it again on the same database.
  void restart();
  // Moves the clock and does what is done once a second.
  void tick(base::duration by);

  // Somebody with this role at this area and below.
  static operation::caller person(const std::string& name, const std::string& role, const std::string& area_path);

  // An operation as this person; throws base::problem.
  json::object call(const operation::caller& who, std::string_view name, std::map<std::string, std::string, std::less<>> path = {},
                    const std::string& body = {}, std::map<std::string, std::string, std::less<>> query = {});
  // The code of the refusal; "" when it was done.
  std::string refusal(const operation::caller& who, std::string_view name, std::map<std::string, std::string, std::less<>> path = {},
                      const std::string& body = {});

  // The small plan in force at the level in the east town; its id.
  std::string activate(const std::string& level = "yellow");
  json::object board(const std::string& id);
  json::object act(const operation::caller& who, const std::string& id, const std::string& task, const std::string& act,
                   const std::string& text = {});
  json::object task(const std::string& id, const std::string& code);
  json::object role(const std::string& id, const std::string& code);

  store::database& db() { return *db_; }
  plan::drills& drills() { return *drills_; }
  [[nodiscard]] const std::vector<store::committed_event>& events() const { return events_; }
  [[nodiscard]] const std::string& catalogue() const { return folder_; }

  operation::caller county = person("county", "commander", "/county/");
  operation::caller chief = person("chief", "commander", "/county/east/");
  operation::caller leader = person("leader", "patrol_leader", "/county/east/");
  operation::caller second = person("second", "patrol_leader", "/county/east/");
  operation::caller office = person("office", "office", "/county/east/");
  operation::caller inspector = person("inspector", "inspector", "/county/east/");
  operation::caller west = person("west", "commander", "/county/west/");

 private:
  void start();
  void stop();
  void make_rows();
  store::options how_;
  base::manual_clock& clock_;
  std::string scratch_;
  std::string folder_;
  seal::master_key master_;
  std::unique_ptr<store::database> db_;
  std::unique_ptr<area::live_areas> areas_;
  std::unique_ptr<matter::live_catalogue> catalogue_;
  std::unique_ptr<matter::services> matters_;
  std::unique_ptr<plan::live_plans> plans_;
  std::unique_ptr<plan::services> services_;
  std::unique_ptr<plan::drills> drills_;
  std::vector<operation::definition> operations_;
  std::vector<store::committed_event> events_;
};

// A town on both engines.
class on_both : public test::on_both_engines {
 protected:
  void SetUp() override {
    on_both_engines::SetUp();
    if (!IsSkipped()) town_ = std::make_unique<town>(options(), clock_, scratch().file("town"));
  }
  town& here() { return *town_; }
  base::manual_clock clock_{*base::instant_from_rfc3339("2026-11-22T01:00:00Z")};
  std::unique_ptr<town> town_;
};

std::string text(const json::object& one, std::string_view member);

}  // namespace plan_test
