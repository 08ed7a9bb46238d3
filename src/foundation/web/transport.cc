#include "foundation/web/transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <new>

namespace web {
namespace {

transport::result socket_result(ssize_t returned, transport::outcome wait) {
  if (returned > 0) return {transport::outcome::done, static_cast<std::size_t>(returned)};
  if (returned < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return {wait, 0};
  return {transport::outcome::closed, 0};
}

}  // namespace

transport::transport(int socket, ssl_ctx_st* tls) : socket_(socket) {
  if (tls == nullptr) return;
  tls_ = SSL_new(tls);
  if (tls_ == nullptr || SSL_set_fd(tls_, socket) != 1) {
    SSL_free(tls_);
    throw std::bad_alloc();
  }
  SSL_set_accept_state(tls_);
}

transport::~transport() { SSL_free(tls_); }

transport::result transport::tls_result(int returned) {
  if (returned > 0) return {outcome::done, static_cast<std::size_t>(returned)};
  switch (SSL_get_error(tls_, returned)) {
    case SSL_ERROR_WANT_READ: return {outcome::wait_read, 0};
    case SSL_ERROR_WANT_WRITE: return {outcome::wait_write, 0};
    default: break;
  }
  ERR_clear_error();  // the queue is the thread's: leave nothing for the next connection
  return {outcome::closed, 0};
}

transport::result transport::handshake() {
  if (tls_ == nullptr) return {};
  ERR_clear_error();
  return tls_result(SSL_do_handshake(tls_));
}

transport::result transport::read(char* into, std::size_t size) {
  if (tls_ == nullptr) return socket_result(::recv(socket_, into, size, 0), outcome::wait_read);
  ERR_clear_error();
  return tls_result(SSL_read(tls_, into, static_cast<int>(std::min<std::size_t>(size, INT_MAX))));
}

transport::result transport::write(std::string_view first, std::string_view second) {
  if (first.empty()) std::swap(first, second);
  if (first.empty()) return {};
  if (tls_ != nullptr) {
    ERR_clear_error();
    return tls_result(SSL_write(tls_, first.data(), static_cast<int>(std::min<std::size_t>(first.size(), INT_MAX))));
  }
  // iovec wants pointers to non-const bytes although sendmsg only reads them
  std::array<iovec, 2> parts{{{const_cast<char*>(first.data()), first.size()}, {const_cast<char*>(second.data()), second.size()}}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = second.empty() ? 1 : 2;
  return socket_result(::sendmsg(socket_, &message, MSG_NOSIGNAL), outcome::wait_write);
}

void transport::finish_writing() {
  if (tls_ != nullptr && SSL_is_init_finished(tls_) == 1) {
    ERR_clear_error();
    SSL_shutdown(tls_);
    ERR_clear_error();
  }
  ::shutdown(socket_, SHUT_WR);
}

}  // namespace web
