#pragma once
#include <string>

namespace test {

// The unpacked content of a .gz file; throws std::runtime_error when it is not one or is cut off.
std::string read_gzip(const std::string& path);

}  // namespace test
