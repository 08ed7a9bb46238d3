#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/web/address_limits.h"
#include "foundation/web/http_rules.h"
#include "foundation/web/response_writer.h"
#include "foundation/web/router.h"
#include "foundation/web/tls.h"

namespace web {

struct server_time_limits {
  base::duration head = base::seconds(10);    // from a request's first byte (or the connection's start) to the end of its head
  base::duration body = base::seconds(30);    // from there to the end of a body of 1 MiB; larger routes get more in proportion
  base::duration idle = base::seconds(75);    // between two requests of a connection
  base::duration answer = base::seconds(60);  // from a request to its reply; then 504
  base::duration write = base::seconds(30);   // without any byte taken by the client
};

enum class access_log {
  none,
  notable,  // changes, refusals, failures and slow answers at info, the rest at debug
  all,
};

struct server_config {
  std::string address = "127.0.0.1";  // of the interface; "0.0.0.0" or "::" for all
  std::uint16_t port = 0;             // 0: any free one, see server::port
  unsigned threads = 0;               // io threads; 0: one per core
  std::optional<tls_files> tls = {};
  std::size_t max_connections = 12'000;  // also bounded by the process's limit of open files
  head_limits head = {};
  server_time_limits times = {};
  address_limits_config per_address = {};
  security_policy security = {};
  std::vector<std::string> trusted_proxies = {};  // addresses whose X-Forwarded-For and -Proto are believed
  access_log log = access_log::notable;
  std::size_t gzip_from = 1024;  // bytes of a JSON or text body that are compressed when the client accepts it
};

// Told once per answered request, on an io thread; must not block. `route` is its pattern or "(none)".
struct answered_request {
  std::size_t route_index = 0;  // router().routes().size() for "(none)"
  std::string_view route;
  int status = 0;
  base::duration took = {};
};

struct server_counts {
  std::uint64_t accepted = 0;     // connections, since start
  std::uint64_t refused = 0;      // connections, for want of room or files, or of one address
  std::uint64_t connections = 0;  // open now
  std::uint64_t listeners = 0;    // of these, event streams
  std::uint64_t requests = 0;     // answered, since start
};

// HTTP/1.1 over TCP, optionally TLS.
class server {
 public:
  // `time` must outlive the server.
  server(server_config config, router routes, const base::clock& time);
  ~server();  // stops at once when still running
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  // Set before start.
  void on_answered(std::function<void(const answered_request&)> told);
  // Binds, listens and starts its threads. base::problem listen_failed when the address cannot be had.
  void start();
  [[nodiscard]] std::uint16_t port() const;
  // Stops accepting, closes idle connections and listeners, lets running requests finish for at most `drain`, then
  // closes all. Returns when every io thread has ended. Not from an io thread.
  void stop(base::duration drain);
  // Reads certificate and key again; throws std::runtime_error and keeps the former when they are bad.
  void reload_tls();
  [[nodiscard]] server_counts counts() const;
  [[nodiscard]] const router& routes() const;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace web
