#include "support/loaded_place.h"

#include <filesystem>
#include <memory>

#include "support/server_process.h"
#include "support/test_folder.h"

namespace test {
namespace {

struct loaded {
  folder scratch;
  std::string data = scratch.file("data");
  loaded() { server_process::import_place("portland", data); }
};

}  // namespace

const std::string& loaded_portland() {
  static const auto once = std::make_unique<loaded>();
  return once->data;
}

std::string copy_of_portland(const std::string& to) {
  std::filesystem::copy(loaded_portland(), to, std::filesystem::copy_options::recursive);
  return to;
}

}  // namespace test
