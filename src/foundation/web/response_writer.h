#pragma once
#include <string>
#include <string_view>

#include "foundation/base/time.h"
#include "foundation/web/response.h"

namespace web {

// What the browser may do with our pages; sent with every answer.
struct security_policy {
  std::string content =
      "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
      "font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  std::string permissions = "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()";
  int hsts_max_age_s = 31'536'000;  // under TLS only; 0: not sent
};

// The lines of the policy, ready to be copied into every head.
std::string security_lines(const security_policy& policy, bool secure);

// The value of a Date or Expires field: "Sun, 22 Nov 2026 00:43:16 GMT".
std::string http_date(base::instant t);

// What the server knows when it writes a head.
struct head_facts {
  std::string_view date;            // http_date
  std::string_view security_lines;  // as above
  std::string_view request_id;
  std::size_t length = 0;  // of the body
  bool close = false;      // the connection ends after this answer
};

// Appends the status line and all fields with the empty line. Fields whose name or value could break the head are
// left out (a handler's mistake; never the client's doing) and make it return false.
bool append_head(std::string& out, const response& answer, const head_facts& facts);

// Whether a body of this type is worth compressing (text, JSON, SVG, …).
bool is_compressible(std::string_view content_type);

}  // namespace web
