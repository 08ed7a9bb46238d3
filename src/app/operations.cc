#include "app/operations.h"

#include <iterator>

#include "app/town.h"
#include "engines/matter/matter_api.h"
#include "engines/track/device_api.h"
#include "engines/track/position_api.h"
#include "engines/track/ring_api.h"
#include "engines/track/trail_api.h"
#include "insight/moment/moment_api.h"
#include "jobs/dispatch/recommendation_api.h"
#include "jobs/plan/plan_api.h"
#include "town/area/area_api.h"
#include "town/duty/force.h"
#include "town/duty/kit_item.h"
#include "town/duty/list_transfer.h"
#include "town/duty/member.h"
#include "town/duty/post.h"
#include "town/duty/presence_api.h"
#include "town/duty/roster.h"
#include "town/duty/shift_api.h"
#include "town/duty/shift_change.h"
#include "town/duty/shift_store.h"
#include "town/duty/unit_api.h"
#include "town/duty/walk_up.h"
#include "town/gazetteer/gazetteer_api.h"
#include "town/road/closure_api.h"
#include "town/road/road_api.h"
#include "town/road/snap.h"

namespace app {
namespace {

// What the gazetteer's operations ask of roads and areas.
gazetteer::surroundings surroundings_of(town& of) {
  gazetteer::surroundings out;
  out.road = [&of](base::position where) -> std::optional<gazetteer::road_near> {
    if (!of.roads) return std::nullopt;
    const auto found = road::snap(*of.roads, {.who = road::profile::car, .role = road::snap_role::incident, .at = where, .max_m = 250});
    if (!found) return std::nullopt;
    const auto names = of.roads->names(found->edge);
    return gazetteer::road_near{std::string(names.name.empty() ? names.ref : names.name), found->distance_m};
  };
  out.area = [&of](base::position where) -> std::optional<gazetteer::area_named> {
    const auto tree = of.areas.now();
    const auto* found = tree->find_at(where);
    if (found == nullptr) return std::nullopt;
    return gazetteer::area_named{found->id, found->name};
  };
  out.areas_called = [&of](std::string_view query) {
    std::vector<std::pair<gazetteer::area_named, base::position>> found;
    const auto tree = of.areas.now();
    const auto* one = tree->find_by_code(query);
    if (one != nullptr && one->position) found.emplace_back(gazetteer::area_named{one->id, one->name}, *one->position);
    return found;
  };
  return out;
}

std::optional<base::instant> newest_fix_at(const duty::live_units& units, const std::string& unit_id) {
  const auto now = units.now();
  const auto number = now->units->find(unit_id);
  if (!number || !(*now)[*number].has_position) return std::nullopt;
  return (*now)[*number].position_at;
}

// Trails know where units were.
moment::find_positions past_positions(const town& of) {
  return [reader = track::trail_reader(of.recorder)](store::connection& db, base::instant at, bool known_now) {
    std::vector<moment::position_then> found;
    for (const auto& one : reader.positions_at(db, at, !known_now)) {
      found.push_back({.unit_id = one.unit_id, .position = one.point.position, .at = one.point.at, .late = one.point.late});
    }
    return found;
  };
}

void append(std::vector<operation::definition>& to, std::vector<operation::definition> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Forces, members, posts, kit, shifts, establishment.
std::vector<operation::definition> duty_operations(town& of) {
  const duty::shift_services shifts{.live = of.units, .time = of.time, .utc_offset_min = of.where.utc_offset_min};
  auto all = duty::force_operations();
  append(all, duty::member_operations(of.master));
  append(all, duty::post_operations());
  append(all, duty::kit_item_operations());
  append(all, duty::shift_operations(shifts));
  append(all, duty::shift_change_operations(of.units));
  append(all, duty::roster_operations(shifts));
  append(all, duty::establishment_operations(of.establishment));
  append(all, duty::list_operations(
                  {.live = of.units, .areas = of.areas, .master = of.master, .time = of.time, .utc_offset_min = of.where.utc_offset_min}));
  append(all, duty::walk_up_operations(
                  {.live = of.units, .utc_offset_min = of.where.utc_offset_min, .meter = std::make_shared<duty::attempt_meter>(of.time)}, of.time));
  return all;
}

}  // namespace

std::vector<operation::definition> list_operations(town& of) {
  std::vector<operation::definition> all;
  append(all, accounts::operations(of.access));
  append(all, area::area_operations(of.areas));
  append(all, gazetteer::operations(of.names, surroundings_of(of)));
  append(all, duty::unit_operations({.live = of.units, .time = of.time}));
  append(all, track::position_operations({.take = of.recorder}));
  const auto serves = [&of](store::connection& db, const std::string& account_id, const std::string& unit_id) {
    return duty::serves_on_unit(db, account_id, unit_id, of.time.now());
  };
  const auto newest = [&of](const std::string& unit_id) { return newest_fix_at(of.units, unit_id); };
  append(all, track::ring_operations({.areas = of.areas, .time = of.time, .newest_fix_at = newest, .is_own = serves}));
  append(all, track::trail_operations({.reader = track::trail_reader(of.recorder), .is_own = serves}));
  append(all, track::device_operations(of.devices));
  append(all, duty_operations(of));
  append(all, duty::presence_operations());
  append(all, road::closure_operations({.roads = of.roads, .time = of.time}));
  append(all, road::road_operations(of.roads, of.closures));
  append(all, dispatch::incident_operations(of.desk));
  append(all, dispatch::recommendation_operations({.who_goes = of.recommender, .types = of.types, .time = of.time}));
  append(all, matter::matter_operations(of.matters));
  append(all, plan::plan_operations(of.command));
  append(all, plan::activation_operations(of.command));
  append(all, of.drills.operations());
  append(all, moment::moment_operations({.time = of.time, .positions = past_positions(of)}));
  return all;
}

}  // namespace app
