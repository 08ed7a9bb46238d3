#include <algorithm>

#include "engines/track/recorder_group.h"
#include "engines/track/trail_store.h"
#include "foundation/base/log.h"

// The half that watches rings: on the recorder's thread, in the transaction that keeps the fixes.
namespace track {
namespace {

constexpr base::duration stays_back = base::days(2);  // an open visit of longer ago is not taken up again
constexpr std::size_t most_mended = 8;                // units in one go: each reads a shift's trail
const store::actor watcher{.account_id = "", .remote = "local", .request_id = "visits"};

void add_all(std::vector<unit_crossing>& to, const std::string& unit_id, std::vector<crossing>& from) {
  for (auto& one : from) to.push_back({.unit_id = unit_id, .what = std::move(one)});
  from.clear();
}

}  // namespace

void recorder::watch(group& within, unit_track& one, const fix& next, bool late) {
  if (late) {  // found anew from the trail, soon
    one.late_from_us = std::min(one.late_from_us.value_or(next.at_us), next.at_us);
    one.late_to_us = std::max(one.late_to_us.value_or(next.at_us), next.at_us);
    return;
  }
  step(one.watched_pending, next, *within.rings, parts_.watch, within.just_crossed);
  if (!within.just_crossed.empty()) add_all(within.crossings, one.unit_id, within.just_crossed);
}

void recorder::tend() {
  tended_at_ = parts_.time.steady();
  if (parts_.rings == nullptr) return;
  try {
    const auto rings = parts_.rings->now();
    end_visits(*parts_.units.now(), *rings);
    mend_late_visits(*rings);
  } catch (const std::exception& why) {  // tried again in a second
    base::log(base::log_level::error, "visits_not_tended", {{"detail", std::string_view(why.what())}});
  }
}

// Whoever went off shift is nowhere any more.
void recorder::end_visits(const duty::unit_snapshot& units, const ring_set& rings) {
  const auto now = parts_.time.now();
  std::vector<unit_crossing> ended;
  std::vector<std::pair<unit_track*, ring_state>> states;
  for (const auto& [id, one] : tracks_) {
    if (one->watched.inside.empty()) continue;
    const auto number = units.units->find(id);
    if (number && units[*number].on_shift) continue;
    std::vector<crossing> out;
    states.emplace_back(one.get(), one->watched);
    end_shift(states.back().second, now.us, parts_.watch, out);
    add_all(ended, id, out);
  }
  if (states.empty()) return;
  parts_.db.write_and_wait(watcher, [&](store::transaction& work) { put_crossings(work, ended, rings); });
  for (auto& [one, state] : states) one->watched = std::move(state);
}

void recorder::mend_late_visits(const ring_set& rings) {
  if (!parts_.shifts) return;
  std::size_t mended = 0;
  for (const auto& [id, one] : tracks_) {
    if (!one->late_from_us) continue;
    if (++mended > most_mended) return;
    for (const auto& shift : parts_.shifts(id, {*one->late_from_us}, {*one->late_to_us + 1})) mend_shift(*one, shift, rings);
    one->late_from_us.reset();
    one->late_to_us.reset();
  }
}

// What the shift's crossings would be had every fix come in time; of a running shift the live state too.
void recorder::mend_shift(unit_track& one, const duty::shift_interval& shift, const ring_set& rings) {
  const auto now = parts_.time.now();
  const bool running = shift.ended > now;
  const auto to = running ? now + parts_.limits.most_ahead : shift.ended;
  fixes trail;
  parts_.db.read([&](store::connection& db) { trail = read_parts(db, one.unit_id, shift.began, to); });
  trail = merged(trail, unsealed(one.unit_id, shift.began, to));
  ring_state state;
  std::vector<crossing> fresh;
  for (const auto& next : trail) step(state, next, rings, parts_.watch, fresh);
  if (!running) end_shift(state, shift.ended.us, parts_.watch, fresh);
  parts_.db.write_and_wait(watcher, [&](store::transaction& work) { replace_crossings(work, one.unit_id, shift.began, to, fresh); });
  if (running) one.watched = std::move(state);
}

// After a start: what was entered and not left goes on. A first fix outside that waited for its second is forgotten.
void recorder::restore_visits() {
  if (parts_.rings == nullptr) return;
  const auto rings = parts_.rings->now();
  std::map<std::string, std::vector<stay>> open;
  parts_.db.read([&](store::connection& db) { open = open_stays(db, parts_.time.now() - stays_back); });
  const auto units = parts_.units.now();
  std::vector<unit_crossing> gone;
  for (std::uint32_t i = 0; i < units->size(); ++i) {
    const auto& id = (*units->units)[i].id;
    const auto& live = (*units)[i];
    const auto stays = open.find(id);
    if (stays == open.end() && !live.has_position) continue;
    auto& track = add_track(id);
    if (!track.newest && live.has_position) {
      track.newest = kept({.lon = live.position.lon, .lat = live.position.lat, .at = live.position_at}, live.position_at);
    }
    std::vector<crossing> out;
    track.watched = restored(stays == open.end() ? std::vector<stay>() : std::move(stays->second), track.newest, *rings, out);
    add_all(gone, id, out);
  }
  if (!gone.empty()) parts_.db.write_and_wait(watcher, [&](store::transaction& work) { put_crossings(work, gone, *rings); });
}

}  // namespace track
