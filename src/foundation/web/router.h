#pragma once
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/web/reply.h"

namespace web {

// Asked when a request's head is there and before any of its body is read: throws the problem that refuses it, or returns
// what is kept as long as the request (request.admitted): a share of the memory for large bodies.
using admission = std::function<std::shared_ptr<void>(const request&)>;

// One address and method. Pattern: "/api/incidents/{id}/notes"; a last "{path*}" takes all that is left (also
// nothing). Exact segments win over {name}, {name} over {name*}.
struct route {
  method verb = method::get;
  std::string pattern;
  handler handle;
  std::size_t max_body = 1024 * 1024;  // bytes
  bool quiet = false;                  // asked thousands of times a second: only refusals and slow answers are worth a line in the log
  admission admit = {};                // for large bodies: who may send one, and whether there is room for it
  std::size_t index = 0;               // given by the router: the how-manieth
};

struct route_match {
  const route* found = nullptr;  // nothing: `status` says why
  std::vector<name_value> parameters;
  int status = 200;   // 200, 404 or 405
  std::string allow;  // every method of this address, "GET, HEAD, OPTIONS"; empty with 404
};

class router {
 public:
  router();
  ~router();
  router(router&&) noexcept;
  router& operator=(router&&) noexcept;

  // std::invalid_argument when the pattern is not one, or the same pattern and method are there already.
  void add(route what);
  // Under this prefix ("/api") no {name*} of a shorter pattern applies: unknown addresses there are 404, not the
  // console's page.
  void reserve(std::string_view prefix);
  // HEAD finds the GET route; OPTIONS finds none but tells `allow` with status 200.
  [[nodiscard]] route_match find(method verb, std::string_view path) const;
  [[nodiscard]] const std::deque<route>& routes() const { return routes_; }

 private:
  struct node;
  std::deque<route> routes_;  // a deque: addresses stay
  std::unique_ptr<node> root_;
};

// The problem that a match without a route stands for (404 no_such_address or 405 method_not_allowed).
base::problem problem_of(const route_match& match);

}  // namespace web
