#pragma once
#include <boost/json/object.hpp>

#include <span>
#include <string>

#include "engines/matter/kind.h"
#include "engines/matter/simulate_dice.h"
#include "foundation/base/time.h"

namespace matter {

struct fill_case {
  const kind& of;
  const boost::json::object& known;  // what is filled already
  base::instant now;
  int utc_offset_min = 480;
};

// Something for every field of `must` and some of `may`, of the field's type; checks of the kind hold where they can.
boost::json::object fill(const fill_case& in, std::span<const std::string> must, std::span<const std::string> may, dice& from);

// What no field of this type takes, or takes only by chance: for tests of refusals.
boost::json::value nonsense(dice& from);

}  // namespace matter
