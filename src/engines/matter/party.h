#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/record/record.h"
#include "foundation/seal/box.h"
#include "foundation/store/store.h"

namespace matter {

// One party to a matter: lies sealed in it, under the matter's own key, and nowhere else.
struct party {
  std::string role = {};  // of its kind's parties
  std::string name = {};
  std::optional<std::string> phone = {};
  std::optional<std::string> address = {};
  std::optional<std::string> note = {};
};
const record::table& record_of(const party*);

// Input of PUT …/parties, and what a reader gets.
struct party_list {
  std::vector<party> parties = {};
  std::optional<base::instant> expires_at = {};  // in the answer only
};
const record::table& record_of(const party_list*);

// Seals parties and opens them again. There is no way to search, list or join by anything in a box.
class party_vault {
 public:
  explicit party_vault(const seal::master_key& master) : master_(master) {}
  // Seals and stores them in place of those before, under a fresh key.
  void put(store::transaction& work, const std::string& matter_id, const party_list& all) const;
  // Adds to those that are there; base::problem bad_input when they become too many.
  void add(store::transaction& work, const std::string& matter_id, const std::vector<party>& more) const;
  // Nothing when there are none or they have expired. base::problem 500 parties_unreadable when the box does not open.
  [[nodiscard]] std::optional<party_list> open(store::connection& db, const std::string& matter_id, base::instant now) const;

 private:
  const seal::master_key& master_;
};

// Whether there are parties, and until when; by the matter's id alone.
struct parties_kept {
  bool any = false;
  std::optional<base::instant> expires_at = {};
};
parties_kept find_parties(store::connection& db, const std::string& matter_id, base::instant now);
// The matter is over (or open again: nothing): when they are destroyed. Those whose time is over stay expired.
void set_parties_expiry(store::transaction& work, const std::string& matter_id, const std::optional<base::instant>& at);
// Destroys keys and boxes that have expired, at most `limit`; returns their matters.
std::vector<std::string> destroy_expired_parties(store::transaction& work, std::size_t limit);

// The same as a job: each destruction is journaled and stands in the matter's timeline. Returns how many.
std::size_t destroy_parties(store::transaction& work);

}  // namespace matter
