#include "jobs/dispatch/recommendation_inputs.h"

#include "foundation/base/text.h"
#include "foundation/seal/hash.h"
#include "jobs/dispatch/cover_document.h"

namespace dispatch {
namespace {

constexpr int format_version = 1;

void add(std::string& out, std::int64_t number) { out += std::to_string(number); }
void add_after_comma(std::string& out, std::int64_t number) {
  out += ',';
  add(out, number);
}
void add_text(std::string& out, std::string_view name, std::string_view text) {
  out += name;
  base::append_json_string(out, text);
}

void add_point(std::string& out, const base::position& where) {
  const auto point = road::to_point(where);
  add_after_comma(out, point.lon);
  add_after_comma(out, point.lat);
}

// [id, name, kind, area, capability set, turn-out in s, station's lon and lat in 1e-7 degrees if it has one]
std::string fleet_text(const duty::fleet& fleet) {
  std::string out = R"({"capability_sets":[)";
  for (const auto& set : fleet.capability_sets()) {
    out += out.back() == '[' ? "[" : ",[";
    for (const auto& code : set) {
      if (out.back() != '[') out += ',';
      base::append_json_string(out, code);
    }
    out += ']';
  }
  out += R"(],"units":[)";
  for (std::uint32_t i = 0; i < fleet.size(); ++i) {
    const auto& unit = fleet[i];
    add_text(out, i == 0 ? "[" : ",\n[", unit.id);
    add_text(out, ",", unit.name);
    add_after_comma(out, static_cast<std::int64_t>(unit.kind));
    add_text(out, ",", unit.area_id.value_or(""));
    add_after_comma(out, fleet.capability_set_of(i));
    add_after_comma(out, unit.turnout_s);
    if (unit.station_position) add_point(out, *unit.station_position);
    out += ']';
  }
  return out + "]}";
}

// [on shift, task], then with a position [… lon, lat, at in µs], then on a road [… edge, fraction, node, note]
std::string chunk_text(const duty::unit_chunk& chunk) {
  std::string out = "[";
  for (const auto& unit : chunk.units) {
    out += out.size() == 1 ? "[" : ",\n[";
    add(out, unit.on_shift ? 1 : 0);
    add_after_comma(out, static_cast<std::int64_t>(unit.doing));
    if (unit.has_position) {
      add_point(out, unit.position);
      add_after_comma(out, unit.position_at.us);
    }
    if (unit.has_position && unit.place) {
      add_after_comma(out, unit.place->edge);
      add_after_comma(out, unit.place->fraction);
      add_after_comma(out, unit.place->node);
      add_after_comma(out, static_cast<std::int64_t>(unit.place->note));
    }
    out += ']';
  }
  return out + "]";
}

std::string closures_text(const road::closure_set& set) {
  std::string out = R"({"epoch":)";
  add(out, static_cast<std::int64_t>(set.shut->epoch()));
  out += R"(,"arcs":[)";
  for (const auto arc : set.arcs) {
    if (out.back() != '[') out += ',';
    add(out, arc);
  }
  return out + "]}";
}

std::shared_ptr<const input_part> part_of(std::string_view kind, std::string text) {
  auto sha256 = seal::to_hex(seal::sha256(text));
  return std::make_shared<const input_part>(input_part{.sha256 = std::move(sha256), .kind = kind, .text = std::move(text)});
}

void write_incident(std::string& out, const incident_facts& incident) {
  add_text(out, R"({"id":)", incident.id);
  out += R"(,"at":[)";
  const auto point = road::to_point(incident.location);
  add(out, point.lon);
  add_after_comma(out, point.lat);
  add_text(out, R"(],"areas":)", incident.area_path);
  add_text(out, R"(,"type":)", incident.type);
  out += R"(,"priority":)";
  add(out, incident.priority);
  out += R"(,"units":)";
  add(out, incident.units);
  out += R"(,"needs":[)";
  for (const auto& need : incident.needs) {
    add_text(out, out.back() == '[' ? "[" : ",[", need.code);
    add_text(out, ",", need.name.zh);
    add_text(out, ",", need.name.en);
    out += ']';
  }
  out += "]}";
}

void write_rules(std::string& out, const rule_parameters& rules) {
  add_text(out, R"({"name":)", rule_name(rules));
  out += R"(,"responsible_margin_ms":)";
  add(out, rules.responsible_margin_ms);
  out += R"(,"max_position_age_ms":)";
  add(out, rules.max_position_age_ms);
  out += R"(,"cover_within_ms":)";
  add(out, rules.cover_within_ms);
  out += R"(,"exact_for_all_ms":)";
  add(out, rules.exact_for_all_ms);
  out += R"(,"at_station_m":)";
  add(out, rules.at_station_m);
  out += R"(,"considered":)";
  add(out, rules.considered);
  out += R"(,"list_all_up_to":)";
  add(out, rules.list_all_up_to);
  out += '}';
}

}  // namespace

cover_data::cover_data(cover_model what)
    : model(std::move(what)), locator(model), document(cover_document(model)), sha256(seal::to_hex(seal::sha256(document))) {}

std::string rule_name(const rule_parameters& rules) {
  return "responsible_first_within_" + std::to_string(rules.responsible_margin_ms / 1'000) + "_s";
}

written_inputs input_writer::write(const recommendation_inputs& inputs) {
  written_inputs written;
  const std::lock_guard lock(mutex_);
  const auto keep = [&](kept& slot, std::uint64_t serial, std::string_view kind, const auto& text) {
    if (!slot.part || slot.serial != serial) slot = {.serial = serial, .part = part_of(kind, text())};
    written.parts.push_back(slot.part);
  };
  const auto& units = *inputs.units;
  keep(fleet_, units.units->serial(), "fleet", [&] { return fleet_text(*units.units); });
  keep(closures_, inputs.closures->shut->epoch(), "closures", [&] { return closures_text(*inputs.closures); });
  chunks_.resize(units.chunks.size());
  for (std::size_t i = 0; i < units.chunks.size(); ++i) {
    keep(chunks_[i], units.chunks[i]->serial, "units", [&] { return chunk_text(*units.chunks[i]); });
  }
  if (inputs.cover && (!cover_ || cover_->sha256 != inputs.cover->sha256)) {
    cover_ = std::make_shared<const input_part>(input_part{.sha256 = inputs.cover->sha256, .kind = "cover", .text = inputs.cover->document});
  }

  auto& out = written.document;
  out = R"({"format":)" + std::to_string(format_version) + R"(,"incident":)";
  write_incident(out, inputs.incident);
  out += R"(,"computed_at_us":)";
  add(out, inputs.at.us);
  out += R"(,"rules":)";
  write_rules(out, inputs.rules);
  add_text(out, R"(,"graph":)", inputs.roads ? inputs.roads->id() : "");
  add_text(out, R"(,"fleet":)", written.parts[0]->sha256);
  add_text(out, R"(,"closures":)", written.parts[1]->sha256);
  add_text(out, R"(,"cover":)", inputs.cover ? inputs.cover->sha256 : "");
  out += R"(,"units":[)";
  for (std::size_t i = 2; i < written.parts.size(); ++i) add_text(out, i == 2 ? "" : ",", written.parts[i]->sha256);
  out += "]}";
  if (inputs.cover) written.parts.push_back(cover_);
  written.sha256 = seal::to_hex(seal::sha256(out));
  return written;
}

}  // namespace dispatch
