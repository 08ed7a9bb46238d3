#pragma once
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "jobs/dispatch/incident_operations.h"
#include "support/engines.h"

namespace test {

// A town for the tests of incidents: one county with an east and a west district, six units on shift and one off, accounts with
// different scopes, the real operations on a real store. Time stands still until it is told.
class town {
 public:
  explicit town(std::unique_ptr<store::database> store, base::manual_clock& clock) : town(std::move(store), clock, true) {}
  // `fresh` false: another node of a town that is there already.
  town(std::unique_ptr<store::database> store, base::manual_clock& clock, bool fresh);

  // Calls an operation as HTTP would: permission, then the function in a transaction. `path` and `query` by name.
  struct asked {
    std::map<std::string, std::string, std::less<>> path = {};
    std::map<std::string, std::string, std::less<>> query = {};
    std::string body = {};
    std::optional<std::int64_t> version = {};
  };
  operation::answer ask(const operation::caller& who, std::string_view name, const asked& what);

  // The answer's JSON; a problem passes through.
  boost::json::object json(const operation::caller& who, std::string_view name, const asked& what);
  // The problem it is refused with; fails the test when it is not.
  base::problem refused(const operation::caller& who, std::string_view name, const asked& what);

  // A call in the middle of the east or west district; returns the incident's id.
  std::string take(const std::string& more = {}, bool east = true);
  // Sends a unit; returns the assignment's id.
  std::string send(const std::string& incident, const std::string& unit);
  boost::json::object step(const std::string& assignment, const std::string& status);
  boost::json::object get(const std::string& incident);

  // Runs SQL that gives one cell.
  std::string cell(const std::string& sql);

  store::database& store() { return *store_; }
  base::manual_clock& clock() { return clock_; }
  [[nodiscard]] const dispatch::services& parts() const { return *parts_; }
  [[nodiscard]] const std::vector<store::committed_event>& events() const { return events_; }

  operation::caller dispatcher;       // everything, everywhere
  operation::caller other;            // another such account
  operation::caller east_dispatcher;  // everything but callers, in the east only
  operation::caller west_reader;      // reads in the west
  operation::caller officer;          // reports steps in the county

  static constexpr base::position east_middle{116.75, 39.5};
  static constexpr base::position west_middle{116.25, 39.5};

 private:
  void make_areas();
  void make_units();
  void make_accounts();
  std::unique_ptr<store::database> store_;
  base::manual_clock& clock_;
  dispatch::incident_catalogue types_;
  std::unique_ptr<area::live_areas> areas_;
  seal::master_key master_;
  dispatch::caller_vault vault_;
  std::unique_ptr<dispatch::services> parts_;
  std::vector<operation::definition> operations_;
  std::vector<store::committed_event> events_;
};

// A town on both engines.
class town_on_both_engines : public on_both_engines {
 protected:
  void SetUp() override {
    on_both_engines::SetUp();
    if (!IsSkipped()) town_ = std::make_unique<town>(open(clock_), clock_);
  }
  town& here() { return *town_; }
  base::manual_clock clock_{*base::instant_from_rfc3339("2026-11-22T01:30:00Z")};
  std::unique_ptr<town> town_;
};

std::string text_of(const boost::json::object& one, std::string_view member);
std::int64_t number_of(const boost::json::object& one, std::string_view member);

}  // namespace test
