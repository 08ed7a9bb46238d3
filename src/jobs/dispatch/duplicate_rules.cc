#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "foundation/geo/distance.h"
#include "jobs/dispatch/duplicate.h"

namespace dispatch {

const record::table& record_of(const duplicate*) {
  using d = duplicate;
  static constexpr record::field fields[] = {
      record::field_of<&d::what>({.name = "incident", .summary = "the open incident", .read_only = true}),
      record::field_of<&d::distance_m>({.name = "distance_m", .summary = "straight line, metres", .read_only = true}),
      record::field_of<&d::age_s>({.name = "age_s", .summary = "reported so many seconds before", .read_only = true}),
      record::field_of<&d::same_type>({.name = "same_type", .summary = "the very same type", .read_only = true}),
      record::field_of<&d::score>({.name = "score", .summary = "0 … 1, for the order only", .read_only = true, .minimum = 0, .maximum = 1}),
      record::field_of<&d::reason>({.name = "reason", .summary = "why it is suggested", .read_only = true}),
  };
  static const record::table table{.name = "Duplicate", .summary = "An open incident that may be the same matter.", .fields = fields};
  return table;
}

namespace {

constexpr double least_score = 0.2;

double weight(kinship kin, bool type_known) {
  if (!type_known) return 0.8;
  switch (kin) {
    case kinship::same: return 1.0;
    case kinship::related: return 0.8;
    case kinship::none: return 0.4;
  }
  return 0.4;
}

words explain_duplicate(const duplicate& d, kinship kin, bool type_known) {
  const auto minutes = std::to_string(std::abs(d.age_s) / 60);
  const auto metres = std::to_string(d.distance_m);
  const bool before = d.age_s >= 0;
  words text{.zh = "相距 " + metres + " 米，" + (before ? "早 " : "晚 ") + minutes + " 分钟",
             .en = metres + " m away, " + minutes + (before ? " min earlier" : " min later")};
  if (!type_known) return text;
  switch (kin) {
    case kinship::same:
      text.zh += "，类别相同";
      text.en += ", same type";
      break;
    case kinship::related:
      text.zh += "，类别相近";
      text.en += ", related type";
      break;
    case kinship::none:
      text.zh += "，类别不同";
      text.en += ", other type";
      break;
  }
  return text;
}

}  // namespace

std::vector<duplicate> find_duplicates(const duplicate_query& call, std::span<const incident> candidates, const incident_catalogue& types,
                                       std::size_t most) {
  std::vector<duplicate> found;
  const bool type_known = types.find(call.type) != nullptr;
  for (const auto& one : candidates) {
    if (!is_open(one.state)) continue;
    const double distance = geo::distance_m(call.location, one.location);
    const auto age = call.at - one.reported_at;
    const auto apart_us = std::abs(age.us);
    if (distance > duplicate_distance_m || apart_us > duplicate_age.us) continue;
    const auto kin = types.kinship_of(call.type, one.type);
    const double nearness = 1 - distance / duplicate_distance_m;
    const double recency = 1 - static_cast<double>(apart_us) / static_cast<double>(duplicate_age.us);
    const double score = weight(kin, type_known) * (0.6 * nearness + 0.4 * recency);
    if (score < least_score) continue;
    duplicate d{.what = one,
                .distance_m = std::llround(distance),
                .age_s = age.us / 1'000'000,
                .same_type = kin == kinship::same,
                .score = std::round(score * 1000) / 1000,
                .reason = {}};
    d.reason = explain_duplicate(d, kin, type_known);
    found.push_back(std::move(d));
  }
  std::ranges::sort(found, [](const duplicate& a, const duplicate& b) { return a.score != b.score ? a.score > b.score : a.what.id < b.what.id; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace dispatch
