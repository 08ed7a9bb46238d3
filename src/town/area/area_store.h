#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "foundation/store/store.h"
#include "town/area/area.h"
#include "town/area/area_import.h"

namespace area {

// All areas that are valid now, with their boundaries: what an area_tree is built from.
std::vector<area> load_areas(store::connection& db);

// What an import did, and what of it could not be used.
struct import_report {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t folded = 0;  // rows that only exist in codes
  std::vector<area_fault> faults = {};
  std::int64_t more_faults = 0;
};

// Stores the list: new codes become areas, known ones are updated, nothing is deleted. All in one operation; repeating it
// changes nothing. Journals and tells listeners (topic "area"). 40,000 areas take about a second.
import_report store_list(store::transaction& work, area_list list);

// Writes areas as they are: version 0 is new, others are raised by one. Parents first. For imports and samples.
void insert_areas(store::connection& db, std::span<const area* const> areas);
void update_area(store::connection& db, const area& one, const std::string& old_path);

}  // namespace area
