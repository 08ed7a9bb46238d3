#pragma once
#include <functional>
#include <memory>
#include <string>

#include "engines/matter/live_catalogue.h"
#include "engines/matter/matter_case.h"
#include "engines/matter/matter_inputs.h"
#include "engines/matter/matter_store.h"
#include "engines/matter/party.h"
#include "foundation/base/clock.h"
#include "town/area/live_areas.h"

// One act on a matter within its transaction: what all acts share, so that none forgets its line, its journal entry or its event.
namespace matter {

// A file that was sent, as far as evidence asks.
struct sent_file {
  std::string id;
  std::string name;
  bool photo = false;
  std::string sha256 = {};  // of its content
};

// What the operations stand on. `find_file`: a file this caller sent or may see; nothing when there is none. `use_file` and
// `drop_file` count who needs it.
struct services {
  live_catalogue& catalogue;
  const area::live_areas& areas;
  const base::clock& time;
  party_vault parties;
  int utc_offset_min = 480;
  std::function<std::optional<sent_file>(const services&, store::connection&, const operation::caller&, const std::string&)> find_file = {};
  std::function<void(store::transaction&, const std::string&)> use_file = {};
  std::function<void(store::transaction&, const std::string&)> drop_file = {};
  std::function<std::vector<std::string>(store::connection&, const std::string& sha256)> same_content = {};  // files, by their ids
  // Whether the caller may see this incident: a matter can be opened from it.
  std::function<bool(store::connection&, const operation::caller&, const std::string& id)> sees_incident = {};
  std::function<void()> recount = {};  // after a reload: provisional deadlines are counted again
};

// Keeps what the surroundings point to alive.
struct scene {
  std::shared_ptr<const loaded_catalogue> present;
  std::shared_ptr<const area::area_tree> areas;
  std::shared_ptr<const kind> of;
  surroundings in;
};
scene scene_for(const services& on, store::connection& db, const matter_record& what, const operation::caller& who, base::instant now);

// A matter being changed.
class matter_work {
 public:
  // The matter as the caller sees it (404), where he may write (403), in the version he saw (412, with what has happened since).
  matter_work(const services& on, const operation::request& request, store::transaction& work, const std::string& id)
      : matter_work(on, request, work, id, request.if_version) {}

  [[nodiscard]] matter_case& now() { return after_; }
  [[nodiscard]] const surroundings& around() const { return scene_->in; }
  [[nodiscard]] changes& out() { return out_; }
  [[nodiscard]] store::transaction& transaction() { return work_; }

  // Another matter that is changed along with it; the version sent is not of that one.
  [[nodiscard]] matter_work beside(const std::string& id) const { return {on_, request_, work_, id, std::nullopt}; }

  // Writes it all: the case, what it opens, the journal. Throws the refusal as a problem.
  const matter_record& finish(std::string_view action, const refused& no);

 private:
  matter_work(const services& on, const operation::request& request, store::transaction& work, const std::string& id,
              std::optional<std::int64_t> seen);
  void save();
  void name_handler();
  void keep_parties();
  void open_others();
  const services& on_;
  const operation::request& request_;
  store::transaction& work_;
  matter_case before_;
  matter_case after_;
  std::unique_ptr<const scene> scene_;  // of another edition once it was moved there
  changes out_;
};

// Opens a matter: asked by a person, by a step of another, or by itself (recurrence).
struct opening_call {
  const operation::caller& who;
  std::string kind;
  boost::json::object fields;
  std::string area_id;
  std::optional<std::string> place_id = {};
  std::optional<base::position> position = {};
  std::optional<base::instant> reported_at = {};  // now when left out
  std::optional<base::instant> event_at = {};
  std::optional<base::instant> known_at = {};
  std::string subject_kind = {};
  std::string subject_id = {};
  std::string by = {};
  bool may_reopen = true;  // the same once more reopens the old one
};
struct opened_matter {
  matter_record what;
  bool reopened = false;
};
opened_matter open_matter(const services& on, store::transaction& work, const opening_call& call);

// Accounts that can be in charge of a matter at this desk: those who conduct matters there or above. Duty holders, no more than their
// names; at most 500.
std::vector<named_account> list_leaders(store::connection& db, const std::string& desk_path);

// The question of a list or an export, without its page.
clause question_of(const services& on, const operation::request& asked);

// Throws what is wrong with ids in fields (places, areas, units, forces that are not there), or with parties a kind does not have.
void check_references(store::connection& db, const kind& of, const boost::json::object& fields);
void check_parties(const kind& of, const std::vector<party>& all);

// Throws a refusal as base::problem.
void throw_if(const refused& no);

}  // namespace matter
