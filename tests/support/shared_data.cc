#include "support/shared_data.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace test {

std::string project_file(const std::string& relative) { return std::string(SHOUWANG_SOURCE_DIR) + "/" + relative; }

std::optional<std::string> shared_file(const std::string& relative) {
  const char* named = std::getenv("SHOUWANG_SHARED");
  const std::string root = named != nullptr ? named : std::string(SHOUWANG_SOURCE_DIR) + "/../shared";
  std::string path = root + "/" + relative;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace test
