#include "foundation/mqtt/client.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

namespace mqtt {
namespace {

// libmosquitto counts how often it was begun and ended.
struct library {
  library() { mosquitto_lib_init(); }
  ~library() { mosquitto_lib_cleanup(); }
};

bool opens_within(const addrinfo& one, int limit_ms) {
  const int socket = ::socket(one.ai_family, one.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, one.ai_protocol);
  if (socket < 0) return false;
  bool open = ::connect(socket, one.ai_addr, one.ai_addrlen) == 0;
  if (!open && errno == EINPROGRESS) {
    pollfd waiting{.fd = socket, .events = POLLOUT, .revents = 0};
    int failed = 0;
    socklen_t size = sizeof failed;
    open = ::poll(&waiting, 1, limit_ms) == 1 && ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &failed, &size) == 0 && failed == 0;
  }
  ::close(socket);
  return open;
}

bool is_reachable(const broker& where, base::duration limit) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(where.address.c_str(), std::to_string(where.port).c_str(), &hints, &found) != 0) return false;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, ::freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (opens_within(*one, static_cast<int>(limit.us / 1'000))) return true;
  }
  return false;
}

}  // namespace

base::problem mqtt_failed(const std::string& detail) {
  return {503, "mqtt_failed", "The MQTT broker cannot be used.", detail, "Check its address, port, name and password, and its log."};
}

client_handle make_client(const broker& where, bool keep_session, void* context) {
  static const library loaded;
  client_handle made(mosquitto_new(where.client.empty() ? nullptr : where.client.c_str(), !keep_session, context));
  if (!made) throw mqtt_failed("No client could be made; a session that is kept needs a name.");
  if (!where.user.empty()) mosquitto_username_pw_set(made.get(), where.user.c_str(), where.password.c_str());
  if (!where.ca_file.empty()) {
    const int failed = mosquitto_tls_set(made.get(), where.ca_file.c_str(), nullptr, nullptr, nullptr, nullptr);
    if (failed != MOSQ_ERR_SUCCESS) throw mqtt_failed("The certificates in " + where.ca_file + " cannot be used.");
  }
  return made;
}

std::string connect(mosquitto& client, const broker& where, base::duration limit) {
  if (!is_reachable(where, limit)) return where.address + ":" + std::to_string(where.port) + " does not answer";
  const int failed = mosquitto_connect(&client, where.address.c_str(), where.port, where.keep_alive_s);
  if (failed == MOSQ_ERR_SUCCESS) return {};
  return failed == MOSQ_ERR_ERRNO ? std::strerror(errno) : mosquitto_strerror(failed);
}

std::string refusal_text(int code) { return code == 0 ? std::string() : mosquitto_connack_string(code); }

}  // namespace mqtt
