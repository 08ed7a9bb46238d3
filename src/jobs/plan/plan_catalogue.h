#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engines/matter/live_catalogue.h"
#include "foundation/store/store.h"
#include "jobs/plan/plan_type.h"

namespace plan {

// How numbers of activations begin, QY-2026-000012 (启用), and in a drill, MN-2026-000012 (模拟); no kind's numbers do.
inline constexpr std::string_view activation_prefix = "QY", drill_prefix = "MN";

using plan_types = std::map<std::string, plan_type, std::less<>>;

// The plans of FOLDER/plans, one file each; none when there is no such folder. Every fault is named with its file and line;
// `faults` may hold those of the kinds already.
plan_types read_plans(const std::string& folder, const matter::catalogue& town, std::vector<matter::fault>& faults);

// The plans in force: a snapshot, replaced as a whole when a corrected folder is read; a faulty one leaves the old in place.
// The edition an activation began with is kept in the database it lies in.
class live_plans {
 public:
  // Throws base::problem bad_catalogue with the faults.
  live_plans(std::string folder, const matter::live_catalogue& town, store::database& db);
  live_plans(const live_plans&) = delete;
  live_plans& operator=(const live_plans&) = delete;

  [[nodiscard]] std::shared_ptr<const plan_types> now() const;
  // Reads the folder again; throws as the constructor and keeps what was in force. It stands in the journal of `by`.
  void reload(const store::actor& by);
  // The plan as an activation began with it. Throws 500 plan_unreadable.
  std::shared_ptr<const plan_type> plan_at(store::connection& db, const std::string& code, const std::string& version);

 private:
  [[nodiscard]] std::shared_ptr<const plan_types> read() const;
  void take(std::shared_ptr<const plan_types> fresh);
  const std::string folder_;
  const matter::live_catalogue& town_;
  store::database& db_;
  mutable std::mutex mutex_;
  std::shared_ptr<const plan_types> now_;
  std::map<std::string, std::shared_ptr<const plan_type>, std::less<>> older_;  // "code/version"
};

// Keeps the text of a plan in this database, so that an activation of it can always be read.
void remember_plan(store::transaction& work, const plan_type& one);

}  // namespace plan
