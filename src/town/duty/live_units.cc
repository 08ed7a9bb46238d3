#include "town/duty/live_units.h"

#include <algorithm>

#include "foundation/geo/distance.h"
#include "town/duty/unit_store.h"

namespace duty {
namespace {

constexpr double reach_of_roads_m = 250;  // a unit farther from every road is not on one
constexpr double same_place_m = 2;        // less than any receiver knows: no new place on the road for that

// Master data as stored. A position known live is newer than the stored one; off shift there is none.
void load_into(live_unit& live, const unit& one) {
  live.on_shift = one.on_shift;
  if (!one.on_shift) {
    live.has_position = false;
    live.position = {};
    live.position_at = {};
    live.speed_mps.reset();
    live.heading_deg.reset();
    live.place.reset();
  } else if (one.position && (!live.has_position || live.position_at < *one.position_at)) {
    live.has_position = true;
    live.position = *one.position;
    live.position_at = *one.position_at;
    live.speed_mps = one.speed_mps;
    live.heading_deg = one.heading_deg;
    live.place.reset();
  }
}

// Whether the unit's place on the road was found from here. Measured from there, so that many small steps add up.
bool stands(const live_unit& one, const base::position& at) { return one.place && geo::distance_m(one.placed_from, at) <= same_place_m; }

void put_on_road(live_unit& live, const std::optional<road::snapped>& place) {
  live.place = place;
  live.placed_from = live.position;
}

}  // namespace

// A snapshot in the making: copies what it changes, swaps the result in at the end.
class live_units::editor {
 public:
  explicit editor(live_units& of) : of_(of), lock_(of.editing_), next_(std::make_shared<unit_snapshot>(*of.now())) {}

  [[nodiscard]] const unit_snapshot& present() const { return *next_; }

  live_unit& change(std::uint32_t number) {
    const auto chunk = number / units_per_chunk;
    if (chunk >= open_.size()) open_.resize(chunk + 1);
    if (!open_[chunk]) {
      open_[chunk] = std::make_shared<unit_chunk>(*next_->chunks[chunk]);
      open_[chunk]->serial = ++of_.last_serial_;
      next_->chunks[chunk] = open_[chunk];
    }
    changed_ = true;
    return open_[chunk]->units[number % units_per_chunk];
  }

  // Replaces the master data of known units and appends new ones; returns their numbers in order.
  std::vector<std::uint32_t> put(std::span<const unit> units) {
    auto all = next_->units->all();
    std::unordered_map<std::string, std::uint32_t> added;
    std::vector<std::uint32_t> numbers;
    for (const auto& one : units) {
      auto number = next_->units->find(one.id);
      if (!number) {
        const auto [at, fresh] = added.try_emplace(one.id, static_cast<std::uint32_t>(all.size()));
        if (fresh) all.emplace_back();
        number = at->second;
      }
      all[*number] = std::make_shared<const unit>(one);
      numbers.push_back(*number);
    }
    next_->units = std::make_shared<const fleet>(std::move(all), ++of_.last_serial_);
    while (next_->chunks.size() * units_per_chunk < next_->size()) {
      auto chunk = std::make_shared<unit_chunk>();
      chunk->serial = ++of_.last_serial_;
      next_->chunks.push_back(std::move(chunk));
    }
    changed_ = true;
    return numbers;
  }

  void swap_in() {
    if (!changed_) return;
    ++next_->epoch;
    const std::lock_guard lock(of_.swap_);
    of_.now_ = next_;
  }

 private:
  live_units& of_;
  std::lock_guard<std::mutex> lock_;
  std::shared_ptr<unit_snapshot> next_;
  std::vector<std::shared_ptr<unit_chunk>> open_;
  bool changed_ = false;
};

live_units::live_units(store::database& store, std::shared_ptr<const road::graph> roads)
    : store_(store), roads_(std::move(roads)), now_(std::make_shared<const unit_snapshot>()), shut_(std::make_shared<const road::closures>()) {}

std::shared_ptr<const unit_snapshot> live_units::now() const {
  const std::lock_guard lock(swap_);
  return now_;
}

std::shared_ptr<const road::closures> live_units::closures() const {
  const std::lock_guard lock(swap_);
  return shut_;
}

std::optional<road::snapped> live_units::place_of(const base::position& at, unit_kind kind, const road::closures& shut) const {
  if (!roads_) return std::nullopt;
  return road::snap(*roads_, {.who = profile_of(kind), .role = road::snap_role::unit, .at = at, .max_m = reach_of_roads_m, .shut = &shut});
}

void live_units::rebuild() {
  std::vector<unit> units;
  store_.read([&](store::connection& db) { units = load_units(db); });
  const auto shut = closures();
  editor change(*this);
  const auto numbers = change.put(units);
  for (std::size_t i = 0; i < units.size(); ++i) {
    auto& live = change.change(numbers[i]);
    load_into(live, units[i]);
    if (live.has_position) put_on_road(live, place_of(live.position, units[i].kind, *shut));
  }
  change.swap_in();
}

void live_units::hear(std::span<const store::committed_event> events) {
  std::vector<std::string> changed;
  for (const auto& one : events) {
    if (one.what.topic == "unit") changed.push_back(one.what.subject_id);
  }
  if (changed.empty()) return;
  editor change(*this);
  reload(change, std::move(changed));  // all at once, since each new fleet is a copy
  change.swap_in();
}

void live_units::reload(editor& change, std::vector<std::string> unit_ids) {
  std::sort(unit_ids.begin(), unit_ids.end());
  unit_ids.erase(std::unique(unit_ids.begin(), unit_ids.end()), unit_ids.end());
  std::vector<unit> units;
  store_.read([&](store::connection& db) {
    for (const auto& id : unit_ids) {
      if (auto one = find_unit(db, id)) units.push_back(std::move(*one));
    }
  });
  const auto shut = closures();
  const auto numbers = change.put(units);
  for (std::size_t i = 0; i < units.size(); ++i) {
    auto& live = change.change(numbers[i]);
    load_into(live, units[i]);
    if (live.has_position) put_on_road(live, place_of(live.position, units[i].kind, *shut));
  }
}

void live_units::move(std::span<const unit_move> moves) {
  const auto present = now();
  std::vector<numbered_move> all;
  for (const auto& one : moves) {
    const auto number = present->units->find(one.unit_id);
    if (!number) continue;
    all.push_back({.number = *number, .position = one.position, .at = one.at, .speed_mps = one.speed_mps, .heading_deg = one.heading_deg});
  }
  move(all);
}

void live_units::move(std::span<const numbered_move> moves) {
  if (moves.empty()) return;
  struct placed {
    const numbered_move* what;
    bool stays;  // stands where its place on the road was found from
    std::optional<road::snapped> place;
  };
  const auto shut = closures();
  const auto present = now();
  std::vector<placed> all;  // on the road before anybody has to wait
  all.reserve(moves.size());
  for (const auto& one : moves) {
    if (one.number >= present->size()) continue;
    const bool stays = stands((*present)[one.number], one.position);
    const auto place = stays ? std::nullopt : place_of(one.position, (*present->units)[one.number].kind, *shut);
    all.push_back({.what = &one, .stays = stays, .place = place});
  }
  editor change(*this);
  const bool same_roads = closures()->epoch() == shut->epoch();
  for (auto& one : all) {
    const auto number = one.what->number;
    const auto& before = change.present()[number];
    if (!before.on_shift || (before.has_position && before.position_at >= one.what->at)) continue;
    auto& live = change.change(number);
    live.has_position = true;
    live.position = one.what->position;
    live.position_at = one.what->at;
    live.speed_mps = one.what->speed_mps;
    live.heading_deg = one.what->heading_deg;
    if (one.stays && stands(live, live.position)) continue;
    const bool found = same_roads && !one.stays;
    put_on_road(live, found ? one.place : place_of(live.position, (*change.present().units)[number].kind, *closures()));
  }
  change.swap_in();
}

void live_units::set_tasks(std::span<const unit_task> tasks) {
  editor change(*this);
  for (const auto& one : tasks) {
    const auto number = change.present().units->find(one.unit_id);
    if (!number) continue;
    const auto& before = change.present()[*number];
    if (before.doing == one.doing && before.incident_id == one.incident_id) continue;
    auto& live = change.change(*number);
    live.doing = one.doing;
    live.incident_id = one.doing == task::none ? "" : one.incident_id;
  }
  change.swap_in();
}

void live_units::set_closures(std::shared_ptr<const road::closures> shut) {
  {
    const std::lock_guard lock(swap_);
    shut_ = shut;
  }
  editor change(*this);
  for (std::uint32_t i = 0; i < change.present().size(); ++i) {
    const auto& before = change.present()[i];
    if (!before.has_position) continue;
    const bool aside = before.place && before.place->note == road::snap_note::closed;
    bool on_closed = false;
    if (before.place && roads_) {
      road::for_each_anchor(*roads_, *before.place, [&](road::edge_id edge, std::uint32_t) {
        on_closed = on_closed || shut->closed(2 * edge) || shut->closed(2 * edge + 1);
      });
    }
    if (!aside && !on_closed && before.place) continue;
    put_on_road(change.change(i), place_of(before.position, (*change.present().units)[i].kind, *shut));
  }
  change.swap_in();
}

}  // namespace duty
