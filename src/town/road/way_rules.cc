#include "town/road/way_rules.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>

#include "town/road/way_values.h"

namespace road {
namespace {

// One kind of road: its value of `highway`, whether it is a slip road, and the usual speed of free traffic between
// junctions (km/h) where no limit is posted. The values are those of urban and rural speed surveys rounded to what a
// county sees by day: the Highway Capacity Manual's running speeds of urban streets (classes II–IV: 45–65, 35–55,
// 25–45 km/h) for primary to tertiary, 25–30 km/h in residential streets with parking on both sides.
struct road_kind {
  std::string_view highway;
  road_class kind;
  bool link;
  double car_kmh;  // 0: not for cars unless a sign says so
};

constexpr std::array<road_kind, 24> kinds = {{{"motorway", road_class::motorway, false, 100},
                                              {"motorway_link", road_class::motorway, true, 55},
                                              {"trunk", road_class::trunk, false, 80},
                                              {"trunk_link", road_class::trunk, true, 45},
                                              {"primary", road_class::primary, false, 58},
                                              {"primary_link", road_class::primary, true, 38},
                                              {"secondary", road_class::secondary, false, 50},
                                              {"secondary_link", road_class::secondary, true, 34},
                                              {"tertiary", road_class::tertiary, false, 42},
                                              {"tertiary_link", road_class::tertiary, true, 30},
                                              {"unclassified", road_class::unclassified, false, 34},
                                              {"residential", road_class::residential, false, 28},
                                              {"living_street", road_class::living_street, false, 12},
                                              {"service", road_class::service, false, 15},
                                              {"road", road_class::road, false, 25},
                                              {"track", road_class::track, false, 12},
                                              {"cycleway", road_class::cycleway, false, 0},
                                              {"pedestrian", road_class::pedestrian, false, 0},
                                              {"path", road_class::path, false, 0},
                                              {"bridleway", road_class::path, false, 0},
                                              {"footway", road_class::footway, false, 0},
                                              {"corridor", road_class::footway, false, 0},
                                              {"steps", road_class::steps, false, 0},
                                              {"crossing", road_class::footway, false, 0}}};

constexpr double ferry_kmh = 12;                // where no duration is stated
constexpr std::uint32_t boarding_ms = 300'000;  // half of a ten-minute headway
constexpr std::uint32_t gate_ms = 20'000;       // ring, wait, drive in
constexpr double limit_share = 0.85;            // of a posted limit is driven on average in free traffic
constexpr double above_kind = 1.3;              // a high limit does not make a narrow street faster than this
constexpr double two_wheel_cap_kmh = 80;
constexpr double walk_kmh = 5;

// How fast a poor surface can be driven at most (km/h).
std::optional<double> surface_cap_kmh(const osm_tags& tags) {
  struct cap {
    std::string_view value;
    double kmh;
  };
  constexpr std::array<cap, 20> surfaces = {
      {{"unpaved", 35},     {"compacted", 50}, {"gravel", 35}, {"fine_gravel", 35}, {"pebblestone", 30}, {"dirt", 20}, {"earth", 20},
       {"ground", 20},      {"grass", 12},     {"sand", 10},   {"mud", 8},          {"cobblestone", 30}, {"sett", 35}, {"unhewn_cobblestone", 20},
       {"grass_paver", 20}, {"woodchips", 12}, {"rock", 8},    {"metal", 30},       {"wood", 20},        {"clay", 25}}};
  constexpr std::array<cap, 5> smoothness = {{{"bad", 40}, {"very_bad", 20}, {"horrible", 10}, {"very_horrible", 5}, {"impassable", 0}}};
  std::optional<double> lowest;
  const auto look = [&](const auto& caps, std::string_view value) {
    for (const auto& one : caps) {
      if (one.value == value && (!lowest || one.kmh < *lowest)) lowest = one.kmh;
    }
  };
  look(surfaces, tags.find("surface"));
  look(smoothness, tags.find("smoothness"));
  return lowest;
}

double track_kmh(const osm_tags& tags) {
  const auto grade = tags.find("tracktype");
  if (grade == "grade1") return 28;
  if (grade == "grade2") return 20;
  if (grade == "grade3") return 14;
  if (grade == "grade4") return 9;
  if (grade == "grade5") return 6;
  return 12;
}

double service_kmh(const osm_tags& tags) {
  const auto service = tags.find("service");
  if (service == "driveway" || service == "parking_aisle" || service == "drive-through") return 10;
  return 15;
}

const road_kind* find_kind(const osm_tags& tags) {
  auto highway = tags.find("highway");
  highway = highway.substr(0, highway.find(';'));
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const road_kind& k) { return k.highway == highway; });
  return found == kinds.end() ? nullptr : &*found;
}

// The first readable value of the keys, the most special key first; with ":forward"/":backward" before the plain key.
access access_of(const osm_tags& tags, std::initializer_list<std::string_view> keys, std::string_view suffix) {
  for (const auto key : keys) {
    for (const bool with_suffix : {true, false}) {
      if (with_suffix && suffix.empty()) continue;
      const auto said = read_access(tags.find(with_suffix ? std::string(key) + std::string(suffix) : std::string(key)));
      if (said != access::unknown) return said;
    }
  }
  return access::unknown;
}

bool opened_for_emergencies(const osm_tags& tags) { return read_access(tags.find("emergency")) == access::yes; }

// Ways made for others: cars need a sign that names vehicles, two-wheelers one that names bicycles or vehicles.
access vehicle_access(const osm_tags& tags, const way_rules& rules, profile who, std::string_view suffix) {
  if (opened_for_emergencies(tags)) return access::yes;
  const bool car = who == profile::car;
  if (rules.kind >= road_class::cycleway && rules.kind <= road_class::steps) {
    if (rules.kind == road_class::steps) return access::no;
    if (car) {
      const auto said = access_of(tags, {"motorcar", "motor_vehicle", "vehicle"}, suffix);
      return said == access::unknown ? access::no : said;
    }
    if (read_access(tags.find("motorcycle")) == access::no || read_access(tags.find("moped")) == access::no) return access::no;
    const auto said = access_of(tags, {"motorcycle", "moped", "bicycle"}, suffix);
    if (said != access::unknown) return said;
    const auto general = access_of(tags, {"access"}, suffix);
    return rules.kind == road_class::cycleway                                     ? general
           : access_of(tags, {"motor_vehicle", "vehicle"}, suffix) == access::yes ? access::yes
                                                                                  : access::no;
  }
  return car ? access_of(tags, {"motorcar", "motor_vehicle", "vehicle", "access"}, suffix)
             : access_of(tags, {"motorcycle", "motor_vehicle", "vehicle", "access"}, suffix);
}

access foot_access(const osm_tags& tags, const way_rules& rules) {
  const auto said = access_of(tags, {"foot"}, {});
  if (said != access::unknown) return said;
  if (rules.kind == road_class::motorway || tags.is("motorroad", "yes")) return access::no;
  if (opened_for_emergencies(tags)) return access::yes;
  return access_of(tags, {"access"}, {});
}

direction oneway_of(const osm_tags& tags, const way_rules& rules, profile who) {
  if (who == profile::foot) {
    const auto said = read_oneway(tags.find("oneway:foot"));
    return said == direction::unknown ? direction::both : said;
  }
  const auto first_said = [&](std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
      const auto said = read_oneway(tags.find(key));
      if (said != direction::unknown) return said;
    }
    return direction::unknown;
  };
  auto said = direction::unknown;
  if (who == profile::car) {
    said = first_said({"oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"});
  } else if (rules.kind >= road_class::cycleway && rules.kind <= road_class::footway) {
    said = first_said({"oneway:motorcycle", "oneway:moped", "oneway:bicycle", "oneway"});
  } else {
    said = first_said({"oneway:motorcycle", "oneway:moped", "oneway:motor_vehicle", "oneway:vehicle", "oneway"});
  }
  if (said != direction::unknown) return said;
  const bool implied = rules.roundabout || (rules.kind == road_class::motorway && !rules.link);
  return implied ? direction::forward : direction::both;
}

std::uint32_t mm_s(double kmh) { return kmh <= 0 ? 0 : static_cast<std::uint32_t>(std::max<long>(1, std::lround(kmh * 1e6 / 3600))); }

// Speed of a vehicle in one direction (km/h); 0: the way is not passable for it.
double vehicle_kmh(const osm_tags& tags, const way_rules& rules, const road_kind* kind, std::string_view suffix, profile who) {
  if (rules.kind == road_class::ferry) return ferry_kmh;
  double kmh = kind->car_kmh;
  if (rules.kind == road_class::track) kmh = track_kmh(tags);
  if (rules.kind == road_class::service) kmh = service_kmh(tags);
  if (kmh == 0) kmh = rules.kind == road_class::cycleway ? 18 : rules.kind == road_class::pedestrian ? 8 : 10;
  auto limit = read_speed_kmh(tags.find("maxspeed" + std::string(suffix)));
  if (!limit) limit = read_speed_kmh(tags.find("maxspeed"));
  if (limit) kmh = std::min(*limit * limit_share, kmh * above_kind);
  if (const auto cap = surface_cap_kmh(tags)) kmh = std::min(kmh, *cap);
  if (who == profile::motorcycle) kmh = std::min(kmh, two_wheel_cap_kmh);
  return kmh;
}

void set_vehicle_use(const osm_tags& tags, way_rules& rules, const road_kind* kind, profile who) {
  if (tags.is("area", "yes")) return;  // a square's outline is not a lane
  auto& use = rules.use[index_of(who)];
  const auto oneway = oneway_of(tags, rules, who);
  for (const bool forward : {true, false}) {
    const std::string_view suffix = forward ? ":forward" : ":backward";
    if (oneway == direction::neither || oneway == (forward ? direction::backward : direction::forward)) continue;
    const auto said = vehicle_access(tags, rules, who, suffix);
    if (said == access::no) continue;
    (forward ? use.forward_mm_s : use.backward_mm_s) = mm_s(vehicle_kmh(tags, rules, kind, suffix, who));
    if (said == access::gated || said == access::destination) use.no_through = true;
    if (said == access::gated) use.entry_ms = gate_ms;
  }
}

void set_foot_use(const osm_tags& tags, way_rules& rules) {
  auto& use = rules.use[index_of(profile::foot)];
  const auto said = foot_access(tags, rules);
  const auto oneway = oneway_of(tags, rules, profile::foot);
  if (said == access::no || oneway == direction::neither) return;
  const double kmh = rules.kind == road_class::ferry ? ferry_kmh : rules.kind == road_class::steps ? walk_kmh / 2 : walk_kmh;
  if (oneway != direction::backward) use.forward_mm_s = mm_s(kmh);
  if (oneway != direction::forward) use.backward_mm_s = mm_s(kmh);
  use.no_through = said == access::gated || said == access::destination;
}

}  // namespace

way_rules rules_of_way(const osm_tags& tags) {
  way_rules rules;
  const auto* kind = find_kind(tags);
  if (kind != nullptr) {
    rules.kind = kind->kind;
    rules.link = kind->link;
  } else if (tags.is("route", "ferry")) {
    rules.kind = road_class::ferry;
    rules.ferry_duration_s = read_duration_s(tags.find("duration")).value_or(0);
  } else {
    return rules;
  }
  rules.roundabout = tags.is("junction", "roundabout") || tags.is("junction", "circular");
  set_vehicle_use(tags, rules, kind, profile::car);
  set_vehicle_use(tags, rules, kind, profile::motorcycle);
  set_foot_use(tags, rules);
  if (rules.kind == road_class::ferry) {
    for (auto& use : rules.use) use.entry_ms = boarding_ms;
  }
  return rules;
}

}  // namespace road
