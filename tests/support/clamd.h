#pragma once
#include <sys/types.h>

#include <string>

#include "support/test_folder.h"

namespace test {

// A real clamd of its own in a temporary folder, on a Unix socket, with one signature: that of marked_text(). It takes streams up
// to 2 MB. It dies with the test program.
class clamd {
 public:
  clamd();
  ~clamd();
  clamd(const clamd&) = delete;
  clamd& operator=(const clamd&) = delete;
  // Whether this machine has clamd.
  static bool available();
  [[nodiscard]] std::string path() const { return folder_.file("clamd.ctl"); }
  [[nodiscard]] std::string log() const;
  // A harmless text that its signature finds, and the name it finds it by.
  static std::string marked_text() { return "a text that only a test marks: shouwang-scanner-test"; }
  static std::string finding() { return "Shouwang.Test.UNOFFICIAL"; }

 private:
  folder folder_;
  pid_t pid_ = -1;
};

}  // namespace test
