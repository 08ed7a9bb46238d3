#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engines/matter/kind.h"
#include "foundation/calendar/working_days.h"
#include "foundation/store/store.h"

namespace matter {

// A catalogue as it was read: immutable.
struct loaded_catalogue {
  catalogue all;
  calendar::working_days days;
  base::instant loaded_at{};
  std::string digest;  // of the text of every file of it, to tell whether anything is different
};

// The folder with its working days; base::problem bad_catalogue with every fault when it is faulty.
loaded_catalogue load_catalogue(const std::string& folder);

// Throws base::problem bad_catalogue that names them, the first ones at least.
[[noreturn]] void refuse_catalogue(const std::vector<fault>& faults);

// The catalogue in force: a snapshot, replaced as a whole when a corrected folder is read; a faulty one leaves the old in place.
// Editions that matters began with are kept in the database and read from there.
class live_catalogue {
 public:
  // Reads the folder; base::problem bad_catalogue with every fault when it is faulty.
  live_catalogue(std::string folder, store::database& db, const base::clock& time);
  live_catalogue(const live_catalogue&) = delete;
  live_catalogue& operator=(const live_catalogue&) = delete;

  [[nodiscard]] std::shared_ptr<const loaded_catalogue> now() const;
  // Reads what others keep in the folder and throws base::problem when they could not begin with it; asked at each reload, with
  // the catalogue that would be in force. To be said before anybody can reload.
  using other_reader = std::function<void(const std::string& folder, const catalogue& fresh)>;
  void ask_too(other_reader reader) { others_.push_back(std::move(reader)); }

  // Reads the folder again. Throws as the constructor and keeps what was in force. Returns whether anything is different. Asked for
  // by somebody it stands in the journal before it is in force.
  bool reload(const std::optional<store::actor>& by = {});
  // Why the last reload was refused; empty when it was not.
  [[nodiscard]] std::string last_fault() const;

  // The kind as a matter began with it: the one in force when it is that edition, else the stored text, without what it names and
  // the catalogue no longer has. Throws base::problem 500 kind_unreadable when there is no such text.
  std::shared_ptr<const kind> kind_at(store::connection& db, const std::string& code, const std::string& version);
  // Whether there is, or was, such an edition.
  bool is_edition(store::connection& db, const std::string& code, const std::string& version);

 private:
  std::shared_ptr<const loaded_catalogue> read() const;
  void remember(const catalogue& all);
  void ask_others(const catalogue& fresh) const;
  std::vector<other_reader> others_;
  const std::string folder_;
  store::database& db_;
  const base::clock& time_;
  mutable std::mutex mutex_;
  std::shared_ptr<const loaded_catalogue> now_;
  std::map<std::string, std::shared_ptr<const kind>, std::less<>> older_;  // "code/version"
  std::string fault_;
};

// The roles of accounts that a kind can name.
std::span<const choice_item> catalogue_roles();

}  // namespace matter
