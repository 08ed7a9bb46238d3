#pragma once
#include <cstddef>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace web {

// Bytes in and out of a non-blocking socket, with or without TLS. Never waits: says what to wait for.
class transport {
 public:
  enum class outcome { done, wait_read, wait_write, closed };
  struct result {
    outcome what = outcome::done;
    std::size_t bytes = 0;  // with done; reading, 0 never comes with done
  };

  // The socket stays its caller's, who closes it after this object is gone. Without a context: plain TCP.
  transport(int socket, ssl_ctx_st* tls);
  ~transport();
  transport(const transport&) = delete;
  transport& operator=(const transport&) = delete;

  [[nodiscard]] bool secure() const { return tls_ != nullptr; }
  result handshake();  // done at once without TLS
  result read(char* into, std::size_t size);
  // Writes from `first`, then `second`; may write a part only. Under TLS writes of one of them at a time.
  result write(std::string_view first, std::string_view second = {});
  // Says goodbye (TLS close_notify, TCP FIN); what the other side still sends can be read.
  void finish_writing();

 private:
  result tls_result(int returned);
  int socket_;
  ssl_st* tls_ = nullptr;
};

}  // namespace web
