#include "engines/matter/matter_api.h"

#include <iterator>

#include "engines/matter/burden.h"

namespace matter {

std::vector<operation::definition> matter_operations(const services& on) {
  std::vector<operation::definition> all;
  for (const auto part : {opening_operations, reading_operations, act_operations, party_operations, evidence_operations, inbox_operations,
                          catalogue_operations, burden_operations}) {
    auto some = part(on);
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

}  // namespace matter
