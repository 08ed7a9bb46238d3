#include "support/clamd.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "support/program.h"
#include "support/shared_data.h"
#include "support/wait.h"

namespace test {
namespace {

constexpr const char* scanner_program = "/usr/sbin/clamd";
constexpr const char* caller_program = "/usr/bin/setpriv";

std::string hex(const std::string& text) {
  constexpr const char* digits = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {digits[byte / 16], digits[byte % 16]};
  }
  return out;
}

bool answers(const std::string& path) {
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  path.copy(at.sun_path, sizeof at.sun_path - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool open = ::connect(socket, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  ::close(socket);
  return open;
}

}  // namespace

bool clamd::available() { return ::access(scanner_program, X_OK) == 0 && ::access(caller_program, X_OK) == 0; }

clamd::clamd() {
  std::filesystem::create_directory(folder_.file("signatures"));
  std::ofstream(folder_.file("signatures/own.ndb")) << "Shouwang.Test:0:*:" << hex("shouwang-scanner-test") << "\n";
  std::ofstream(folder_.file("clamd.conf")) << "LocalSocket " << path() << "\nDatabaseDirectory " << folder_.file("signatures")
                                            << "\nForeground yes\nStreamMaxLength 2M\nSelfCheck 0\n";
  const auto child =
      start_program({caller_program, "--pdeathsig", "KILL", scanner_program, "--config-file=" + folder_.file("clamd.conf")}, folder_.file("log"));
  ::close(child.output);
  pid_ = child.pid;
  if (!wait_until([this] { return answers(path()); }, std::chrono::seconds(30))) throw std::runtime_error("clamd did not start: " + log());
}

clamd::~clamd() {
  ::kill(pid_, SIGTERM);
  wait_for_program(pid_);
}

std::string clamd::log() const { return read_file(folder_.file("log")); }

}  // namespace test
