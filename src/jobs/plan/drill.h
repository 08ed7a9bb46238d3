#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "jobs/plan/board.h"

// A drill of a plan: the same acts on a clock and in a database file of its own.
namespace plan {

inline constexpr std::string_view watermark = "演练";

// Runs from a chosen moment, so many times as fast as the world's clock. Safe to share between threads.
class drill_clock final : public base::clock {
 public:
  drill_clock(const base::clock& world, base::instant shows, std::int64_t speed);
  [[nodiscard]] base::instant now() const override;
  [[nodiscard]] base::duration steady() const override;
  // From now on so fast.
  void set_speed(std::int64_t speed);
  // Stands still from now on, at this moment or where it is.
  void stop(std::optional<base::instant> at = {});

 private:
  [[nodiscard]] base::duration passed() const;
  const base::clock& world_;
  mutable std::mutex mutex_;
  base::instant shown_;    // when the world's steady clock showed …
  base::duration mark_;    // … this
  base::duration before_;  // steady time until then
  std::int64_t speed_;
};

struct drill {
  std::string id = {};
  std::string plan = {};
  words plan_name = {};  // shown
  std::string plan_version = {};
  std::string title = {};
  std::string area_id = {};
  std::string area_path = {};
  std::string area_name = {};  // shown
  std::int64_t speed = 1;
  base::instant starts_at = {};
  base::instant started_at = {};
  std::string started_by = {};
  std::string started_name = {};
  base::instant mark_real = {};
  base::instant mark_virtual = {};
  std::optional<base::instant> ended_at = {};
  std::optional<base::instant> ended_virtual = {};
  std::string ended_by = {};
  std::string ended_name = {};
  std::string summary = {};
  base::instant now = {};  // shown: by the drill's clock
};
const record::table& record_of(const drill*);

struct drill_draft {
  std::string plan = {};
  std::string area_id = {};
  std::string title = {};
  std::int64_t speed = 1;
  std::optional<base::instant> starts_at = {};
};
const record::table& record_of(const drill_draft*);

struct speed_draft {
  std::int64_t speed = 1;
};
const record::table& record_of(const speed_draft*);

struct summary_draft {
  std::string summary = {};
};
const record::table& record_of(const summary_draft*);

// One activation of a drill in figures.
struct drill_figures {
  activation what = {};
  std::int64_t roles = 0;
  std::int64_t roles_confirmed = 0;
  std::int64_t roles_late = 0;
  std::int64_t tasks = 0;
  std::int64_t tasks_done = 0;
  std::int64_t tasks_late = 0;
  std::int64_t tasks_refused = 0;
  std::int64_t tasks_not_done = 0;
  std::optional<std::int64_t> all_roles_after_s = {};  // from the activation until the last was taken over
  std::vector<role_row> role_rows = {};
  std::vector<task_row> task_rows = {};
  std::vector<log_line> log = {};
};
const record::table& record_of(const drill_figures*);

struct drill_report {
  drill what = {};
  std::vector<drill_figures> activations = {};
  base::instant as_of = {};
};
const record::table& record_of(const drill_report*);

// What the acts came to; `db` is the drill's own database.
drill_report report_of(const services& on, store::connection& db, const operation::caller& who, const drill& what);

}  // namespace plan
