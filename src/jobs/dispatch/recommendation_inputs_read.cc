// Inputs from their stored form: what recommendation_inputs.cc wrote.
#include <boost/json.hpp>

#include "foundation/base/problem.h"
#include "foundation/seal/hash.h"
#include "jobs/dispatch/cover_document.h"
#include "jobs/dispatch/recommendation_inputs.h"

namespace dispatch {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) { return {value.as_string().data(), value.as_string().size()}; }
std::int64_t integer_of(const json::value& value) { return value.to_number<std::int64_t>(); }
base::position position_of(const json::value& lon, const json::value& lat) {
  return road::to_position({.lon = lon.to_number<std::int32_t>(), .lat = lat.to_number<std::int32_t>()});
}

json::value parse(std::string_view text) { return json::parse(json::string_view(text.data(), text.size())); }

// A part's text, compared with the digest it is called by.
std::string get_part(const part_reader& parts, const json::value& sha256) {
  const auto name = text_of(sha256);
  auto text = parts(name);
  if (seal::to_hex(seal::sha256(text)) != name) throw std::runtime_error("part " + name + " was changed");
  return text;
}

incident_facts read_incident(const json::value& value) {
  incident_facts facts;
  facts.id = text_of(value.at("id"));
  facts.location = position_of(value.at("at").as_array().at(0), value.at("at").as_array().at(1));
  facts.area_path = text_of(value.at("areas"));
  facts.type = text_of(value.at("type"));
  facts.priority = integer_of(value.at("priority"));
  facts.units = value.at("units").to_number<std::uint32_t>();
  for (const auto& need : value.at("needs").as_array()) {
    const auto& texts = need.as_array();
    facts.needs.push_back({.code = text_of(texts.at(0)), .name = {.zh = text_of(texts.at(1)), .en = text_of(texts.at(2))}});
  }
  return facts;
}

rule_parameters read_rules(const json::value& value) {
  return {.responsible_margin_ms = integer_of(value.at("responsible_margin_ms")),
          .max_position_age_ms = integer_of(value.at("max_position_age_ms")),
          .cover_within_ms = integer_of(value.at("cover_within_ms")),
          .exact_for_all_ms = integer_of(value.at("exact_for_all_ms")),
          .at_station_m = integer_of(value.at("at_station_m")),
          .considered = value.at("considered").to_number<std::uint32_t>(),
          .list_all_up_to = value.at("list_all_up_to").to_number<std::uint32_t>()};
}

std::shared_ptr<const duty::fleet> read_fleet(const std::string& text) {
  const auto value = parse(text);
  std::vector<std::vector<std::string>> sets;
  for (const auto& set : value.at("capability_sets").as_array()) {
    auto& codes = sets.emplace_back();
    for (const auto& code : set.as_array()) codes.push_back(text_of(code));
  }
  std::vector<std::shared_ptr<const duty::unit>> units;
  for (const auto& item : value.at("units").as_array()) {
    const auto& cells = item.as_array();
    duty::unit unit;
    unit.id = text_of(cells.at(0));
    unit.name = text_of(cells.at(1));
    unit.kind = static_cast<duty::unit_kind>(integer_of(cells.at(2)));
    if (auto area = text_of(cells.at(3)); !area.empty()) unit.area_id = std::move(area);
    unit.capabilities = sets.at(cells.at(4).to_number<std::size_t>());
    unit.turnout_s = integer_of(cells.at(5));
    if (cells.size() > 6) unit.station_position = position_of(cells.at(6), cells.at(7));
    units.push_back(std::make_shared<const duty::unit>(std::move(unit)));
  }
  return std::make_shared<const duty::fleet>(std::move(units), 1);
}

std::shared_ptr<const duty::unit_chunk> read_chunk(const std::string& text) {
  auto chunk = std::make_shared<duty::unit_chunk>();
  const auto value = parse(text);
  const auto& items = value.as_array();
  if (items.size() != chunk->units.size()) throw std::runtime_error("a chunk of units is broken");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& cells = items[i].as_array();
    auto& unit = chunk->units[i];
    unit.on_shift = integer_of(cells.at(0)) != 0;
    unit.doing = static_cast<duty::task>(integer_of(cells.at(1)));
    unit.has_position = cells.size() > 2;
    if (!unit.has_position) continue;
    unit.position = position_of(cells.at(2), cells.at(3));
    unit.position_at = {integer_of(cells.at(4))};
    if (cells.size() == 5) continue;
    unit.place = road::snapped{.edge = cells.at(5).to_number<std::uint32_t>(),
                               .fraction = cells.at(6).to_number<std::uint32_t>(),
                               .node = cells.at(7).to_number<std::uint32_t>(),
                               .distance_m = 0,
                               .on_road = {},
                               .note = static_cast<road::snap_note>(integer_of(cells.at(8)))};
  }
  return chunk;
}

std::shared_ptr<const road::closure_set> read_closures(const std::string& text, const road::graph& roads) {
  const auto value = parse(text);
  auto set = std::make_shared<road::closure_set>();
  for (const auto& arc : value.at("arcs").as_array()) set->arcs.push_back(arc.to_number<road::arc_id>());
  set->shut = std::make_shared<const road::closures>(roads, set->arcs, value.at("epoch").to_number<std::uint64_t>());
  return set;
}

recommendation_inputs read_all(std::string_view document, const part_reader& parts, std::shared_ptr<const road::graph> roads) {
  const auto value = parse(document);
  const auto graph_id = text_of(value.at("graph"));
  if (!roads || roads->id() != graph_id) {
    throw base::problem(409, "graph_changed", "The roads have been imported anew since.", "It rests on road graph " + graph_id + ".",
                        "Only with that graph can it be computed again.");
  }
  recommendation_inputs inputs{.incident = read_incident(value.at("incident")),
                               .at = {integer_of(value.at("computed_at_us"))},
                               .rules = read_rules(value.at("rules")),
                               .units = {},
                               .closures = {},
                               .roads = roads};
  auto units = std::make_shared<duty::unit_snapshot>();
  units->units = read_fleet(get_part(parts, value.at("fleet")));
  for (const auto& sha256 : value.at("units").as_array()) units->chunks.push_back(read_chunk(get_part(parts, sha256)));
  if (units->chunks.size() * duty::units_per_chunk < units->size()) throw std::runtime_error("units are missing");
  inputs.units = std::move(units);
  inputs.closures = read_closures(get_part(parts, value.at("closures")), *roads);
  if (!value.at("cover").as_string().empty()) {
    inputs.cover = std::make_shared<const cover_data>(read_cover_document(get_part(parts, value.at("cover"))));
  }
  return inputs;
}

}  // namespace

recommendation_inputs read_inputs(std::string_view document, const part_reader& parts, std::shared_ptr<const road::graph> roads) {
  try {
    return read_all(document, parts, std::move(roads));
  } catch (const base::problem&) {
    throw;
  } catch (const std::exception& error) {
    throw base::problem(500, "inputs_broken", "The stored inputs cannot be read.", error.what());
  }
}

}  // namespace dispatch
