#include "engines/track/unit_track.h"

#include <algorithm>
#include <array>

namespace track {
namespace {

constexpr auto earlier = [](const fix& one, std::int64_t at_us) { return one.at_us < at_us; };
constexpr auto later = [](std::int64_t at_us, const fix& one) { return at_us < one.at_us; };

auto first_from(const fixes& all, std::int64_t at_us) { return std::lower_bound(all.begin(), all.end(), at_us, earlier); }

bool has(const fixes& all, std::int64_t at_us) {
  if (all.empty() || at_us > all.back().at_us) return false;  // nearly always
  const auto found = first_from(all, at_us);
  return found != all.end() && found->at_us == at_us;
}

}  // namespace

bool unit_track::holds(std::int64_t at_us) const { return has(pending, at_us) || has(tail, at_us) || (sealing && has(*sealing, at_us)); }

std::optional<fix> unit_track::before(std::int64_t at_us) const {
  if (pending.empty() && newest && newest->at_us < at_us) return newest;  // nearly always
  std::optional<fix> found;
  const auto look = [&](const fixes& all) {
    const auto at = first_from(all, at_us);
    if (at != all.begin() && (!found || std::prev(at)->at_us > found->at_us)) found = *std::prev(at);
  };
  look(pending);
  look(tail);
  if (sealing) look(*sealing);
  if (newest && newest->at_us < at_us && (!found || newest->at_us > found->at_us)) found = newest;
  return found;
}

std::optional<fix> unit_track::after(std::int64_t at_us) const {
  std::optional<fix> found;
  const auto look = [&](const fixes& all) {
    if (all.empty() || all.back().at_us <= at_us) return;
    const auto at = std::upper_bound(all.begin(), all.end(), at_us, later);
    if (!found || at->at_us < found->at_us) found = *at;
  };
  look(pending);
  look(tail);
  if (sealing) look(*sealing);
  if (newest && newest->at_us > at_us && (!found || newest->at_us < found->at_us)) found = newest;
  return found;
}

void unit_track::stage(const fix& one) { insert_ordered(pending, one); }

void unit_track::commit() {
  if (pending.empty()) return;
  std::swap(watched, watched_pending);  // what is not used any more keeps its room for the next group
  if (!newest || pending.back().at_us > newest->at_us) newest = pending.back();
  if (tail.empty() || pending.front().at_us > tail.back().at_us) {
    tail.insert(tail.end(), pending.begin(), pending.end());
  } else {
    tail = merged(tail, pending);
  }
  pending.clear();
}

void insert_ordered(fixes& into, const fix& one) {
  if (into.empty() || into.back().at_us < one.at_us) {
    into.push_back(one);
  } else {
    into.insert(first_from(into, one.at_us), one);
  }
}

fixes merged(const fixes& a, const fixes& b) {
  fixes out;
  out.reserve(a.size() + b.size());
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (j->at_us < i->at_us) {
      out.push_back(*j++);
    } else {
      if (j->at_us == i->at_us) ++j;
      out.push_back(*i++);
    }
  }
  out.insert(out.end(), i, a.end());
  out.insert(out.end(), j, b.end());
  return out;
}

void put_in_order(fixes& all) {
  std::stable_sort(all.begin(), all.end(),
                   [](const fix& a, const fix& b) { return std::pair(a.at_us, a.received_us) < std::pair(b.at_us, b.received_us); });
  all.erase(std::unique(all.begin(), all.end(), [](const fix& a, const fix& b) { return a.at_us == b.at_us; }), all.end());
}

}  // namespace track
