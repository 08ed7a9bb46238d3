#include "foundation/files/clamd.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace files {
namespace {

using steady = std::chrono::steady_clock;

constexpr std::size_t chunk_bytes = 256U << 10U;
constexpr std::size_t longest_answer = 4'096;

base::problem unreachable(const std::string& why) {
  return {503, "scanner_unreachable", "The virus scanner cannot be asked.", why,
          "Nothing was kept. Try again; if it stays, have the administrator look whether clamd runs and files.clamd names it."};
}

struct host_and_port {
  std::string host, port;
};

// Of "HOST:PORT" or "[ADDRESS]:PORT"; nothing when it is neither.
std::optional<host_and_port> read_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  auto host = text.substr(0, colon);
  const auto port = base::parse_int(text.substr(colon + 1));
  if (!port || *port < 1 || *port > 65'535) return std::nullopt;
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || (!bracketed && host.find(':') != std::string_view::npos)) return std::nullopt;
  return host_and_port{std::string(host), std::to_string(*port)};
}

// One conversation; every wait ends at the deadline.
class talk {
 public:
  explicit talk(steady::time_point until) : until_(until) {}
  ~talk() { hang_up(); }
  talk(const talk&) = delete;
  talk& operator=(const talk&) = delete;

  void connect_to_path(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw unreachable("The path of its socket is too long.");
    std::copy(path.begin(), path.end(), std::begin(address.sun_path));
    if (const int failed = try_connect(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address))
      throw unreachable(std::strerror(failed));
  }

  void connect_to_host(const host_and_port& where) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int failed = ::getaddrinfo(where.host.c_str(), where.port.c_str(), &wanted, &found)) throw unreachable(::gai_strerror(failed));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, &::freeaddrinfo);
    int failed = 0;
    for (const auto* one = found; one != nullptr; one = one->ai_next) {
      failed = try_connect(one->ai_family, one->ai_addr, one->ai_addrlen);
      if (failed == 0) return;
    }
    throw unreachable(std::strerror(failed));
  }

  // False when the other side does not take it any more: then it has said why.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        wait(POLLOUT);
      } else if (errno != EINTR) {
        return false;
      }
    }
    return true;
  }

  // Up to the NUL behind an answer, or its end.
  std::string answer() {
    std::string out;
    std::array<char, 512> piece{};
    for (;;) {
      const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
      if (got > 0) {
        out.append(piece.data(), static_cast<std::size_t>(got));
        if (out.find('\0') != std::string::npos || out.size() > longest_answer) return out.substr(0, out.find('\0'));
      } else if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        wait(POLLIN);
      } else if (got == 0 || errno != EINTR) {
        return out;
      }
    }
  }

 private:
  void hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  int try_connect(int family, const sockaddr* address, socklen_t size) {
    hang_up();
    socket_ = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return errno;
    if (::connect(socket_, address, size) == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    wait(POLLOUT);
    int failed = 0;
    socklen_t length = sizeof failed;
    ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &failed, &length);
    return failed;
  }

  void wait(short what) const {
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until_ - steady::now()).count();
      if (left <= 0) throw unreachable("It did not answer in time.");
      pollfd one{.fd = socket_, .events = what, .revents = 0};
      if (::poll(&one, 1, static_cast<int>(left)) > 0) return;
    }
  }

  const steady::time_point until_;
  int socket_ = -1;
};

// Chunks with their length in front (big-endian), the last one empty.
bool stream(talk& with, std::string_view bytes) {
  using namespace std::string_view_literals;
  if (!with.send("zINSTREAM\0"sv)) return false;
  while (!bytes.empty()) {
    const auto chunk = bytes.substr(0, chunk_bytes);
    std::string length;
    for (unsigned shift = 32; shift > 0; shift -= 8) length += static_cast<char>(chunk.size() >> (shift - 8) & 0xFFU);
    if (!with.send(length) || !with.send(chunk)) return false;
    bytes.remove_prefix(chunk.size());
  }
  return with.send("\0\0\0\0"sv);
}

}  // namespace

scan_verdict read_verdict(std::string_view answer) {
  using became = scan_verdict::became;
  auto text = base::trim(answer.substr(0, std::min(answer.find('\0'), longest_answer)));
  if (text == "stream: OK") return {became::clean, ""};
  constexpr std::string_view prefix = "stream: ", suffix = " FOUND";
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  const auto told = [](std::string_view what) { return std::string(what.substr(0, base::utf8_prefix(what.substr(0, 200)))); };
  if (text.ends_with(suffix)) return {became::infected, told(text.substr(0, text.size() - suffix.size()))};
  return {became::failed, text.empty() ? "It said nothing." : told(text)};
}

virus_scanner::virus_scanner(std::string address, base::duration limit) : address_(std::move(address)), limit_(limit) {
  if (address_.empty() || address_.starts_with('/') || read_address(address_)) return;
  throw base::problem(400, "bad_config", "The configuration is wrong.", "files.clamd: " + address_,
                      "Name the path of clamd's socket or HOST:PORT, or leave it empty.");
}

void virus_scanner::check(std::string_view bytes) const {
  if (!configured()) return;
  talk with(steady::now() + std::chrono::microseconds(limit_.us));
  address_.starts_with('/') ? with.connect_to_path(address_) : with.connect_to_host(*read_address(address_));
  stream(with, bytes);  // what it did not take it explains in its answer
  const auto verdict = read_verdict(with.answer());
  if (verdict.what == scan_verdict::became::clean) return;
  if (verdict.what == scan_verdict::became::infected) {
    throw base::problem(422, "infected_file", "The virus scanner found something in the file.", verdict.detail,
                        "Do not open it. Tell whoever looks after the device that it comes from.");
  }
  if (verdict.detail.find("size limit exceeded") != std::string::npos) {
    throw base::problem(503, "scanner_unreachable", "The virus scanner cannot be asked.", verdict.detail,
                        "Nothing was kept. Have the administrator set StreamMaxLength to 60M in clamd.conf.");
  }
  throw unreachable(verdict.detail);
}

}  // namespace files
