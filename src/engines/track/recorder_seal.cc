#include <algorithm>

#include "engines/track/crossing_store.h"
#include "engines/track/recorder.h"
#include "engines/track/trail_store.h"
#include "foundation/base/log.h"
#include "town/duty/unit_store.h"

// The half that moves fixes from the log into trails, and back into memory at the start.
namespace track {
namespace {

constexpr std::int64_t most_crossings = 5'000;              // deleted in one go
constexpr base::duration joined_after = base::minutes(20);  // an hour is over: most of what is late has come
constexpr std::int64_t hours_per_commit = 200;              // of one unit each
constexpr int most_join_commits = 20;                       // in one go: housekeeping has other work
constexpr std::size_t units_per_commit = 500;               // so that others' writes get between
const store::actor sealer{.account_id = "", .remote = "local", .request_id = "seal_trails"};

duty::unit_move move_of(const std::string& unit_id, const fix& last) {
  return {
      .unit_id = unit_id, .position = position_of(last), .at = {last.at_us}, .speed_mps = speed_mps_of(last), .heading_deg = heading_deg_of(last)};
}

}  // namespace

// Also after a crash in the middle of a sealing: what was sealed already is in the log too, and counts once when read.
void recorder::load_log() {
  std::vector<log_row> rows;
  std::vector<duty::unit_move> moves;
  parts_.db.read([&](store::connection& db) { rows = read_log(db); });
  for (const auto& row : rows) {
    log_seq_ = std::max(log_seq_, row.seq);
    for (auto& unit : decode_group(row.bytes)) {
      auto& track = add_track(unit.unit_id);
      track.pending = std::move(unit.all);
      unsealed_ += track.pending.size();
      track.commit();
    }
  }
  for (const auto& [id, one] : tracks_) {
    if (one->newest) moves.push_back(move_of(id, *one->newest));
  }
  parts_.units.move(moves);
}

std::vector<logged_unit> recorder::begin_sealing(std::int64_t& up_to) {
  std::vector<logged_unit> out;
  const std::unique_lock lock(tracks_mutex_);
  up_to = log_seq_;
  for (auto& [id, one] : tracks_) {
    if (one->sealing) {  // an earlier sealing failed: once more, with what came since
      one->tail = merged(*one->sealing, one->tail);
      one->sealing.reset();
    }
    if (one->tail.empty()) continue;
    one->sealing = std::make_shared<const fixes>(std::exchange(one->tail, {}));
    out.push_back({.unit_id = id, .all = *one->sealing});
  }
  return out;
}

void recorder::end_sealing(bool done) {
  const std::unique_lock lock(tracks_mutex_);
  sealed_hours_.clear();
  for (auto& [id, one] : tracks_) {
    if (!one->sealing) continue;
    if (done) {
      unsealed_ -= one->sealing->size();
      if (one->sealed_until_us) one->sealed_until_us = std::max(*one->sealed_until_us, one->sealing->back().at_us);
    } else {
      one->tail = merged(*one->sealing, one->tail);
    }
    one->sealing.reset();
  }
}

std::string recorder::join_trails() {
  const auto before_hour = (parts_.time.now() - joined_after).us / hour_us;
  std::int64_t joined = 0, some = hours_per_commit;
  for (int commits = 0; some == hours_per_commit && commits < most_join_commits; ++commits, joined += some) {
    parts_.db.write_and_wait(sealer, [&](store::transaction& work) { some = join_parts(work.db(), before_hour, hours_per_commit, work.new_id()); });
  }
  return std::to_string(joined) + " hours of trails joined" + (some == hours_per_commit ? "; more wait for the next time" : "");
}

std::string recorder::forget_old() {
  const auto before = parts_.time.now() - parts_.limits.oldest;
  std::int64_t parts = 0, crossings = 0;
  parts_.db.write_and_wait(sealer, [&](store::transaction& work) {
    parts = delete_hours_before(work.db(), before.us / hour_us);
    duty::delete_positions_before(work.db(), before);
  });
  for (std::int64_t some = most_crossings; some == most_crossings; crossings += some) {
    parts_.db.write_and_wait(sealer, [&](store::transaction& work) { some = delete_crossings_before(work.db(), before, most_crossings); });
  }
  return std::to_string(parts) + " hours of trails and " + std::to_string(crossings) + " crossings deleted; nothing before " +
         base::to_rfc3339({before.us / hour_us * hour_us}) + " is kept";
}

void recorder::seal_loop() {
  std::unique_lock lock(queue_mutex_);
  while (!stopping_) {
    seal_wake_.wait_for(lock, std::chrono::microseconds(parts_.seal_every.us), [&] { return stopping_ || unsealed_ > seal_when; });
    if (stopping_) return;  // the log keeps what is not sealed
    lock.unlock();
    std::string failed;
    try {
      seal();
    } catch (const std::exception& why) {
      failed = why.what();
      base::log(base::log_level::error, "trails_not_sealed", {{"detail", std::string_view(failed)}});
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    {
      const std::scoped_lock counting(counts_mutex_);
      counts_.seal_failure = std::move(failed);
    }
    lock.lock();
  }
}

void recorder::seal() {
  const std::scoped_lock alone(sealing_mutex_);
  std::int64_t up_to = 0;
  const auto units = begin_sealing(up_to);
  if (units.empty()) return;
  try {
    for (std::size_t i = 0; i < units.size(); i += units_per_commit) {
      const auto some = std::span(units).subspan(i, std::min(units_per_commit, units.size() - i));
      parts_.db.write_and_wait(sealer, [&](store::transaction& work) {
        add_parts(work.db(), some, work.new_id());
        for (const auto& unit : some) duty::put_position(work.db(), move_of(unit.unit_id, unit.all.back()), {unit.all.back().received_us});
      });
    }
    parts_.db.write_and_wait(sealer, [&](store::transaction& work) { forget_log(work.db(), up_to); });
  } catch (...) {
    end_sealing(false);
    throw;
  }
  end_sealing(true);
  const std::scoped_lock lock(counts_mutex_);
  counts_.last_sealed_at = parts_.time.now();
}

}  // namespace track
