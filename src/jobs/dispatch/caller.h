#pragma once
#include <optional>
#include <string>

#include "foundation/record/record.h"
#include "foundation/seal/box.h"
#include "foundation/store/store.h"
#include "jobs/dispatch/incident.h"

namespace dispatch {

// Who called: what lies inside the sealed box, and what an authorised reader gets.
struct caller_person {
  std::string name = {};
  std::string phone = {};
  std::string note = {};
  std::optional<std::string> callback_phone = {};
  std::optional<std::string> subscriber = {};
  std::optional<std::string> subscriber_address = {};
  std::optional<std::string> address = {};
  std::optional<std::string> sex = {};
  std::optional<base::instant> expires_at = {};  // in the answer only
  [[nodiscard]] bool is_empty() const;
};
const record::table& record_of(const caller_person*);

// The draft's caller, trimmed; a caller of nothing but blanks is none.
std::optional<caller_person> person_of(const std::optional<caller_draft>& draft);

// Seals callers and opens them again. Each incident has a key of its own; only its wrapped form is stored.
class caller_vault {
 public:
  // `keep`: how long a caller is kept from the day it is sealed.
  caller_vault(const seal::master_key& master, base::duration keep) : master_(master), keep_(keep) {}

  // Seals and stores; an earlier caller of the incident is destroyed. Returns when it expires.
  base::instant put(store::transaction& work, const std::string& incident_id, const caller_person& who) const;

  // Nothing when there is none or it has expired. Throws base::problem 500 caller_unreadable when the box does not open:
  // another master key, or somebody moved or changed it.
  [[nodiscard]] std::optional<caller_person> open(store::connection& db, const std::string& incident_id, base::instant now) const;

 private:
  const seal::master_key& master_;
  base::duration keep_;
};

// For a query of incidents (i): joins until when the caller is kept, as c.expires_at; what comes behind it is the present moment.
std::string_view join_caller_expiry();

// Destroys the keys and boxes that have expired, at most `limit`; returns their incidents.
std::vector<std::string> destroy_expired_callers(store::transaction& work, std::size_t limit);

}  // namespace dispatch
