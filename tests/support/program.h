#pragma once
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace test {

// The path of the project's program: of this build, or $SHOUWANG_BINARY.
std::string shouwang_binary();

// A program that runs. Its standard output is read from `output`, its standard error goes to the file it was given.
struct running_program {
  pid_t pid = -1;
  int output = -1;
};
running_program start_program(const std::vector<std::string>& command, const std::string& error_path);

// Waits for its end; the exit code, 128 + signal when it was killed.
int wait_for_program(pid_t pid);

// Reads to the end of the output; nothing when the end does not come within the limit.
std::optional<std::string> read_output(int descriptor, std::chrono::milliseconds limit);

// What a program that has ended left behind.
struct program_end {
  int code = 0;
  std::string output;
  std::string errors;
};
// Runs the project's program with these words to its end. Killed and a std::runtime_error when it takes longer.
program_end run_shouwang(const std::vector<std::string>& words, std::chrono::milliseconds limit = std::chrono::seconds(60));

}  // namespace test
