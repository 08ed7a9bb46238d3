#include "town/duty/noun.h"

namespace duty {

void explain_refusal(const store::constraint_error& error, std::string_view name, bool removing) {
  using rule = store::constraint_error::rule;
  const std::string what(name);
  if (error.broken == rule::unique) {
    throw base::conflict("code_taken", "There is a " + what + " of this code already.", "Choose another code, or change that one.");
  }
  if (error.broken == rule::foreign_key && removing) {
    throw base::conflict("in_use", "Something refers to this " + what + ".", "Give it an end instead: what served stays on record.");
  }
  if (error.broken == rule::foreign_key) {
    throw base::bad_input({{"/", "unknown_reference", "something this " + what + " refers to does not exist"}});
  }
  throw error;
}

}  // namespace duty
