#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/device.h"
#include "foundation/operation/operation.h"
#include "foundation/store/store.h"

namespace track {

// A device with what nobody is shown: the hash of its key and where its unit belongs.
struct stored_device {
  device what;
  std::string key_sha256;  // hexadecimal
  std::string area_path = "/";
};

std::vector<stored_device> load_devices(store::connection& db);
std::optional<stored_device> find_device(store::connection& db, std::string_view id);
// Those whose unit the caller may touch with this permission, by id, at most limit of them after the id `after`.
std::vector<device> list_devices(store::connection& db, const operation::caller& who, std::string_view permission, const operation::page& page);
// Throws not_found, also for what the caller may not touch.
stored_device get_device(store::connection& db, const operation::caller& who, std::string_view permission, std::string_view id);
// Throws 409 name_taken.
void insert_device(store::connection& db, const stored_device& one);
void delete_device(store::connection& db, std::string_view id);

}  // namespace track
