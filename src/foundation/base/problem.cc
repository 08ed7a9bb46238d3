#include "foundation/base/problem.h"

namespace base {

problem not_found(const std::string& what) {
  return {404, "not_found", "There is no such " + what + ".", "", "Check the address; it may have been removed, or your account may not see it."};
}

problem forbidden(const std::string& permission) {
  return {403, "forbidden", "Your account may not do this.", "It needs the permission " + permission + ".", "Ask the security administrator for it."};
}

problem bad_input(std::vector<wrong_field> fields) {
  std::string detail;
  for (const auto& field : fields) detail += (detail.empty() ? "" : "; ") + field.pointer + ": " + field.detail;
  problem p(422, "bad_input", "Some fields are wrong.", std::move(detail), "Correct the fields listed in errors and send it again.");
  p.fields = std::move(fields);
  return p;
}

problem conflict(std::string code, std::string title, std::string detail) {
  return {409, std::move(code), std::move(title), std::move(detail), "Look at the present state and decide again."};
}

}  // namespace base
