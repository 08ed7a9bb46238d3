#pragma once
#include <memory>

#include "app/commands.h"
#include "app/place.h"
#include "foundation/base/config.h"

namespace app {

// What the subcommands begin with: the configuration and the place the command line names.
base::config config_of(const command_options& how);
// The place of --place, else the one that was loaded into --data.
place place_of(const command_options& how, const std::string& resources);
// The same for what works on a loaded place: throws no_place when --data holds none, so that a mistyped folder does not
// become a new and empty town.
place loaded_place_of(const command_options& how, const std::string& resources);
// The folder of the shared reference data: $SHOUWANG_SHARED, else `shared` beside the project's folder.
std::string shared_folder(const std::string& resources);

}  // namespace app
