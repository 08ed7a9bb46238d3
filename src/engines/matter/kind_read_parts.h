#pragma once
#include <string_view>
#include <vector>

#include "engines/matter/kind.h"
#include "engines/matter/kind_part.h"

// The parts of a kind, each read from its map.
namespace matter {

std::vector<field> read_fields(const part& from);
std::vector<band> read_bands(const part& from);
std::vector<clock_rule> read_clocks(const part& from);
std::vector<stage> read_stages(const part& from);
std::vector<evidence_rule> read_evidence(const part& from, std::string_view key);
std::vector<condition> read_conditions(const part& from);
std::vector<check> read_checks(const part& from);

}  // namespace matter
