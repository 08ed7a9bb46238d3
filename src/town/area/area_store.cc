#include "town/area/area_store.h"

#include <algorithm>
#include <unordered_map>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/geo/geojson.h"

namespace area {
namespace {

constexpr const char* columns =
    "id, code, level, name, name_en, parent_id, path, boundary, position_lon, position_lat, valid_from, valid_to, version";
constexpr std::size_t column_count = 13;
constexpr std::size_t rows_per_insert = 50;  // 650 parameters: one statement instead of fifty, well below both engines' limits

store::value boundary_value(const geo::multi_polygon& boundary) {
  if (boundary.polygons.empty()) return {};
  std::string text;
  geo::append_geometry(text, geo::to_geometry(boundary));
  return text;
}

geo::multi_polygon boundary_from(const std::string& text, const std::string& code) {
  const auto read = geo::read_geojson(text);
  if (read.features.size() == 1 && read.faults.empty()) return geo::area_of(read.features.front().place);
  throw base::problem(500, "bad_boundary", "A stored boundary cannot be read.", "Area " + code + ".", "Import that area's boundary again.");
}

void append_row(std::vector<store::value>& row, const area& one) {
  row.emplace_back(one.id);
  row.emplace_back(one.code);
  row.emplace_back(std::string(name_of(one.kind)));
  row.emplace_back(one.name);
  row.emplace_back(one.name_en);
  row.push_back(one.parent_id ? store::value(*one.parent_id) : store::value());
  row.emplace_back(one.path);
  row.push_back(boundary_value(one.boundary));
  row.push_back(one.position ? store::value(one.position->lon) : store::value());
  row.push_back(one.position ? store::value(one.position->lat) : store::value());
  row.emplace_back(one.valid_from.us);
  row.push_back(one.valid_to ? store::value(one.valid_to->us) : store::value());
  row.emplace_back(one.version + 1);
}

std::string insert_sql(std::size_t rows) {
  std::string sql = std::string("INSERT INTO areas (") + columns + ") VALUES ";
  for (std::size_t r = 0; r < rows; ++r) {
    sql += r == 0 ? "(" : ", (";
    for (std::size_t c = 0; c < column_count; ++c) sql += (c == 0 ? "$" : ", $") + std::to_string(r * column_count + c + 1);
    sql += ')';
  }
  return sql;
}

bool same(const area& a, const area& b) {
  return a.code == b.code && a.kind == b.kind && a.name == b.name && a.name_en == b.name_en && a.parent_id == b.parent_id && a.path == b.path &&
         a.boundary == b.boundary;
}

}  // namespace

std::vector<area> load_areas(store::connection& db) {
  const auto rows = db.query(std::string("SELECT ") + columns + " FROM areas WHERE valid_to IS NULL ORDER BY path");
  std::vector<area> all;
  all.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    area one;
    one.id = rows.text(i, 0);
    one.code = rows.text(i, 1);
    one.name = rows.text(i, 3);
    one.name_en = rows.text(i, 4);
    one.path = rows.text(i, 6);
    one.kind = level_from_name(rows.text(i, 2)).value_or(level::district);
    if (!rows.null(i, 5)) one.parent_id = rows.text(i, 5);
    if (!rows.null(i, 7)) one.boundary = boundary_from(rows.text(i, 7), one.code);
    if (!rows.null(i, 8)) one.position = base::position{.lon = rows.number(i, 8), .lat = rows.number(i, 9)};
    one.valid_from = {rows.integer(i, 10)};
    one.version = rows.integer(i, 12);
    all.push_back(std::move(one));
  }
  return all;
}

void insert_areas(store::connection& db, std::span<const area* const> areas) {
  const auto many = insert_sql(rows_per_insert);
  const auto single = insert_sql(1);
  std::vector<store::value> cells;
  cells.reserve(rows_per_insert * column_count);
  std::size_t i = 0;
  for (; i + rows_per_insert <= areas.size(); i += rows_per_insert) {
    cells.clear();
    for (const auto* one : areas.subspan(i, rows_per_insert)) append_row(cells, *one);
    db.execute(many, cells);
  }
  for (; i < areas.size(); ++i) {
    cells.clear();
    append_row(cells, *areas[i]);
    db.execute(single, cells);
  }
}

void update_area(store::connection& db, const area& one, const std::string& old_path) {
  std::vector<store::value> cells;
  append_row(cells, one);
  db.execute(
      "UPDATE areas SET code = $2, level = $3, name = $4, name_en = $5, parent_id = $6, path = $7, boundary = $8, position_lon = $9, position_lat = "
      "$10,"
      " valid_from = $11, valid_to = $12, version = $13 WHERE id = $1",
      cells);
  if (one.path == old_path) return;
  // It moved below another parent: everything under it moves along.
  const auto first_kept = static_cast<std::int64_t>(old_path.size()) + 1;
  const auto end = old_path.substr(0, old_path.size() - 1) + "0";  // '0' follows '/' in every byte-wise order
  db.execute("UPDATE areas SET path = $1 || substr(path, CAST($2 AS integer)) WHERE path > $3 AND path < $4", {one.path, first_kept, old_path, end});
  db.execute("UPDATE places SET area_path = $1 || substr(area_path, CAST($2 AS integer)) WHERE area_path >= $3 AND area_path < $4",
             {one.path, first_kept, old_path, end});
}

import_report store_list(store::transaction& work, area_list list) {
  import_report report{
      .folded = static_cast<std::int64_t>(list.folded), .faults = std::move(list.faults), .more_faults = static_cast<std::int64_t>(list.more_faults)};
  const auto stored = load_areas(work.db());
  auto plan = plan_areas(
      list.areas, stored, [&] { return work.new_id(); }, work.now());
  std::ranges::move(plan.faults, std::back_inserter(report.faults));
  std::unordered_map<std::string_view, const area*> known;
  for (const auto& one : stored) known.emplace(one.id, &one);
  std::vector<const area*> fresh;
  for (const auto& one : plan.areas) {
    const auto before = known.find(one.id);
    if (before == known.end()) {
      fresh.push_back(&one);
    } else if (same(one, *before->second)) {
      ++report.unchanged;
    } else {
      ++report.updated;
    }
  }
  // New ones first: a known area may move below a new one, never the other way round within one list.
  insert_areas(work.db(), fresh);
  for (const auto& one : plan.areas) {
    const auto before = known.find(one.id);
    if (before != known.end() && !same(one, *before->second)) update_area(work.db(), one, before->second->path);
  }
  report.created = static_cast<std::int64_t>(fresh.size());
  const auto counts = R"({"created":)" + std::to_string(report.created) + R"(,"updated":)" + std::to_string(report.updated) + R"(,"unchanged":)" +
                      std::to_string(report.unchanged) + R"(,"faults":)" +
                      std::to_string(report.faults.size() + static_cast<std::size_t>(report.more_faults)) + "}";
  work.journal({.action = "import_areas", .subject_kind = "area", .subject_id = "", .detail = counts});
  work.publish({.topic = "area", .subject_id = "", .area_path = "", .permission = "area.read", .payload = counts});
  return report;
}

}  // namespace area
