#pragma once
#include <vector>

#include "engines/track/live_devices.h"
#include "foundation/operation/operation.h"

namespace track {

// GET and POST /api/devices, DELETE /api/devices/{id}. Permissions: device.read, device.write, in the area of the device's unit.
// `live` must outlive them.
std::vector<operation::definition> device_operations(const live_devices& live);

}  // namespace track
