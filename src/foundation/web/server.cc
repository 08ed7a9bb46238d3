#include "foundation/web/server.h"

#include <netinet/tcp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <future>

#include "foundation/base/log.h"
#include "foundation/web/connection.h"

namespace web {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
using use_awaitable = asio::use_awaitable_t<executor>;

constexpr int backlog = 4096;                          // connections the kernel keeps waiting for us
constexpr std::chrono::milliseconds accept_pause{50};  // when files or memory run out
constexpr rlim_t kept_files = 128;                     // descriptors left to the database, the log and the rest

std::size_t file_bound(std::size_t wanted) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY || files.rlim_cur <= 2 * kept_files)
    return std::min<std::size_t>(wanted, 128);
  return std::min(wanted, static_cast<std::size_t>(files.rlim_cur - kept_files));
}

// IPv4 clients of a dual-stack socket appear as ::ffff:10.1.2.3; their own form is what people know.
std::string address_text(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

// A peer that vanished without a goodbye is given up when it acknowledges nothing for half a minute; with the beats of an
// event stream this also finds dead listeners.
void limit_silence(tcp_socket& socket) {
  constexpr unsigned unacknowledged_ms = 30'000;
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms, sizeof unacknowledged_ms);
}

bool is_shortage(const error_code& error) {
  return error == asio::error::no_descriptors || error == asio::error::no_buffer_space || error == asio::error::no_memory ||
         error == boost::system::errc::too_many_files_open_in_system;
}

}  // namespace

struct server::impl {
  impl(server_config config, router routes, const base::clock& time)
      : core(std::make_shared<server_core>(std::move(config), std::move(routes), time)) {}

  using acceptor_type = asio::basic_socket_acceptor<tcp, executor>;

  void listen();
  task accept();
  void admit(tcp_socket socket, const std::shared_ptr<worker>& home);
  void turn_away(tcp_socket& socket);
  void make_room(const char* why);
  std::shared_ptr<worker> least_loaded() const;
  void end_threads();

  std::shared_ptr<server_core> core;
  std::vector<std::shared_ptr<worker>> workers;
  std::vector<std::thread> threads;
  std::optional<acceptor_type> acceptor;
  std::optional<io_timer> accept_timer;
  std::size_t max_connections = 0;
  std::uint16_t bound_port = 0;
  std::promise<void> accept_ended;
  std::int64_t shortage_told_us = -60'000'001;  // steady time; once a minute is enough
};

void server::impl::listen() {
  const auto& config = core->config;
  error_code error;
  const auto address = asio::ip::make_address(config.address, error);
  const auto refuse = [&](const error_code& why) {
    throw base::problem(503, "listen_failed", "The server cannot listen on its address.",
                        config.address + " port " + std::to_string(config.port) + ": " + why.message(),
                        "Choose another address or port, or end the program that has it.");
  };
  if (error) refuse(error);
  const tcp::endpoint endpoint(address, config.port);
  acceptor.emplace(workers.front()->io.get_executor());
  acceptor->open(endpoint.protocol(), error);
  if (error) refuse(error);
  acceptor->set_option(asio::socket_base::reuse_address(true), error);
  if (address.is_v6()) acceptor->set_option(asio::ip::v6_only(false), error);
  acceptor->bind(endpoint, error);
  if (error) refuse(error);
  acceptor->listen(backlog, error);
  if (error) refuse(error);
  bound_port = acceptor->local_endpoint().port();
}

std::shared_ptr<worker> server::impl::least_loaded() const {
  return *std::min_element(workers.begin(), workers.end(), [](const auto& a, const auto& b) { return a->load.load() < b->load.load(); });
}

void server::impl::make_room(const char* why) {
  const auto now = core->time.steady();
  if (now.us - shortage_told_us > 60'000'000) {
    shortage_told_us = now.us;
    base::log(base::log_level::warning, "connections_refused",
              {{"why", std::string_view(why)}, {"open", static_cast<std::int64_t>(core->connections.load())}});
  }
  for (const auto& one : workers) asio::post(one->io, [one = one.get()] { one->shed_idle(); });
}

task server::impl::accept() {
  while (acceptor->is_open()) {
    const auto home = least_loaded();
    error_code failed;
    tcp_socket socket = co_await acceptor->async_accept(home->io, asio::redirect_error(use_awaitable(), failed));
    if (failed == asio::error::operation_aborted) break;
    if (!failed) {
      admit(std::move(socket), home);
    } else if (is_shortage(failed)) {
      ++core->refused;
      make_room("out of files or memory");
      accept_timer->expires_after(accept_pause);
      co_await accept_timer->async_wait(asio::redirect_error(use_awaitable(), failed));
    }  // else: the client was gone before we came to it
  }
  accept_ended.set_value();
}

void server::impl::admit(tcp_socket socket, const std::shared_ptr<worker>& home) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;
  socket.native_non_blocking(true, error);
  socket.set_option(tcp::no_delay(true), error);
  limit_silence(socket);
  const std::string address = address_text(peer.address());
  if (core->connections >= max_connections) {
    make_room("too many connections");
    return turn_away(socket);
  }
  const auto key = key_of_address(address);
  if (!core->addresses.open(key)) return turn_away(socket);
  ++core->accepted;
  ++core->connections;
  // The connection is made on its own thread, which alone touches it.
  asio::post(home->io, [home = home.get(), address = std::string(address), socket = std::move(socket)]() mutable {
    if (home->draining) {
      --home->core->connections;
      home->core->addresses.close(key_of_address(address));
      return;
    }
    auto one = std::make_shared<connection>(home->shared_from_this(), std::move(socket), std::move(address));
    asio::co_spawn(home->io, connection::drive(std::move(one)), asio::detached);
  });
}

void server::impl::turn_away(tcp_socket& socket) {
  ++core->refused;
  if (core->tls) return;  // no handshake for this; closing says enough
  constexpr std::string_view busy =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nConnection: close\r\n\r\nToo busy.\n";
  transport(socket.native_handle(), nullptr).write(busy);
}

void server::impl::end_threads() {
  for (auto& thread : threads) thread.join();
  threads.clear();
}

server::server(server_config config, router routes, const base::clock& time)
    : impl_(std::make_unique<impl>(std::move(config), std::move(routes), time)) {}

server::~server() { stop(base::seconds(0)); }

void server::on_answered(std::function<void(const answered_request&)> told) { impl_->core->on_answered = std::move(told); }

void server::start() {
  server_core& core = *impl_->core;
  if (core.config.tls) core.tls.emplace(*core.config.tls);
  core.security_lines = security_lines(core.config.security, core.config.tls.has_value());
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  impl_->max_connections = file_bound(core.config.max_connections);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const unsigned count = core.config.threads == 0 ? cores : core.config.threads;
  for (unsigned i = 0; i < count; ++i) impl_->workers.push_back(std::make_shared<worker>(impl_->core));
  impl_->listen();
  impl_->accept_timer.emplace(impl_->workers.front()->io.get_executor());
  asio::co_spawn(impl_->workers.front()->io, impl_->accept(), asio::detached);
  for (const auto& one : impl_->workers) impl_->threads.emplace_back([one] { one->run(); });
}

std::uint16_t server::port() const { return impl_->bound_port; }

void server::stop(base::duration drain) {
  if (impl_->threads.empty()) return;
  impl_->core->stopping = true;
  asio::post(impl_->workers.front()->io, [this] {
    error_code ignored;
    impl_->acceptor->close(ignored);
    impl_->accept_timer->cancel();
  });
  impl_->accept_ended.get_future().wait();  // behind it no connection is posted to a worker that has ended
  for (const auto& one : impl_->workers) asio::post(one->io, [one = one.get()] { one->drain(); });
  const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(drain.us);
  while (impl_->core->connections > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  for (const auto& one : impl_->workers) asio::post(one->io, [one = one.get()] { one->close_all(); });
  impl_->end_threads();
}

void server::reload_tls() {
  if (impl_->core->tls) impl_->core->tls->reload();
}

server_counts server::counts() const {
  const server_core& core = *impl_->core;
  return {
      .accepted = core.accepted, .refused = core.refused, .connections = core.connections, .listeners = core.listeners, .requests = core.requests};
}

const router& server::routes() const { return impl_->core->routes; }

}  // namespace web
