#pragma once
#include <optional>
#include <string>

#include "foundation/base/config.h"
#include "foundation/mqtt/mqtt.h"
#include "foundation/seal/password.h"
#include "foundation/store/store.h"
#include "foundation/web/server.h"
#include "town/access/access.h"

namespace app {

// The declared keys with their standard values; `shouwang config explain` prints them.
base::config make_config();

// What the parts of the server are told, from the configuration.
web::server_config server_settings(const base::config& config);
// Nothing when no broker is named. Throws base::problem bad_config when its password cannot be read.
std::optional<mqtt::broker> mqtt_settings(const base::config& config);
accounts::settings access_settings(const base::config& config);
// `data_folder` is used where the configuration names no place of its own.
store::options store_settings(const base::config& config, const std::string& data_folder, const std::string& resources);

}  // namespace app
