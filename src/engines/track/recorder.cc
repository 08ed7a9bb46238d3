#include "engines/track/recorder.h"

#include <algorithm>

#include "engines/track/recorder_group.h"
#include "engines/track/trail_store.h"
#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "town/duty/unit_store.h"

namespace track {
namespace {

constexpr std::size_t most_waiting = 500'000;  // fixes in the queue
constexpr std::size_t most_in_group = 60'000;  // … of which this many make one commit
constexpr std::size_t most_sealed_hours = 64;  // looked up and remembered
const std::shared_ptr<const ring_set> nothing_watched = std::make_shared<const ring_set>();
const store::actor itself{.account_id = "", .remote = "local", .request_id = "track"};

}  // namespace

// What the judge asks of one unit.
class recorder::facts final : public facts_source {
 public:
  facts(recorder& of, const group& within, const batch& from, unit_track* track, base::instant at)
      : of_(of), within_(within), from_(from), track_(track), at_(at) {}

  bool known() override { return track_ != nullptr; }
  bool allowed() override { return !from_.may || from_.may((*within_.units->units)[*track_->number].area_path); }
  bool on_shift() override {
    if (within_.on_shift) return within_.on_shift(*track_->number, at_);
    return (*within_.units)[*track_->number].on_shift;
  }
  bool kept_before() override { return track_->holds(at_.us) || of_.is_sealed(*track_, at_.us); }
  std::optional<fix> before() override { return track_->before(at_.us); }
  std::optional<fix> after() override { return track_->after(at_.us); }
  std::optional<fix> suspect() override { return track_->suspect; }

 private:
  recorder& of_;
  const group& within_;
  const batch& from_;
  unit_track* track_;
  base::instant at_;
};

recorder::recorder(recorder_parts parts) : parts_(std::move(parts)), mover_(parts_.units) {}

recorder::~recorder() { stop(); }

void recorder::start() {
  load_log();
  restore_visits();
  thread_ = std::thread([this] { loop(); });
  if (parts_.seal_every.us > 0) sealer_ = std::thread([this] { seal_loop(); });
}

void recorder::stop() {
  {
    const std::scoped_lock lock(queue_mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  seal_wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (sealer_.joinable()) sealer_.join();
}

void recorder::take(batch what, when_kept done) {
  {
    const std::scoped_lock lock(queue_mutex_);
    if (stopping_) throw base::problem(503, "stopping", "The server is stopping.", "", "Send the positions again in some seconds.");
    if (queued_fixes_ > 0 && queued_fixes_ + what.fixes.size() > most_waiting) {
      throw base::problem(503, "track_overloaded", "Too many positions wait to be kept.", std::to_string(queued_fixes_) + " wait.",
                          "Send them again in some seconds.");
    }
    queued_fixes_ += what.fixes.size();
    queue_.push_back({.what = std::move(what), .done = std::move(done), .became = {}});
  }
  wake_.notify_one();
}

void recorder::loop() {
  for (;;) {
    group within;
    if (!next_group(within)) return;
    if (!within.all.empty()) run(within);
    if (parts_.time.steady().us - tended_at_.us >= tend_every.us) tend();
    if (unsealed_ > seal_when) seal_wake_.notify_one();
  }
}

// Waits for the next, a second at most; false when there is none and it is to stop.
bool recorder::next_group(group& within) {
  std::unique_lock lock(queue_mutex_);
  wake_.wait_for(lock, std::chrono::microseconds(tend_every.us), [&] { return stopping_ || !queue_.empty(); });
  if (queue_.empty()) return !stopping_;
  std::size_t taken = 0;
  while (!queue_.empty() && (taken == 0 || taken + queue_.front().what.fixes.size() <= most_in_group)) {
    taken += queue_.front().what.fixes.size();
    within.all.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_fixes_ -= taken;
  return true;
}

void recorder::run(group& within) {
  std::exception_ptr failed;
  try {
    within.units = parts_.units.now();
    if (parts_.shifts_known) within.on_shift = parts_.shifts_known();
    within.now = parts_.time.now();
    within.rings = parts_.rings != nullptr ? parts_.rings->now() : nothing_watched;
    find_tracks(within);
    {
      const std::shared_lock lock(tracks_mutex_);
      for (auto& one : within.all) judge_batch(within, one);
    }
    keep(within);
  } catch (const std::exception& why) {
    base::log(base::log_level::error, "positions_not_kept", {{"detail", std::string_view(why.what())}});
    failed = std::current_exception();
    for (auto* one : within.touched) one->forget_pending();
  }
  if (!failed) settle(within);
  for (auto& one : within.all) one.done(one.became, failed);
}

void recorder::judge_batch(group& within, waiting_batch& one) {
  for (std::size_t i = 0; i < one.what.fixes.size(); ++i) {
    const auto& sent = one.what.fixes[i];
    auto* const of = one.tracks[sent.unit];
    facts unit(*this, within, one.what, of, sent.sent.at);
    auto found = judge({.sent = sent.sent, .limits = parts_.limits, .now = within.now, .unit = unit});
    switch (found.what) {
      case verdict::duplicate: ++one.became.duplicate; break;
      case verdict::off_shift: ++one.became.off_shift; break;
      case verdict::refused:
        if (found.code == "impossible_speed") of->suspect = kept(sent.sent, within.now);
        one.became.refused.push_back({.index = static_cast<std::int64_t>(i), .code = std::string(found.code), .detail = std::move(found.detail)});
        break;
      case verdict::accepted: {
        auto& track = *of;
        if (track.pending.empty()) {
          within.touched.push_back(&track);
          track.watched_pending = track.watched;
        }
        const auto at_us = sent.sent.at.us;
        const bool behind_kept = track.newest && track.newest->at_us > at_us;
        const bool behind_pending = !track.pending.empty() && track.pending.back().at_us > at_us;
        const bool late = behind_kept || behind_pending;
        if (late) ++one.became.late;
        track.suspect.reset();
        const auto next = kept(sent.sent, within.now);
        track.stage(next);
        watch(within, track, next, late);
        ++one.became.accepted;
        ++within.accepted;
        break;
      }
    }
  }
}

// Writes what the group adds and waits until it is durable.
void recorder::keep(group& within) {
  if (within.accepted == 0) return;
  std::vector<group_part> added;
  added.reserve(within.touched.size());
  for (const auto* one : within.touched) added.push_back({.unit_id = one->unit_id, .all = one->pending});
  const auto bytes = encode_group(added);
  parts_.db.write_and_wait(itself, [&](store::transaction& work) {
    append_group(work.db(), log_seq_ + 1, bytes);
    if (!within.crossings.empty()) put_crossings(work, within.crossings, *within.rings);
  });
}

// The group is durable: readers, the live picture and the counts hear of it.
void recorder::settle(group& within) {
  std::vector<duty::numbered_move> moves;
  moves.reserve(within.touched.size());
  {
    const std::unique_lock lock(tracks_mutex_);
    if (within.accepted > 0) ++log_seq_;  // not before: a sealing forgets the log's rows up to it
    for (auto* one : within.touched) {
      const auto& last = one->pending.back();
      if (!one->newest || one->newest->at_us < last.at_us) {
        moves.push_back({.number = *one->number,
                         .position = position_of(last),
                         .at = {last.at_us},
                         .speed_mps = speed_mps_of(last),
                         .heading_deg = heading_deg_of(last)});
      }
      one->commit();
    }
  }
  unsealed_ += within.accepted;
  mover_.move(std::move(moves));
  count(within);
}

// Readers look tracks up at the same time: new ones are added before the judging, alone.
void recorder::find_tracks(group& within) {
  for (auto& batch : within.all) {
    batch.tracks.reserve(batch.what.units.size());
    for (const auto& id : batch.what.units) {
      const auto found = tracks_.find(id);
      auto* track = found == tracks_.end() ? nullptr : found->second.get();
      const auto number = track != nullptr && track->number ? track->number : within.units->units->find(id);
      if (number && track == nullptr) {
        const std::unique_lock lock(tracks_mutex_);
        track = &add_track(id);
      }
      if (track != nullptr) track->number = number;
      batch.tracks.push_back(number ? track : nullptr);
    }
  }
}

unit_track& recorder::add_track(const std::string& unit_id) {
  auto& place = tracks_[unit_id];
  if (!place) {
    place = std::make_unique<unit_track>();
    place->unit_id = unit_id;
  }
  return *place;
}

bool recorder::is_sealed(unit_track& of, std::int64_t at_us) {
  if (!of.sealed_until_us) {
    parts_.db.read([&](store::connection& db) { of.sealed_until_us = newest_sealed(db, of.unit_id).value_or(INT64_MIN); });
  }
  if (at_us > *of.sealed_until_us) return false;
  const auto hour = at_us / hour_us;
  auto found =
      std::find_if(sealed_hours_.begin(), sealed_hours_.end(), [&](const auto& one) { return one.hour == hour && one.unit_id == of.unit_id; });
  if (found == sealed_hours_.end()) {
    sealed_hour fresh{.unit_id = of.unit_id, .hour = hour, .at_us = {}};
    parts_.db.read([&](store::connection& db) {
      for (const auto& one : read_parts(db, of.unit_id, {hour * hour_us}, {(hour + 1) * hour_us})) fresh.at_us.push_back(one.at_us);
    });
    if (sealed_hours_.size() >= most_sealed_hours) sealed_hours_.pop_front();
    sealed_hours_.push_back(std::move(fresh));
    found = sealed_hours_.end() - 1;
  }
  return std::binary_search(found->at_us.begin(), found->at_us.end(), at_us);
}

void recorder::count(const group& within) {
  const std::scoped_lock lock(counts_mutex_);
  ++counts_.groups;
  for (const auto& one : within.all) {
    counts_.accepted += static_cast<std::uint64_t>(one.became.accepted);
    counts_.late += static_cast<std::uint64_t>(one.became.late);
    counts_.duplicate += static_cast<std::uint64_t>(one.became.duplicate);
    counts_.off_shift += static_cast<std::uint64_t>(one.became.off_shift);
    for (const auto& no : one.became.refused) ++counts_.refused[no.code];
  }
}

recorder_counts recorder::counts() const {
  recorder_counts out;
  {
    const std::scoped_lock lock(counts_mutex_);
    out = counts_;
  }
  out.unsealed = unsealed_;
  const std::scoped_lock lock(queue_mutex_);
  out.waiting = queued_fixes_;
  return out;
}

fixes recorder::unsealed(std::string_view unit_id, base::instant from, base::instant to) const {
  const std::shared_lock lock(tracks_mutex_);
  const auto found = tracks_.find(std::string(unit_id));
  if (found == tracks_.end()) return {};
  const auto& track = *found->second;
  auto all = track.sealing ? merged(*track.sealing, track.tail) : track.tail;
  std::erase_if(all, [&](const fix& one) { return one.at_us < from.us || one.at_us >= to.us; });
  return all;
}

std::vector<logged_unit> recorder::all_unsealed(base::instant from, base::instant to) const {
  std::vector<std::string> ids;
  {
    const std::shared_lock lock(tracks_mutex_);
    for (const auto& [id, one] : tracks_) ids.push_back(id);
  }
  std::vector<logged_unit> out;
  for (const auto& id : ids) {
    auto all = unsealed(id, from, to);
    if (!all.empty()) out.push_back({.unit_id = id, .all = std::move(all)});
  }
  return out;
}

}  // namespace track
