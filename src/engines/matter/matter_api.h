#pragma once
#include <vector>

#include "engines/matter/matter_work.h"
#include "foundation/operation/operation.h"

namespace matter {

// Opening, reading, listing; every act; the inbox; kinds and the catalogue. `on` must outlive the list.
std::vector<operation::definition> matter_operations(const services& on);

// Its parts.
std::vector<operation::definition> opening_operations(const services& on);
std::vector<operation::definition> reading_operations(const services& on);
std::vector<operation::definition> act_operations(const services& on);
std::vector<operation::definition> party_operations(const services& on);
std::vector<operation::definition> evidence_operations(const services& on);
std::vector<operation::definition> inbox_operations(const services& on);
std::vector<operation::definition> catalogue_operations(const services& on);

// Whether the caller may see a file: he may read a matter it belongs to.
bool may_see_file(const services& on, store::connection& db, const operation::caller& who, const std::string& file_id);

}  // namespace matter
