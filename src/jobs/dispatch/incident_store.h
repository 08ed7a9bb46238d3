#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "jobs/dispatch/duplicate.h"
#include "jobs/dispatch/incident.h"
#include "jobs/dispatch/incident_type.h"

namespace dispatch {

enum class which_incidents { open, ended, all };

// Around a place: within so many metres of it.
struct circle {
  base::position center;
  double radius_m = 0;
};

// The one way incidents are read: every query of this module goes through it, so that what a caller may not see is
// nowhere, and what is closed is nowhere open.
class incident_query {
 public:
  // What `who` may see with the permission.
  incident_query(store::connection& db, const incident_catalogue& types, base::instant now, const operation::caller& who, std::string_view permission)
      : db_(db), types_(types), now_(now), who_(&who), permission_(permission) {}
  // Everything: for what the system itself sends on or does in time. Never for an answer to somebody.
  incident_query(store::connection& db, const incident_catalogue& types, base::instant now) : db_(db), types_(types), now_(now) {}

  // Throws not_found, also for what may not be seen.
  [[nodiscard]] incident get(std::string_view id) const;
  [[nodiscard]] std::optional<incident> find(std::string_view id) const;
  [[nodiscard]] std::optional<incident> find_by_source(std::string_view source, std::string_view source_id) const;

  struct listed {
    std::vector<incident> items;
    std::string next;  // cursor of the next page, "" at the end
  };
  // open: by priority, then the time of the call. ended: latest end first. all: latest call first.
  // `within`: only what lies there.
  // Throws base::problem 422 for a cursor that is none.
  [[nodiscard]] listed list(which_incidents which, const operation::page& page, const std::optional<circle>& within = {}) const;

  // Open incidents near in place and time: what duplicates are sought among.
  [[nodiscard]] std::vector<incident> near(const duplicate_query& call) const;

  // Incidents merged into this one that may be seen, oldest first: ids.
  [[nodiscard]] std::vector<std::string> merged_into(std::string_view id) const;

 private:
  struct clause {
    std::string where = {};
    std::vector<store::value> parameters = {};
    std::string order = {};
  };
  [[nodiscard]] std::vector<incident> read(clause what) const;
  void add_assignments(std::vector<incident>& incidents) const;

  store::connection& db_;
  const incident_catalogue& types_;
  base::instant now_;
  const operation::caller* who_ = nullptr;
  std::string_view permission_;
};

// Inserts a new incident; false when the same record of the same source is there already.
bool insert_incident(store::connection& db, const incident& one);

// Writes a changed incident whose version was raised by one. Throws base::problem 409 changed_meanwhile when another
// node wrote it since it was read.
void update_incident(store::connection& db, const incident& one);

// The next number of the day: 1, 2, 3 …
std::int64_t next_number(store::connection& db, const std::string& day);

// The incident's assignments with their units' names, oldest first.
std::vector<assignment> list_assignments(store::connection& db, std::string_view incident_id);

}  // namespace dispatch
