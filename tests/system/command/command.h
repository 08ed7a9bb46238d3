#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/loaded_place.h"
#include "support/program.h"
#include "support/test_folder.h"

// A loaded data folder of one's own, and the program run on it.
class Command : public testing::Test {
 protected:
  [[nodiscard]] const std::string& data() const { return data_; }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_.file(name); }

  // `shouwang VERB … --data DATA`, with the cheapest password hashing that is allowed.
  [[nodiscard]] test::program_end run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", data_, "--set", "access.hash_mb=8"});
    return test::run_shouwang(words);
  }

 private:
  test::folder folder_;
  std::string data_ = test::copy_of_portland(folder_.file("data"));
};
