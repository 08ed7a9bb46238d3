#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/store/store.h"
#include "jobs/dispatch/sos.h"

namespace dispatch {

// The unit that calls, as far as a call needs it. Nothing for an unknown unit or one outside the sender's area.
struct calling_unit {
  std::string id = {};
  std::string name = {};
  help_places places = {};  // all but what was sent and the town's own
  std::optional<base::instant> last_known_at = {};
};
std::optional<calling_unit> find_calling_unit(store::connection& db, const operation::caller& who, const std::string& unit_id);

// The same for whatever the system itself does.
std::optional<calling_unit> find_calling_unit(store::connection& db, const std::string& unit_id);
// The live picture knows of a position sooner than the database; a newer one takes the other's place.
void take_live_position(calling_unit& one, const duty::live_units& live);

// Makes the row that stands for this call; false when it is there already, made by whomever.
bool reserve_help(store::connection& db, const help_receipt& one, const std::string& account_id);
void set_help_incident(store::connection& db, const help_receipt& one);
void set_help_confirmed(store::connection& db, const help_receipt& one, const std::string& account_id);

std::optional<help_receipt> find_help(store::connection& db, const std::string& unit_id, const std::string& client_key);
// Throws not_found, also when the incident is one the caller may not see.
help_receipt get_help(store::connection& db, const operation::caller& who, const std::string& id);
// The sender's own by its key, or one whose incident the caller may see.
std::optional<help_receipt> find_help_for(store::connection& db, const operation::caller& who, const std::string& client_key);
// Those not confirmed that the caller may see, oldest first, at most 500.
std::vector<help_receipt> list_waiting_help(store::connection& db, const operation::caller& who);

}  // namespace dispatch
