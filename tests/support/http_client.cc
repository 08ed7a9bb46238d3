#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <strings.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>

namespace test {
namespace {

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0; }

int open_socket(std::uint16_t port, const http_client::options& how) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw std::runtime_error("no socket");
  const timeval limit{how.timeout_ms / 1000, how.timeout_ms % 1000 * 1000};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (how.receive_buffer > 0) ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &how.receive_buffer, sizeof how.receive_buffer);
  const int at_once = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  ::inet_pton(AF_INET, how.host.c_str(), &to.sin_addr);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    ::close(socket);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
  return socket;
}

http_answer parse_head(std::string_view head) {
  http_answer answer;
  if (head.size() < 12 || !head.starts_with("HTTP/1.1 ")) throw std::runtime_error("not an HTTP answer: " + std::string(head.substr(0, 100)));
  std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  head.remove_prefix(head.find("\r\n") + 2);
  while (!head.empty()) {
    const auto line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(line.size() + 2);
    if (line.empty()) break;
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) throw std::runtime_error("not a header field: " + std::string(line));
    answer.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return answer;
}

}  // namespace

std::string http_answer::field(std::string_view name) const {
  for (const auto& [known, value] : fields) {
    if (same(known, name)) return value;
  }
  return {};
}

struct http_client::tls_state {
  explicit tls_state(int socket) : context(SSL_CTX_new(TLS_client_method())), tls(SSL_new(context)) {
    SSL_set_fd(tls, socket);
    if (SSL_connect(tls) != 1) {
      release();
      throw std::runtime_error("the TLS handshake failed");
    }
  }
  tls_state(const tls_state&) = delete;
  tls_state& operator=(const tls_state&) = delete;
  ~tls_state() { release(); }
  void release() {
    SSL_free(tls);
    SSL_CTX_free(context);
  }
  SSL_CTX* context;
  SSL* tls;
};

http_client::http_client(std::uint16_t port, options how)
    : socket_(open_socket(port, how)), timeout_ms_(how.timeout_ms), host_(how.host + ":" + std::to_string(port)) {
  if (!how.tls) return;
  try {
    tls_ = std::make_unique<tls_state>(socket_);
  } catch (...) {
    ::close(socket_);
    throw;
  }
}

http_client::~http_client() { close(); }

void http_client::close(bool hard) {
  tls_.reset();
  if (socket_ < 0) return;
  const linger now{1, 0};
  if (hard) ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(socket_);
  socket_ = -1;
}

void http_client::hang_up() { ::shutdown(socket_, SHUT_RDWR); }

bool http_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = tls_ ? static_cast<ssize_t>(SSL_write(tls_->tls, bytes.data(), static_cast<int>(bytes.size())))
                           : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool http_client::fill() {
  std::array<char, 16384> bytes{};
  const auto got =
      tls_ ? static_cast<ssize_t>(SSL_read(tls_->tls, bytes.data(), static_cast<int>(bytes.size()))) : ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("no answer within " + std::to_string(timeout_ms_) + " ms");
  if (got <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::string http_client::take_head() {
  for (;;) {
    const auto end = buffer_.find("\r\n\r\n");
    if (end != std::string::npos) {
      std::string head = buffer_.substr(0, end + 4);
      buffer_.erase(0, end + 4);
      return head;
    }
    if (!fill()) throw std::runtime_error("the connection ended before an answer");
  }
}

http_answer http_client::read_head() { return parse_head(take_head()); }

http_answer http_client::read_answer(bool without_body) {
  http_answer answer = read_head();
  const std::string length = answer.field("Content-Length");
  if (without_body || length.empty()) return answer;
  const std::size_t size = std::stoul(length);
  while (buffer_.size() < size) {
    if (!fill()) throw std::runtime_error("the connection ended within a body");
  }
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

http_answer http_client::request(std::string_view method, std::string_view target, const http_fields& fields, std::string_view body) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: " + host_ + "\r\n";
  for (const auto& [name, value] : fields) text += name + ": " + value + "\r\n";
  if (!body.empty() || method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n";
  text += body;
  send(text);
  return read_answer(method == "HEAD");
}

bool http_client::is_closed_by_server() { return buffer_.empty() && !fill(); }

std::string http_client::read_some() {
  if (buffer_.empty()) fill();
  return std::exchange(buffer_, {});
}

event_reader::event_reader(std::uint16_t port, std::string_view target, const http_fields& fields, http_client::options how)
    : client_(port, std::move(how)) {
  std::string text = "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n";
  for (const auto& [name, value] : fields) text += name + ": " + value + "\r\n";
  client_.send(text + "\r\n");
  head_ = client_.read_head();
  if (head_.status != 200) throw std::runtime_error("the stream was answered " + std::to_string(head_.status));
}

bool event_reader::read_line(std::string& line) {
  for (;;) {
    const auto end = bytes_.find('\n', at_);
    if (end != std::string::npos) {
      line.assign(bytes_, at_, end - at_);
      at_ = end + 1;
      return true;
    }
    bytes_.erase(0, at_);
    at_ = 0;
    const std::string more = client_.read_some();
    if (more.empty()) return false;
    bytes_ += more;
  }
}

std::optional<stream_event> event_reader::next() {
  stream_event event;
  std::string line;
  bool has_data = false;
  while (read_line(line)) {
    if (line.empty()) {
      event.id = last_id_;
      if (event.name.empty()) event.name = "message";
      if (has_data) return event;
      event = {};
    } else if (line.front() == ':') {
      ++comments_;
    } else if (line.starts_with("id: ")) {
      last_id_ = line.substr(4);
    } else if (line.starts_with("event: ")) {
      event.name = line.substr(7);
    } else if (line.starts_with("data: ")) {
      event.data += (has_data ? "\n" : "") + line.substr(6);
      has_data = true;
    }
  }
  return std::nullopt;
}

std::optional<stream_event> event_reader::next(std::string_view name, std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (auto event = next()) {
    if (event->name == name) return event;
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("no event " + std::string(name) + " came in time");
  }
  return std::nullopt;
}

std::string gunzip(std::string_view bytes) {
  z_stream z{};
  if (inflateInit2(&z, 15 + 16) != Z_OK) throw std::runtime_error("zlib cannot start");
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::array<char, 16384> piece{};
  int result = Z_OK;
  while (result == Z_OK) {
    z.next_out = reinterpret_cast<Bytef*>(piece.data());
    z.avail_out = static_cast<uInt>(piece.size());
    result = inflate(&z, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - z.avail_out);
  }
  inflateEnd(&z);
  if (result != Z_STREAM_END) throw std::runtime_error("not gzip");
  return out;
}

}  // namespace test
