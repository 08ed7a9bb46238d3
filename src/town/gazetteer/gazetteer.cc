#include "town/gazetteer/gazetteer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/geo/distance.h"

namespace gazetteer {
namespace {

constexpr std::size_t most_query_bytes = 200;

// Which kinds come first among equal fits: a caller means a road or a place more often than a crossing of it.
int kind_bonus(entry_kind kind) {
  constexpr std::array<int, 4> bonus{6, 0, 4, 2};  // road, crossing, place, address
  return bonus[static_cast<std::size_t>(kind)];
}

void keep_best(std::vector<match>& found, std::size_t limit) {
  std::stable_sort(found.begin(), found.end(), [](const match& a, const match& b) { return a.score > b.score; });
  if (found.size() > limit) found.resize(limit);
}

bool starts_with_number(std::string_view folded) { return !folded.empty() && folded.front() >= '0' && folded.front() <= '9'; }

// The query without a leading house number and the words "block of": what is left names the road.
std::string_view road_part(std::string_view folded) {
  while (starts_with_number(folded)) {
    const auto space = folded.find(' ');
    if (space == std::string_view::npos) return {};
    folded.remove_prefix(space + 1);
  }
  for (const std::string_view word : {"block of ", "block "}) {
    if (folded.starts_with(word)) folded.remove_prefix(word.size());
  }
  return folded;
}

}  // namespace

std::string_view name_of(entry_kind kind) {
  constexpr std::array<std::string_view, 4> names{"road", "crossing", "place", "address"};
  return names[static_cast<std::size_t>(kind)];
}

gazetteer::gazetteer(std::vector<entry> entries) : entries_(std::move(entries)) {
  folded_.reserve(entries_.size());
  for (const auto& one : entries_) {
    folded f{.name = fold_name(one.name), .more = {}, .left = {}, .right = {}};
    for (const auto other : base::split(one.other_names, '|')) {
      if (!other.empty()) f.more.push_back(fold_name(other));
    }
    const auto slash = one.name.find(" / ");
    if (one.kind == entry_kind::crossing && slash != std::string::npos) {
      f.left = fold_name(std::string_view(one.name).substr(0, slash));
      f.right = fold_name(std::string_view(one.name).substr(slash + 3));
    }
    folded_.push_back(std::move(f));
  }
}

std::vector<match> gazetteer::search(std::string_view query, std::size_t limit) const {
  query = base::trim(query.substr(0, most_query_bytes));
  std::vector<match> found;
  if (const auto parts = crossing_parts(query)) {
    found = search_crossings(parts->first, parts->second, false);
    if (found.empty()) found = search_crossings(parts->first, parts->second, true);
  }
  const std::string folded_query = fold_name(query);
  if (found.empty()) found = search_names(folded_query, false);
  if (found.empty() && starts_with_number(folded_query)) found = search_address(folded_query);
  if (found.empty()) found = search_names(folded_query, true);
  keep_best(found, limit);
  return found;
}

std::vector<match> gazetteer::search_names(const std::string& query, bool forgiving) const {
  std::vector<match> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].kind == entry_kind::crossing) continue;  // a crossing is asked for by both its roads
    const auto fit = forgiving ? forgiving_fit_of : fit_of;
    int best = fit(query, folded_[i].name);
    for (const auto& other : folded_[i].more) best = std::max(best, fit(query, other) - 5);
    if (best > 0) found.push_back({&entries_[i], best + (best < 1000 ? kind_bonus(entries_[i].kind) : 0), forgiving ? "spelled differently" : ""});
  }
  return found;
}

std::vector<match> gazetteer::search_crossings(const std::string& left, const std::string& right, bool forgiving) const {
  std::vector<match> found;
  const auto fit = forgiving ? forgiving_fit_of : fit_of;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].kind != entry_kind::crossing) continue;
    const auto& f = folded_[i];
    const int straight = std::min(fit(left, f.left), fit(right, f.right));
    const int swapped = std::min(fit(left, f.right), fit(right, f.left));
    const int best = std::max(straight, swapped);
    if (best > 0) found.push_back({&entries_[i], best, forgiving ? "spelled differently" : ""});
  }
  return found;
}

std::vector<match> gazetteer::search_address(const std::string& query) const {
  const auto road = road_part(query);
  if (road.empty()) return {};
  std::vector<match> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].kind != entry_kind::road) continue;
    const int fit = fit_of(road, folded_[i].name);
    if (fit > 0) found.push_back({&entries_[i], fit / 2, "house number not on the map: the road's middle"});
  }
  return found;
}

std::optional<near_entry> gazetteer::find_near(entry_kind kind, base::position where, double most_m) const {
  const geo::local_plane plane(where);
  std::optional<near_entry> best;
  for (const auto& one : entries_) {
    if (one.kind != kind || std::abs(one.where.lat - where.lat) * 110'000 > most_m) continue;
    const auto metres = plane.to_metres(one.where);
    const double distance = std::hypot(metres.x, metres.y);
    if (distance <= most_m && (!best || distance < best->distance_m)) best = near_entry{&one, distance};
  }
  return best;
}

}  // namespace gazetteer
