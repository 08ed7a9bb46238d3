#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

using http_fields = std::vector<std::pair<std::string, std::string>>;

struct http_answer {
  int status = 0;
  http_fields fields;                                            // in the order sent
  std::string body;                                              // as it came: compressed when the fields say so
  [[nodiscard]] std::string field(std::string_view name) const;  // without case; "" when absent
};

// A blocking HTTP/1.1 client for tests: raw bytes when asked, keep-alive, TLS without looking at the certificate.
// Reading longer than the time limit throws std::runtime_error.
class http_client {
 public:
  struct options {
    std::string host = "127.0.0.1";
    bool tls = false;
    int timeout_ms = 10'000;
    int receive_buffer = 0;  // bytes of the socket's; 0: the system's choice
  };
  explicit http_client(std::uint16_t port) : http_client(port, options()) {}
  http_client(std::uint16_t port, options how);
  ~http_client();
  http_client(const http_client&) = delete;
  http_client& operator=(const http_client&) = delete;

  // Sends the request with Host, Content-Length (when there is a body) and the fields, and reads the answer.
  http_answer request(std::string_view method, std::string_view target, const http_fields& fields = {}, std::string_view body = {});
  http_answer get(std::string_view target, const http_fields& fields = {}) { return request("GET", target, fields); }
  http_answer post(std::string_view target, std::string_view json) { return request("POST", target, {{"Content-Type", "application/json"}}, json); }

  // Sends the bytes as they are; false when the other side has closed.
  bool send(std::string_view bytes);
  // Reads one answer; without_body: to a HEAD. Throws when the connection ends before it is whole.
  http_answer read_answer(bool without_body = false);
  // Reads the head alone (of an event stream).
  http_answer read_head();
  // Waits until the other side closes; true when it did without sending anything more.
  bool is_closed_by_server();
  // Some of the bytes that come next; empty at the end.
  std::string read_some();
  // Ends the connection at once, with a reset instead of a goodbye when `hard`.
  void hang_up();  // ends both directions; also while another thread sends
  void close(bool hard = false);

 private:
  struct tls_state;
  bool fill();  // reads more into buffer_; false at the end
  std::string take_head();
  int socket_ = -1;
  int timeout_ms_;
  std::string host_;
  std::string buffer_;
  std::unique_ptr<tls_state> tls_;
};

struct stream_event {
  std::string id;
  std::string name;  // "message" when none was sent
  std::string data;
};

// Reads a text/event-stream as a browser would, comments skipped.
class event_reader {
 public:
  // Sends GET target with the fields on a client of its own; the answer's head must be 200.
  event_reader(std::uint16_t port, std::string_view target, const http_fields& fields = {}, http_client::options how = http_client::options());
  // The next event with data; nothing when the stream ends. Throws after the client's time limit.
  std::optional<stream_event> next();
  // The next event of this name; others are dropped. Throws std::runtime_error when none comes within the limit.
  std::optional<stream_event> next(std::string_view name, std::chrono::milliseconds limit = std::chrono::seconds(30));
  [[nodiscard]] const http_answer& head() const { return head_; }
  [[nodiscard]] const std::string& last_id() const { return last_id_; }
  [[nodiscard]] int comments() const { return comments_; }
  http_client& client() { return client_; }

 private:
  bool read_line(std::string& line);
  http_client client_;
  http_answer head_;
  std::string bytes_;
  std::size_t at_ = 0;
  std::string last_id_;
  int comments_ = 0;
};

// gzip bytes unpacked; throws std::runtime_error when they are not.
std::string gunzip(std::string_view bytes);

}  // namespace test
