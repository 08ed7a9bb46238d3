#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "jobs/dispatch/dispatch_services.h"
#include "jobs/dispatch/incident_rules.h"
#include "jobs/dispatch/incident_store.h"
#include "jobs/dispatch/timeline.h"

namespace dispatch {

// Who acts: an account, or the system itself (no id).
struct acting {
  std::string id = {};
  std::string name = {};
};
acting acting_of(const operation::request& request);

// Gives the incident as it now stands to the history.
void keep(store::transaction& work, const incident& one);
// The same, read again: after a change that is not the incident's own (its latest recommendation).
void keep_as_it_stands(store::transaction& work, const incident_catalogue& types, std::string_view id);

// Gives every open incident and its open assignments to the history: when a database from before there was one is opened.
void keep_open(store::transaction& work, const incident_catalogue& types);

// One change of an incident within its transaction: what all of them share, so that none forgets its journal entry, its
// line, its event or its version.
class incident_work {
 public:
  incident_work(const services& of, store::transaction& work, acting who) : of_(of), work_(work), who_(std::move(who)) {}

  [[nodiscard]] store::transaction& transaction() const { return work_; }
  [[nodiscard]] const services& parts() const { return of_; }
  [[nodiscard]] const acting& who() const { return who_; }
  [[nodiscard]] base::instant now() const { return work_.now(); }

  // The incident as the requester may see it (else 404) and change it (else 403), in the version the requester saw (412).
  [[nodiscard]] incident open_for(const operation::request& request, std::string_view id, std::string_view permission) const;

  // Writes the change: derives the state from its assignments, raises the version, tells listeners.
  void save(incident& one) const;
  // A new incident's event, or that of one whose row did not change (a note).
  void publish(const incident& one) const;
  void publish(const assignment& one, const std::string& area_path) const;

  // A line of the timeline; `detail` is JSON.
  void say(const std::string& incident_id, std::string_view kind, const words& text, std::string detail = "{}") const;
  void journal(std::string_view action, std::string_view kind, const std::string& id, std::string detail = "{}") const;

  // Ends the incident's open assignments for a reason of others than the unit's; writes, says and publishes each.
  void release_all(incident& one, const std::string& why) const;

 private:
  const services& of_;
  store::transaction& work_;
  acting who_;
};

// Throws a refusal as base::problem 409.
void throw_if(const std::optional<refusal>& refused);

// {"name":"value",…} of texts; pairs with an empty value are left out.
std::string json_of(std::initializer_list<std::pair<std::string_view, std::string_view>> members);

// The answer with the incident as it now stands.
operation::answer answer_with(const incident& one, int status = 200);

}  // namespace dispatch
