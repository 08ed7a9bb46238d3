#include "town/road/live_closures.h"

#include <algorithm>
#include <limits>

#include "town/road/closure_rules.h"
#include "town/road/closure_store.h"

namespace road {
namespace {

constexpr base::instant never{std::numeric_limits<std::int64_t>::max()};

}  // namespace

live_closures::live_closures(store::database& store, const base::clock& time, std::shared_ptr<const graph> roads)
    : store_(store), time_(time), roads_(std::move(roads)) {}

std::shared_ptr<const closure_set> live_closures::now() {
  const auto at = time_.now();
  bool changed = false;
  std::shared_ptr<const closure_set> set;
  {
    const std::lock_guard lock(mutex_);
    if (at < valid_from_ || at >= valid_until_) changed = make_set(at);
    set = set_;
  }
  if (changed) tell();
  return set;
}

void live_closures::rebuild() {
  const auto at = time_.now();
  std::vector<closure> all;
  store_.read([&](store::connection& db) { all = load_closures(db, at); });
  std::vector<entry> entries;
  for (const auto& one : all) {
    entries.push_back({.from = one.from, .until = one.until.value_or(never), .arcs = roads_ ? arcs_of(*roads_, one) : std::vector<arc_id>{}});
  }
  bool changed = false;
  {
    const std::lock_guard lock(mutex_);
    entries_ = std::move(entries);
    changed = make_set(at);
  }
  if (changed) tell();
}

void live_closures::hear(std::span<const store::committed_event> events) {
  if (std::any_of(events.begin(), events.end(), [](const auto& one) { return one.what.topic == "closure"; })) rebuild();
}

bool live_closures::make_set(base::instant at) {
  std::vector<arc_id> arcs;
  valid_from_ = {std::numeric_limits<std::int64_t>::min()};
  valid_until_ = never;
  for (const auto& one : entries_) {
    for (const auto change : {one.from, one.until}) {
      if (change <= at) valid_from_ = std::max(valid_from_, change);
      if (change > at) valid_until_ = std::min(valid_until_, change);
    }
    if (one.from <= at && at < one.until) arcs.insert(arcs.end(), one.arcs.begin(), one.arcs.end());
  }
  std::sort(arcs.begin(), arcs.end());
  arcs.erase(std::unique(arcs.begin(), arcs.end()), arcs.end());
  if (arcs == set_->arcs) return false;
  const auto epoch = std::max(set_->shut->epoch() + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(at.us, 1)));
  auto set = std::make_shared<closure_set>();
  set->shut = std::make_shared<const closures>(*roads_, arcs, epoch);
  set->arcs = std::move(arcs);
  set_ = std::move(set);
  return true;
}

void live_closures::tell() {
  const std::lock_guard lock(telling_);
  std::shared_ptr<const closure_set> set;
  {
    const std::lock_guard inner(mutex_);
    set = set_;
  }
  for (const auto& one : listeners_) one(set->shut);
}

}  // namespace road
