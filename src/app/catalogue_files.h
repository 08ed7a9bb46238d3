#pragma once
#include <string>
#include <vector>

#include "engines/matter/kind.h"

// What other parts of the server read of the catalogue's folder, by their own readers: without it no server starts.
namespace app {

// Adds what these readers refuse, each fault with its file and line.
void check_other_files(const std::string& folder, std::vector<matter::fault>& faults);

}  // namespace app
