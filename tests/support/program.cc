#include "support/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "support/shared_data.h"
#include "support/test_folder.h"

namespace test {

std::string shouwang_binary() {
  const char* named = std::getenv("SHOUWANG_BINARY");
  return named != nullptr ? named : SHOUWANG_BINARY_PATH;
}

running_program start_program(const std::vector<std::string>& command, const std::string& error_path) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  running_program out;
  const int failed = ::posix_spawn(&out.pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  if (failed != 0) {
    ::close(pipe[0]);
    throw std::runtime_error("cannot start " + command[0]);
  }
  out.output = pipe[0];
  return out;
}

int wait_for_program(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::optional<std::string> read_output(int descriptor, std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  std::string out;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    pollfd waited{descriptor, POLLIN, 0};
    if (left <= 0 || ::poll(&waited, 1, static_cast<int>(left)) == 0) return std::nullopt;
    const auto got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

program_end run_shouwang(const std::vector<std::string>& words, std::chrono::milliseconds limit) {
  const folder scratch;
  std::vector<std::string> command{shouwang_binary()};
  command.insert(command.end(), words.begin(), words.end());
  const auto child = start_program(command, scratch.file("errors"));
  const auto output = read_output(child.output, limit);
  ::close(child.output);
  if (!output) ::kill(child.pid, SIGKILL);
  const int code = wait_for_program(child.pid);
  auto errors = read_file(scratch.file("errors"));
  if (!output) throw std::runtime_error(words.front() + " did not end in time: " + errors);
  return {.code = code, .output = *output, .errors = std::move(errors)};
}

}  // namespace test
