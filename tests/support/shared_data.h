#pragma once
#include <optional>
#include <string>

namespace test {

// The path of a file of the project, whatever folder the test runs in.
std::string project_file(const std::string& relative);

// The path of a file of the shared reference data beside the project (../shared), or nothing when this
// machine does not have it. $SHOUWANG_SHARED names another folder.
std::optional<std::string> shared_file(const std::string& relative);

// The whole content of a file; throws std::runtime_error when it cannot be read.
std::string read_file(const std::string& path);

}  // namespace test

// At the head of a test that needs shared data: skips it by name when the data is not there.
#define SHARED_OR_SKIP(variable, relative)                                 \
  const auto variable##_found = ::test::shared_file(relative);             \
  if (!variable##_found) GTEST_SKIP() << "needs ../shared/" << (relative); \
  const std::string variable = *variable##_found
