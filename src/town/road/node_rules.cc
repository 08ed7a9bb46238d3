#include <algorithm>
#include <initializer_list>

#include "town/road/way_rules.h"
#include "town/road/way_values.h"

namespace road {
namespace {

// What a barrier does to a profile that no access tag speaks about.
enum class effect : std::uint8_t { open, slow, shut };

struct barrier_kind {
  std::string_view value;
  std::array<effect, profile_count> on;  // car, motorcycle, foot
};

constexpr auto open = effect::open;
constexpr auto slow = effect::slow;
constexpr auto shut = effect::shut;

// Gates are taken as openable (a patrol has the key or is let in); bollards stop what has four wheels.
constexpr std::array<barrier_kind, 31> barriers = {{{"gate", {slow, slow, open}},
                                                    {"lift_gate", {slow, slow, open}},
                                                    {"swing_gate", {slow, slow, open}},
                                                    {"sliding_gate", {slow, slow, open}},
                                                    {"toll_booth", {slow, slow, open}},
                                                    {"border_control", {slow, slow, open}},
                                                    {"checkpoint", {slow, slow, open}},
                                                    {"sally_port", {open, open, open}},
                                                    {"entrance", {open, open, open}},
                                                    {"cattle_grid", {open, open, open}},
                                                    {"kerb", {open, open, open}},
                                                    {"height_restrictor", {open, open, open}},
                                                    {"rope", {slow, slow, open}},
                                                    {"bump_gate", {slow, slow, open}},
                                                    {"bollard", {shut, open, open}},
                                                    {"block", {shut, slow, open}},
                                                    {"chain", {shut, shut, open}},
                                                    {"cycle_barrier", {shut, slow, open}},
                                                    {"motorcycle_barrier", {shut, shut, open}},
                                                    {"planter", {shut, slow, open}},
                                                    {"jersey_barrier", {shut, slow, open}},
                                                    {"bus_trap", {shut, open, open}},
                                                    {"sump_buster", {shut, open, open}},
                                                    {"debris", {shut, slow, open}},
                                                    {"stile", {shut, shut, open}},
                                                    {"turnstile", {shut, shut, open}},
                                                    {"full-height_turnstile", {shut, shut, open}},
                                                    {"kissing_gate", {shut, shut, open}},
                                                    {"log", {shut, shut, open}},
                                                    {"wicket_gate", {shut, shut, open}},
                                                    {"yes", {shut, shut, open}}}};
constexpr std::array<std::string_view, 8> walls = {"wall", "fence", "hedge", "retaining_wall", "city_wall", "guard_rail", "ditch", "tank_trap"};

constexpr std::uint32_t gate_ms = 15'000;   // stop, open or be let through
constexpr std::uint32_t booth_ms = 10'000;  // the fast lane of a toll
constexpr std::uint32_t block_ms = 4'000;   // weave a two-wheeler through

// Signals: with half of a 60 s cycle red one in two is stopped and waits half the red phase: 0.5 · 15 s. A stop sign
// costs braking and starting again at 2 m/s² from 40 km/h (5.5 s) less the way covered meanwhile. A marked crossing
// stops about one in ten.
constexpr std::uint32_t signals_ms = 7'500;
constexpr std::uint32_t stop_ms = 4'000;
constexpr std::uint32_t give_way_ms = 1'500;
constexpr std::uint32_t crossing_ms = 500;
constexpr std::uint32_t level_crossing_ms = 4'000;
constexpr std::uint32_t mini_roundabout_ms = 1'500;

access first_access(const osm_tags& tags, std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) {
    const auto said = read_access(tags.find(key));
    if (said != access::unknown) return said;
  }
  return access::unknown;
}

access node_access(const osm_tags& tags, profile who) {
  if (read_access(tags.find("emergency")) == access::yes) return access::yes;
  if (who == profile::car) return first_access(tags, {"motorcar", "motor_vehicle", "vehicle", "access"});
  if (who == profile::motorcycle) return first_access(tags, {"motorcycle", "moped", "motor_vehicle", "vehicle", "access"});
  return first_access(tags, {"foot", "access"});
}

std::array<effect, profile_count> usual_effect(std::string_view barrier) {
  if (std::find(walls.begin(), walls.end(), barrier) != walls.end()) return {shut, shut, shut};
  const auto* const found = std::find_if(barriers.begin(), barriers.end(), [&](const barrier_kind& b) { return b.value == barrier; });
  return found == barriers.end() ? std::array<effect, profile_count>{open, open, open} : found->on;
}

void add_barrier(const osm_tags& tags, node_rules& rules) {
  const auto barrier = tags.find("barrier");
  const auto usual = usual_effect(barrier);
  const bool booth = barrier == "toll_booth" || barrier == "border_control" || barrier == "checkpoint";
  for (const auto who : all_profiles) {
    const auto i = index_of(who);
    const auto said = node_access(tags, who);
    const bool rising = barrier == "bollard" && (tags.is("bollard", "rising") || tags.is("bollard", "removable"));
    const bool said_open = said == access::yes || said == access::destination || rising;
    rules.blocked[i] = said == access::no || (usual[i] == shut && !said_open);
    if (rules.blocked[i] || usual[i] == open || who == profile::foot) continue;
    const auto lost = booth ? booth_ms : usual[i] == slow && who == profile::motorcycle && usual[0] == shut ? block_ms : gate_ms;
    rules.forward_ms[i] += lost;
    rules.backward_ms[i] += lost;
  }
}

// Adds a delay for vehicles in the direction the sign faces (both where it does not say).
void add_delay(node_rules& rules, std::uint32_t ms, std::string_view facing) {
  for (const auto who : {profile::car, profile::motorcycle}) {
    if (facing != "backward") rules.forward_ms[index_of(who)] += ms;
    if (facing != "forward") rules.backward_ms[index_of(who)] += ms;
  }
}

}  // namespace

node_rules rules_of_node(const osm_tags& tags) {
  node_rules rules;
  if (tags.empty()) return rules;
  if (!tags.find("barrier").empty()) add_barrier(tags, rules);
  const auto highway = tags.find("highway");
  auto facing = tags.find("direction");
  if (highway == "traffic_signals" || (highway == "crossing" && tags.is("crossing", "traffic_signals"))) {
    if (const auto own = tags.find("traffic_signals:direction"); !own.empty()) facing = own;
    rules.signals = true;
    add_delay(rules, signals_ms, facing);
  } else if (highway == "stop") {
    add_delay(rules, stop_ms, facing);
  } else if (highway == "give_way") {
    add_delay(rules, give_way_ms, facing);
  } else if (highway == "crossing") {
    add_delay(rules, crossing_ms, {});
  } else if (highway == "mini_roundabout") {
    add_delay(rules, mini_roundabout_ms, {});
  }
  const auto railway = tags.find("railway");
  if (railway == "level_crossing") add_delay(rules, level_crossing_ms, {});
  return rules;
}

}  // namespace road
