#pragma once
#include <memory>
#include <string>
#include <utility>

#include "foundation/base/clock.h"
#include "foundation/web/server.h"
#include "support/http_client.h"

namespace test {

// A server on a free port of the loopback, stopped at the end. Quiet: it writes no access log.
class running_server {
 public:
  explicit running_server(web::router routes, web::server_config config = {}) {
    config.log = web::access_log::none;
    if (config.threads == 0) config.threads = 2;
    server_ = std::make_unique<web::server>(std::move(config), std::move(routes), clock_);
    server_->start();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  web::server& operator*() { return *server_; }
  web::server* operator->() { return server_.get(); }

 private:
  base::system_clock clock_;
  std::unique_ptr<web::server> server_;
};

inline void add(web::router& routes, web::method verb, std::string pattern, web::handler handle, std::size_t max_body = 1024 * 1024) {
  routes.add({.verb = verb, .pattern = std::move(pattern), .handle = std::move(handle), .max_body = max_body});
}

// GET /hello → "hello", POST /echo → the body, GET /who → path, id, address, GET /fail → an exception.
inline web::router small_routes() {
  web::router routes;
  add(routes, web::method::get, "/hello", web::answer_with([](const web::request&) { return web::text_response(200, "hello"); }));
  add(routes, web::method::post, "/echo", web::answer_with([](const web::request& what) { return web::text_response(200, what.body); }));
  add(routes, web::method::get, "/who/{name}", web::answer_with([](const web::request& what) {
        return web::text_response(200, std::string(what.parameter("name")) + "|" + what.id + "|" + what.remote_address + "|" +
                                           std::string(what.query_value("q").value_or("")));
      }));
  add(routes, web::method::get, "/fail", [](const web::request&, const web::reply&) { throw std::runtime_error("secret detail"); });
  add(routes, web::method::get, "/problem", [](const web::request&, const web::reply&) { throw base::not_found("unit"); });
  return routes;
}

}  // namespace test
