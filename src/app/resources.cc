#include "app/resources.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "foundation/base/problem.h"

namespace app {

std::string resource_folder() {
  if (const char* named = std::getenv("SHOUWANG_HOME")) return named;
  for (auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path(); folder != folder.parent_path(); folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / "database") && std::filesystem::exists(folder / "catalogue")) return folder.string();
  }
  throw base::problem(500, "no_resources", "The program's own files are not found.", "There is no folder database/ above the program.",
                      "Set SHOUWANG_HOME to the folder that holds database/ and catalogue/.");
}

program_result run_program(const std::vector<std::string>& command, const std::string& log_path) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t child = 0;
  program_result out;
  const int failed = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return out;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  out.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  std::ifstream log(log_path);
  const std::string text{std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>()};
  out.tail = text.substr(text.size() > 600 ? text.size() - 600 : 0);
  return out;
}

}  // namespace app
