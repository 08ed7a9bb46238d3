#include "engines/track/device_api.h"

#include "foundation/record/json_text.h"
#include "foundation/seal/random.h"
#include "town/duty/unit_store.h"

namespace track {
namespace {

constexpr std::string_view may_read = "device.read";
constexpr std::string_view may_manage = "device.write";

void show_activity(device& one, const live_devices& live) {
  if (const auto known = live.find(one.id)) known->activity->show(one);
}

operation::answer list(const operation::request& what, store::connection& db, const live_devices& live) {
  const auto page = operation::page_of(what);
  auto devices = list_devices(db, what.who, may_read, page);
  std::vector<std::string> items;
  for (auto& one : devices) {
    show_activity(one, live);
    items.push_back(record::to_json(one));
  }
  return {.body = operation::list_json(items, devices.size() == page.limit ? devices.back().id : "")};
}

// The listener of the same program reads the row itself: the event tells others no more than that something changed.
void publish(store::transaction& transaction, const stored_device& one, bool removed) {
  const auto payload = removed ? R"({"id":")" + one.what.id + R"(","removed":true})" : record::to_json(one.what);
  transaction.publish(
      {.topic = "device", .subject_id = one.what.id, .area_path = one.area_path, .permission = std::string(may_read), .payload = payload});
}

duty::unit unit_of(const operation::request& what, store::connection& db, const std::string& id) {
  try {
    return duty::get_unit(db, what.who, may_manage, id);
  } catch (const base::problem& problem) {
    if (problem.status != 404) throw;
    throw base::bad_input({{"/unit_id", "unknown_reference", "there is no such unit, or it is not in your area"}});
  }
}

operation::answer create(const operation::request& what, store::transaction& transaction) {
  const auto draft = record::from_json<device_draft>(what.body);
  if (auto wrong = device_name_fault(draft.name)) throw base::bad_input({std::move(*wrong)});
  const auto unit = unit_of(what, transaction.db(), draft.unit_id);
  const auto key = seal::random_token();
  stored_device one;
  one.what.id = transaction.new_id();
  one.what.name = draft.name;
  one.what.unit_id = unit.id;
  one.what.unit_name = unit.name;
  one.what.protocols = normal_protocols(draft.protocols);
  one.what.created_by = what.who.account_id;
  one.what.created_at = transaction.now();
  one.key_sha256 = seal::to_hex(seal::sha256(key));
  one.area_path = unit.area_path;
  insert_device(transaction.db(), one);
  transaction.journal({.action = "create_device", .subject_kind = "device", .subject_id = one.what.id, .detail = record::one_line_json(what.body)});
  publish(transaction, one, false);
  one.what.key = key;
  operation::answer given{.status = 201, .body = record::to_json(one.what), .location = "/api/devices/" + one.what.id};
  given.headers = {{"Cache-Control", "no-store"}};
  given.secret = true;
  return given;
}

operation::answer remove(const operation::request& what, store::transaction& transaction) {
  const auto one = get_device(transaction.db(), what.who, may_manage, what.part("id"));
  delete_device(transaction.db(), one.what.id);
  transaction.journal({.action = "delete_device", .subject_kind = "device", .subject_id = one.what.id});
  publish(transaction, one, true);
  return {.status = 204};
}

}  // namespace

std::vector<operation::definition> device_operations(const live_devices& live) {
  using operation::request;
  const auto* output = &record_of(static_cast<const device*>(nullptr));
  std::vector<operation::definition> all;
  all.push_back({.name = "list_devices",
                 .method = "GET",
                 .path = "/api/devices",
                 .summary = "The devices that report where units are, and what each did since the server's start.",
                 .permission = may_read,
                 .output = output,
                 .output_shape = operation::shape::list,
                 .parameters = {{"limit", "1 to 500, 100 when left out"}, {"after", "the last page's next"}},
                 .read = [&live](const request& what, store::connection& db) { return list(what, db, live); }});
  all.push_back({.name = "create_device",
                 .method = "POST",
                 .path = "/api/devices",
                 .summary = "Adds a device to a unit; its key is shown once.",
                 .permission = may_manage,
                 .input = &record_of(static_cast<const device_draft*>(nullptr)),
                 .output = output,
                 .write = [](const request& what, store::transaction& t, void*) { return create(what, t); }});
  all.push_back({.name = "delete_device",
                 .method = "DELETE",
                 .path = "/api/devices/{id}",
                 .summary = "Removes a device; nothing it sends is taken from then on.",
                 .permission = may_manage,
                 .output_shape = operation::shape::none,
                 .write = [](const request& what, store::transaction& t, void*) { return remove(what, t); }});
  return all;
}

}  // namespace track
