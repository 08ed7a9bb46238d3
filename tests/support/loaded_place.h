#pragma once
#include <string>

namespace test {

// The data folder of sample/portland, loaded once in this program. To read from only: a test works on a copy.
const std::string& loaded_portland();

// Copies it to this path, which must not exist; returns the path.
std::string copy_of_portland(const std::string& to);

}  // namespace test
