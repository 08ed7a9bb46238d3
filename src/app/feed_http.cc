#include "app/feed_http.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace app {
namespace {

constexpr timeval patience{.tv_sec = 70, .tv_usec = 0};  // a little more than the server takes to answer

base::problem unreachable(const std::string& why) {
  return {503, "unreachable", "The server cannot be reached.", why, "See that it runs, and at which address."};
}

}  // namespace

feed_address parse_feed_address(std::string_view text) {
  const base::problem bad(400, "bad_call", "This is no address to feed to.", std::string(text), "Name it as http://HOST:PORT or mqtt://HOST:PORT.");
  const auto slashes = text.find("://");
  if (slashes == std::string_view::npos) throw bad;
  feed_address out{.scheme = std::string(text.substr(0, slashes)), .host = {}, .port = 0};
  auto rest = text.substr(slashes + 3);
  if (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  const auto colon = rest.rfind(':');
  const auto port =
      colon == std::string_view::npos ? std::optional<std::int64_t>(out.scheme == "mqtt" ? 1883 : 80) : base::parse_int(rest.substr(colon + 1));
  out.host = std::string(rest.substr(0, colon));
  if ((out.scheme != "http" && out.scheme != "mqtt") || out.host.empty() || !port || *port < 1 || *port > 65'535) throw bad;
  out.port = static_cast<std::uint16_t>(*port);
  return out;
}

feed_http::~feed_http() { close(); }

void feed_http::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  buffer_.clear();
}

void feed_http::open() {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(to_.host.c_str(), std::to_string(to_.port).c_str(), &hints, &found) != 0) throw unreachable("There is no host " + to_.host + ".");
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, ::freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr && socket_ < 0; one = one->ai_next) {
    socket_ = ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
    if (socket_ >= 0 && ::connect(socket_, one->ai_addr, one->ai_addrlen) != 0) close();
  }
  if (socket_ < 0) throw unreachable(to_.host + ":" + std::to_string(to_.port) + " does not answer.");
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

void feed_http::send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw unreachable("The connection broke.");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool feed_http::receive() {
  std::array<char, 16 * 1024> some{};
  const auto got = ::recv(socket_, some.data(), some.size(), 0);
  if (got > 0) buffer_.append(some.data(), static_cast<std::size_t>(got));
  return got > 0;
}

feed_answer feed_http::read_answer() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) throw unreachable("The connection ended before the answer.");
  }
  const auto head = base::lower_ascii(std::string_view(buffer_).substr(0, end));
  const auto status = base::parse_int(std::string_view(head).substr(std::min<std::size_t>(9, head.size()), 3));
  const auto at = head.find("content-length:");
  const auto line_end = at == std::string::npos ? at : head.find("\r\n", at);
  const auto size = at == std::string::npos ? std::optional<std::int64_t>(0)
                                            : base::parse_int(base::trim(std::string_view(head).substr(at + 15, line_end - at - 15)));
  if (!status || !size || *size < 0) throw unreachable("The answer is no HTTP.");
  const auto whole = end + 4 + static_cast<std::size_t>(*size);
  while (buffer_.size() < whole) {
    if (!receive()) throw unreachable("The connection ended within the answer.");
  }
  feed_answer out{.status = static_cast<int>(*status), .body = buffer_.substr(end + 4, whole - end - 4)};
  buffer_.erase(0, whole);
  if (head.find("connection: close") != std::string::npos) close();
  return out;
}

feed_answer feed_http::request(std::string_view method, std::string_view target, const fields& more, std::string_view body) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: " + to_.host + "\r\n";
  for (const auto& [name, value] : more) text += name + ": " + value + "\r\n";
  if (method != "GET") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n";
  text += body;
  try {
    if (socket_ < 0) open();
    send_all(text);
    return read_answer();
  } catch (...) {
    close();
    throw;
  }
}

}  // namespace app
