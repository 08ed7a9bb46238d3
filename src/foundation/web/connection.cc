#include "foundation/web/connection.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "foundation/base/log.h"

namespace web {
namespace {

using boost::system::error_code;
using use_awaitable = asio::use_awaitable_t<executor>;

constexpr int max_turns = 32;  // pipelined requests in a row before other connections get their turn

std::shared_ptr<ssl_ctx_st> context_of(const server_core& core) { return core.tls ? core.tls->get() : nullptr; }

}  // namespace

connection::connection(std::shared_ptr<worker> home, tcp_socket socket, std::string address)
    : worker_(std::move(home)),
      socket_(std::move(socket)),
      transport_(socket_.native_handle(), context_of(*worker_->core).get()),
      address_(std::move(address)),
      address_key_(key_of_address(address_)) {
  set_deadline(worker_->core->config.times.head);
}

connection::~connection() = default;

task connection::drive(std::shared_ptr<connection> self) {
  self->worker_->enter(*self);
  error_code failed;
  bool open = true;
  while (open) {
    failed = {};
    switch (self->advance()) {
      case need::nothing: break;
      case need::read:
        co_await self->socket_.async_wait(tcp_socket::wait_read, asio::redirect_error(use_awaitable(), failed));
        self->readable_ = true;
        break;
      case need::write: co_await self->socket_.async_wait(tcp_socket::wait_write, asio::redirect_error(use_awaitable(), failed)); break;
      case need::reply:
        if (!self->signal_) self->signal_ = std::make_unique<io_timer>(self->worker_->io.get_executor());
        self->signal_->expires_at(std::chrono::steady_clock::time_point::max());
        co_await self->signal_->async_wait(asio::redirect_error(use_awaitable(), failed));
        break;
      case need::turn: co_await asio::post(self->socket_.get_executor(), use_awaitable()); break;
      case need::end: open = false; break;
    }
    // A cancelled wait only means: look again. Anything else is the socket's end.
    if (failed && failed != asio::error::operation_aborted) self->close();
  }
  if (self->stream_) self->worker_->leave_feed(*self);
  self->worker_->leave(*self);
  self->worker_->core->addresses.close(self->address_key_);
  --self->worker_->core->connections;
}

connection::need connection::advance() {
  try {
    for (;;) {
      need wanted = need::nothing;
      switch (phase_) {
        case phase::handshake: wanted = greet(); break;
        case phase::reading: wanted = read(); break;
        case phase::answering:
          if (!answer_) return need::reply;
          begin_write();
          break;
        case phase::writing: wanted = write(); break;
        case phase::listening: wanted = listen(); break;
        case phase::lingering: wanted = linger(); break;
        case phase::closed: return need::end;
      }
      if (wanted != need::nothing) return wanted;
    }
  } catch (const std::exception& unexpected) {  // out of memory and the like; a handler's exceptions are answered
    base::log(base::log_level::error, "connection_exception", {{"what", std::string_view(unexpected.what())}});
    close();
    return need::end;
  }
}

connection::need connection::greet() {
  switch (transport_.handshake().what) {
    case transport::outcome::wait_read: return need::read;
    case transport::outcome::wait_write: return need::write;
    case transport::outcome::closed: close(); return need::nothing;
    case transport::outcome::done: break;
  }
  phase_ = phase::reading;
  return need::nothing;
}

connection::need connection::read() {
  if (!unread_.empty()) {
    if (++turns_ % max_turns == 0) return need::turn;
    std::string bytes;
    bytes.swap(unread_);
    take(bytes);
    return need::nothing;
  }
  if (!readable_) return need::read;
  std::string& buffer = worker_->read_buffer;
  const auto got = transport_.read(buffer.data(), buffer.size());
  switch (got.what) {
    case transport::outcome::wait_read: return need::read;
    case transport::outcome::wait_write: return need::write;
    case transport::outcome::closed: close(); return need::nothing;
    case transport::outcome::done: break;
  }
  // After a short read the socket is empty; TLS may hold more than it gave.
  readable_ = transport_.secure() || got.bytes == buffer.size();
  take(std::string_view(buffer).substr(0, got.bytes));
  return need::nothing;
}

connection::need connection::linger() {
  std::string& buffer = worker_->read_buffer;
  for (;;) {
    switch (transport_.read(buffer.data(), buffer.size()).what) {
      case transport::outcome::done: break;
      case transport::outcome::wait_read: return need::read;
      case transport::outcome::wait_write: return need::write;
      case transport::outcome::closed: close(); return need::nothing;
    }
    if (++turns_ % max_turns == 0) return need::turn;
  }
}

void connection::next_request() {
  now_.routed = false;
  phase_ = phase::reading;
  set_deadline(worker_->core->config.times.idle);
}

void connection::take_answer(std::uint64_t number, response answer) {
  if (phase_ != phase::answering || number != now_.number || answer_) return;  // late, or of an earlier request
  answer_ = std::move(answer);
  if (signal_) signal_->cancel();
}

void connection::check_time(base::duration now) {
  if (phase_ == phase::closed || now.us < deadline_us_) return;
  if (phase_ == phase::answering) {
    base::problem late(504, "took_too_long", "The server did not finish this request in time.", "",
                       "Look whether it took effect before you send it again.");
    keep_alive_ = false;
    response answer = problem_response(late, now_.path, now_.id);
    answer.failure = "no reply within the time limit";
    take_answer(now_.number, std::move(answer));
  } else if (phase_ == phase::reading && parser_ && parser_->started()) {
    refuse({408, "request_timeout", "The request did not arrive in time.", "", "Check the connection and send it again."});
    socket_.cancel();  // wakes the coroutine
  } else {
    close();
  }
}

void connection::finish() {
  if (phase_ == phase::listening) return close_stream();
  if (is_idle() || phase_ == phase::handshake) close();
}

void connection::close() {
  if (phase_ == phase::closed) return;
  phase_ = phase::closed;
  error_code ignored;
  socket_.close(ignored);
  if (signal_) signal_->cancel();
}

bool connection::is_idle() const { return phase_ == phase::reading && unread_.empty() && (!parser_ || !parser_->started()); }

void connection::set_deadline(base::duration from_now) { deadline_us_ = worker_->core->time.steady().us + from_now.us; }

}  // namespace web
