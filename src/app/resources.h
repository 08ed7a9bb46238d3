#pragma once
#include <string>
#include <vector>

namespace app {

// The folder that holds database/, catalogue/, sample/ and tools/: $SHOUWANG_HOME, or the nearest folder above the
// program that has database/. Throws base::problem no_resources.
std::string resource_folder();

struct program_result {
  int exit_code = -1;  // -1: could not be started
  std::string tail;    // the last lines of its output
};

// Runs a program with its output in `log_path`, and waits.
program_result run_program(const std::vector<std::string>& command, const std::string& log_path);

}  // namespace app
