#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engines/matter/matter_work.h"
#include "jobs/plan/activation_store.h"
#include "jobs/plan/plan_catalogue.h"
#include "town/area/live_areas.h"

// One act on a plan in force within its transaction: what all acts share, so that none forgets its line, its journal entry or its event.
namespace plan {

// An incident that a plan answers, as far as the caller may see it.
struct seen_incident {
  std::string area_id;
  base::position position;
  base::instant reported_at;
};

// What the operations stand on.
struct services {
  live_plans& plans;
  const area::live_areas& areas;
  const base::clock& time;
  int utc_offset_min = 480;
  const matter::services* matters = nullptr;  // nothing in a drill: it opens no matter
  std::function<std::optional<seen_incident>(store::connection&, const operation::caller&, const std::string&)> find_incident = {};
  // Where places, kit and units are read: in a drill they lie in another database than the activation.
  std::function<void(store::connection& own, const std::function<void(store::connection&)>&)> town = {};
  std::string only_plan = {};  // a drill is of one plan
};

// Runs the function on the database in which the town's own rows lie.
void look_up(const services& on, store::connection& own, const std::function<void(store::connection&)>& what);

// The plan and the areas as they are now, kept alive.
struct setting {
  std::shared_ptr<const plan_type> of;
  std::shared_ptr<const area::area_tree> areas;
  [[nodiscard]] scene at(const operation::caller& who, base::instant now) const { return {.of = *of, .areas = *areas, .who = who, .now = now}; }
};
setting setting_of(const services& on, store::connection& db, const activation& what);

// A plan in force being changed.
class activation_work {
 public:
  // As the caller sees it (404); 412 when he saw another version.
  activation_work(const services& on, const operation::request& request, store::transaction& work);

  [[nodiscard]] activation_case& now() { return after_; }
  [[nodiscard]] lines& out() { return out_; }
  [[nodiscard]] scene around() const { return setting_.at(request_.who, work_.now()); }
  [[nodiscard]] store::transaction& transaction() { return work_; }
  [[nodiscard]] const services& on() const { return on_; }

  // Writes it all; throws the refusal as a problem.
  void finish(std::string_view action, const refused& no);

 private:
  const services& on_;
  const operation::request& request_;
  store::transaction& work_;
  activation_case before_;
  activation_case after_;
  setting setting_;
  lines out_;
};

// Opens the matters of the report and of the review whose time has come; adds lines that say so. Nothing in a drill.
void open_matters(const services& on, store::transaction& work, activation_case& one, lines& out, const scene& in);

// Notices what has run out; called once a second, and after a restart at once. Returns how many activations had something.
std::size_t run_clocks(const services& on, store::database& db);

}  // namespace plan
