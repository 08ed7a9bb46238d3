#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/web/request.h"

namespace web {

struct listener;  // event_hub.h

// One answer. Length, date, request id, security headers and compression are added by the server.
struct response {
  int status = 200;
  std::string content_type = {};  // empty: no body of its own (204, 304)
  std::vector<name_value> headers = {};
  std::string body = {};
  std::shared_ptr<const std::string> shared_body = {};  // instead of body: the same bytes for many answers
  std::shared_ptr<listener> events = {};                // instead of a body: the connection becomes an event stream
  std::string failure = {};                             // for the log alone: why this is a 500

  [[nodiscard]] std::string_view text() const { return shared_body ? std::string_view(*shared_body) : std::string_view(body); }
  [[nodiscard]] const std::string* header(std::string_view name) const;
};

response json_response(int status, std::string body);
response text_response(int status, std::string body);  // text/plain, UTF-8
response empty_response(int status = 204);
response redirect_response(std::string location, int status = 303);

// The problem as application/problem+json (RFC 9457): type, title, status, detail, instance, code, remedy,
// request_id, errors[{pointer, code, detail}] and the problem's own members (which never replace these).
response problem_response(const base::problem& what, std::string_view path, std::string_view request_id);
inline response problem_response(const base::problem& what, const request& of) { return problem_response(what, of.path, of.id); }

// The answer to an exception: a base::problem as itself; anything else as 500 internal with the text only in
// `failure`, for the log. Call it within a catch block.
response current_exception_response(std::string_view path, std::string_view request_id);

// The usual English phrase of a status code, "Unknown" for the rest.
std::string_view status_phrase(int status);

}  // namespace web
