#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/record/record.h"
#include "foundation/store/store.h"

namespace area {

// A place in the area tree: a station, a school, a bridge, a petrol station. Never a person.
struct place {
  std::string id = {};
  std::string kind = {};
  std::string name = {};
  std::string name_en = {};
  base::position position = {};
  std::optional<std::string> area_id = {};
  std::string area_path = "/";
  std::string area_name = {};
  std::string source = {};
  std::optional<std::string> source_id = {};  // its number there; unique with `source`
  bool invented = false;                      // made up for a sample
  base::instant created_at = {};
  std::int64_t version = 1;
};
const record::table& record_of(const place*);

// Input of POST /api/places.
struct place_draft {
  std::string kind = {};
  std::string name = {};
  std::string name_en = {};
  base::position position = {};
  std::string source = {};
  std::optional<std::string> source_id = {};
  bool invented = false;
};
const record::table& record_of(const place_draft*);

class area_tree;

// The area of the place's position, filled in; outside every boundary: none.
void locate(place& one, const area_tree& areas);

struct stored_place {
  place what;
  bool created = false;  // false: the same place of the same source was there already
};
// Stores a new place; the same place of the same source again is the first one, brought up to date.
stored_place put_place(store::transaction& work, const place_draft& draft, const area_tree& areas);

std::optional<place> find_place(store::connection& db, std::string_view id);

struct listed_places {
  std::vector<place> items;
  std::string next;
};
// Those the caller may see, by id; kind "": all kinds.
listed_places list_places(store::connection& db, const operation::caller& who, std::string_view kind, const operation::page& page);

}  // namespace area
