#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "foundation/base/text.h"
#include "foundation/web/http_parser.h"
#include "foundation/web/precondition.h"
#include "foundation/web/request_checks.h"
#include "foundation/web/router.h"

// The bytes of a connection, cut into pieces whose sizes the input chooses too: parser, decoding, cookies, router and
// the helpers that read fields. Besides not crashing: what is accepted must keep the module's promises.
namespace {

void demand(bool held) {
  if (!held) std::abort();
}

web::router make_router() {
  web::router routes;
  for (const char* pattern : {"/", "/api/units/{id}", "/api/units/{id}/shift", "/api/units/mine", "/tiles/{z}/{x}/{y}", "/{path*}"}) {
    routes.add({.verb = web::method::get, .pattern = pattern, .handle = {}});
    routes.add({.verb = web::method::post, .pattern = pattern, .handle = {}});
  }
  routes.reserve("/api");
  return routes;
}

void use(const web::router& routes, const web::request& what) {
  demand(what.path == "*" || what.path.starts_with('/'));
  demand(base::is_utf8(what.path) && what.path.find('\0') == std::string::npos);
  for (const auto part : base::split(what.path, '/')) demand(part != "." && part != "..");
  for (const auto& pair : what.query) demand(base::is_utf8(pair.name) && base::is_utf8(pair.value));
  demand(!(what.header("content-length") && what.header("transfer-encoding")));
  for (const auto& field : what.head.fields) {
    demand(what.head.value(field).find_first_of("\r\n") == std::string_view::npos);
  }
  const auto match = routes.find(what.verb, what.path);
  demand((match.found != nullptr) == (match.status == 200 && match.allow.empty()));
  for (const auto& parameter : match.parameters) demand(what.path.find(parameter.value) != std::string::npos);
  (void)what.cookie("shouwang_session");
  (void)web::judge_origin(what);
  (void)web::judge_json(what);
  (void)web::language_of(what);
  try {
    (void)web::version_of_if_match(what);
    (void)web::idempotency_key(what);
  } catch (const base::problem&) {  // refused, as it should be
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const web::head_limits limits{.max_head = 2048, .max_target = 512, .max_fields = 20, .max_query = 10};
  static const web::router routes = make_router();
  constexpr std::size_t body_limit = 300;
  if (size == 0) return 0;
  const std::size_t step = 1 + data[0];
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  using state = web::request_parser::state;
  while (!bytes.empty()) {
    web::request_parser parser(limits);
    bool limited = false;
    while (!bytes.empty() && parser.now() != state::done && parser.now() != state::refused) {
      const std::size_t used = parser.feed(bytes.substr(0, step));
      demand(used > 0 || parser.now() == state::refused);
      demand(used <= bytes.size());
      bytes.remove_prefix(used);
      if (parser.now() == state::body && !limited) {
        parser.limit_body(body_limit);
        limited = true;
      }
    }
    if (parser.now() != state::done) return 0;
    demand(parser.get().body.size() <= body_limit);
    use(routes, parser.get());
  }
  return 0;
}
