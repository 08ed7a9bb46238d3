#pragma once
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace base {

// One wrong field of an input: where (JSON pointer, "/location/lat") and what is wrong with it.
struct wrong_field {
  std::string pointer;
  std::string code;    // missing, wrong_type, too_long, out_of_range, unknown, not_a_choice, …
  std::string detail;  // a sentence for a person, without secrets
  bool operator==(const wrong_field&) const = default;
};

// The one exception that crosses a module's boundary. The web turns it into application/problem+json
// (RFC 9457); pure rules do not throw it but return refusals as values.
class problem : public std::exception {
 public:
  // status: HTTP status. code: stable, machine-readable, snake_case ("unit_taken"). title: a short sentence,
  // the same for every occurrence. detail: this occurrence. remedy: what the user can do about it.
  problem(int status, std::string code, std::string title, std::string detail = {}, std::string remedy = {})
      : status(status), code(std::move(code)), title(std::move(title)), detail(std::move(detail)), remedy(std::move(remedy)) {
    what_ = this->code + ": " + this->title + (this->detail.empty() ? "" : " — " + this->detail);
  }
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

  int status;
  std::string code;
  std::string title;
  std::string detail;
  std::string remedy;
  std::vector<wrong_field> fields;                           // "errors" in the answer
  std::vector<std::pair<std::string, std::string>> members;  // further members, e.g. {"taken_by", "…"}

 private:
  std::string what_;
};

problem not_found(const std::string& what);                                      // 404 not_found; also for what the caller may not see
problem forbidden(const std::string& permission);                                // 403 forbidden
problem bad_input(std::vector<wrong_field> fields);                              // 422 bad_input
problem conflict(std::string code, std::string title, std::string detail = {});  // 409

}  // namespace base
