#include "app/unit_view.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "foundation/record/json_text.h"

namespace app {
namespace {

constexpr base::duration cells_every = base::seconds(1);
constexpr double columns = 32;  // of cells across the window

std::int64_t e5(double degrees) { return std::llround(degrees * 1e5); }

void add(std::string& list, std::initializer_list<std::int64_t> numbers) {
  list += list.empty() ? "[" : ",[";
  bool first = true;
  for (const auto one : numbers) {
    if (!first) list += ',';
    first = false;
    list += std::to_string(one);
  }
  list += ']';
}

void add_name(std::string& list, std::uint32_t number, const duty::unit& one) {
  list += (list.empty() ? "[" : ",[") + std::to_string(number) + ",";
  list += record::json_object::quoted(one.id);
  list += ',';
  list += record::json_object::quoted(one.name);
  list += ",\"";
  list += duty::name_of(one.kind);
  list += "\"]";
}

std::int64_t age_s(const duty::live_unit& one, base::instant at) { return std::max<std::int64_t>(0, (at - one.position_at).us / 1'000'000); }

std::int64_t heading_of(const duty::live_unit& one) { return one.heading_deg ? std::llround(*one.heading_deg) % 360 : -1; }

}  // namespace

void unit_view::learn_fleet(const duty::fleet& units) {
  if (fleet_serial_ == units.serial() && allowed_.size() == units.size()) return;
  fleet_serial_ = units.serial();
  allowed_.resize(units.size());
  said_.resize(units.size());
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    allowed_[i] = who_->may("unit.read", units[i].area_path);
    said_[i].named = false;  // its name may be another now
  }
  chunk_serials_.clear();  // whoever came or went by a right is looked at anew
}

bool unit_view::is_shown(const duty::live_unit& one, std::uint32_t number) const {
  return one.has_position && allowed_[number] && one.position.lon >= window_.view.west && one.position.lon <= window_.view.east &&
         one.position.lat >= window_.view.south && one.position.lat <= window_.view.north;
}

bool unit_view::describe(const duty::unit_snapshot& now, base::instant at, std::string& out) {
  if (said_any_ && now.epoch == epoch_) return false;
  learn_fleet(*now.units);
  std::size_t shown = 0;
  for (std::uint32_t i = 0; i < now.size(); ++i) shown += is_shown(now[i], i) ? 1U : 0U;
  // A little slack, so that a window at the limit does not change its form with every unit.
  const bool cells = shown > (in_cells_ ? window_.most_units * 9 / 10 : window_.most_units);
  const bool changed_form = cells != in_cells_;
  in_cells_ = cells;
  const bool full = !said_any_ || changed_form;
  if (full) {
    for (auto& one : said_) one.at_us = 0;
    chunk_serials_.clear();
    cells_at_ = {};
  }
  const std::size_t before = out.size();
  out += R"({"now":)" + std::to_string(at.us / 1'000) + (full ? R"(,"full":true)" : R"(,"full":false)");
  const bool any = cells ? write_cells(now, at, out) : write_units(now, at, out);
  out += '}';
  if (!any && !full) out.resize(before);
  if (!cells || any) epoch_ = now.epoch;
  said_any_ = true;
  return any || full;
}

bool unit_view::write_units(const duty::unit_snapshot& now, base::instant at, std::string& out) {
  std::string names, units, gone;
  chunk_serials_.resize(now.chunks.size(), 0);
  for (std::uint32_t c = 0; c < now.chunks.size(); ++c) {
    if (chunk_serials_[c] == now.chunks[c]->serial) continue;
    chunk_serials_[c] = now.chunks[c]->serial;
    const auto end = std::min<std::uint32_t>((c + 1) * duty::units_per_chunk, static_cast<std::uint32_t>(now.size()));
    for (std::uint32_t i = c * duty::units_per_chunk; i < end; ++i) {
      const auto& one = now[i];
      auto& said = said_[i];
      if (!is_shown(one, i)) {
        if (said.at_us != 0) {
          gone += (gone.empty() ? "" : ",") + std::to_string(i);
          said.at_us = 0;
        }
        continue;
      }
      const auto at_us = static_cast<std::uint64_t>(one.position_at.us);
      const auto state = static_cast<std::uint8_t>(one.state());
      if (said.at_us == at_us && said.state == state && said.named) continue;
      if (!said.named) add_name(names, i, (*now.units)[i]);
      said = {.at_us = at_us, .state = state, .named = true};
      add(units, {i, e5(one.position.lon), e5(one.position.lat), age_s(one, at), state, heading_of(one)});
    }
  }
  if (!names.empty()) out += R"(,"names":[)" + names + "]";
  out += R"(,"units":[)" + units + "]";
  if (!gone.empty()) out += R"(,"gone":[)" + gone + "]";
  return !units.empty() || !gone.empty();
}

bool unit_view::write_cells(const duty::unit_snapshot& now, base::instant at, std::string& out) {
  if (cells_at_.us != 0 && at < cells_at_ + cells_every) return false;
  cells_at_ = at;
  struct cell {
    double lon = 0, lat = 0;
    std::int64_t count = 0, available = 0;
  };
  std::map<std::pair<int, int>, cell> found;
  const double size = std::max(1e-5, (window_.view.east - window_.view.west) / columns);
  for (std::uint32_t i = 0; i < now.size(); ++i) {
    const auto& one = now[i];
    if (!is_shown(one, i)) continue;
    auto& where = found[{static_cast<int>(std::floor(one.position.lon / size)), static_cast<int>(std::floor(one.position.lat / size))}];
    where.lon += one.position.lon;
    where.lat += one.position.lat;
    ++where.count;
    where.available += one.state() == duty::unit_state::available ? 1 : 0;
  }
  std::string cells;
  for (const auto& [where, one] : found) {
    const auto count = static_cast<double>(one.count);
    add(cells, {e5(one.lon / count), e5(one.lat / count), one.count, one.available});
  }
  out += R"(,"units":[],"cells":[)" + cells + "]";
  return true;
}

}  // namespace app
