#include "engines/track/device_store.h"

namespace track {
namespace {

std::string device_query() {
  return "SELECT " + record::column_list(record_of(static_cast<const device*>(nullptr)), "d.") +
         ", d.key_sha256, u.name, a.path FROM devices d JOIN units u ON u.id = d.unit_id LEFT JOIN areas a ON a.id = u.area_id";
}

std::vector<stored_device> devices_of(const store::rows& rows) {
  std::vector<stored_device> all;
  all.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& one = all.emplace_back();
    const auto next = record::load(record_of(&one.what), &one.what, rows[i]);
    one.key_sha256 = rows.text(i, next);
    one.what.unit_name = rows.text(i, next + 1);
    if (!rows.null(i, next + 2)) one.area_path = rows.text(i, next + 2);
  }
  return all;
}

}  // namespace

std::vector<stored_device> load_devices(store::connection& db) { return devices_of(db.query(device_query() + " ORDER BY d.id")); }

std::optional<stored_device> find_device(store::connection& db, std::string_view id) {
  auto found = devices_of(db.query(device_query() + " WHERE d.id = $1", {std::string(id)}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<device> list_devices(store::connection& db, const operation::caller& who, std::string_view permission, const operation::page& page) {
  std::vector<store::value> parameters = {page.after, static_cast<std::int64_t>(page.limit)};
  const auto allowed = who.condition(permission, "COALESCE(a.path, '/')", parameters);
  std::vector<device> out;
  for (auto& one : devices_of(db.query(device_query() + " WHERE d.id > $1 AND " + allowed + " ORDER BY d.id LIMIT $2", parameters))) {
    out.push_back(std::move(one.what));
  }
  return out;
}

stored_device get_device(store::connection& db, const operation::caller& who, std::string_view permission, std::string_view id) {
  auto found = find_device(db, id);
  if (!found || !who.may(permission, found->area_path)) throw base::not_found("device " + std::string(id));
  return std::move(*found);
}

void insert_device(store::connection& db, const stored_device& one) {
  auto columns = record::column_list(record_of(&one.what));
  auto parameters = record::bind(one.what);
  std::string places;
  for (std::size_t i = 1; i <= parameters.size() + 1; ++i) places += (i == 1 ? "$" : ", $") + std::to_string(i);
  parameters.emplace_back(one.key_sha256);
  try {
    db.execute("INSERT INTO devices (" + columns + ", key_sha256) VALUES (" + places + ")", parameters);
  } catch (const store::constraint_error& error) {
    if (error.broken != store::constraint_error::rule::unique) throw;
    throw base::conflict("name_taken", "There is a device of this name already.", "Remove the other first, or give this one another name.");
  }
}

void delete_device(store::connection& db, std::string_view id) { db.execute("DELETE FROM devices WHERE id = $1", {std::string(id)}); }

}  // namespace track
