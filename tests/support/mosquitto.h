#pragma once
#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>

#include "support/test_folder.h"

namespace test {

// A real mosquitto of its own in a temporary folder: persistence, a password file, and an access list by which "shouwang" hears
// everything and everybody else writes only below owntracks/<own name>. It dies with the test program.
class mosquitto_broker {
 public:
  // name → password; "shouwang" has to be among them to hear.
  explicit mosquitto_broker(const std::map<std::string, std::string>& passwords);
  ~mosquitto_broker();
  mosquitto_broker(const mosquitto_broker&) = delete;
  mosquitto_broker& operator=(const mosquitto_broker&) = delete;
  // Whether this machine has mosquitto's programs.
  static bool available();
  void start();
  void stop();  // SIGTERM: it saves what it owes its sessions
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string log() const;

 private:
  folder folder_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace test
