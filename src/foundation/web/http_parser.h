#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "foundation/base/problem.h"
#include "foundation/web/http_rules.h"
#include "foundation/web/request.h"

namespace web {

// Reads one request out of a stream of bytes, in pieces of any size. Knows no socket. Made for one request and
// thrown away, so that an idle connection holds none.
class request_parser {
 public:
  // The limits must outlive the parser.
  explicit request_parser(const head_limits& limits);
  ~request_parser();
  request_parser(const request_parser&) = delete;
  request_parser& operator=(const request_parser&) = delete;

  enum class state {
    head,     // more bytes of the head are needed
    body,     // the head is whole: get() has all but the body
    done,     // the request is whole
    refused,  // why() says why; the connection cannot be used further
  };

  // Takes bytes from the front of `input`; returns how many. Stops at the end of the head once (state body, to let the
  // caller decide on limits), and at the end of the request: bytes behind it are not taken.
  std::size_t feed(std::string_view input);
  // The most bytes the body may have; a longer one is refused with 413. Call it in state body.
  void limit_body(std::size_t bytes);

  [[nodiscard]] state now() const;
  [[nodiscard]] const base::problem& why() const;
  // Whether any byte of this request has come.
  [[nodiscard]] bool started() const;

  // From state body on:
  [[nodiscard]] request& get();
  [[nodiscard]] bool keep_alive() const;        // what the client asked for
  [[nodiscard]] bool expects_continue() const;  // sent Expect: 100-continue

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace web
