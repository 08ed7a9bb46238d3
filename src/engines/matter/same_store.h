#pragma once
#include <optional>
#include <string>

#include "engines/matter/same_rules.h"
#include "foundation/base/clock.h"
#include "foundation/store/store.h"

// Where the same once more is looked for.
namespace matter {

// The only place of the register within so many metres; nothing when there is none, or more than one.
std::optional<std::string> only_place_near(store::connection& db, const base::position& at, double within_m);

// An ended matter that counts as the same, the newest: of these keys and of the same area (or one above or below it), or what such a
// one was merged into; nothing when there is none.
struct same_question {
  same_keys keys;
  std::optional<base::position> position = {};
  double near_m = 0;
  std::string area_path;
  base::instant ended_after;
};
std::optional<matter_record> find_same(store::connection& db, const same_question& asked);

}  // namespace matter
