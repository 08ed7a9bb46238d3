#include "app/import_rows.h"

#include <fstream>
#include <iterator>
#include <map>
#include <span>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "town/area/area_import.h"
#include "town/area/area_store.h"
#include "town/area/live_areas.h"
#include "town/area/place.h"
#include "town/duty/unit_api.h"
#include "town/duty/unit_store.h"

namespace app {
namespace {

const store::actor importer{.account_id = "", .remote = "local", .request_id = "import"};

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw base::problem(400, "bad_place", "A file of the place cannot be read.", path, "Check the path and its permissions.");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A CSV file as rows by column name.
class table_file {
 public:
  explicit table_file(const std::string& path) : path_(path), text_(read_text(path)), rest_(text_) {
    const auto header = base::take_csv_row(rest_);
    for (std::size_t i = 0; header && i < header->size(); ++i) columns_[(*header)[i]] = i;
  }
  bool next() {
    auto row = base::take_csv_row(rest_);
    ++line_;
    if (row) cells_ = std::move(*row);
    return row.has_value();
  }
  [[nodiscard]] std::string text(const std::string& column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() || found->second >= cells_.size() ? std::string() : cells_[found->second];
  }
  [[nodiscard]] double number(const std::string& column) const {
    const auto value = base::parse_double(base::trim(text(column)));
    if (!value) throw wrong(column, "is no number");
    return *value;
  }
  [[nodiscard]] base::problem wrong(const std::string& column, const std::string& what) const {
    return {400, "bad_place", "A file of the place is wrong.", path_ + ":" + std::to_string(line_ + 1) + ": " + column + " " + what,
            "Mend the file."};
  }

 private:
  std::string path_, text_;
  std::string_view rest_;
  std::map<std::string, std::size_t> columns_;
  std::vector<std::string> cells_;
  std::size_t line_ = 0;
};

// The root and the areas between it and the file's own, which have no boundary of their own.
std::vector<area::area_draft> upper_areas(const place& where) {
  std::vector<area::area_draft> out;
  const auto add = [&](const std::string& code, const both_languages& name, const std::string& parent) {
    out.push_back({.code = code, .kind = area::level::district, .name = name.zh, .name_en = name.en, .parent_code = parent, .boundary = {}});
  };
  add(where.area.root_code, where.area.root_name, "");
  for (const auto& [code, name] : where.area.parents) add(code, name, where.area.root_code);
  return out;
}

area::area_list areas_of(const place& where) {
  area::boundary_import how;
  const bool bilingual = !where.area.name_zh_property.empty();
  how.name_property = bilingual ? where.area.name_zh_property : where.area.name_property;
  how.name_en_property = bilingual ? where.area.name_property : "";
  how.code_property = where.area.code_property;
  how.kind = area::level_from_name(where.area.level).value_or(area::level::district);
  how.parent_property = where.area.parent_property;
  if (where.area.parent_property.empty()) how.parent_code = where.area.root_code;
  area::area_list list = area::read_boundaries(read_text(where.areas), how, where.areas);
  auto upper = upper_areas(where);
  list.areas.insert(list.areas.begin(), std::make_move_iterator(upper.begin()), std::make_move_iterator(upper.end()));
  return list;
}

// Station id of the file → id of the stored place.
std::map<std::string, std::string> import_stations(const place& where, store::database& db, const area::area_tree& areas) {
  std::map<std::string, std::string> ids;
  if (where.stations.empty()) return ids;
  table_file file(where.stations);
  while (file.next()) {
    area::place_draft draft{
        .kind = file.text("kind"), .name = file.text("name_zh"), .name_en = file.text("name"), .position = {file.number("lon"), file.number("lat")}};
    draft.source = where.name + ":stations";
    draft.source_id = file.text("id");
    draft.invented = file.text("source") == "invented";
    db.write_and_wait(importer, [&](store::transaction& work) { ids[*draft.source_id] = area::put_place(work, draft, areas).what.id; });
  }
  return ids;
}

std::int64_t import_cameras(const place& where, store::database& db, const area::area_tree& areas) {
  if (where.cameras.empty()) return 0;
  std::vector<area::place_draft> drafts;
  table_file file(where.cameras);
  while (file.next()) {
    const auto lon = base::parse_double(file.text("Longitude"));
    const auto lat = base::parse_double(file.text("Latitude"));
    if (!lon || !lat || !where.holds({*lon, *lat})) continue;
    drafts.push_back({.kind = "camera",
                      .name = file.text("CameraName"),
                      .name_en = file.text("CameraName"),
                      .position = {*lon, *lat},
                      .source = where.name + ":cameras",
                      .source_id = file.text("ID"),
                      .invented = false});
  }
  db.write_and_wait(importer, [&](store::transaction& work) {
    for (const auto& draft : drafts) area::put_place(work, draft, areas);
  });
  return static_cast<std::int64_t>(drafts.size());
}

duty::unit unit_of(const table_file& file, const std::map<std::string, std::string>& stations, const area::area_tree& areas) {
  duty::unit one;
  one.id = file.text("id");
  one.name = file.text("name_zh");
  const auto kind = file.text("kind");
  one.kind = kind == "foot" ? duty::unit_kind::foot : kind == "motorcycle" ? duty::unit_kind::motorcycle : duty::unit_kind::car;
  one.force = file.text("force");
  const auto station = stations.find(file.text("station"));
  if (station == stations.end()) throw file.wrong("station", "is no station of this place");
  one.station_id = station->second;
  const auto* responsible = areas.find_by_code(file.text("area"));
  if (responsible == nullptr) throw file.wrong("area", "is no area of this place");
  one.area_id = responsible->id;
  const auto capabilities = file.text("capabilities");
  for (const auto code : base::split(capabilities, ';')) one.capabilities.emplace_back(code);
  one.turnout_s = static_cast<std::int64_t>(file.number("turnout_s"));
  one.on_shift = true;
  one.invented = true;
  return one;
}

std::int64_t import_units(const place& where, store::database& db, const std::map<std::string, std::string>& stations, const area::area_tree& areas) {
  if (where.units.empty()) return 0;
  std::vector<duty::unit> all;  // the whole file is read before anything is written
  table_file file(where.units);
  while (file.next()) all.push_back(unit_of(file, stations, areas));
  constexpr std::size_t units_per_commit = 200;
  for (std::size_t at = 0; at < all.size(); at += units_per_commit) {
    const auto some = std::span(all).subspan(at, std::min(units_per_commit, all.size() - at));
    db.write_and_wait(importer, [&](store::transaction& work) {
      for (const auto& one : some) {
        if (!duty::find_unit(work.db(), one.id)) duty::add_unit(work, one);
      }
    });
  }
  return static_cast<std::int64_t>(all.size());
}

}  // namespace

std::string import_rows(const place& where, const store::options& database) {
  const base::system_clock time;
  const auto db = store::open(database, time);
  area::live_areas areas(*db);
  if (!where.areas.empty()) {
    const auto list = areas_of(where);
    db->write_and_wait(importer, [&](store::transaction& work) { area::store_list(work, list); });
  }
  const auto tree = areas.now();
  const auto stations = import_stations(where, *db, *tree);
  const auto cameras = import_cameras(where, *db, *tree);
  const auto units = import_units(where, *db, stations, *tree);
  db->sign_head();
  return std::to_string(tree->list_all().size()) + " areas, " + std::to_string(stations.size()) + " stations, " + std::to_string(cameras) +
         " cameras, " + std::to_string(units) + " units";
}

}  // namespace app
