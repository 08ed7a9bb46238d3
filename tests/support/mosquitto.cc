#include "support/mosquitto.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>

#include "support/program.h"
#include "support/shared_data.h"
#include "support/wait.h"

namespace test {
namespace {

constexpr const char* broker_program = "/usr/sbin/mosquitto";
constexpr const char* password_program = "/usr/bin/mosquitto_passwd";
constexpr const char* caller_program = "/usr/bin/setpriv";

sockaddr_in local(std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto at = local(0);
  socklen_t size = sizeof at;
  if (::bind(socket, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
    throw std::runtime_error("no free port");
  }
  ::close(socket);
  return ntohs(at.sin_port);
}

bool answers(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto at = local(port);
  const bool open = ::connect(socket, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  ::close(socket);
  return open;
}

void run(const std::vector<std::string>& command, const std::string& errors) {
  const auto child = start_program(command, errors);
  ::close(child.output);
  if (wait_for_program(child.pid) != 0) throw std::runtime_error(command[0] + " failed: " + read_file(errors));
}

}  // namespace

bool mosquitto_broker::available() {
  return ::access(broker_program, X_OK) == 0 && ::access(password_program, X_OK) == 0 && ::access(caller_program, X_OK) == 0;
}

mosquitto_broker::mosquitto_broker(const std::map<std::string, std::string>& passwords) : port_(free_port()) {
  const auto file = folder_.file("passwords");
  std::ofstream(file).close();
  for (const auto& [name, password] : passwords) run({password_program, "-b", file, name, password}, folder_.file("errors"));
  std::ofstream(folder_.file("acl")) << "user shouwang\ntopic read owntracks/#\n\npattern write owntracks/%u/#\n";
  std::ofstream config(folder_.file("mosquitto.conf"));
  config << "listener " << port_ << " 127.0.0.1\nallow_anonymous false\npassword_file " << file << "\nacl_file " << folder_.file("acl")
         << "\npersistence true\npersistence_location " << folder_.path().string() << "/\nmax_queued_messages 100000\nlog_dest stderr\n";
  if (::geteuid() == 0) config << "user root\n";
  config.close();
  start();
}

mosquitto_broker::~mosquitto_broker() {
  if (pid_ > 0) stop();
}

void mosquitto_broker::start() {
  const auto child =
      start_program({caller_program, "--pdeathsig", "KILL", broker_program, "-c", folder_.file("mosquitto.conf")}, folder_.file("log"));
  ::close(child.output);
  pid_ = child.pid;
  if (!wait_until([this] { return answers(port_); }, std::chrono::seconds(10))) throw std::runtime_error("mosquitto did not start: " + log());
}

void mosquitto_broker::stop() {
  ::kill(pid_, SIGTERM);
  wait_for_program(pid_);
  pid_ = -1;
}

std::string mosquitto_broker::log() const { return read_file(folder_.file("log")); }

}  // namespace test
