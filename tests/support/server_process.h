#pragma once
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/http_client.h"
#include "support/program.h"

namespace test {

// The real program `shouwang serve` as a process of its own, on a free port.
class server_process {
 public:
  // Loads sample/PLACE, or the place of an absolute path, into the folder (without tiles; roads and names from the data folder
  // `maps_from` when one is named); returns what the program printed.
  static std::string import_place(const std::string& place, const std::string& data_folder, const std::vector<std::string>& settings = {},
                                  const std::string& maps_from = {});
  // `verb`: what is run and its own options; `shouwang replay --watch` serves too.
  explicit server_process(std::string data_folder, std::vector<std::string> settings = {}, std::vector<std::string> verb = {"serve"});
  ~server_process();  // SIGTERM, and waits
  server_process(const server_process&) = delete;
  server_process& operator=(const server_process&) = delete;
  void start();
  void kill();      // SIGKILL: nothing is written any more
  int terminate();  // SIGTERM: drains; returns the exit code
  // Waits until it ends by itself; what it printed since it listened. Throws std::runtime_error when it does not in time.
  program_end finish(std::chrono::milliseconds limit);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  // The password of a first account, as the program printed it at its first start.
  [[nodiscard]] const std::string& password(const std::string& account) const;
  // Signs in; returns the Cookie field's value.
  [[nodiscard]] std::string sign_in(const std::string& account) const;
  // What the program wrote to standard error (its log).
  [[nodiscard]] std::string log() const;

 private:
  void read_until_listening(int descriptor);
  std::string data_folder_;
  std::vector<std::string> settings_;
  std::vector<std::string> verb_;
  std::map<std::string, std::string> passwords_;
  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

// A signed-in client: JSON requests with the session's cookie.
class desk_client {
 public:
  desk_client(const server_process& server, const std::string& account);
  http_answer get(const std::string& target) { return client_.request("GET", target, {{"Cookie", cookie_}}); }
  http_answer post(const std::string& target, const std::string& json, http_fields more = {});
  http_answer send(const std::string& method, const std::string& target, const std::string& json, http_fields more = {});
  [[nodiscard]] const std::string& cookie() const { return cookie_; }

 private:
  std::string cookie_;
  http_client client_;
};

// The value of a member of a JSON text, found by its name alone ("id" → the first "id"); "" when absent. For tests that
// read one or two values; not a parser.
std::string json_member(const std::string& json, const std::string& name);

}  // namespace test
