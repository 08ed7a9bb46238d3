#pragma once
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "engines/matter/kind.h"
#include "engines/matter/matter.h"

// What makes a matter the same once more: its kind, and what `again.same` names. A place is one of the register; where the kind says
// `near_m`, also what lies so near to the position reported.
namespace matter {

// The key a matter is kept under; empty when its kind does not ask or something of it is not known. With no place of the register it
// names the cell of the position (a thousandth of a degree), so that what lies near is found by a few keys.
std::string same_key_of(const kind& of, const matter_record& what, const boost::json::object& fields);

// Under which keys the same can stand.
struct same_keys {
  std::string exact;                // wherever it lies
  std::vector<std::string> around;  // only what lies within `near_m` of the position
  [[nodiscard]] bool empty() const { return exact.empty() && around.empty(); }
};

// `place_here`: the only place of the register within `near_m` of the position, when there is just one. A position there and that
// place are then the same; between two places of the register nobody can tell which is meant.
same_keys same_keys_of(const kind& of, const matter_record& what, const boost::json::object& fields, const std::optional<std::string>& place_here);

// Whether the kind asks what lies near, of a matter with a position.
bool asks_what_is_near(const kind& of, const matter_record& what);

}  // namespace matter
