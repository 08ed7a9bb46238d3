#include "engines/matter/simulate_town.h"

#include <algorithm>

#include "engines/matter/clock_rules.h"

namespace matter {
namespace {

constexpr int holders_of_a_role = 3;

struct area_row {
  const char* id;
  area::level level;
  const char* name;
  const char* path;
};
constexpr area_row rows[] = {{"province", area::level::province, "省", "/province/"},
                             {"city", area::level::city, "市", "/province/city/"},
                             {"county", area::level::county, "县", "/province/city/county/"},
                             {"township", area::level::township, "镇", "/province/city/county/township/"},
                             {"east", area::level::village, "东村", "/province/city/county/township/east/"},
                             {"west", area::level::village, "西村", "/province/city/county/township/west/"},
                             {"east1", area::level::grid, "东村一格", "/province/city/county/township/east/east1/"},
                             {"west1", area::level::grid, "西村一格", "/province/city/county/township/west/west1/"}};

std::vector<area::area> all_areas() {
  std::vector<area::area> out;
  for (const auto& row : rows) {
    area::area next;
    next.id = next.code = row.id;
    next.kind = row.level;
    next.name = row.name;
    next.path = row.path;
    for (const auto& above : rows) {
      if (path_above(next.path, 1) == above.path && next.path != above.path) next.parent_id = above.id;
    }
    out.push_back(std::move(next));
  }
  return out;
}

}  // namespace

simulated_town::simulated_town(std::span<const choice_item> roles) : areas_(all_areas()) {
  for (const auto& role : roles) {
    for (const auto& row : rows) {
      auto& desk = people_[{role.code, row.path}];
      for (int i = 1; i <= holders_of_a_role; ++i) {
        operation::caller who;
        who.account_id = role.code + "-" + row.id + "-" + std::to_string(i);
        who.account_name = who.account_id;
        who.grants = {{permission_of(role.code), row.path}};
        desk.push_back(std::move(who));
      }
    }
  }
}

const area::area& simulated_town::somewhere(dice& from) const {
  const double drawn = from.share();
  return one_of_level(drawn < 0.7 ? area::level::grid : drawn < 0.9 ? area::level::village : area::level::township, from);
}

const area::area& simulated_town::one_of_level(area::level level, dice& from) const {
  std::vector<const area::area*> found;
  for (const auto& one : areas_.list_all()) {
    if (one.kind == level) found.push_back(&one);
  }
  return found.empty() ? areas_.get("township") : *from.one_of(found);
}

const std::vector<operation::caller>* simulated_town::at(std::string_view role, std::string_view path) const {
  const auto found = people_.find(desk(role, path));
  return found == people_.end() ? nullptr : &found->second;
}

const operation::caller* simulated_town::somebody(std::string_view role, std::string_view path, dice& from) const {
  constexpr double higher = 0.15;
  const auto* there = at(role, from.chance(higher) ? path_above(path, 1) : std::string(path));
  return there == nullptr ? nullptr : &from.one_of(*there);
}

std::vector<const operation::caller*> simulated_town::holders(std::string_view role, std::string_view path) const {
  std::vector<const operation::caller*> out;
  for (std::string here(path);; here = path_above(here, 1)) {
    if (const auto* there = at(role, here)) {
      for (const auto& one : *there) out.push_back(&one);
    }
    if (path_above(here, 1) == here) return out;
  }
}

const operation::caller& simulated_town::anybody(dice& from) const {
  auto one = people_.begin();
  std::advance(one, static_cast<std::ptrdiff_t>(from.below(people_.size())));
  return from.one_of(one->second);
}

}  // namespace matter
