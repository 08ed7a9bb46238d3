#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "foundation/base/id.h"
#include "foundation/web/address_limits.h"
#include "foundation/web/compress.h"
#include "foundation/web/server.h"

// Internal to the module: the only headers with Asio in them are this one and connection.h; only server.cc,
// worker.cc, connection.cc and their kin include them.
namespace web {

namespace asio = boost::asio;
using executor = asio::io_context::executor_type;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, executor>;
using io_timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, executor>;
using task = asio::awaitable<void, executor>;

class connection;
struct feed;

// What all threads of one server share. Lives as long as any connection or unanswered reply.
struct server_core {
  server_core(server_config c, router r, const base::clock& t) : config(std::move(c)), routes(std::move(r)), time(t), addresses(config.per_address) {}
  server_config config;
  router routes;
  const base::clock& time;
  address_limits addresses;
  std::optional<tls_context> tls;
  std::string security_lines;
  std::function<void(const answered_request&)> on_answered;
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> connections{0};
  std::atomic<std::uint64_t> listeners{0};
  std::atomic<std::uint64_t> requests{0};
};

// One io thread with the connections it owns. All members but `io` are touched on its thread only.
struct worker : std::enable_shared_from_this<worker> {
  explicit worker(std::shared_ptr<server_core> shared);

  void run();   // the thread's function; returns when `io` has no work left
  void tick();  // every tick_interval: time limits
  void enter(connection& one);
  void leave(connection& one);
  void drain();  // from now on connections end with their present request
  bool ended();  // whether all is drained; then lets the thread go
  void close_all();
  void join_feed(connection& one);
  void leave_feed(connection& one);
  void drain_feed(feed& one);                     // tells its listeners what is new
  void tick_feed(feed& one, base::duration now);  // latest-wins rounds and beats
  void shed_idle();                               // makes room: closes connections that wait for a next request
  std::string_view date();                        // of now, made once a second
  gzip_writer& gzip();

  static constexpr std::chrono::milliseconds tick_interval{100};
  static constexpr std::size_t read_size = 64 * 1024;

  std::shared_ptr<server_core> core;
  asio::io_context io{1};
  asio::executor_work_guard<executor> guard;
  io_timer ticker;
  std::thread::id home;
  std::vector<connection*> connections;
  std::vector<std::shared_ptr<feed>> feeds;
  std::atomic<std::size_t> load{0};  // connections.size(), for the acceptor
  std::string read_buffer;           // every connection's reading passes through it
  std::string write_buffer;          // and every answer's head
  base::id_source ids;
  bool draining = false;

 private:
  std::string date_;
  std::int64_t date_s_ = -1;
  std::unique_ptr<gzip_writer> gzip_;
};

}  // namespace web
