#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "jobs/dispatch/recommendation_evaluate.h"
#include "maps/street_map.h"

// A town of characters with units on its streets: the inputs of a recommendation without a database.
namespace test {

constexpr base::instant noon{1'800'000'000'000'000};

struct town_unit {
  std::string name;
  base::position at;
  duty::unit_kind kind = duty::unit_kind::car;
  duty::task doing = duty::task::none;
  std::vector<std::string> can = {"patrol"};
  std::string area = {};
  std::int64_t turnout_s = 0;
  std::int64_t age_s = 10;
  bool on_shift = true;
  bool located = true;
};

class unit_town {
 public:
  explicit unit_town(std::string_view drawing) : map(drawing), roads(map.graph()) {}

  void close(const std::vector<road::arc_id>& arcs) {
    auto set = std::make_shared<road::closure_set>();
    set->arcs = arcs;
    set->shut = std::make_shared<const road::closures>(*roads, arcs, ++epoch_);
    closures = set;
  }

  dispatch::recommendation_inputs inputs(base::position where, std::vector<std::string> needs = {"patrol"}, std::uint32_t count = 1) {
    dispatch::recommendation_inputs all{.incident = {}, .at = noon, .units = snapshot(), .closures = closures, .roads = roads, .cover = cover};
    all.incident = {.id = "incident-1", .location = where, .area_path = "/county/town/village/", .type = "fight", .priority = 2, .units = count};
    for (auto& need : needs) all.incident.needs.push_back({.code = need, .name = {.zh = need, .en = need}});
    return all;
  }

  std::shared_ptr<const duty::unit_snapshot> snapshot() {
    auto made = std::make_shared<duty::unit_snapshot>();
    std::vector<std::shared_ptr<const duty::unit>> fleet;
    std::shared_ptr<duty::unit_chunk> chunk;
    for (const auto& one : units) {
      if (fleet.size() % duty::units_per_chunk == 0) {
        chunk = std::make_shared<duty::unit_chunk>();
        chunk->serial = ++serial_;
        made->chunks.push_back(chunk);
      }
      chunk->units[fleet.size() % duty::units_per_chunk] = live(one);
      duty::unit unit;
      unit.id = "id-" + one.name;
      unit.name = one.name;
      unit.kind = one.kind;
      unit.capabilities = one.can;
      unit.turnout_s = one.turnout_s;
      if (!one.area.empty()) unit.area_id = one.area;
      fleet.push_back(std::make_shared<const duty::unit>(unit));
    }
    made->units = std::make_shared<const duty::fleet>(std::move(fleet), ++serial_);
    return made;
  }

  dispatch::recommendation recommend(base::position where, std::vector<std::string> needs = {"patrol"}, std::uint32_t count = 1) {
    dispatch::search_memory memory;
    return dispatch::evaluate(inputs(where, std::move(needs), count), memory);
  }

  street_map map;
  std::shared_ptr<const road::graph> roads;
  std::vector<town_unit> units;
  std::shared_ptr<const road::closure_set> closures = std::make_shared<const road::closure_set>();
  std::shared_ptr<const dispatch::cover_data> cover;

 private:
  duty::live_unit live(const town_unit& one) const {
    duty::live_unit unit{.on_shift = one.on_shift, .doing = one.doing, .has_position = one.located};
    if (!one.located) return unit;
    unit.position = road::to_position(road::to_point(one.at));
    unit.position_at = noon - base::seconds(one.age_s);
    unit.place = road::snap(*roads, {.who = duty::profile_of(one.kind), .at = unit.position, .shut = closures->shut.get()});
    return unit;
  }

  std::uint64_t epoch_ = 0;
  std::uint64_t serial_ = 0;
};

// "A chosen 1.4, B slower, C busy": verdicts with the minutes that are known.
inline std::string verdicts(const dispatch::recommendation& r) {
  std::string text;
  for (const auto& one : r.candidates) {
    text += (text.empty() ? "" : ", ") + one.unit_name + " " + std::string(dispatch::name_of(one.judged));
  }
  return text;
}

inline const dispatch::candidate_view& candidate_of(const dispatch::recommendation& r, const std::string& name) {
  for (const auto& one : r.candidates) {
    if (one.unit_name == name) return one;
  }
  throw std::logic_error("no candidate " + name);
}

}  // namespace test
