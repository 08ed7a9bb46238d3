#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app {

// http://host:port or mqtt://host:port.
struct feed_address {
  std::string scheme;
  std::string host;
  std::uint16_t port = 0;
};
// Throws base::problem bad_call.
feed_address parse_feed_address(std::string_view text);

struct feed_answer {
  int status = 0;
  std::string body;
};

// One kept-alive connection to our own server, as simple as a phone's: a request, its answer, the next. HTTP without TLS.
class feed_http {
 public:
  explicit feed_http(feed_address to) : to_(std::move(to)) {}
  ~feed_http();
  feed_http(const feed_http&) = delete;
  feed_http& operator=(const feed_http&) = delete;
  using fields = std::vector<std::pair<std::string, std::string>>;
  // Connects when it has to. Throws base::problem 503 unreachable when the server cannot be spoken with; the request may have arrived.
  feed_answer request(std::string_view method, std::string_view target, const fields& more, std::string_view body);

 private:
  void open();
  void close();
  void send_all(std::string_view bytes);
  bool receive();
  feed_answer read_answer();
  feed_address to_;
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace app
