#include "support/test_folder.h"

#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace test {

folder::folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "shouwang-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder: " + pattern);
  path_ = pattern;
}

folder::~folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace test
