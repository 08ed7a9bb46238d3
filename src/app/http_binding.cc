#include "app/http_binding.h"

#include <algorithm>
#include <optional>

#include "foundation/base/problem.h"
#include "foundation/web/precondition.h"
#include "foundation/web/request_checks.h"

namespace app {
namespace {

std::shared_ptr<const operation::caller> anonymous(const web::request& in) {
  operation::caller nobody;
  nobody.remote = in.remote_address;
  nobody.language = web::language_of(in);
  return std::make_shared<const operation::caller>(std::move(nobody));
}

// Only the names the operation declares; another name, or one twice, is a mistake the client should hear of.
std::map<std::string, std::string, std::less<>> declared_query(const web::request& in, const operation::definition& what) {
  std::map<std::string, std::string, std::less<>> out;
  std::vector<base::wrong_field> wrong;
  for (const auto& [name, value] : in.query) {
    if (!takes_parameter(what, name)) {
      wrong.push_back({"/" + name, "unknown", "is no query parameter of this address"});
    } else if (!out.emplace(name, value).second) {
      wrong.push_back({"/" + name, "duplicate", "is given more than once"});
    }
  }
  for (const auto& one : what.parameters) {
    if (one.required && !out.contains(one.name)) wrong.push_back({"/" + std::string(one.name), "missing", "is required"});
  }
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  return out;
}

// A browser that was lured elsewhere sends its cookie too: changes by cookie must come from our own pages, as JSON.
void refuse_forgery(const web::request& in) {
  if (!web::is_changing(in.verb)) return;
  if (!in.header("Authorization")) {
    if (const auto foreign = web::judge_origin(in)) throw *foreign;
  }
  if (const auto not_json = web::judge_json(in)) throw *not_json;
}

web::response to_response(operation::answer given, const std::string& path, const std::string& id) {
  web::response out{.status = given.status};
  if (given.refusal) {
    out = web::problem_response(*given.refusal, path, id);
  } else if (!given.body.empty()) {
    out.content_type = std::move(given.content_type);
    out.body = std::move(given.body);
  }
  if (given.version) out.headers.push_back({"ETag", web::etag_of(*given.version)});
  if (!given.location.empty()) out.headers.push_back({"Location", std::move(given.location)});
  for (auto& [name, value] : given.headers) out.headers.push_back({std::move(name), std::move(value)});
  return out;
}

void handle(const operation::definition& what, operation_runner& runner, const authenticate& who, web::request in, const web::reply& reply) {
  refuse_forgery(in);
  auto caller = who(in);
  if (!caller) caller = anonymous(in);
  check_permission(what, *caller);
  const auto path = in.path;
  const auto id = in.id;
  auto call = std::make_shared<operation_call>(operation_call{.what = what,
                                                              .who = caller,
                                                              .input = {.who = *caller,
                                                                        .request_id = in.id,
                                                                        .path = {},
                                                                        .query = declared_query(in, what),
                                                                        .body = {},
                                                                        .if_version = web::version_of_if_match(in)},
                                                              .idempotency_key = web::idempotency_key(in).value_or("")});
  for (const auto& [name, value] : in.parameters) call->input.path.emplace(name, value);
  call->input.body = std::move(in.body);
  runner.run(std::move(call), [reply, path, id](operation::answer given, std::exception_ptr failed) {
    if (!failed) {
      reply(to_response(std::move(given), path, id));
      return;
    }
    try {
      std::rethrow_exception(failed);
    } catch (...) {
      reply(web::current_exception_response(path, id));
    }
  });
}

// Files come in as one body; everything else is small.
std::size_t largest_body(std::string_view operation) {
  constexpr std::size_t mebibyte = 1U << 20U;
  if (operation == "import_list") return 32 * mebibyte;   // 16 MiB in base64, and its JSON
  if (operation == "import_areas") return 64 * mebibyte;  // boundaries of a county
  return mebibyte;
}

}  // namespace

void bind_operations(web::router& router, std::span<const operation::definition> operations, operation_runner& runner, authenticate who) {
  for (const auto& what : operations) {
    const auto verb = web::method_from_text(what.method);
    if (!verb) throw std::logic_error("an operation with an unknown method: " + std::string(what.name));
    router.add({.verb = *verb,
                .pattern = std::string(what.path),
                .handle = [&what, &runner, who](web::request in, web::reply reply) { handle(what, runner, who, std::move(in), reply); },
                .max_body = largest_body(what.name)});
  }
}

void bind_page(web::router& router, std::string pattern, std::string needed, authenticate who, page make) {
  router.add({.verb = web::method::get,
              .pattern = std::move(pattern),
              .handle = [needed = std::move(needed), who = std::move(who), make = std::move(make)](web::request in, web::reply reply) {
                const auto caller = who(in);
                if (!caller) throw base::problem(401, "not_signed_in", "Sign in first.", "", "Sign in, or send a valid token.");
                if (!needed.empty() && !caller->may(needed)) throw base::forbidden(needed);
                reply(make(in, caller));
              }});
}

}  // namespace app
