#include "town/duty/unit_rules.h"

#include <algorithm>

#include "foundation/base/text.h"

namespace duty {
unit_state derive_state(bool on_shift, task doing) {
  switch (doing) {
    case task::assigned: return unit_state::assigned;
    case task::en_route: return unit_state::en_route;
    case task::on_scene: return unit_state::on_scene;
    case task::cleared: return unit_state::returning;
    case task::none: break;
  }
  return on_shift ? unit_state::available : unit_state::off_shift;
}

std::vector<std::string> normal_capabilities(std::vector<std::string> codes) {
  for (auto& code : codes) code = std::string(base::trim(code));
  std::erase(codes, "");
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace duty
