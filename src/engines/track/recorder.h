#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "engines/track/intake.h"
#include "engines/track/judge.h"
#include "engines/track/live_mover.h"
#include "engines/track/live_rings.h"
#include "engines/track/log_codec.h"
#include "engines/track/ring_watch.h"
#include "foundation/base/clock.h"
#include "foundation/store/store.h"
#include "town/duty/live_units.h"
#include "town/duty/shift_book.h"

namespace track {

using was_on_shift = std::function<bool(std::uint32_t number, base::instant at)>;

// What the recorder stands on; must outlive it.
struct recorder_parts {
  store::database& db;
  duty::live_units& units;
  const base::clock& time;
  judge_limits limits = {};
  // For one group: whether the unit of this number in the fleet was on shift at the moment. Not set: whether it is now.
  std::function<was_on_shift()> shifts_known = {};
  base::duration seal_every = base::minutes(10);  // 0: only when asked
  // What is watched; not set: nothing.
  const live_rings* rings = nullptr;
  watch_rules watch = {};
  // The shifts of a unit that touch the time: after late fixes their crossings are found anew. Not set: they stay as they were.
  std::function<duty::shift_intervals(const std::string& unit_id, base::instant from, base::instant to)> shifts = {};
};

// Totals since the start, for metrics and the health page.
struct recorder_counts {
  std::uint64_t accepted = 0, late = 0, duplicate = 0, off_shift = 0;
  std::unordered_map<std::string, std::uint64_t> refused = {};  // by code
  std::uint64_t groups = 0;
  std::uint64_t waiting = 0;  // fixes in the queue
  std::uint64_t unsealed = 0;
  base::instant last_sealed_at{};
  std::string seal_failure = {};  // why the last sealing failed; empty: it did not
};

// The one that judges, keeps and acknowledges fixes. One thread takes what has gathered as a group, judges each fix
// against all that is kept, writes the accepted ones as one row, and answers everybody after the commit.
class recorder final : public intake {
 public:
  explicit recorder(recorder_parts parts);
  // Answers what waits, then stops.
  ~recorder() override;
  recorder(const recorder&) = delete;
  recorder& operator=(const recorder&) = delete;

  // Reads what the log holds from before; throws when it cannot. Then begins to take.
  void start();
  void stop();

  void take(batch what, when_kept done) override;

  // What is kept of a unit with from <= at < to but not sealed yet, in order.
  [[nodiscard]] fixes unsealed(std::string_view unit_id, base::instant from, base::instant to) const;
  // The same of every unit.
  [[nodiscard]] std::vector<logged_unit> all_unsealed(base::instant from, base::instant to) const;
  // Moves what is kept into trails and empties the log: done by itself every seal_every, and when much has gathered.
  void seal();
  // Brings the parts of hours that are over into one each: a trail is then small and quick to read. Returns a sentence on it.
  std::string join_trails();
  // Deletes what is older than limits.oldest: trails, crossings and last positions. Returns a sentence on it.
  std::string forget_old();
  [[nodiscard]] recorder_counts counts() const;

 private:
  struct waiting_batch {
    batch what;
    when_kept done;
    verdicts became;
    std::vector<unit_track*> tracks = {};  // of the batch's units; null: there is no such unit
  };
  class facts;
  struct group;
  // Times of one unit's sealed fixes in one hour.
  struct sealed_hour {
    std::string unit_id;
    std::int64_t hour = 0;
    std::vector<std::int64_t> at_us;
  };

  void loop();
  bool next_group(group& within);
  void run(group& within);
  void judge_batch(group& within, waiting_batch& one);
  void watch(group& within, unit_track& one, const fix& next, bool late);
  void keep(group& within);
  void tend();
  void end_visits(const duty::unit_snapshot& units, const ring_set& rings);
  void mend_late_visits(const ring_set& rings);
  void mend_shift(unit_track& one, const duty::shift_interval& shift, const ring_set& rings);
  void restore_visits();
  void settle(group& within);
  void find_tracks(group& within);
  unit_track& add_track(const std::string& unit_id);
  bool is_sealed(unit_track& of, std::int64_t at_us);
  void count(const group& within);
  void load_log();
  void seal_loop();
  std::vector<logged_unit> begin_sealing(std::int64_t& up_to);
  void end_sealing(bool done);

  const recorder_parts parts_;
  mutable std::mutex queue_mutex_;
  std::condition_variable wake_;
  std::deque<waiting_batch> queue_;
  std::size_t queued_fixes_ = 0;
  bool stopping_ = false;

  // Shared while the recorder's thread judges and while others read; alone to change tails, `sealing` or the map.
  mutable std::shared_mutex tracks_mutex_;
  std::unordered_map<std::string, std::unique_ptr<unit_track>> tracks_;
  std::int64_t log_seq_ = 0;              // the last row of the log
  std::deque<sealed_hour> sealed_hours_;  // lately asked for, so that a phone's replayed buffer costs a look-up an hour
  std::mutex sealing_mutex_;              // one sealing at a time
  std::atomic<std::uint64_t> unsealed_{0};
  live_mover mover_;

  mutable std::mutex counts_mutex_;
  recorder_counts counts_;
  std::condition_variable seal_wake_;  // with queue_mutex_
  std::thread thread_;
  std::thread sealer_;

  base::duration tended_at_{};  // by the steady clock
  static constexpr base::duration tend_every = base::seconds(1);
  static constexpr std::uint64_t seal_when = 1'000'000;  // fixes in memory
};

}  // namespace track
